package buffers

import (
	"context"
	"runtime"
	"slices"
	"testing"

	"github.com/galvani-sim/galvani/model"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func build(t require.TestingT, spec SegmentSpec, threads int) *Rows {
	rows, err := Build(context.Background(), spec, threads)
	require.NoError(t, err)
	return rows
}

var ruleTypes = []model.RuleType{model.AllToAll, model.OneToOne, model.FixedProbability, model.FixedIndegree,
	model.FixedOutdegree, model.FixedTotalNumber, model.Explicit}

// drawPart draws a small projection that can be built.
func drawPart(t *rapid.T, name string, sources int, weight, delay bool) Part {
	p := Part{
		Projection: &model.Projection{Name: name, Source: "a", Target: "b", Weight: model.Const(2), Delay: model.Const(0.5)},
		SourceSize: sources,
		TargetSize: rapid.SampledFrom([]int{0, 1, 2, 3, 7, 64, 65, 130}).Draw(t, "targets"),
		Stream:     model.NewStream(rapid.Uint64().Draw(t, "seed"), name),
		PortBase:   rapid.Uint32Range(0, 40).Draw(t, "base"),
		PortStride: rapid.SampledFrom([]uint32{1, 2, 4, 8}).Draw(t, "stride"),
		Quantum:    0.25, DT: 0.1,
	}
	r := model.Rule{Type: rapid.SampledFrom(ruleTypes).Draw(t, "rule"),
		NoAutapses: rapid.Bool().Draw(t, "no autapses"), NoMultapses: rapid.Bool().Draw(t, "no multapses")}
	if rapid.Bool().Draw(t, "recurrent") || r.Type == model.OneToOne {
		p.TargetSize = sources
		if rapid.Bool().Draw(t, "same") {
			p.Projection.Target = "a"
		}
	}
	same := p.Projection.Target == "a"
	open := func(size int) int {
		if same && r.NoAutapses {
			return max(size-1, 0)
		}
		return size
	}
	atMost := func(have int) int {
		if have == 0 {
			return 0
		}
		if r.NoMultapses {
			return rapid.IntRange(0, have).Draw(t, "n")
		}
		return rapid.IntRange(0, 3*have).Draw(t, "n")
	}
	number := -1
	switch r.Type {
	case model.AllToAll:
		number = sources * open(p.TargetSize)
	case model.OneToOne:
		number = sources
		if same && r.NoAutapses {
			number = 0
		}
	case model.FixedProbability:
		r.P = rapid.SampledFrom([]float64{0, 1e-5, 0.001, 0.02, 0.3, 0.5, 0.97, 1}).Draw(t, "p")
	case model.FixedIndegree:
		r.N = atMost(open(sources))
	case model.FixedOutdegree:
		r.N = atMost(open(p.TargetSize))
	case model.FixedTotalNumber:
		r.N = atMost(sources * open(p.TargetSize))
	case model.Explicit:
		seen := map[[2]uint32]bool{}
		for range rapid.IntRange(0, 60).Draw(t, "pairs") {
			if sources == 0 || p.TargetSize == 0 {
				break
			}
			i := rapid.Uint32Range(0, uint32(sources-1)).Draw(t, "source")
			j := rapid.Uint32Range(0, uint32(p.TargetSize-1)).Draw(t, "target")
			if same && r.NoAutapses && i == j || r.NoMultapses && seen[[2]uint32{i, j}] {
				continue
			}
			seen[[2]uint32{i, j}] = true
			r.Sources, r.Targets = append(r.Sources, i), append(r.Targets, j)
		}
		number = len(r.Sources)
	}
	list := func(scale float64) []float64 {
		xs := make([]float64, number)
		for k := range xs {
			xs[k] = scale * float64(k%500+1)
		}
		return xs
	}
	if !weight {
		p.Projection.Weight = rapid.SampledFrom([]model.Value{model.NormalDist(0, 3), model.Const(-1), model.UniformDist(-2, 2)}).Draw(t, "weight")
		if number >= 0 && rapid.Bool().Draw(t, "weight list") {
			p.Projection.Weight = model.Value{List: list(0.5)}
		}
		if r.Type == model.Explicit && rapid.Bool().Draw(t, "pair weights") {
			r.Weights = list(-0.75)
		}
	}
	if !delay {
		p.Projection.Delay = rapid.SampledFrom([]model.Value{model.UniformDist(0.1, 20), model.Const(3)}).Draw(t, "delay")
		if r.Type == model.Explicit && rapid.Bool().Draw(t, "pair delays") {
			r.Delays = list(0.1)
		}
	}
	p.Projection.Rule = r
	return p
}

func drawSpec(t *rapid.T) SegmentSpec {
	spec := SegmentSpec{
		Name:          "s",
		Sources:       rapid.SampledFrom([]int{0, 1, 2, 3, 8, 65, 130}).Draw(t, "sources"),
		UniformWeight: rapid.Bool().Draw(t, "uniform weight"),
		UniformDelay:  rapid.Bool().Draw(t, "uniform delay"),
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "parts") {
		spec.Parts = append(spec.Parts, drawPart(t, string(rune('p'+i)), spec.Sources, spec.UniformWeight, spec.UniformDelay))
	}
	return spec
}

// TestBuildIsTheNaiveOne builds small segments of all kinds and compares every
// entry with the dense reference, for several numbers of threads.
func TestBuildIsTheNaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := drawSpec(t)
		want := naive(t, spec)
		compare(t, spec, want, build(t, spec, rapid.SampledFrom([]int{1, 2, 3, 8}).Draw(t, "threads")))
	})
}

