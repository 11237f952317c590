package host

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// Target is what a term of the loss compares with.
type Target struct {
	// Own says that the network makes it, with the values of Grad.Truth.
	Own bool
	// Values are one number, one for each neuron, or, with Rows above 0, those
	// of Rows moments, each with one for every neuron.
	Values []float64
	Rows   int
	// Times are the moments of the rows in ms, nil where the term's interval says them.
	Times []float64
	// Spikes are the spike times (ms) of every neuron, ascending.
	Spikes [][]float64
	// File and Array say where it was read from, "" when it stands in the file.
	File, Array string
}

// target decodes the target of a term.
func (t table) target(x LossTerm, pop *model.Population) *Target {
	c := t.n.get("target")
	trains := x.Type == "van_rossum"
	if c.kind == kindString && c.text == "truth" {
		return &Target{Own: true}
	}
	if c.kind == kindTable {
		return t.targetFile(x, pop)
	}
	switch {
	case trains:
		return t.targetSpikes(c, pop)
	case c.kind == kindArray:
		v := t.list("target", c)
		if pop != nil && len(v) != pop.Size && !(x.Shared && len(v) == 1) {
			t.fail("target", "target has %d numbers for the %d neurons of population %q", len(v), pop.Size, pop.Name)
		}
		return &Target{Values: v}
	}
	return &Target{Values: []float64{t.number("target", 0)}}
}

func (t table) targetSpikes(c *node, pop *model.Population) *Target {
	if c.kind != kindArray {
		t.fail("target", "target: expected a list of spike times for each neuron, got %s", got(c))
		return nil
	}
	out := &Target{Spikes: [][]float64{}}
	for i, list := range c.children {
		if list.kind != kindArray {
			t.element("target", i, "expected a list of spike times, got "+got(list))
			return out
		}
		train := make([]float64, len(list.children))
		for k, e := range list.children {
			x, msg := t.d.value(e)
			if msg != "" {
				t.element("target", i, msg)
			}
			train[k] = x
		}
		out.Spikes = append(out.Spikes, train)
	}
	if pop != nil && len(out.Spikes) != pop.Size {
		t.fail("target", "target has %d lists for the %d neurons of population %q", len(out.Spikes), pop.Size, pop.Name)
	}
	t.checkTrains(out.Spikes)
	return out
}

func (t table) checkTrains(trains [][]float64) {
	for i, train := range trains {
		if !slices.IsSorted(train) || len(train) > 0 && !(train[0] >= 0) {
			t.fail("target", "the spike times of neuron %d must ascend from 0 ms on", i)
		}
	}
}

// targetFile reads { npz = "FILE", array = "NAME" }: what galvani run writes,
// or any array of the right shape.
func (t table) targetFile(x LossTerm, pop *model.Population) *Target {
	s, _ := t.child("target", `{ npz = "traces.npz", array = "cell.v" }`)
	s.check("", []field{{"npz", "string", "", "", "the file"}, {"array", "string", "", "", "the array"}})
	out := &Target{File: s.text("npz", ""), Array: s.text("array", "")}
	if out.File == "" || out.Array == "" || pop == nil {
		return out
	}
	if !filepath.IsAbs(out.File) {
		out.File = filepath.Join(filepath.Dir(t.d.file), out.File)
	}
	var err error
	if x.Type == "van_rossum" {
		err = out.readSpikes(pop.Size)
	} else {
		err = out.readValues(x, pop.Size)
	}
	if err == nil {
		out.File, err = filepath.Abs(out.File) // the resolved experiment is written elsewhere
	}
	if err != nil {
		t.fail("target", "target: %v", err)
	}
	t.checkTrains(out.Spikes)
	return out
}

