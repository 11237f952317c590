package shaders

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed spv
var modules embed.FS

//go:embed lib neuron synapse presynapse channel ion plasticity event gen kernel
var sources embed.FS

// Sources returns the GLSL this build was made from, with the paths of the
// shaders folder: what compiling a user's own model needs at run time.
func Sources() fs.FS { return sources }

// Load returns the SPIR-V of a kernel. model names the neuron model of kernels
// that are compiled once for each, and is empty for the others. texel chooses
// the variant that reads through texel buffers. The error of an unknown name
// lists the kernel's variants that exist.
func Load(kernel, model string, texel bool) ([]byte, error) {
	name := ModuleName(kernel, model, texel)
	spv, err := LoadFile(name)
	if err == nil {
		return spv, nil
	}
	var have []string
	for _, m := range Modules() {
		if strings.HasPrefix(m, kernel+".") {
			have = append(have, m)
		}
	}
	return nil, fmt.Errorf("load shader module %s: not in this build (of that kernel: %s); run make shaders: %w",
		name, strings.Join(have, " "), err)
}

// LoadFile returns the SPIR-V of one of Modules.
func LoadFile(name string) ([]byte, error) { return modules.ReadFile("spv/" + name) }

// Modules returns the file names of all compiled modules, sorted.
func Modules() []string {
	entries, err := modules.ReadDir("spv")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".spv") {
			names = append(names, e.Name())
		}
	}
	return names
}
