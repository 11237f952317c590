package buffers

import "github.com/galvani-sim/galvani/model"

// indegree gives every target n sources, drawn from the stream at the
// target's index.
type indegree struct {
	part     *Part
	n        int
	width    uint32 // sources open to one target
	skipSelf bool
	distinct bool
}

func (d *indegree) items() int          { return d.part.TargetSize }
func (d *indegree) target(i int) uint32 { return uint32(i) }
func (d *indegree) synapses() uint64    { return saturatingMul(uint64(d.n), uint64(d.part.TargetSize)) }

func (d *indegree) sources(i int, s *scratch) []uint32 {
	c := d.part.Stream.At(uint64(i))
	if d.distinct {
		s.buf = drawDistinct(&c, uint32(d.n), d.width, s, s.buf[:0])
	} else {
		s.buf = drawAny(&c, uint32(d.n), d.width, s.buf[:0])
	}
	if d.skipSelf {
		stepOver(s.buf, uint32(i))
	}
	return s.buf
}

// explicit joins the pairs of a list: each is an item.
type explicit struct{ rule *model.Rule }

func (e explicit) items() int                         { return len(e.rule.Sources) }
func (e explicit) target(i int) uint32                { return e.rule.Targets[i] }
func (e explicit) synapses() uint64                   { return uint64(len(e.rule.Sources)) }
func (e explicit) sources(i int, _ *scratch) []uint32 { return e.rule.Sources[i : i+1] }
