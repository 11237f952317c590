package model

import "math"

// ExpectedSynapses returns the mean number of synapses of a projection of a
// valid network; for distance_dependent an estimate from a sample of pairs.
func (n *Network) ExpectedSynapses(x *Projection) float64 {
	source, target := n.Find(x.Source), n.Find(x.Target)
	src, dst := float64(source.Size), float64(target.Size)
	r := x.Rule
	switch r.Type {
	case OneToOne:
		return src
	case FixedProbability:
		return r.P * src * dst
	case FixedIndegree:
		return float64(r.N) * dst
	case FixedOutdegree, SmallWorld:
		return float64(r.N) * src
	case FixedTotalNumber:
		return float64(r.N)
	case Explicit:
		return float64(len(r.Sources))
	case ScaleFree:
		return 2 * float64(r.N) * src
	case Clustered:
		within := 1 / float64(max(r.Clusters, 1))
		return src * dst * (r.P*within + r.POut*(1-within))
	case GridFour, GridEight, GridN:
		return src * r.gridNeighbours(target)
	case DistanceDependent:
		return src * dst * r.P * n.meanProfile(x)
	}
	return src * dst
}

// gridNeighbours is the number of neighbours of an inner cell.
func (r Rule) gridNeighbours(pop *Population) float64 {
	switch r.Type {
	case GridFour:
		return 4
	case GridEight:
		return 8
	}
	cells := 1.0
	for _, k := range pop.Positions.Shape {
		cells *= math.Min(2*float64(r.N)+1, float64(k))
	}
	return cells - 1
}

// meanProfile averages the profile of a distance rule over a sample of pairs.
func (n *Network) meanProfile(x *Projection) float64 {
	const sources, targets = 64, 1024
	src, dst := n.Find(x.Source), n.Find(x.Target)
	if src.Positions == nil || dst.Positions == nil || src.Size == 0 || dst.Size == 0 {
		return 1
	}
	from, to := n.Coordinates(src), n.Coordinates(dst)
	space := src.Positions.Space()
	sum, count := 0.0, 0
	for i := range min(sources, len(from)) {
		a := from[i*len(from)/min(sources, len(from))]
		for j := range min(targets, len(to)) {
			d := space.Distance(a, to[j*len(to)/min(targets, len(to))])
			count++
			if x.Rule.Cutoff == 0 || d <= x.Rule.Cutoff {
				sum += x.Rule.Profile.At(d)
			}
		}
	}
	return sum / float64(count)
}

// MaxIndegree bounds the number of synapses of one target neuron: exactly, or
// for random rules the mean and ten standard deviations.
func (n *Network) MaxIndegree(x *Projection) float64 {
	src, dst := n.Find(x.Source), n.Find(x.Target)
	r := x.Rule
	from := float64(src.Size)
	spread := func(mean float64) float64 { return mean + 10*math.Sqrt(mean) + 20 }
	switch r.Type {
	case OneToOne:
		return 1
	case FixedProbability, DistanceDependent:
		return min(from, spread(r.P*from))
	case FixedIndegree:
		return float64(r.N)
	case FixedOutdegree:
		return spread(float64(r.N) * from / float64(max(dst.Size, 1)))
	case FixedTotalNumber:
		return spread(float64(r.N) / float64(max(dst.Size, 1)))
	case SmallWorld:
		return min(from, spread(float64(r.N)))
	case Clustered:
		block := math.Ceil(from / float64(max(r.Clusters, 1)))
		return min(from, spread(r.P*block+r.POut*(from-block)))
	case GridFour, GridEight, GridN:
		return r.gridNeighbours(dst)
	case Explicit:
		count := make([]uint32, dst.Size)
		most := uint32(0)
		for _, t := range r.Targets {
			if int(t) < len(count) {
				count[t]++
				most = max(most, count[t])
			}
		}
		return float64(most)
	}
	return from
}