// TestBuildThreads builds segments of many blocks and wants the same bits from
// any number of threads, for each rule alone and all of them together.
func TestBuildThreads(t *testing.T) {
	const size = 1500
	var all []Part
	for k, r := range []model.Rule{
		{Type: model.FixedProbability, P: 0.05},
		{Type: model.FixedProbability, P: 1e-4},
		{Type: model.FixedOutdegree, N: 50, NoMultapses: true},
		{Type: model.FixedTotalNumber, N: 100 * size},
		{Type: model.FixedTotalNumber, N: 100 * size, NoMultapses: true},
		{Type: model.FixedOutdegree, N: 600},
		{Type: model.FixedIndegree, N: 200, NoAutapses: true},
		{Type: model.FixedIndegree, N: 60, NoMultapses: true},
		scrambled(size, 60000),
	} {
		p := benchSpec(size, r).Parts[0]
		p.Projection.Name = string(rune('a' + k))
		p.Projection.Weight = model.NormalDist(0, 1)
		p.Projection.Delay = model.UniformDist(0.1, 5)
		p.Stream = model.NewStream(4, p.Projection.Name)
		p.PortBase = uint32(k % 2)
		all = append(all, p)
	}
	same := func(parts []Part, sorted bool) {
		spec := SegmentSpec{Name: "s", Sources: size, Parts: parts}
		one := build(t, spec, 1)
		if sorted {
			for i := range one.Sources() {
				require.True(t, slices.IsSorted(one.Row(i)))
			}
		}
		for _, threads := range []int{2, 3, 8} {
			other := build(t, spec, threads)
			require.True(t, slices.Equal(one.Ptr, other.Ptr), "%d threads", threads)
			require.True(t, slices.Equal(one.Ports, other.Ports), "%d threads", threads)
			require.True(t, slices.Equal(one.Weights, other.Weights), "%d threads", threads)
			require.True(t, slices.Equal(one.Delays, other.Delays), "%d threads", threads)
		}
	}
	for i := range all {
		same(all[i:i+1], true)
	}
	same(all[:6], true)
	same(all, true)
}

// scrambled is an explicit rule of n pairs in no order.
func scrambled(size uint32, n int) model.Rule {
	r := model.Rule{Type: model.Explicit}
	c := model.NewStream(9, "scrambled").At(0)
	for range n {
		r.Sources = append(r.Sources, c.Uniform(size))
		r.Targets = append(r.Targets, c.Uniform(size))
	}
	return r
}

