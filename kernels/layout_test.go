package kernels

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// modelsOf returns the models a kernel is compiled for, "" for one that knows none.
func modelsOf(k *Kernel) []string {
	if k == presynapse || k == trainRelease || k == trainReleaseVJP {
		var names []string
		for _, m := range model.Presynapses() {
			names = append(names, m.Name)
		}
		return names
	}
	var names []string
	for _, r := range model.PlasticityRules() {
		if k.PerRule && map[*Kernel]bool{plasticTrace: true, plasticPre: true, plasticWatch: r.Watches != "",
			plasticModulate: r.Modulated, plasticSweep: r.Swept, plasticPost: r.AtPost}[k] {
			names = append(names, r.Name)
		}
	}
	if k.PerRule {
		return names
	}
	forward, backward := k == trainForward, k == trainBackward
	if k != neuronStep && !forward && !backward {
		return []string{""}
	}
	for _, m := range model.Neurons() {
		if !m.Host && (HasAdjoint(m.Name) || !backward && (!forward || m.Source)) {
			names = append(names, m.Name)
		}
	}
	return names
}

// TestLayout reflects every compiled module and compares push words, bindings
// and specialization constants with what the kernels declare. A shader may
// leave out what it does not use, but nothing may stand elsewhere.
func TestLayout(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kernels() {
		for _, name := range modelsOf(k) {
			for _, texel := range []bool{false, true} {
				if texel && k.StorageOnly {
					continue
				}
				module := shaders.ModuleName(k.Name, name, texel)
				seen[module] = true
				t.Run(module, func(t *testing.T) {
					spv, err := shaders.Load(k.Name, name, texel)
					require.NoError(t, err)
					m, err := shaders.Reflect(spv)
					require.NoError(t, err)
					checkPush(t, k, m, texel)
					checkBindings(t, k, m, texel)
					checkSpec(t, k, m, texel)
				})
			}
		}
	}
	for _, name := range shaders.Modules() {
		require.True(t, seen[name], "module %s belongs to no kernel", name)
	}
}

func checkPush(t *testing.T, k *Kernel, m *shaders.Module, texel bool) {
	pushed := len(k.Push)
	if texel && k.PushSpec {
		pushed = 1
	}
	require.Len(t, m.Push, pushed)
	for i, member := range m.Push {
		require.Equal(t, shaders.Member{Name: k.Push[i], Type: "uint", Offset: uint32(4 * i), Size: 4, Stride: member.Stride}, member)
	}
	require.Equal(t, "step", k.Push[0])
	require.LessOrEqual(t, m.PushBytes, uint32(128))
}

func checkBindings(t *testing.T, k *Kernel, m *shaders.Module, texel bool) {
	require.NotEmpty(t, m.Bindings)
	for _, b := range m.Bindings {
		require.Zero(t, b.Set)
		require.Less(t, int(b.Binding/2), len(k.Bindings), "binding %d", b.Binding)
		want := k.Bindings[b.Binding/2]
		at := fmt.Sprintf("binding %d, %s for %s", b.Binding, b.Name, want.Name)
		if b.Binding%2 == 1 {
			require.Equal(t, shaders.TexelBuffer, b.Kind, at)
			require.True(t, texel && (want.Access == Read || want.Access == ReadWrite), at)
			require.Equal(t, want.Name+"_in", b.Name, at)
			continue
		}
		require.Len(t, b.Members, 1, at)
		if b.Members[0].Name == want.Name+"4" {
			// The same array again, in records of four words.
			require.Equal(t, "ivec4[]", b.Members[0].Type, at)
			require.Equal(t, uint32(16), b.Members[0].Stride, at)
			require.True(t, want.Signed && want.Lanes != 1, at)
			continue
		}
		require.Equal(t, want.Name, b.Members[0].Name, at)
		require.Zero(t, b.Members[0].Offset, at)
		if want.Access == Uniform {
			require.Equal(t, shaders.UniformBuffer, b.Kind, at)
			continue
		}
		require.Equal(t, shaders.StorageBuffer, b.Kind, at)
		require.Contains(t, []string{"uint[]", "int[]", "float[]", "vec4[]"}, b.Members[0].Type, at)
		scalar := map[bool]string{true: "int[]", false: "uint[]"}[want.Signed]
		stride := uint32(4)
		if want.Real {
			scalar = "float[]"
			if b.Members[0].Type == "vec4[]" {
				scalar, stride = "vec4[]", 16
				require.Equal(t, 4, want.Lanes, at)
			}
		}
		require.Equal(t, scalar, b.Members[0].Type, at)
		require.Equal(t, stride, b.Members[0].Stride, at)
		if want.Access == Read {
			require.True(t, b.ReadOnly, at)
			require.False(t, texel, at)
		}
	}
}

