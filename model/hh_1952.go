package model

var hh1952 = &NeuronModel{
	Name:  "hh_1952",
	Title: "Hodgkin-Huxley neuron with the squid axon's currents of 1952",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_na m^3 h (e_na - v) + g_k n^4 (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
dx/dt = alpha_x (1 - x) - beta_x x for x = m, h, n:
alpha_m = 0.1 (v + 40) / (1 - exp(-(v + 40) / 10))     beta_m = 4 exp(-(v + 65) / 18)
alpha_h = 0.07 exp(-(v + 65) / 20)                     beta_h = 1 / (1 + exp(-(v + 35) / 10))
alpha_n = 0.01 (v + 55) / (1 - exp(-(v + 55) / 10))    beta_n = 0.125 exp(-(v + 65) / 80)
spike at an upward crossing of v_spike, no reset`,
	Paper: "Hodgkin & Huxley 1952, J. Physiol. 117:500",
	Params: []Param{
		{Name: "c_m", Unit: "pF", Default: 100, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane capacitance"},
		{Name: "g_l", Unit: "nS", Default: 30, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "leak conductance"},
		{Name: "e_l", Unit: "mV", Default: -54.387, Min: -1e3, Max: 1e3, Trainable: true, Doc: "leak reversal potential"},
		{Name: "g_na", Unit: "nS", Default: 12000, Min: 0, Max: 1e9, Trainable: true, Doc: "peak sodium conductance"},
		{Name: "e_na", Unit: "mV", Default: 50, Min: -1e3, Max: 1e3, Trainable: true, Doc: "sodium reversal potential"},
		{Name: "g_k", Unit: "nS", Default: 3600, Min: 0, Max: 1e9, Trainable: true, Doc: "peak potassium conductance"},
		{Name: "e_k", Unit: "mV", Default: -77, Min: -1e3, Max: 1e3, Trainable: true, Doc: "potassium reversal potential"},
		{Name: "v_spike", Unit: "mV", Default: 0, Min: -1e3, Max: 1e3, Doc: "upward crossings of it count as spikes"},
		{Name: "i_e", Unit: "pA", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input current"},
	},
	State: []Var{
		{Name: "v", Unit: "mV", Default: -65, Doc: "membrane potential"},
		{Name: "m", Unit: "1", Default: 0.05293, Doc: "sodium activation (default: steady state at -65 mV)"},
		{Name: "h", Unit: "1", Default: 0.59612, Doc: "sodium inactivation (default: steady state at -65 mV)"},
		{Name: "n", Unit: "1", Default: 0.31768, Doc: "potassium activation (default: steady state at -65 mV)"},
	},
	Schemes: []Scheme{
		{Name: "staggered", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Held: true, Doc: "gates first, then v with the new gates; order 1"},
		{Name: "exponential_euler", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Doc: "everything from the values of the step's beginning, as Brian2 does; order 1, several times the error"},
	},
	Derived: []string{"g_l", "ge_l", "g_na", "e_na", "g_k", "e_k", "v_spike", "i_e", "dt_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("g_l"), p("g_l") * p("e_l"), p("g_na"), p("e_na"), p("g_k"), p("e_k"),
			p("v_spike"), p("i_e"), dt / p("c_m"), dt}
	},
}