// TestFusingChangesNothing builds projections in one segment and in segments
// of their own: each keeps its synapses, weights and delays.
func TestFusingChangesNothing(t *testing.T) {
	const size = 200
	var parts []Part
	for k, r := range []model.Rule{{Type: model.FixedProbability, P: 0.1}, {Type: model.FixedIndegree, N: 20}, {Type: model.FixedOutdegree, N: 9}} {
		p := benchSpec(size, r).Parts[0]
		p.Projection.Weight, p.Projection.Delay = model.NormalDist(0, 1), model.UniformDist(0.1, 5)
		p.PortBase, p.PortStride = uint32(k), 4
		parts = append(parts, p)
	}
	fused := build(t, SegmentSpec{Name: "s", Sources: size, Parts: parts}, 2)
	total := uint64(0)
	for k := range parts {
		alone := build(t, SegmentSpec{Name: "s", Sources: size, Parts: parts[k : k+1]}, 1)
		total += alone.Synapses()
		for i := range size {
			at := alone.Ptr[i]
			for e := fused.Ptr[i]; e < fused.Ptr[i+1]; e++ {
				if fused.Ports[e]%4 != uint32(k) {
					continue
				}
				require.Equal(t, alone.Ports[at], fused.Ports[e])
				require.Equal(t, alone.Weights[at], fused.Weights[e])
				require.Equal(t, alone.Delays[at], fused.Delays[e])
				at++
			}
			require.Equal(t, alone.Ptr[i+1], at)
		}
	}
	require.Equal(t, total, fused.Synapses())
}

func TestBuildStopsWithContext(t *testing.T) {
	for _, r := range []model.Rule{{Type: model.FixedProbability, P: 0.1}, {Type: model.FixedIndegree, N: 100}} {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		for _, threads := range []int{1, 4} {
			rows, err := Build(ctx, benchSpec(1000, r), threads)
			require.ErrorIs(t, err, context.Canceled)
			require.Nil(t, rows)
		}
	}
}

// countdown is a context that ends after so many looks at it.
type countdown struct {
	context.Context
	left chan struct{}
}

func (c countdown) Err() error {
	select {
	case <-c.left:
		return nil
	default:
		return context.Canceled
	}
}

// TestBuildStopsInTheMiddle ends the context at every block in turn; workers
// that wait for a block which never comes must not hang.
func TestBuildStopsInTheMiddle(t *testing.T) {
	spec := benchSpec(20000, model.Rule{Type: model.FixedOutdegree, N: 30})
	for _, looks := range []int{1, 2, 5, 11} {
		for _, threads := range []int{1, 3, 8} {
			ctx := countdown{context.Background(), make(chan struct{}, looks)}
			for range looks {
				ctx.left <- struct{}{}
			}
			_, err := Build(ctx, spec, threads)
			require.ErrorIs(t, err, context.Canceled)
		}
	}
}

// TestBuildGrows gives the builder an expectation that is far too small.
func TestBuildGrows(t *testing.T) {
	spec := benchSpec(2000, model.Rule{Type: model.FixedOutdegree, N: 100})
	spec.Parts[0].Projection.Weight = model.NormalDist(0, 1)
	spec.UniformWeight = false
	want := build(t, spec, 1)
	for _, threads := range []int{1, 4} {
		b, err := newBuilder(spec, threads)
		require.NoError(t, err)
		b.parts[0].rows = pessimist{b.parts[0].rows}
		got, err := b.stream(context.Background())
		require.NoError(t, err)
		require.True(t, slices.Equal(want.Ports, got.Ports))
		require.True(t, slices.Equal(want.Weights, got.Weights))
		require.Equal(t, want.Ptr, got.Ptr)
	}
}

type pessimist struct{ rower }

func (pessimist) expect() (mean, variance float64) { return 30000, 1 }

// TestBuildMemory holds the peak of the heap to 1.2 times the result, for a
// rule that streams and one that is placed.
func TestBuildMemory(t *testing.T) {
	for _, r := range []model.Rule{{Type: model.FixedProbability, P: 0.03}, {Type: model.FixedIndegree, N: 300, NoMultapses: true}} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		rows := build(t, benchSpec(10000, r), 2)
		runtime.ReadMemStats(&after)
		// Everything ever allocated bounds the peak from above.
		allocated := float64(after.TotalAlloc - before.TotalAlloc)
		require.LessOrEqual(t, allocated, 1.2*float64(rows.Bytes()), "%s", r.Type)
		require.GreaterOrEqual(t, allocated, 4*float64(rows.Synapses()))
	}
}

func TestRowsAccessors(t *testing.T) {
	rows := build(t, benchSpec(3, model.Rule{Type: model.AllToAll, NoAutapses: true}), 1)
	require.Equal(t, 3, rows.Sources())
	require.Equal(t, uint64(6), rows.Synapses())
	require.Equal(t, []uint32{0, 4}, rows.Row(1))
	require.Equal(t, uint64(8*4+4*6), rows.Bytes())
	require.Zero(t, (&Rows{}).Sources())
	require.Zero(t, (&Rows{}).Synapses())
}
