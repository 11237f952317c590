package host

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// Compile validates and groups a network, opens the device, builds the
// connectivity and everything else a run needs. Errors of the description are
// *model.Error values, joined; those of the device say what was asked of it.
// ctx ends the building of large networks early.
func Compile(ctx context.Context, net *model.Network, opts Options) (*Sim, error) {
	born := time.Now()
	plan, err := net.MakePlan()
	if err != nil {
		return nil, err
	}
	if opts.StoreProcedural {
		plan.StoreProcedural()
	}
	opts.Measure = opts.Measure || os.Getenv("GALVANI_PERF") == "1"
	d, err := openDevice(opts, plan.Sources)
	if err != nil {
		return nil, err
	}
	s := &Sim{plan: plan, device: d, opts: opts, born: born}
	if err := s.compile(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// compile makes the arrays and programs.
func (s *Sim) compile(ctx context.Context) error {
	if err := s.fits(); err != nil {
		return err
	}
	for _, g := range s.plan.Groups {
		if g.Model.File != nil {
			if err := s.device.exec.Load(ctx, g.Model); err != nil {
				return err
			}
		}
	}
	threads := s.opts.Threads
	if threads <= 0 {
		threads = runtime.NumCPU()
	}
	start := time.Now()
	if err := s.connect(ctx, threads); err != nil {
		return err
	}
	if err := s.buildPlastic(ctx, threads); err != nil {
		return err
	}
	if err := s.makeProcedural(); err != nil {
		return err
	}
	s.stats.BuildS = time.Since(start).Seconds()
	start = time.Now()
	for _, step := range []func() error{s.makeRing, s.makeGroups, s.makeStimuli, func() error { return s.makeCouplings(ctx, threads) },
		s.makeEvents, s.makePresynapses, s.makePrograms} {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("compile %q: %w", s.plan.Network.Name, err)
		}
		if err := step(); err != nil {
			return err
		}
	}
	s.makeRecorders()
	s.stats.CompileS = time.Since(start).Seconds()
	return nil
}

// array makes an array that Close gives back.
func (s *Sim) array(name string, elem buffers.Elem, n int) (*buffers.Array, error) {
	a, err := s.device.memory.New(name, elem, n)
	if err != nil {
		return nil, err
	}
	s.arrays = append(s.arrays, a)
	return a, nil
}

// table makes an array of words with the given contents.
func (s *Sim) table(name string, words []uint32) (*buffers.Array, error) {
	a, err := s.array(name, buffers.U32, len(words))
	if err != nil {
		return nil, err
	}
	return a, a.WriteU32(0, words)
}

// reals makes an array of real numbers with the given contents.
func (s *Sim) reals(name string, x []float64, length int) (*buffers.Array, error) {
	a, err := s.array(name, buffers.Real, max(length, len(x)))
	if err != nil {
		return nil, err
	}
	return a, a.WriteReal(0, x)
}

// makeRing makes the delay ring: as many slots as the longest delay needs.
func (s *Sim) makeRing() error {
	slots := 2
	for slots < s.maxDelay+1 {
		slots *= 2
	}
	n := uint64(slots) * uint64(s.plan.Ports)
	if n > 1<<32-1 {
		return fmt.Errorf("the delay ring needs %d slots (longest delay %d steps) for %d synaptic inputs, more than 32 bits can number; shorten the longest delay", slots, s.maxDelay, s.plan.Ports)
	}
	a, err := s.array("ring", buffers.I32, int(n))
	s.ring = kernels.Ring{Array: a, Ports: s.plan.Ports, Slots: slots}
	return err
}

// makeGroups makes state and parameters of every group.
func (s *Sim) makeGroups() error {
	for _, g := range s.plan.Groups {
		if g.Model.Host {
			s.groups = append(s.groups, group{Group: g})
			continue
		}
		made, err := s.makeGroup(g)
		if err != nil {
			return fmt.Errorf("neurons of model %s: %w", g.Model.Name, err)
		}
		s.groups = append(s.groups, made)
	}
	return nil
}

func (s *Sim) makeGroup(g *model.Group) (group, error) {
	layout := buffers.StateLayout{Words: g.Words, Neurons: g.Size, Lanes: s.device.memory.Lanes()}
	out := group{Group: g}
	out.arrays.Layout = layout
	var err error
	if out.arrays.State, err = s.reals("state "+g.Model.Name, layout.Scatter(s.plan.InitialState(g)), layout.Len()); err != nil {
		return out, err
	}
	rows, rowOf := s.plan.Rows(g)
	out.arrays.Uniform, out.arrays.Constants = rowOf == nil, rows[0]
	// The shader declares a block of fixed size.
	if out.arrays.Row, err = s.reals("row "+g.Model.Name, rows[0], kernels.SharedRowWords(g)); err != nil {
		return out, err
	}
	if !out.arrays.Uniform {
		flat := make([]float64, 0, len(rows)*len(rows[0]))
		for _, r := range rows {
			flat = append(flat, r...)
		}
		if out.arrays.Rows, err = s.reals("rows "+g.Model.Name, flat, 0); err != nil {
			return out, err
		}
	}
	if identity := s.plan.Identity(g, rowOf); identity != nil {
		out.arrays.Identity, err = s.table("identity "+g.Model.Name, identity)
	}
	return out, err
}
