package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// WriteTOML writes the resolved experiment as an experiment file: constants
// evaluated, lists of targets spelt out, every default explicit. Running that
// file gives the same spikes. Models of the user's own are named by their full
// paths; Files copies them. Names that are not UTF-8 and numbers that are
// not finite are errors.
func (e *Experiment) WriteTOML(w io.Writer) error { return e.writeTOML(w, fullPath) }

// writeTOML writes the experiment; path says how it names the file of a user's own model.
func (e *Experiment) writeTOML(w io.Writer, path func(*model.File) (string, error)) error {
	if e.Network == nil {
		return errors.New("write experiment: there is no network")
	}
	r := e.resolved()
	t := &tomlWriter{path: path}
	t.comment("Resolved by galvani: running this file gives the same spikes.")
	t.text("name", r.Name)
	if r.Title != "" {
		t.text("title", r.Title)
	}
	t.number("dt", r.Network.DT)
	t.number("duration", r.Duration)
	if r.Network.Seed > math.MaxInt64 {
		t.text("seed", fmt.Sprint(r.Network.Seed)) // beyond TOML's integers
	} else {
		t.raw("seed", fmt.Sprint(r.Network.Seed))
	}
	t.text("device", r.Device)
	for _, p := range r.Network.Populations {
		t.population(p)
	}
	for _, p := range r.Network.Projections {
		t.projection(p)
	}
	for _, c := range r.Network.Couplings {
		t.coupling(c)
	}
	for _, s := range r.Network.Stimuli {
		t.stimulus(s)
	}
	if len(r.Network.Recorders) == 0 {
		t.comment("Nothing is recorded.")
		t.header("record")
	}
	for _, x := range r.Network.Recorders {
		t.recorder(x, r.Network.Find(x.Target))
	}
	for _, x := range r.Losses {
		t.term(x)
	}
	if r.Grad != nil {
		t.grad(r.Grad)
	}
	if r.Fit != nil {
		t.fit(r.Fit)
	}
	if r.Train != nil {
		t.training(r.Train)
	}
	if t.err != nil {
		return fmt.Errorf("write experiment %q: %w", r.Name, t.err)
	}
	if _, err := io.Copy(w, bytes.NewReader(t.b.Bytes())); err != nil {
		return fmt.Errorf("write experiment %q: %w", r.Name, err)
	}
	return nil
}

func (t *tomlWriter) population(p *model.Population) {
	t.header("population", p.Name)
	if p.Own != nil {
		t.ownModel(p)
	} else {
		t.text("model", p.Model)
	}
	t.raw("size", fmt.Sprint(p.Size))
	if p.Scheme != "" {
		t.text("scheme", p.Scheme)
	}
	var params []model.Param
	var state []model.Var
	if m := p.Neuron(); m != nil {
		params, state = m.Params, m.State
	}
	t.values("params", p.Params, paramNames(params))
	t.values("initial", p.Initial, varNames(state))
	if p.Times != nil {
		t.lists("times", p.Times)
	}
	if p.Positions != nil {
		t.positions(p.Positions)
	}
	for _, r := range p.Receptors {
		t.header("population", p.Name, "receptor", r.Name)
		t.text("model", r.Model)
		t.text("output", string(r.Output))
		params, state = nil, nil
		if m := model.FindSynapse(r.Model); m != nil {
			params, state = m.Params, m.State
		}
		t.values("params", r.Params, paramNames(params))
		t.values("initial", r.Initial, varNames(state))
	}
	t.channels(p)
}

func (t *tomlWriter) channels(p *model.Population) {
	for _, c := range p.Channels {
		t.header("population", p.Name, "channel", c.Name)
		t.text("model", c.Model)
		if c.Ion != "" {
			t.text("ion", c.Ion)
		}
		var params []model.Param
		var state []model.Var
		if m := model.FindChannel(c.Model); m != nil {
			params, state = m.Params, m.State
		}
		t.values("params", c.Params, paramNames(params))
		t.values("initial", c.Initial, varNames(state))
	}
	for _, x := range p.Ions {
		t.header("population", p.Name, "ion", x.Name)
		t.text("model", x.Model)
		var params []model.Param
		var state []model.Var
		if m := model.FindIon(x.Model); m != nil {
			params, state = m.Params, m.State
		}
		t.values("params", x.Params, paramNames(params))
		t.values("initial", x.Initial, varNames(state))
	}
}

