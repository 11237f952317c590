package kernels

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

// sizes are those at the edges of workgroups, vectors and blocks.
var sizes = []int{0, 1, 31, 32, 33, 1000, 4097}

// rig is a device under test.
type rig struct {
	mem  buffers.Memory
	open func() (Executor, error)
}

func nativeRig(threads, bits int) rig {
	return rig{buffers.Host{Real: bits / 8}, func() (Executor, error) { return NewNative(threads, bits, false) }}
}

// reference is the float64 engine on one thread.
func reference() rig { return nativeRig(1, 64) }

// vulkanRig opens lavapipe under the validation layer, whose messages fail the test.
func vulkanRig(t *testing.T, opts VulkanOptions) rig {
	dev := gputest.Device(t)
	return rig{buffers.Device{GPU: dev}, func() (Executor, error) { return NewVulkan(dev, opts) }}
}

// eachDevice runs a test on every device. A device that
// GALVANI_REQUIRE_DEVICES names may not be missing; native never is.
func eachDevice(t *testing.T, f func(t *testing.T, r rig)) {
	t.Run("native-1-thread", func(t *testing.T) { f(t, nativeRig(1, 32)) })
	t.Run("native-3-threads", func(t *testing.T) { f(t, nativeRig(3, 32)) })
	t.Run("lavapipe", func(t *testing.T) { f(t, vulkanRig(t, VulkanOptions{})) })
	// The modules that hardware runs, in workgroups smaller than every default.
	t.Run("lavapipe-storage", func(t *testing.T) { f(t, vulkanRig(t, VulkanOptions{Storage: true, Local: 16})) })
}

// guardWord stands on both sides of every array: NaN in either precision, and
// as an integer beyond every index.
const guardWord = 0xfffda5a5

// guardBytes is the width of a guard zone.
const guardBytes = 256

func guardZone() []byte {
	zone := make([]byte, 0, guardBytes)
	for len(zone) < guardBytes {
		zone = binary.LittleEndian.AppendUint32(zone, guardWord)
	}
	return zone
}

// arena holds the guarded arrays of one run on one device.
type arena struct {
	t    *testing.T
	rig  rig
	list []*guarded
}

// guarded is an array with guard zones: behind it, and on the native engine
// before it too. Kernels address Vulkan arrays from 0 up only, so that a write
// before the first element would be one far behind the last.
type guarded struct {
	*buffers.Array
	name     string
	elem     buffers.Elem
	memory   []byte // native: guard, elements, guard
	elements int
	before   []byte // of an array that no kernel may change
}

// array makes a guarded array of n elements whose bytes are all poison.
func (a *arena) array(name string, elem buffers.Elem, n int) *guarded {
	g := &guarded{name: name, elem: elem, elements: n}
	size := map[buffers.Elem]int{buffers.U32: 4, buffers.I32: 4, buffers.U16: 2, buffers.Real: a.rig.mem.RealBytes()}[elem]
	body := slices.Repeat(guardZone(), n*size/guardBytes+1)[:n*size]
	var err error
	if a.rig.mem.Lanes() == 1 {
		// Adopt takes the memory as it is, so that what lies round it can be watched.
		g.memory = slices.Concat(guardZone(), body, guardZone())
		if n == 0 {
			g.Array, err = a.rig.mem.New(name, elem, 0)
		} else {
			g.Array, err = a.rig.mem.Adopt(name, elem, g.memory[guardBytes:guardBytes+len(body)])
		}
		require.NoError(a.t, err)
	} else {
		g.Array, err = a.rig.mem.Adopt(name, elem, slices.Concat(body, guardZone()))
		require.NoError(a.t, err)
	}
	a.list = append(a.list, g)
	return g
}

func (a *arena) u32(name string, x []uint32) *guarded {
	g := a.array(name, buffers.U32, len(x))
	require.NoError(a.t, g.WriteU32(0, x))
	return g.constant(a.t)
}

func (a *arena) i32(name string, x []int32) *guarded {
	g := a.array(name, buffers.I32, len(x))
	require.NoError(a.t, g.WriteI32(0, x))
	return g.constant(a.t)
}

func (a *arena) u16(name string, x []uint16) *guarded {
	g := a.array(name, buffers.U16, len(x))
	require.NoError(a.t, g.WriteU16(0, x))
	return g.constant(a.t)
}

