package host

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/kernels"
	"github.com/galvani-sim/galvani/model"
)

// makePresynapses makes the arrays of the presynaptic dynamics: factors for
// all, the rest for each model.
func (s *Sim) makePresynapses() error {
	var err error
	if s.plan.Slots == 0 {
		return nil
	}
	if s.factors, err = s.array("factors", buffers.U32, s.plan.Slots); err != nil {
		return err
	}
	for _, m := range model.Presynapses() {
		var own []*model.Presynapse
		for _, x := range s.plan.Presynapses {
			if x.Model == m && x.Source.Size > 0 {
				own = append(own, x)
			}
		}
		if len(own) == 0 {
			continue
		}
		d, err := s.makeDynamics(m, own)
		if err != nil {
			return fmt.Errorf("dynamics %s: %w", m.Name, err)
		}
		s.dynamics = append(s.dynamics, d)
	}
	return nil
}

// makeDynamics makes the tables and states of all dynamics of one model.
func (s *Sim) makeDynamics(m *model.PresynapseModel, own []*model.Presynapse) (kernels.Dynamics, error) {
	d := kernels.Dynamics{Model: m, Factors: s.factors, First: own[0].First, Sources: s.plan.Sources}
	sortBy(own, func(x *model.Presynapse) uint64 {
		g, first := s.plan.Locate(x.Source)
		return uint64(g.SourceBase+first)<<32 | uint64(x.First)
	})
	lists := make([]uint32, s.plan.Sources)
	var instances []uint32
	var params, state []float64
	for i, x := range own {
		d.Slots += x.Source.Size
		d.First = min(d.First, x.First)
		g, first := s.plan.Locate(x.Source)
		for r := range x.Source.Size {
			list := &lists[g.SourceBase+first+r]
			if *list == 0 {
				*list = uint32(i)
			}
			n := *list>>24 + 1
			if n > 255 {
				return d, fmt.Errorf("population %q has more than 255 different ones", x.Source.Name)
			}
			*list = *list&0xffffff | n<<24
			d.Most = max(d.Most, int(n))
		}
		rows := x.Rows(s.plan.Network)
		stride := 0
		if len(rows) > len(m.Derived) {
			stride = len(m.Derived)
		}
		instances = append(instances, uint32(g.SourceBase+first), uint32(x.Source.Size), 0, uint32(len(params)), uint32(stride), 0, 0, 0)
		params = append(params, rows...)
	}
	for i, x := range own {
		instances[kernels.InstanceWords*i+2] = uint32(x.First - d.First)
	}
	for _, v := range m.State {
		for range d.Slots {
			state = append(state, v.Default)
		}
	}
	var err error
	if d.Lists, err = s.table("dynamics lists", lists); err != nil {
		return d, err
	}
	if d.Instances, err = s.table("dynamics instances", instances); err != nil {
		return d, err
	}
	if d.Params, err = s.reals("dynamics params", params, 0); err != nil {
		return d, err
	}
	if d.State, err = s.reals("dynamics state", state, 0); err != nil {
		return d, err
	}
	d.Last, err = s.table("dynamics last", make([]uint32, d.Slots))
	return d, err
}

// saveDynamics returns the state of the presynaptic dynamics for a snapshot.
func (s *Sim) saveDynamics() ([]Tensor, error) {
	var tensors []Tensor
	for _, d := range s.dynamics {
		state, last := make([]float64, d.State.Len()), make([]uint32, d.Slots)
		if err := d.State.ReadReal(0, state); err != nil {
			return nil, err
		}
		if err := d.Last.ReadU32(0, last); err != nil {
			return nil, err
		}
		steps := make([]int32, len(last))
		for i, x := range last {
			steps[i] = int32(x)
		}
		name := "dynamics." + d.Model.Name
		shape := []int64{int64(len(d.Model.State)), int64(d.Slots)}
		if s.device.memory.RealBytes() == 8 {
			tensors = append(tensors, NewTensor(name, state, shape...))
		} else {
			tensors = append(tensors, NewTensor(name, toFloat32(state), shape...))
		}
		tensors = append(tensors, NewTensor(name+".last", steps, int64(d.Slots)))
	}
	return tensors, nil
}

// savedDynamics is the state of the dynamics of one model in a snapshot.
type savedDynamics struct {
	state []float64
	last  []uint32
}

// readDynamics checks and returns the states of the presynaptic dynamics in a snapshot.
func (s *Sim) readDynamics(path string, byName map[string]Tensor) ([]savedDynamics, error) {
	var list []savedDynamics
	for _, d := range s.dynamics {
		name := "dynamics." + d.Model.Name
		state, err := s.realTensor(byName[name])
		if err != nil {
			return nil, fmt.Errorf("%s: state of the dynamics %s: %w", path, d.Model.Name, err)
		}
		steps, err := TensorValues[int32](byName[name+".last"])
		if err != nil {
			return nil, fmt.Errorf("%s: last spikes of the dynamics %s: %w", path, d.Model.Name, err)
		}
		if len(state) != d.State.Len() || len(steps) != d.Slots {
			return nil, fmt.Errorf("%s: %d words of state and %d last spikes for the dynamics %s, want %d and %d", path, len(state), len(steps), d.Model.Name, d.State.Len(), d.Slots)
		}
		last := make([]uint32, len(steps))
		for i, x := range steps {
			last[i] = uint32(x)
		}
		list = append(list, savedDynamics{state, last})
	}
	return list, nil
}

// loadDynamics writes what readDynamics returned to the device.
func (s *Sim) loadDynamics(saved []savedDynamics) error {
	for i, d := range s.dynamics {
		if err := d.State.WriteReal(0, saved[i].state); err != nil {
			return err
		}
		if err := d.Last.WriteU32(0, saved[i].last); err != nil {
			return err
		}
	}
	return nil
}
