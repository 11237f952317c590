package buffers

import (
	"context"
	"testing"

	"github.com/galvani-sim/galvani/model"
)

// BenchmarkBuildFixedProbability builds 32 million synapses in the two shapes
// of the COBA benchmark: 40,000 neurons with p = 0.02 and 400,000 with 0.0002.
func BenchmarkBuildFixedProbability(b *testing.B) {
	for _, c := range []struct {
		name string
		size int
		p    float64
	}{{"dense", 40000, 0.02}, {"sparse", 400000, 0.0002}} {
		for _, threads := range []int{1, 2} {
			b.Run(c.name+"/threads="+string(rune('0'+threads)), func(b *testing.B) {
				spec := benchSpec(c.size, model.Rule{Type: model.FixedProbability, P: c.p, NoAutapses: true})
				benchBuild(b, spec, threads)
			})
		}
	}
}

// BenchmarkBuildRules builds 8 million synapses by the other rules.
func BenchmarkBuildRules(b *testing.B) {
	const size = 100000
	for _, r := range []model.Rule{
		{Type: model.FixedIndegree, N: 80},
		{Type: model.FixedIndegree, N: 80, NoMultapses: true},
		{Type: model.FixedOutdegree, N: 80},
		{Type: model.FixedOutdegree, N: 80, NoMultapses: true},
		{Type: model.FixedTotalNumber, N: 80 * size},
		{Type: model.FixedTotalNumber, N: 80 * size, NoMultapses: true},
	} {
		name := string(r.Type)
		if r.NoMultapses {
			name += "/distinct"
		}
		b.Run(name, func(b *testing.B) { benchBuild(b, benchSpec(size, r), 1) })
	}
	b.Run("normal_weights", func(b *testing.B) {
		spec := benchSpec(size, model.Rule{Type: model.FixedProbability, P: 80.0 / size})
		spec.UniformWeight = false
		spec.Parts[0].Projection.Weight = model.NormalDist(1, 0.1)
		benchBuild(b, spec, 1)
	})
}

func benchSpec(size int, rule model.Rule) SegmentSpec {
	return SegmentSpec{Name: "bench", Sources: size, UniformWeight: true, UniformDelay: true, Parts: []Part{{
		Projection: &model.Projection{Name: "p", Source: "a", Target: "a", Rule: rule, Weight: model.Const(1), Delay: model.Const(0.1)},
		SourceSize: size, TargetSize: size, Stream: model.NewStream(1, "p"), PortStride: 2, Quantum: 0.01, DT: 0.1,
	}}}
}

func benchBuild(b *testing.B, spec SegmentSpec, threads int) {
	b.ReportAllocs()
	var synapses uint64
	for b.Loop() {
		rows, err := Build(context.Background(), spec, threads)
		if err != nil {
			b.Fatal(err)
		}
		synapses += rows.Synapses()
	}
	b.ReportMetric(float64(synapses)/b.Elapsed().Seconds()/1e6, "Msyn/s")
}
