package model

var tsodyksMarkram = &PresynapseModel{
	Name:  "tsodyks_markram",
	Title: "short-term depression and facilitation",
	Equations: `between spikes: dx/dt = (1 - x) / tau_rec, du/dt = -u / tau_facil
at a spike: u += u_0 (1 - u), u x of the resources x are released and transmitted, x -= u x
tau_facil = 0 is depression alone: u = u_0`,
	Paper: "Tsodyks, Pawelzik & Markram 1998, Neural Comput. 10:821; Tsodyks & Markram 1997, PNAS 94:719",
	Params: []Param{
		{Name: "u_0", Unit: "1", Default: 0.5, Min: 0, Max: 1, Trainable: true, Doc: "share of the resources that a spike uses at rest"},
		{Name: "tau_rec", Unit: "ms", Default: 800, Min: 0, Max: 1e9, Open: true, Trainable: true, Doc: "recovery from depression"},
		{Name: "tau_facil", Unit: "ms", Default: 0, Min: 0, Max: 1e9, Trainable: true, Doc: "decay of facilitation"},
	},
	State: []Var{
		{Name: "u", Unit: "1", Doc: "share used by the last spike"},
		{Name: "x", Unit: "1", Default: 1, Doc: "resources before its release"},
	},
	Derived: []string{"u_0", "rec", "facil"},
	Derive: func(p Lookup, dt float64) []float64 {
		facil := 1e6 // nothing is left after one step
		if p("tau_facil") > 0 {
			facil = min(dt/p("tau_facil"), facil)
		}
		return []float64{p("u_0"), dt / p("tau_rec"), facil}
	},
	Bound: func(Lookup) float64 { return 1 },
}
