package shaders

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// PerNeuron is the line that makes a kernel be compiled once for every neuron model.
const PerNeuron = "// per: neuron"

// PerRule is the line that makes a kernel be compiled once for every plasticity
// rule; followed by " with at_post" or the like, for those that have that function.
const PerRule = "// per: plasticity"

// IsPerRule reports whether a kernel's source holds the line PerRule, and which
// function a rule must have to need the kernel, "" for none.
func IsPerRule(src []byte) (verb string, ok bool) {
	for line := range strings.SplitSeq(string(src), "\n") {
		if rest, found := strings.CutPrefix(strings.TrimSpace(line), PerRule); found {
			return strings.TrimPrefix(rest, " with "), true
		}
	}
	return "", false
}

// IsPerNeuron reports whether a kernel's source holds the line PerNeuron.
func IsPerNeuron(src []byte) bool { return HasLine(src, PerNeuron) }

// PerPresynapse is the line that makes a kernel be compiled once for every model of presynaptic dynamics.
const PerPresynapse = "// per: presynapse"

// PerTrained is the line that makes a kernel be compiled once for every neuron
// model that training can run: those with an adjoint, and those that only emit spikes.
const PerTrained = "// per: trained neuron"

// PerAdjoint is the line that makes a kernel be compiled once for every neuron
// model that has an adjoint.
const PerAdjoint = "// per: neuron with an adjoint"

// StorageOnly is the line of a kernel that reads through storage buffers on
// every device, and so needs no module for texel reads.
const StorageOnly = "// reads: storage"

// HasLine reports whether a kernel's source holds one of the lines above.
func HasLine(src []byte, want string) bool {
	for line := range strings.SplitSeq(string(src), "\n") {
		if strings.TrimSpace(line) == want {
			return true
		}
	}
	return false
}

// channelsLine is the line that gives a neuron model's populations ion channels.
const channelsLine = "// uses: channels"

// UsesChannels reports whether a neuron fragment's source holds that line.
func UsesChannels(src []byte) bool { return HasLine(src, channelsLine) }

// Tree lists the files that every stub includes, with their paths in the
// shaders folder.
type Tree struct {
	Library  []string // lib/*.glsl: prelude, math, philox, then the others by name
	Synapses []string // synapse/*.glsl by name
	Channels []string // channel/*.glsl by name
	Ions     []string // ion/*.glsl by name
	// withChannels names the neuron models that have ion channels.
	withChannels map[string]bool
}

// These are included with the models, not with the library.
const (
	neuronInput  = "lib/neuron_input.glsl"
	channelInput = "lib/channel_input.glsl"
)

// adjointLibrary lists what the fragments that need it include themselves, so
// that a change there does not concern the others.
func adjointLibrary() []string {
	return []string{"lib/adjoint.glsl", "lib/leaky.glsl", "lib/hodgkin_huxley.glsl", "lib/schemes_vjp.glsl"}
}

// ruleLibrary is included with the plasticity rules.
const ruleLibrary = "lib/plasticity.glsl"

// ReadTree lists the library and the receptor models of a shaders folder, or of Sources.
func ReadTree(shaders fs.FS) (Tree, error) {
	t := Tree{Library: []string{"lib/prelude.glsl", "lib/math.glsl", "lib/philox.glsl"}}
	lib, err := fs.Glob(shaders, "lib/*.glsl")
	if err != nil {
		return t, fmt.Errorf("list shaders/lib: %w", err)
	}
	for _, p := range lib {
		if !slices.Contains(adjointLibrary(), p) && p != neuronInput && p != channelInput && p != ruleLibrary && !slices.Contains(t.Library, p) {
			t.Library = append(t.Library, p)
		}
	}
	if t.Synapses, err = fs.Glob(shaders, "synapse/*.glsl"); err != nil {
		return t, fmt.Errorf("list shaders/synapse: %w", err)
	}
	if t.Channels, err = fs.Glob(shaders, "channel/*.glsl"); err != nil {
		return t, fmt.Errorf("list shaders/channel: %w", err)
	}
	if t.Ions, err = fs.Glob(shaders, "ion/*.glsl"); err != nil {
		return t, fmt.Errorf("list shaders/ion: %w", err)
	}
	return t, t.findChannelUsers(shaders)
}

