package model

var hhTraub = &NeuronModel{
	Name:  "hh_traub",
	Title: "Hodgkin-Huxley neuron with the currents of Traub and Miles",
	Equations: `c_m dv/dt = g_l (e_l - v) + g_na m^3 h (e_na - v) + g_k n^4 (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
dx/dt = alpha_x (1 - x) - beta_x x for x = m, h, n, with u = v - v_t:
alpha_m = 0.32 (13 - u) / (exp((13 - u) / 4) - 1)    beta_m = 0.28 (u - 40) / (exp((u - 40) / 5) - 1)
alpha_h = 0.128 exp((17 - u) / 18)                   beta_h = 4 / (1 + exp((40 - u) / 5))
alpha_n = 0.032 (15 - u) / (exp((15 - u) / 5) - 1)   beta_n = 0.5 exp((10 - u) / 40)
spike at an upward crossing of v_spike, no reset`,
	Paper: "Traub & Miles 1991, Neuronal Networks of the Hippocampus; Brette et al. 2007, J. Comput. Neurosci. 23:349, benchmark 3",
	Params: []Param{
		{Name: "c_m", Unit: "pF", Default: 200, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane capacitance"},
		{Name: "g_l", Unit: "nS", Default: 10, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "leak conductance"},
		{Name: "e_l", Unit: "mV", Default: -60, Min: -1e3, Max: 1e3, Trainable: true, Doc: "leak reversal potential"},
		{Name: "g_na", Unit: "nS", Default: 20000, Min: 0, Max: 1e9, Trainable: true, Doc: "peak sodium conductance"},
		{Name: "e_na", Unit: "mV", Default: 50, Min: -1e3, Max: 1e3, Trainable: true, Doc: "sodium reversal potential"},
		{Name: "g_k", Unit: "nS", Default: 6000, Min: 0, Max: 1e9, Trainable: true, Doc: "peak potassium conductance"},
		{Name: "e_k", Unit: "mV", Default: -90, Min: -1e3, Max: 1e3, Trainable: true, Doc: "potassium reversal potential"},
		{Name: "v_t", Unit: "mV", Default: -63, Min: -1e3, Max: 1e3, Trainable: true, Doc: "shift of the rate functions"},
		{Name: "v_spike", Unit: "mV", Default: -20, Min: -1e3, Max: 1e3, Doc: "upward crossings of it count as spikes"},
		{Name: "i_e", Unit: "pA", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input current"},
	},
	State: []Var{
		{Name: "v", Unit: "mV", FromParam: "e_l", Doc: "membrane potential"},
		{Name: "m", Unit: "1", Doc: "sodium activation"},
		{Name: "h", Unit: "1", Doc: "sodium inactivation"},
		{Name: "n", Unit: "1", Doc: "potassium activation"},
	},
	Schemes: []Scheme{
		{Name: "staggered", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Held: true, Doc: "gates first, then v with the new gates; order 1"},
		{Name: "exponential_euler", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Doc: "everything from the values of the step's beginning, as Brian2 does; order 1, several times the error"},
	},
	Derived: []string{"g_l", "ge_l", "g_na", "e_na", "g_k", "e_k", "v_t", "v_spike", "i_e", "dt_c", "dt"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("g_l"), p("g_l") * p("e_l"), p("g_na"), p("e_na"), p("g_k"), p("e_k"),
			p("v_t"), p("v_spike"), p("i_e"), dt / p("c_m"), dt}
	},
}
