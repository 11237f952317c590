package shaders_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/shaders"
)

// TestLink: a linked module is valid SPIR-V, smaller for the functions that went,
// and names that are not there or do not fit are errors.
func TestLink(t *testing.T) {
	spv, err := shaders.Load("neuron_step", "conductance", false)
	require.NoError(t, err)
	calls := map[string]string{}
	for _, slot := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"} {
		calls["channel_slot_"+slot] = "channel_none"
	}
	calls["channel_slot_3"] = "channel_NA_HH_1952"
	linked, err := shaders.Link(spv, calls)
	require.NoError(t, err)
	require.Less(t, len(linked), len(spv)*2/3, "the other channels are gone")
	before, err := shaders.Reflect(spv)
	require.NoError(t, err)
	after, err := shaders.Reflect(linked)
	require.NoError(t, err)
	require.Equal(t, before.Bindings, after.Bindings)
	require.Equal(t, before.Push, after.Push)
	validate(t, linked)

	_, err = shaders.Link(spv, map[string]string{"channel_slot_0": "channel_NOTHING"})
	require.EqualError(t, err, `link SPIR-V: there is no function "channel_slot_0" or no function "channel_NOTHING"`)
	_, err = shaders.Link(spv, map[string]string{"channel_slot_0": "main"})
	require.EqualError(t, err, `link SPIR-V: "channel_slot_0" and "main" are functions of different types`)
	_, err = shaders.Link(spv[:21], nil)
	require.Error(t, err)
}

// validate runs spirv-val where it is installed; the kernels' tests run linked
// modules under the validation layer.
func validate(t *testing.T, spv []byte) {
	t.Helper()
	path, err := exec.LookPath("spirv-val")
	if err != nil {
		return
	}
	cmd := exec.Command(path, "--target-env", "vulkan1.2", "-")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	go func() {
		_, _ = in.Write(spv)
		_ = in.Close()
	}()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}
