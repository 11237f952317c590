package shaders_test

import (
	"fmt"

	"github.com/galvani-sim/galvani/shaders"
)

// A module carries its own interface: what a push-constant block holds can be
// read from the compiled shader.
func Example() {
	spv, err := shaders.Load("neuron_step", "lif", false)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := shaders.Reflect(spv)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range m.Push[:2] {
		fmt.Println(p.Offset, p.Type, p.Name)
	}
	// Output:
	// 0 uint step
	// 4 uint n
}
