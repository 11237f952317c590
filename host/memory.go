package host

import (
	"fmt"

	"github.com/galvani-sim/galvani/model"
)

// TooLargeError says that a network needs more memory than the device has.
type TooLargeError struct {
	Network, Device string
	Need, Have      uint64 // bytes
}

// Error names the network, the need, and the share of the synapses that would fit.
func (e *TooLargeError) Error() string {
	gb := func(x uint64) float64 { return float64(x) / 1e9 }
	return fmt.Sprintf("network %q needs about %.2f GB on %s, which has %.2f GB: a network with about %.0f %% of its synapses would fit",
		e.Network, gb(e.Need), e.Device, gb(e.Have), 100*float64(e.Have)/float64(e.Need))
}

// fits compares what the network will need with what the device has, before
// anything is built.
func (s *Sim) fits() error {
	need := estimate(s.plan)
	have := availableMemory()
	if s.device.gpu != nil {
		have = s.device.gpu.Info().MemoryBytes
		if s.device.gpu.Info().Software {
			have = min(have, availableMemory())
		}
	}
	if have > 0 && need > have {
		return &TooLargeError{s.plan.Network.Name, s.device.title, need, have}
	}
	return nil
}

// estimate returns the bytes that matrix, state, ring and spike lists will take, to within a few percent.
func estimate(p *model.Plan) uint64 {
	var bytes float64
	for _, seg := range p.Segments {
		per := 4.0
		if !seg.UniformWeight {
			per += 4
		}
		if !seg.UniformDelay {
			per += 2
		}
		for _, proj := range seg.Projections {
			bytes += per * p.Network.ExpectedSynapses(proj)
		}
	}
	for _, g := range p.Plastic {
		// Target, delay, weight, column and what the rule keeps.
		per := float64(4 + 2 + 4 + 8 + 4*(len(g.Rule.Synapse)-1))
		for _, proj := range g.Projections {
			bytes += per * p.Network.ExpectedSynapses(proj)
		}
	}
	for _, g := range p.Groups {
		bytes += float64(g.Size) * float64(4*((g.Words+3)/4*4)+8*g.Padded+8)
	}
	bytes += 2 * 4 * float64(max(maxListed, 8*p.Sources))
	return uint64(bytes)
}
