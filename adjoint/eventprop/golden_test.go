package eventprop

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

// goldenNet is one network of eventprop_golden.json: event-driven float64
// gradients that agree with central differences to 1e-7.
type goldenNet struct {
	Params struct {
		TauM  float64 `json:"tau_m"`
		TauS  float64 `json:"tau_s"`
		Theta float64 `json:"theta"`
		Reset float64 `json:"V_reset"`
		TRef  float64 `json:"t_ref"`
		T     float64 `json:"T"`
	} `json:"params"`
	V0       []float64    `json:"V0"`
	Bias     []float64    `json:"I_bias"`
	LossV    []float64    `json:"loss_cV"`
	LossT    []float64    `json:"loss_ct"`
	Synapses [][4]float64 `json:"synapses_pre_post_w_d"`
	Inputs   [][]float64  `json:"inputs"`
	L        float64      `json:"L"`
	Spikes   [][2]float64 `json:"spikes"`
	DW       []float64    `json:"dL_dw"`
	DD       []float64    `json:"dL_dd"`
	DTauM    float64      `json:"dL_dtau_m"`
	DTauS    float64      `json:"dL_dtau_s"`
	DTheta   float64      `json:"dL_dtheta"`
	DReset   float64      `json:"dL_dVreset"`
	DRef     float64      `json:"dL_dtref"`
	DV0      []float64    `json:"dL_dV0"`
	DBias    []float64    `json:"dL_dIbias"`
}

// golden reads the golden networks; without the file the test is skipped.
func golden(t *testing.T) map[string]goldenNet {
	dir, err := os.Getwd()
	require.NoError(t, err)
	var raw []byte
	for ; raw == nil; dir = filepath.Dir(dir) {
		raw, err = os.ReadFile(filepath.Join(dir, "shared", "golden", "eventprop_golden.json"))
		if err != nil && dir == filepath.Dir(dir) {
			t.Skip("there is no shared/golden/eventprop_golden.json above the project: R1 and R3 were not compared")
		}
	}
	var nets map[string]goldenNet
	require.NoError(t, json.Unmarshal(raw, &nets))
	require.Len(t, nets, 2)
	return nets
}

// network maps the dimensionless equations: c_m = tau_m, g_l = 1, e_l = 0.
func (g goldenNet) network(dt float64) *model.Network {
	n := len(g.V0)
	net := &model.Network{Name: "golden", DT: dt, Populations: []*model.Population{
		{Name: "in", Model: "spike_source", Size: len(g.Inputs), Times: g.Inputs},
		{Name: "cells", Model: "lif", Size: n,
			Params: map[string]model.Value{
				"c_m": model.Const(g.Params.TauM), "g_l": model.Const(1), "e_l": model.Const(0),
				"v_th": model.Const(g.Params.Theta), "v_reset": model.Const(g.Params.Reset),
				"t_ref": model.Const(g.Params.TRef), "i_e": model.Each(g.Bias...)},
			Initial: map[string]model.Value{"v": model.Each(g.V0...)},
			Receptors: []*model.Receptor{{Name: "syn", Model: "exponential", Output: model.OutputCurrent,
				Params: map[string]model.Value{"tau": model.Const(g.Params.TauS)}}}},
	}}
	part := func(name, source string, first int, take func(pre int) bool) {
		r := model.Rule{Type: model.Explicit}
		for _, s := range g.Synapses {
			if !take(int(s[0])) {
				continue
			}
			r.Sources = append(r.Sources, uint32(int(s[0])-first))
			r.Targets = append(r.Targets, uint32(s[1]))
			r.Weights = append(r.Weights, s[2])
			r.Delays = append(r.Delays, s[3])
		}
		net.Projections = append(net.Projections, &model.Projection{Name: name, Source: source, Target: "cells", Receptor: "syn", Rule: r})
	}
	part("input", "in", n, func(pre int) bool { return pre >= n })
	part("recurrent", "cells", 0, func(pre int) bool { return pre < n })
	return net
}

// goldenLoss is the sum of c_t times every spike's time, and of c_v times the integral of v.
type goldenLoss struct{ ct, cv []float64 }

func (l goldenLoss) Evaluate(o *Outcome) (float64, error) {
	p, err := o.Population("cells")
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for i := range p.Size {
		for k, t := range p.Spikes(0, i) {
			sum += l.ct[i] * t
			p.AddSpike(0, i, k, l.ct[i])
		}
		sum += l.cv[i] * p.Integral(0, i)
		p.AddIntegral(0, i, l.cv[i])
	}
	return sum, nil
}

func TestGoldenNetworks(t *testing.T) {
	for name, g := range golden(t) {
		t.Run(name, func(t *testing.T) {
			g.check(t, "native64", 0.1, 0, 1e-9)
		})
	}
}

func (g goldenNet) check(t *testing.T, device string, dt, slice, tol float64) {
	ctx := context.Background()
	e, err := Compile(ctx, g.network(dt), Options{Device: device, Duration: g.Params.T, Slice: slice, Loss: goldenLoss{g.LossT, g.LossV},
		Read: map[string]Readout{"cells": {Integral: true}}})
	require.NoError(t, err)
	defer e.Close()
	out, err := e.Forward(ctx, []Sample{{}})
	require.NoError(t, err)
	p, err := out.Population("cells")
	require.NoError(t, err)
	want := make([][]float64, len(g.V0))
	for _, s := range g.Spikes {
		want[int(s[0])] = append(want[int(s[0])], s[1])
	}
	for i := range want {
		near(t, want[i], p.Spikes(0, i), tol, "spikes of neuron %d", i)
	}
	loss, err := e.Backward(ctx)
	require.NoError(t, err)
	near(t, []float64{g.L}, []float64{loss}, tol, "loss")
	grad := func(name string) []float64 { return e.Parameter(name).Grad }
	sum := func(name string) []float64 {
		s := 0.0
		for _, x := range grad(name) {
			s += x
		}
		return []float64{s}
	}
	near(t, g.bySource(g.DW), append(append([]float64{}, grad("input.weight")...), grad("recurrent.weight")...), tol, "weights")
	near(t, g.bySource(g.DD), append(append([]float64{}, grad("input.delay")...), grad("recurrent.delay")...), tol, "delays")
	near(t, []float64{g.DTauM}, sum("cells.c_m"), tol, "tau_m")
	near(t, []float64{g.DTauS}, sum("cells.syn.tau"), tol, "tau_s")
	near(t, []float64{g.DTheta}, sum("cells.v_th"), tol, "theta")
	near(t, []float64{g.DReset}, sum("cells.v_reset"), tol, "v_reset")
	if g.Params.TRef > 0 { // at t_ref = 0 the derivative is one-sided, and the golden file leaves it out
		near(t, []float64{g.DRef}, sum("cells.t_ref"), tol, "t_ref")
	}
	near(t, g.DV0, grad("cells.initial.v"), tol, "v0")
	near(t, g.DBias, grad("cells.i_e"), tol, "bias")
}

// bySource puts the values of the listed synapses into the engine's order:
// input first, each by source and then by target.
func (g goldenNet) bySource(x []float64) []float64 {
	var out []float64
	n := len(g.V0)
	for pass := range 2 {
		for source := range n + len(g.Inputs) {
			if (source < n) != (pass == 1) {
				continue
			}
			for target := range n {
				for k, s := range g.Synapses {
					if int(s[0]) == source && int(s[1]) == target {
						out = append(out, x[k])
					}
				}
			}
		}
	}
	return out
}
