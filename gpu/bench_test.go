package gpu_test

import (
	"testing"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

// chain is how many dispatches a recording of the benchmarks holds.
const chain = 2000

func benchmarkChain(b *testing.B) (*gpu.Device, []gpu.Command) {
	d := gputest.OpenDevice(b, gputest.Open(b, gpu.Options{CacheDir: "-"}))
	x := newBuffer(b, d, "x", gpu.Storage, make([]uint32, 64)...)
	p := incrementPipeline(b, d, 64, 1)
	var cmds []gpu.Command
	for range chain {
		cmds = append(cmds, increment(p, x, 64, 64))
	}
	return d, cmds
}

// BenchmarkRecord is the host's cost of recording a dispatch with its push constants and barrier.
func BenchmarkRecord(b *testing.B) {
	d, cmds := benchmarkChain(b)
	for b.Loop() {
		r, err := d.Record("chain", cmds)
		if err != nil {
			b.Fatal(err)
		}
		r.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/chain, "ns/dispatch")
}

// BenchmarkDispatch is the device's cost of a dispatch of one workgroup in a chain; LP_NUM_THREADS=0 shows the least.
func BenchmarkDispatch(b *testing.B) {
	d, cmds := benchmarkChain(b)
	r := record(b, d, cmds...)
	for b.Loop() {
		if err := r.Run(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/chain, "ns/dispatch")
}

// BenchmarkSubmit is the cost of a submission of one dispatch, with its wait.
func BenchmarkSubmit(b *testing.B) {
	d, cmds := benchmarkChain(b)
	r := record(b, d, cmds[0])
	for b.Loop() {
		if err := r.Run(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