func (t *tomlWriter) projection(p *model.Projection) {
	t.header("projection", p.Name)
	t.text("source", p.Source)
	t.text("target", p.Target)
	t.text("receptor", p.Receptor)
	t.rule(p)
	if len(p.Rule.Weights) == 0 {
		t.raw("weight", t.value(p.Weight))
	}
	if len(p.Rule.Delays) == 0 {
		t.raw("delay", t.value(p.Delay))
	}
	if p.Modulated() {
		profile := inlineTable{t: t}
		profile.add(string(p.WeightProfile.Type), t.float(p.WeightProfile.Range))
		t.raw("weight_profile", profile.String())
	}
	if p.Velocity != 0 {
		t.number("velocity", p.Velocity)
	}
	if p.Plasticity != nil {
		t.plasticity(p.Plasticity)
	}
	if d := p.Dynamics; d != nil {
		t.header("projection", p.Name, "dynamics")
		t.text("model", d.Model)
		var params []model.Param
		if m := model.FindPresynapse(d.Model); m != nil {
			params = m.Params
		}
		t.values("params", d.Params, paramNames(params))
	}
}

func (t *tomlWriter) stimulus(s *model.Stimulus) {
	t.header("stimulus", s.Name)
	t.text("type", string(s.Type))
	t.text("target", s.Target)
	t.raw("first", fmt.Sprint(s.First))
	t.raw("count", fmt.Sprint(s.Count))
	t.number("start", s.Start)
	t.number("stop", s.Stop)
	switch s.Type {
	case model.StepCurrent:
		t.raw("times", tomlList(s.Times, t.float))
		t.raw("amplitudes", tomlList(s.Amplitudes, t.float))
	case model.NoiseCurrent:
		t.number("mean", s.Mean)
		t.number("std", s.Std)
		t.number("interval", s.Interval)
	case model.OUCurrent:
		t.number("mean", s.Mean)
		t.number("std", s.Std)
		t.number("tau", s.Tau)
	case model.WienerCurrent:
		t.number("mean", s.Mean)
		t.number("sigma", s.Sigma)
	case model.PoissonInput:
		t.text("receptor", s.Receptor)
		if s.Rates != nil {
			t.raw("times", tomlList(s.Times, t.float))
			t.raw("rates", tomlList(s.Rates, t.float))
		} else {
			t.number("rate", s.Rate)
			t.number("std", s.Std)
			t.number("interval", s.Interval)
		}
		t.number("weight", s.Weight)
	default:
		t.fail("stimulus %q: there is no stimulus %q", s.Name, s.Type)
	}
}

func (t *tomlWriter) recorder(r *model.Recorder, pop *model.Population) {
	t.header("record", r.Name)
	t.text("type", string(r.Type))
	t.text("target", r.Target)
	if r.Type == model.RecordState || r.Type == model.RecordMean {
		t.raw("variables", tomlList(r.Variables, t.quote))
	}
	if r.Type != model.RecordSpikes {
		t.number("interval", r.Interval)
	}
	if r.Bins > 0 {
		t.raw("bins", fmt.Sprint(r.Bins))
	}
	if r.Synapses != nil {
		t.raw("synapses", tomlList(r.Synapses, func(i int) string { return fmt.Sprint(i) }))
	}
	first := !slices.ContainsFunc(r.Neurons, func(i int) bool { return i < 0 })
	for i, k := range r.Neurons {
		first = first && i == k
	}
	switch {
	case len(r.Neurons) == 0:
	case first && pop != nil && len(r.Neurons) < pop.Size:
		t.raw("count", fmt.Sprint(len(r.Neurons)))
	default:
		t.raw("neurons", tomlList(r.Neurons, func(i int) string { return fmt.Sprint(i) }))
	}
}

func paramNames(rows []model.Param) []string {
	var names []string
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}

func varNames(rows []model.Var) []string {
	var names []string
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}
