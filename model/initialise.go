package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Initialiser names a distribution of weights scaled by how many synapses a
// neuron has: their variance is Gain^2 times 2/fan_in (kaiming: He et al. 2015),
// 2/(fan_in + fan_out) (xavier: Glorot & Bengio 2010) or 1/fan_in (lecun: LeCun
// et al. 1998), normal or uniform, where fan_in is the mean number of the
// projection's synapses of a target and fan_out that of a source.
type Initialiser string

// Initialisers lists the names of the initialisers.
func Initialisers() []Initialiser {
	return []Initialiser{"kaiming_normal", "kaiming_uniform", "xavier_normal", "xavier_uniform", "lecun_normal", "lecun_uniform"}
}

// Initialise returns the distribution that an initialiser gives the weights of
// a projection of the network, with the gain in the receptor's unit.
func (n *Network) Initialise(x *Projection, kind Initialiser, gain float64) (Value, error) {
	if !slices.Contains(Initialisers(), kind) {
		var names []string
		for _, i := range Initialisers() {
			names = append(names, string(i))
		}
		return Value{}, fmt.Errorf("there is no initialiser %q%s", kind, hint(string(kind), names))
	}
	src, dst := n.Find(x.Source), n.Find(x.Target)
	if src == nil || dst == nil {
		return Value{}, fmt.Errorf("projection %q: the initialiser needs its populations", x.Name)
	}
	total := n.ExpectedSynapses(x)
	in, out := total/float64(max(dst.Size, 1)), total/float64(max(src.Size, 1))
	if !(in > 0) || !(out > 0) || !finite(gain) || gain < 0 {
		return Value{}, fmt.Errorf("projection %q: %s needs synapses and a gain of at least 0, got %g synapses and %g", x.Name, kind, total, gain)
	}
	family, shape, _ := strings.Cut(string(kind), "_")
	variance := map[string]float64{"kaiming": 2 / in, "xavier": 2 / (in + out), "lecun": 1 / in}[family]
	sd := gain * math.Sqrt(variance)
	if shape == "uniform" {
		half := sd * math.Sqrt(3)
		return UniformDist(-half, half), nil
	}
	return NormalDist(0, sd), nil
}
