package shaders_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/shaders"
)

// Every fragment of this build can be read as a user's own: no bracket of them
// is taken for a mistake, and what is found is what ParseFragment finds.
func TestParseOwnReadsEveryNeuron(t *testing.T) {
	files, err := fs.Glob(shaders.Sources(), "neuron/*.glsl")
	require.NoError(t, err)
	require.Greater(t, len(files), 30)
	for _, file := range files {
		src, err := fs.ReadFile(shaders.Sources(), file)
		require.NoError(t, err)
		name := strings.TrimSuffix(strings.TrimPrefix(file, "neuron/"), ".glsl")
		want, err := shaders.ParseFragment("neuron", name, src)
		require.NoError(t, err)
		got, err := shaders.ParseOwn(file, src)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestBracketsOfOwnModels(t *testing.T) {
	for src, want := range map[string]string{
		"// a /* in prose\nFN bool a_step(A p) {\n  /* if (x { */\n}\n": "m:3: comments between /* and */ are not read; begin every line of a comment with //",
		"FN bool a_step(A p) {\n  if (x) {\n  }\n\nFN bool b() {\n}\n":  "m:1: this { is not closed before line 5, where the next function or struct begins",
		"FN bool a_step(A p) {\n}}\n":                                   "m:2: this } closes nothing",
		"FN bool a_step(A p) {\n  f(1;\n}\n":                            "m:2: this ( is not closed before the ; of line 2",
		"FN bool a_step(A p) {\n  f(1}\n}\n":                            "m:2: this ( is not closed before the } of line 2",
		"struct S {\n  real v; // (\n":                                  "m:1: this { is not closed",
		"FN bool a_step(A p) {\n  for (int i = 0; i < 3; i++) {}\n}\n":  `m:1: no "struct AParams {" with at least one member`,
	} {
		_, err := shaders.ParseOwn("m", []byte(src))
		require.EqualError(t, err, want)
	}
}
