package host

import (
	"fmt"
	"os"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// LoadNeuron reads a neuron model of the user's own from a file, for
// Population.Own; `galvani help model` (ModelReference) is the form of the
// file. Mistakes are reported as path:line: what is wrong. Compile compiles the
// model for its device: with glslc for Vulkan devices, with a C++ compiler for
// the native engine.
func LoadNeuron(path string) (*model.NeuronModel, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read neuron model: %w", err)
	}
	return ParseNeuron(path, text)
}

// ParseNeuron does the same with the text of a file; path names it in messages
// and in the experiment files that are written of a network.
func ParseNeuron(path string, text []byte) (*model.NeuronModel, error) {
	f, err := shaders.ParseOwn(path, text)
	if err != nil {
		return nil, err
	}
	words := func(fields []shaders.Field) []model.Word {
		var out []model.Word
		for _, x := range fields {
			out = append(out, model.Word{Name: x.Name, Line: x.Line})
		}
		return out
	}
	return model.ParseNeuron(path, text, model.OwnSource{Name: f.Name, Params: words(f.Params), State: words(f.State),
		Random: f.UsesRandom, Channels: f.UsesChannels})
}
