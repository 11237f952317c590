package shaders

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var ownStep = regexp.MustCompile(`(?m)^\s*FN\s+bool\s+([a-z][a-z0-9_]*)_step\s*\(`)

// ParseOwn reads the source of a user's own neuron model, which has the form of
// the files in neuron/. The model's name is that of its function NAME_step. file
// is what messages call the source. A bracket that is not closed is found here,
// where it was opened, and not where a compiler loses patience.
func ParseOwn(file string, src []byte) (*Fragment, error) {
	for i, text := range strings.Split(string(src), "\n") {
		if code, _, _ := strings.Cut(text, "//"); strings.Contains(code, "/*") {
			return nil, fmt.Errorf("%s:%d: comments between /* and */ are not read; begin every line of a comment with //", file, i+1)
		}
	}
	if line, msg := unbalanced(string(src)); msg != "" {
		return nil, fmt.Errorf("%s:%d: %s", file, line, msg)
	}
	m := ownStep.FindSubmatch(src)
	if m == nil {
		return nil, fmt.Errorf("%s:1: there is no function \"FN bool NAME_step(\", which makes a step of the model NAME", file)
	}
	f := &Fragment{Room: "neuron", Name: string(m[1])}
	if err := f.parse(file, src); err != nil {
		return nil, err
	}
	return f, nil
}

// OwnStub returns the GLSL that glslc compiles for a kernel with a user's own
// neuron model: as Stub, but for the text of the model, whose lines keep the
// numbers they have in its file.
func (t Tree) OwnStub(kernel string, f *Fragment, src []byte) string {
	var b strings.Builder
	b.WriteString("#version 450\n#extension GL_GOOGLE_include_directive : require\n")
	include := func(paths ...string) {
		for _, p := range paths {
			fmt.Fprintf(&b, "#include %q\n", p)
		}
	}
	include(slices.Concat(t.Library, []string{neuronInput}, t.Synapses, []string{"gen/synapses.glsl"})...)
	if f.UsesChannels {
		include(slices.Concat(t.ChannelIncludes(), t.IonIncludes())...)
	}
	fmt.Fprintf(&b, "#line 1 %q\n%s\n#line 1 \"glue\"\n%s", OwnFile, src, NeuronGlue(f))
	include("kernel/" + kernel + ".comp")
	return b.String()
}

// OwnFile is what compilers call a user's own model in their messages.
const OwnFile = "own.glsl"

// NativeOwnStub returns the C++ of the same for the native engine, in float32
// or float64; its headers are those of kernels/native. schemes is the number of
// integration schemes.
func NativeOwnStub(f *Fragment, src []byte, schemes, bits int) string {
	real, isFloat := "float", 1
	if bits == 64 {
		real, isFloat = "double", 0
	}
	return fmt.Sprintf("#define REAL %s\n#define REAL_IS_FLOAT %d\n#define MODEL_NAME own\n#define NEURON_SCHEMES %d\n"+
		"#include \"prologue.h\"\n#include %q\n#line 1 %q\n%s\n#line 1 \"glue\"\n%s#include \"own.h\"\n#include \"neuron_step.h\"\n",
		real, isFloat, schemes, neuronInput, OwnFile, src, NeuronGlue(f))
}