func (a *arena) real(name string, x []float64) *guarded {
	g := a.array(name, buffers.Real, len(x))
	require.NoError(a.t, g.WriteReal(0, x))
	return g.constant(a.t)
}

// constant says that no kernel may change the array.
func (g *guarded) constant(t *testing.T) *guarded {
	var err error
	g.before, err = g.Raw()
	require.NoError(t, err)
	return g
}

// written says that kernels may change the array.
func (g *guarded) written() *guarded { g.before = nil; return g }

// end checks guards and constant arrays and gives everything back.
func (a *arena) end() {
	a.t.Helper()
	zone := guardZone()
	for _, g := range a.list {
		raw, err := g.Raw()
		require.NoError(a.t, err)
		if g.memory != nil {
			require.True(a.t, bytes.Equal(zone, g.memory[:guardBytes]), "%s: a kernel wrote before its first element", g.name)
			require.True(a.t, bytes.Equal(zone, g.memory[len(g.memory)-guardBytes:]), "%s: a kernel wrote behind its last element", g.name)
		} else {
			require.True(a.t, bytes.Equal(zone, raw[len(raw)-guardBytes:]), "%s: a kernel wrote behind its last element", g.name)
		}
		if g.before != nil {
			require.True(a.t, bytes.Equal(g.before, raw), "%s: a kernel changed what it may only read", g.name)
		}
		g.Close()
	}
}

func (g *guarded) reals(t *testing.T) []float64 {
	x := make([]float64, g.elements)
	require.NoError(t, g.ReadReal(0, x))
	return x
}

func (g *guarded) ints(t *testing.T) []int32 {
	x := make([]int32, g.elements)
	require.NoError(t, g.ReadI32(0, x))
	return x
}

func (g *guarded) words(t *testing.T) []uint32 {
	x := make([]uint32, g.elements)
	require.NoError(t, g.ReadU32(0, x))
	return x
}

// spikes makes a spike list of a capacity, and the control block of a batch.
func (a *arena) spikes(capacity, steps int) (Spikes, *guarded) {
	list := a.array("spikes", buffers.U32, capacity)
	layout := Control{Steps: steps}
	control := a.array("control", buffers.U32, layout.Words())
	return Spikes{List: list.Array, Control: control.Array, Layout: layout}, list
}

// run runs the operations for a batch of steps from step base on.
func (a *arena) run(ops []Op, s Spikes, capacity int, base uint32, steps int) Outcome {
	a.t.Helper()
	for i := range ops {
		if k := slices.Index(ops[i].Kernel.Push, "capacity"); k >= 0 {
			ops[i].Push[k] = uint32(capacity) // the guard zone is no part of the list
		}
	}
	exec, err := a.rig.open()
	require.NoError(a.t, err)
	defer exec.Close()
	p := &Program{Name: a.t.Name(), Ops: ops, Control: s.Control, Layout: s.Layout}
	pending, err := exec.Start(p, base, steps)
	require.NoError(a.t, err)
	out, err := pending.Wait(context.Background())
	require.NoError(a.t, err)
	return out
}

// closeStep returns a deliver operation over no synapse: it closes the step.
func (a *arena) closeStep(sources int, ring Ring, s Spikes) Op {
	m := Matrix{SourceBlocks: a.u32("source_blocks", make([]uint32, max(sources, 1))).Array, Sources: sources}
	return Deliver("close", m, ring, s, true)
}

// byStep sorts the spikes of every step.
func byStep(list, offsets []uint32) [][]uint32 {
	steps := make([][]uint32, len(offsets)-1)
	for k := range steps {
		steps[k] = slices.Clone(list[offsets[k]:offsets[k+1]])
		slices.Sort(steps[k])
	}
	return steps
}

// requirePoison fails unless no kernel has written these words.
func requirePoison(t *testing.T, words []uint32, what string) {
	t.Helper()
	for i, w := range words {
		require.Equal(t, uint32(guardWord), w, "%s: word %d was written", what, i)
	}
}

// single rounds to float32, so that all devices start from the same numbers.
func single(x float64) float64 { return float64(float32(x)) }

// sameBits fails unless both hold the same float32 numbers, bit for bit.
func sameBits(t *testing.T, want, got []float64, what string) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		a, b := math.Float32bits(float32(want[i])), math.Float32bits(float32(got[i]))
		if a != b {
			t.Fatalf("%s: element %d is %.9g on this device, %.9g on one native thread", what, i, got[i], want[i])
		}
	}
}