// sharedRowWords are the constants that hold the shared parameter row where a
// software driver reads it; the longest row of any model must fit.
const sharedRowWords = 96

func TestSharedRowFits(t *testing.T) {
	for _, m := range model.Neurons() {
		g := &model.Group{Model: m, Receptors: make([]model.Slot, model.MaxReceptors)}
		if m.Channels {
			g.Channels, g.Ions = make([]model.ChannelSlot, model.MaxChannels), make([]model.IonSlot, model.MaxIons)
		} else {
			require.LessOrEqual(t, g.RowWords(), sharedRowWords, m.Name)
		}
		require.LessOrEqual(t, g.RowWords(), SharedRowWords(g), "%s: the uniform block has so many words", m.Name)
	}
}

// specNames are the constants of neuron_step in the order of their ids, from 1.
func specNames() []string {
	names := []string{"SCHEME", "RECEPTORS", "UNIFORM_PARAMS", "STIMULATED", "HELD", "PORTS", "RECORDS"}
	for _, list := range []string{"KIND", "OUTPUT", "WORD"} {
		for r := range model.MaxReceptors {
			names = append(names, fmt.Sprintf("%s_%d", list, r))
		}
	}
	for k := range sharedRowWords {
		names = append(names, fmt.Sprintf("c%d", k))
	}
	return names
}

// channelSpecNames are the constants of channels.glsl by their ids.
func channelSpecNames() map[uint32]string {
	names := map[uint32]string{channelCountID: "CHANNELS", ionCountID: "IONS"}
	for k := range model.MaxChannels {
		names[uint32(channelID+k)] = fmt.Sprintf("CHANNEL_%d", k)
	}
	for k := range model.MaxIons {
		names[uint32(ionID+k)] = fmt.Sprintf("ION_%d", k)
	}
	return names
}

func checkSpec(t *testing.T, k *Kernel, m *shaders.Module, texel bool) {
	if k.FixedLocal && m.LocalSizeSpec[0] < 0 {
		require.Equal(t, [3]int{-1, -1, -1}, m.LocalSizeSpec)
		require.Equal(t, [3]uint32{uint32(k.LocalCPU), 1, 1}, m.LocalSize)
	} else {
		require.Equal(t, [3]int{0, -1, -1}, m.LocalSizeSpec, "the workgroup size is constant 0")
	}
	names := specNames()
	for _, c := range m.Spec {
		if c.ID == 0 {
			continue
		}
		if k.StorageOnly {
			require.LessOrEqual(t, int(c.ID), 32)
			continue
		}
		if c.ID >= pushID {
			require.True(t, texel && k.PushSpec)
			require.Equal(t, k.Push[c.ID-pushID+1], c.Name)
			continue
		}
		if k == deliver {
			require.Equal(t, []string{"WEIGHTS_EACH", "DELAYS_EACH", "SCALED"}[c.ID-1], c.Name)
			continue
		}
		if c.ID >= channelCountID {
			require.Contains(t, channelSpecNames()[c.ID], c.Name)
			continue
		}
		require.Equal(t, neuronStep, k)
		require.LessOrEqual(t, int(c.ID), len(names))
		// The compiler names a constant after the last local variable that is made of it.
		stem, _, _ := strings.Cut(names[c.ID-1], "_")
		alias := map[string]string{"KIND": "kind", "WORD": "first"}[stem]
		require.Contains(t, []string{names[c.ID-1], alias}, c.Name)
	}
}
