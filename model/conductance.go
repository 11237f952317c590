package model

var conductance = &NeuronModel{
	Name:  "conductance",
	Title: "membrane with ion channels of one's choice, up to 12, and the ions they share",
	Equations: `c_m dv/dt = sum_k g_k (e_k - v) + i_e + i_syn + sum_r g_r (e_rev_r - v)
over the population's channels k and receptors r
spike at an upward crossing of v_spike, no reset`,
	Paper: "Hodgkin & Huxley 1952, J. Physiol. 117:500; Rush & Larsen 1978, IEEE Trans. Biomed. Eng. 25:389",
	Params: []Param{
		{Name: "c_m", Unit: "pF", Default: 100, Min: 0, Max: 1e6, Open: true, Trainable: true, Doc: "membrane capacitance; 1 uF/cm2 on 1e-4 cm2"},
		{Name: "v_spike", Unit: "mV", Default: 0, Min: -1e3, Max: 1e3, Doc: "upward crossings of it count as spikes"},
		{Name: "i_e", Unit: "pA", Default: 0, Min: -1e9, Max: 1e9, Trainable: true, Doc: "constant input current"},
	},
	State: []Var{
		{Name: "v", Unit: "mV", Default: -65, Doc: "membrane potential"},
	},
	Schemes: []Scheme{
		{Name: "staggered", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Held: true, Doc: "gates first, then v with the new conductances; order 1"},
		{Name: "exponential_euler", Outputs: []Output{OutputCurrent, OutputConductance, OutputVoltage}, Doc: "everything from the values of the step's beginning, as Brian2 does; order 1, several times the error"},
	},
	Derived: []string{"v_spike", "i_e", "dt_c"},
	Derive: func(p Lookup, dt float64, _ string) []float64 {
		return []float64{p("v_spike"), p("i_e"), dt / p("c_m")}
	},
	Channels: true,
}