// findChannelUsers notes which neuron models have ion channels.
func (t *Tree) findChannelUsers(shaders fs.FS) error {
	t.withChannels = map[string]bool{}
	neurons, err := fs.Glob(shaders, "neuron/*.glsl")
	if err != nil {
		return fmt.Errorf("list shaders/neuron: %w", err)
	}
	for _, p := range neurons {
		src, err := fs.ReadFile(shaders, p)
		if err != nil {
			return fmt.Errorf("read shaders/%s: %w", p, err)
		}
		t.withChannels[strings.TrimSuffix(path.Base(p), ".glsl")] = UsesChannels(src)
	}
	return nil
}

// HasChannels reports whether the populations of a neuron model have ion channels.
func (t Tree) HasChannels(neuron string) bool { return t.withChannels[neuron] }

// Stub returns the GLSL that glslc compiles for one module: the library, for a
// kernel with a neuron model ModelIncludes, and last the kernel. neuron is empty
// for a kernel that knows no model. Paths are relative to the shaders folder,
// which must be on the include path.
func (t Tree) Stub(kernel, neuron string) string {
	if neuron == "" {
		return stub(t.Library, kernel)
	}
	return stub(slices.Concat(t.Library, t.ModelIncludes(neuron)), kernel)
}

// PresynapseStub returns the same for a kernel with a model of presynaptic dynamics.
func (t Tree) PresynapseStub(kernel, presynapse string) string {
	return stub(slices.Concat(t.Library, PresynapseIncludes(presynapse)), kernel)
}

// PresynapseIncludes returns the files a model of presynaptic dynamics needs after the library.
func PresynapseIncludes(presynapse string) []string {
	return []string{"presynapse/" + presynapse + ".glsl", "gen/presynapse_" + presynapse + ".glsl"}
}

func stub(includes []string, kernel string) string {
	var b strings.Builder
	b.WriteString("#version 450\n#extension GL_GOOGLE_include_directive : require\n")
	for _, p := range append(slices.Clip(includes), path.Join("kernel", kernel+".comp")) {
		fmt.Fprintf(&b, "#include %q\n", p)
	}
	return b.String()
}

// RuleStub returns the same for a kernel that is compiled once for every plasticity rule.
func (t Tree) RuleStub(kernel, rule string) string {
	return stub(slices.Concat(t.Library, t.RuleIncludes(rule)), kernel)
}

// RuleIncludes returns the files a plasticity rule needs after the library. The
// same list serves GLSL and C++.
func (t Tree) RuleIncludes(rule string) []string {
	return []string{ruleLibrary, "plasticity/" + rule + ".glsl", "gen/plasticity_" + rule + ".glsl"}
}

// ModelIncludes returns the files a neuron model needs after the library: the
// receptors, for a model that has them the ion channels, the model and their glue.
func (t Tree) ModelIncludes(neuron string) []string {
	var channels []string
	if t.HasChannels(neuron) {
		channels = slices.Concat(t.ChannelIncludes(), t.IonIncludes())
	}
	return slices.Concat([]string{neuronInput}, t.Synapses, []string{"gen/synapses.glsl"}, channels,
		[]string{"neuron/" + neuron + ".glsl", "gen/neuron_" + neuron + ".glsl"})
}

// ReceptorIncludes lists what the native engine's receptors include, in order.
func (t Tree) ReceptorIncludes() []string {
	return slices.Concat(t.Synapses, []string{"gen/synapses.glsl"})
}

// ChannelIncludes lists what the native engine's ion channels include, in order.
func (t Tree) ChannelIncludes() []string {
	return slices.Concat([]string{channelInput}, t.Channels, []string{"gen/channels.glsl"})
}

// IonIncludes lists what the native engine's ion pools include, in order.
func (t Tree) IonIncludes() []string {
	return slices.Concat(t.Ions, []string{"gen/ions.glsl"})
}

// NeuronIncludes lists what a model's native kernel includes, in order: its
// receptors are compiled once for all models.
func (t Tree) NeuronIncludes(neuron string) []string {
	return []string{neuronInput, "neuron/" + neuron + ".glsl", "gen/neuron_" + neuron + ".glsl"}
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
