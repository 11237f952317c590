package gpu_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

func TestResubmit(t *testing.T) {
	d := gputest.Device(t)
	for _, n := range []uint32{1, 31, 32, 33, 1000, 4097} {
		for _, size := range []uint32{1, 64, 256} {
			b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, n+1)...) // one guard word
			p := incrementPipeline(t, d, size, 3)
			// Five commands in a chain: each sees the one before.
			r := record(t, d, increment(p, b, n, size), increment(p, b, n, size), increment(p, b, n, size),
				increment(p, b, n, size), &gpu.Fill{Buffer: b, Offset: uint64(4 * n), Size: 4, Word: 77})
			require.Equal(t, 5, r.Commands())
			require.Equal(t, 5, r.Barriers())
			for range 3 {
				require.NoError(t, r.Run(context.Background()))
			}
			got := read(t, b)
			for i := range n {
				require.Equal(t, uint32(3*4*3), got[i], "n %d, size %d, element %d", n, size, i)
			}
			require.Equal(t, uint32(77), got[n])
			r.Close()
			b.Close()
		}
	}
}

func TestTwoInFlight(t *testing.T) {
	d := gputest.Device(t)
	const n, size, chain = 1000, 64, 50
	b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, n)...)
	p := incrementPipeline(t, d, size, 1)
	var cmds []gpu.Command
	for range chain {
		cmds = append(cmds, increment(p, b, n, size))
	}
	one, two := record(t, d, cmds...), record(t, d, cmds...)
	var pending []*gpu.Pending
	for range 5 {
		// The same recording twice, and another between: four in flight by the end of each round.
		for _, r := range []*gpu.Recording{one, two, one} {
			q, err := r.Submit()
			require.NoError(t, err)
			pending = append(pending, q)
		}
	}
	for i := len(pending) - 1; i >= 0; i-- { // in any order, and twice
		require.NoError(t, pending[i].Wait(context.Background()))
		require.NoError(t, pending[i].Wait(context.Background()))
	}
	for _, x := range read(t, b) {
		require.Equal(t, uint32(15*chain), x)
	}
}

func TestManyGoroutines(t *testing.T) {
	d := gputest.Device(t)
	const n, size, rounds = 100, 32, 10
	var wait sync.WaitGroup
	code := compile(t, "increment")
	errs := make(chan error, 8)
	for g := range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			errs <- func() error {
				b, err := d.NewBuffer("mine", 4*n, gpu.Storage)
				if err != nil {
					return err
				}
				defer b.Close()
				p, err := d.NewPipeline(gpu.PipelineDesc{Name: "increment", SPIRV: code, PushBytes: 4,
					Bindings: []gpu.BindingDecl{{}}, Spec: []uint32{size, uint32(g)}})
				if err != nil {
					return err
				}
				r, err := d.Record("mine", []gpu.Command{increment(p, b, n, size)})
				if err != nil {
					return err
				}
				defer r.Close()
				for range rounds {
					if err := b.Upload(0, make([]byte, 4*n)); err != nil {
						return err
					}
					if err := r.Run(context.Background()); err != nil {
						return err
					}
					for _, x := range read(t, b) {
						if x != uint32(g) {
							t.Errorf("goroutine %d reads %d", g, x)
						}
					}
				}
				return nil
			}()
		}()
	}
	wait.Wait()
	for range 8 {
		require.NoError(t, <-errs)
	}
}

func TestCancelledWait(t *testing.T) {
	d := gputest.Device(t)
	const n, size = 1 << 20, 64
	b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, n)...)
	p := incrementPipeline(t, d, size, 1)
	var cmds []gpu.Command
	for range 30 { // about 10 ms each on one core
		cmds = append(cmds, increment(p, b, n, size))
	}
	q, err := record(t, d, cmds...).Submit()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, q.Wait(ctx), context.DeadlineExceeded)
	require.NoError(t, q.Wait(context.Background()), "the work goes on and can be waited for")
	require.Equal(t, uint32(30), read(t, b)[n-1])
}

func TestTimestamps(t *testing.T) {
	d := gputest.Device(t)
	const n, size = 1 << 16, 64
	b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, n)...)
	p := incrementPipeline(t, d, size, 1)
	r, err := d.Record("timed", []gpu.Command{increment(p, b, n, size), gpu.Fill{Buffer: b, Size: 4}, gpu.Copy{Src: b, Dst: b, DstOffset: 8, Size: 4}},
		gpu.WithTimestamps())
	require.NoError(t, err)
	q, err := r.Submit()
	require.NoError(t, err)
	if _, err := r.Submit(); err != nil {
		require.ErrorContains(t, err, "cannot be in flight twice")
	} else {
		t.Error("a second submission in flight was accepted")
	}
	require.NoError(t, q.Wait(context.Background()))
	times := q.DurationsNS()
	require.Len(t, times, 3)
	// 65,536 elements at about 10 ns each on a CPU; anything between is a sane clock.
	require.True(t, times[0] > 1e3 && times[0] < 5e9, "dispatch took %g ns", times[0])
	for _, x := range times {
		require.True(t, x >= 0 && x < 5e9, "a command took %g ns", x)
	}
	require.NoError(t, r.Run(context.Background()), "again after the first is done")
}

func TestNoBarrier(t *testing.T) {
	d := gputest.Device(t)
	a := newBuffer(t, d, "a", gpu.Storage, make([]uint32, 100)...)
	b := newBuffer(t, d, "b", gpu.Storage, make([]uint32, 100)...)
	p := incrementPipeline(t, d, 32, 1)
	first := increment(p, a, 100, 32)
	first.NoBarrier = true
	r := record(t, d, first, increment(p, b, 100, 32), gpu.Fill{Buffer: a, Size: 4, NoBarrier: true}, gpu.Copy{Src: b, Dst: a, DstOffset: 4, Size: 4, NoBarrier: true})
	require.Equal(t, 1, r.Barriers())
}

func TestIndirectAndEmpty(t *testing.T) {
	d := gputest.Device(t)
	b := newBuffer(t, d, "x", gpu.Storage, make([]uint32, 100)...)
	args := newBuffer(t, d, "args", gpu.Storage, 0, 2, 1, 1)
	p := incrementPipeline(t, d, 32, 1)
	indirect := increment(p, b, 100, 32)
	indirect.Indirect, indirect.IndirectOffset = args, 4
	empty := increment(p, b, 100, 32)
	empty.Groups[1] = 0
	run(t, d, indirect, empty, gpu.Copy{Src: b, Dst: args})
	got := read(t, b)
	require.Equal(t, uint32(1), got[63], "two workgroups of 32")
	require.Equal(t, uint32(0), got[64])

	indirect.IndirectOffset = 8
	_, err := d.Record("past the end", []gpu.Command{indirect})
	require.ErrorContains(t, err, `no three words at offset 8 of buffer "args" (16 bytes)`)

	run(t, d) // no commands at all
}