// readValues reads an array and, where the file has it, ARRAY.times.
func (g *Target) readValues(x LossTerm, size int) error {
	arrays, err := readNPZFile(g.File)
	if err != nil {
		return err
	}
	a, ok := arrays[g.Array]
	if !ok {
		return fmt.Errorf("%s has no array %q%s", g.File, g.Array, suggestion(g.Array, sortedNames(arrays)))
	}
	if g.Values, err = a.floats(); err != nil {
		return fmt.Errorf("array %q of %s: %w", g.Array, g.File, err)
	}
	if x.Type != "mean_square" {
		if len(g.Values) != 1 && len(g.Values) != size {
			return fmt.Errorf("array %q of %s has %d numbers for %d neurons", g.Array, g.File, len(g.Values), size)
		}
		return nil
	}
	if len(a.shape) == 0 || len(g.Values) != a.shape[0]*size {
		return fmt.Errorf("array %q of %s has the shape %v, must be (times, %d)", g.Array, g.File, a.shape, size)
	}
	g.Rows = a.shape[0]
	if times, ok := arrays[g.Array+".times"]; ok {
		if g.Times, err = times.floats(); err != nil || len(g.Times) != g.Rows {
			return fmt.Errorf("array %q of %s must hold a time for each of %d rows", g.Array+".times", g.File, g.Rows)
		}
	}
	return nil
}

// readSpikes reads ARRAY.times and ARRAY.senders.
func (g *Target) readSpikes(size int) error {
	arrays, err := readNPZFile(g.File, g.Array+".times", g.Array+".senders")
	if err != nil {
		return err
	}
	times, ok := arrays[g.Array+".times"]
	senders, also := arrays[g.Array+".senders"]
	if !ok || !also {
		return fmt.Errorf("%s has no arrays %q and %q", g.File, g.Array+".times", g.Array+".senders")
	}
	at, err := times.floats()
	if err != nil {
		return err
	}
	who, err := senders.indices()
	if err != nil {
		return err
	}
	if len(at) != len(who) {
		return fmt.Errorf("%s has %d times and %d senders of %q", g.File, len(at), len(who), g.Array)
	}
	g.Spikes = make([][]float64, size)
	for k, i := range who {
		if int(i) >= size {
			return fmt.Errorf("%s: spike %d of %q is of neuron %d, the population has %d", g.File, k, g.Array, i, size)
		}
		g.Spikes[i] = append(g.Spikes[i], at[k])
	}
	for _, train := range g.Spikes {
		slices.Sort(train)
	}
	return nil
}

// steps returns the steps (from 0, by their ends) that mean_square compares.
func (x LossTerm) steps(dt float64, total int) ([]int, error) {
	interval := max(int(math.Round(x.Interval/dt)), 1)
	var all []int
	if t := x.Target; t != nil && t.Times != nil {
		for _, ms := range t.Times {
			all = append(all, int(math.Round(ms/dt))-1)
		}
	} else {
		for s := interval - 1; s < total; s += interval {
			all = append(all, s)
		}
		if t != nil && t.Rows > 0 {
			if t.Rows > len(all) {
				return nil, fmt.Errorf("loss %q: the target has %d moments, the run %d", x.Name, t.Rows, len(all))
			}
			all = all[:t.Rows]
		}
	}
	return all, nil
}

// compared returns the steps in the time that counts, and the rows of the target they have.
func (x LossTerm) compared(dt float64, total int) (steps, rows []int, err error) {
	all, err := x.steps(dt, total)
	if err != nil {
		return nil, nil, err
	}
	from, to := x.window(dt, total)
	for k, s := range all {
		if s >= from && s < to && s >= 0 {
			steps, rows = append(steps, s), append(rows, k)
		}
	}
	if len(steps) == 0 {
		return nil, nil, fmt.Errorf("loss %q: no moment of the target lies in the run of %g ms", x.Name, float64(total)*dt)
	}
	return steps, rows, nil
}

// window returns the steps that count, from..to-1.
func (x LossTerm) window(dt float64, total int) (from, to int) {
	from, to = int(math.Round(x.From/dt)), total
	if x.To != 0 {
		to = min(int(math.Round(x.To/dt)), total)
	}
	return from, to
}
