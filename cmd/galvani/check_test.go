package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/host"
)

func TestCheck(t *testing.T) {
	s := newSession(t)
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.toml"), filepath.Join(dir, "bad.toml")
	text, err := host.BuiltinSource("coba-lif")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(good, text, 0o644))
	require.Equal(t, exitOK, s.do("check", good, "--set=scale=0.5"), s.stderr.String())
	require.Equal(t, good+": 2,000 neurons in 2 population(s), 4 projection(s), 0 coupling(s), 2 recorder(s), 1000 ms in steps of 0.1 ms\n", s.stdout.String())
	require.Zero(t, s.closed, "nothing is compiled")

	require.NoError(t, os.WriteFile(bad, []byte("[population.a]\nmodel = \"lfi\"\nsize = 1\n"), 0o644))
	require.Equal(t, exitFailed, s.do("check", bad))
	require.Contains(t, s.stderr.String(), bad+`:2:1: population "a": there is no neuron model "lfi" (did you mean "lif"?)`)
}

// A file of a user's own model is checked and described as a built-in one is.
func TestOwnModelOnTheCommandLine(t *testing.T) {
	s := newSession(t)
	const file = "../../host/testdata/own/my_lif.glsl"
	require.Equal(t, exitOK, s.do("check", file), s.stderr.String())
	require.Equal(t, file+": neuron model my_lif, 7 parameters, 2 state variables, 3 scheme(s); it is compiled when it is first run\n", s.stdout.String())
	require.Equal(t, exitOK, s.do("models", file), s.stderr.String())
	for _, want := range []string{"my_lif (neuron model): a copy of lif\n\n  c_m dv/dt = g_l", "membrane capacitance", "(0, 1e+06]", "exponential_euler",
		`model = "` + file + `"`, "from: Rotter & Diesmann 1999"} {
		require.Contains(t, s.stdout.String(), want)
	}
}

func TestNetworks(t *testing.T) {
	s := newSession(t)
	require.Equal(t, exitOK, s.do("networks"))
	for _, name := range append(append(host.Builtins(), host.Tasks()...), host.Fits()...) {
		require.Regexp(t, "(?m)^  "+name+" +[^ ].{15,}$", s.stdout.String())
	}
}
