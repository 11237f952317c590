package model

import "math"

var hDestexhe1996 = &ChannelModel{
	Name:  "h_destexhe_1996",
	Title: "the h current of thalamic relay cells, up-regulated by calcium",
	Equations: `g = g_max (o + g_inc l), c the calcium concentration, u = v - v_shift:
do/dt = alpha (1 - o - l) - beta o - k4 (p / p_c) o + k4 l
dl/dt = k4 (p / p_c) o - k4 l
dp/dt = k2 (c / c_half)^4 (1 - p) - k2 p
alpha = phi h_inf / tau   beta = phi (1 - h_inf) / tau   h_inf = 1 / (1 + exp((u + 75) / 5.5))
tau = 20 + 1000 / (exp((u + 71.5) / 14.2) + exp(-(u + 89) / 11.6))`,
	Paper: "Destexhe et al. 1996, J. Neurophysiol. 76:2049",
	Ion:   IonReads,
	Params: []Param{
		peak(0.02),
		reversal(-40),
		{Name: "g_inc", Unit: "1", Default: 2, Min: 0, Max: 1e3, Trainable: true, Doc: "conductance of a channel with the protein bound, over that of one without"},
		shift(),
		{Name: "c_half", Unit: "mM", Default: 0.002, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "concentration that activates half of the protein"},
		{Name: "k2", Unit: "1/ms", Default: 4e-4, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "rate at which calcium leaves the protein"},
		{Name: "k4", Unit: "1/ms", Default: 1e-3, Min: 0, Max: 1e3, Open: true, Trainable: true, Doc: "rate at which the protein leaves the channel"},
		{Name: "p_c", Unit: "1", Default: 0.01, Min: 0, Max: 1, Open: true, Trainable: true, Doc: "share of active protein that binds half of the open channels"},
		speed("phi", 1, "speed of opening and closing, 3^((T - 36) / 10) at T degrees Celsius"),
	},
	State:   []Var{gate("o", "share of channels open"), gate("l", "share of channels open with the protein bound"), gate("p", "share of the protein that is active")},
	Derived: []string{"g_max", "g_inc", "v_shift", "inv_c", "k2", "k4", "inv_p", "phi", "dt", "dt_l"},
	Derive: func(p Lookup, dt float64) []float64 {
		return []float64{p("g_max"), p("g_inc"), p("v_shift"), 1 / p("c_half"), p("k2"), p("k4"), 1 / p("p_c"), p("phi"), dt, -math.Expm1(-p("k4")*dt) / p("k4")}
	},
	Steady: func(p Lookup, v, c float64) []float64 {
		h := logistic(-(v - p("v_shift") + 75) / 5.5)
		active := rests(math.Pow(c/p("c_half"), 4), 1)
		bound := active / p("p_c") // l / o at rest
		o := h / (1 + h*bound)
		return []float64{o, bound * o, active}
	},
}
