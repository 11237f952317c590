package shaders

import (
	"fmt"
	"strings"
)

// PerNeuron is the line that makes a kernel be compiled once for every neuron model.
const PerNeuron = "// per: neuron"

// IsPerNeuron reports whether a kernel's source holds the line PerNeuron.
func IsPerNeuron(src []byte) bool {
	for line := range strings.SplitSeq(string(src), "\n") {
		if strings.TrimSpace(line) == PerNeuron {
			return true
		}
	}
	return false
}

// Stub returns the GLSL that glslc compiles for one module: the prelude and the
// library, for a kernel with a neuron model the receptors, the model and their
// glue, and last the kernel. neuron is empty for a kernel that knows no model;
// synapses are the names of all receptor models. Paths are relative to the
// shaders folder, which must be on the include path.
func Stub(kernel, neuron string, synapses []string) string {
	var b strings.Builder
	b.WriteString("#version 450\n#extension GL_GOOGLE_include_directive : require\n")
	for _, path := range Includes(kernel, neuron, synapses) {
		fmt.Fprintf(&b, "#include %q\n", path)
	}
	return b.String()
}

// Includes returns the files that Stub includes, in order.
func Includes(kernel, neuron string, synapses []string) []string {
	paths := []string{"lib/prelude.glsl", "lib/math.glsl", "lib/philox.glsl"}
	if neuron != "" {
		paths = append(paths, ModelIncludes(neuron, synapses)...)
	}
	return append(paths, "kernel/"+kernel+".comp")
}

// ModelIncludes returns the files a neuron model needs after the library:
// the same list serves GLSL and C++.
func ModelIncludes(neuron string, synapses []string) []string {
	paths := []string{"lib/neuron_input.glsl"}
	for _, s := range synapses {
		paths = append(paths, "synapse/"+s+".glsl")
	}
	return append(paths, "gen/synapses.glsl", "neuron/"+neuron+".glsl", "gen/neuron_"+neuron+".glsl")
}

// ModuleName returns the file name of a compiled module, such as
// neuron_step.lif.texel.spv or deliver.ssbo.spv.
func ModuleName(kernel, neuron string, texel bool) string {
	name := kernel
	if neuron != "" {
		name += "." + neuron
	}
	if texel {
		return name + ".texel.spv"
	}
	return name + ".ssbo.spv"
}
