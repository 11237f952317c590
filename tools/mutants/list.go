package main

// mutant is one sabotage of the sources and the tests that have to notice it.
type mutant struct {
	name string
	file string // from the top of the repository
	old  string // occurs once in the file
	new  string
	pkg  string // whose tests are run, such as "./host"
	run  string // which of them: a -run expression
}

// mutants lists the sabotages, by room. Each is the kind of mistake that is
// easily made there and that still builds.
var mutants = []mutant{
	// Fragments: the same wrong formula on both engines, so that only closed forms can tell.
	{"lif: drive with the wrong sign", "shaders/neuron/lif.glsl",
		"real v_inf = p.e_l + p.r_m * i;", "real v_inf = p.e_l - p.r_m * i;",
		"./host", "^TestConstantCurrentSpikeTimes$"},
	{"lif: no refractory time", "shaders/neuron/lif.glsl",
		"bool refractory = s.refractory > R(0.0);", "bool refractory = false;",
		"./host", "^TestRefractoryTime$"},
	{"exponential: no decay", "shaders/synapse/exponential.glsl",
		"s.g = old * p.decay + arrival;", "s.g = old + arrival;",
		"./host", "^TestConductanceCourse$"},
	{"alpha: rise with the wrong sign", "shaders/synapse/alpha.glsl",
		"s.g = p.decay * (g + p.slope * x);", "s.g = p.decay * (g - p.slope * x);",
		"./host", "^TestConductanceCourse$"},
	{"dual_exponential: rise with the wrong sign", "shaders/synapse/dual_exponential.glsl",
		"s.g = p.decay * g + p.transfer * x;", "s.g = p.decay * g - p.transfer * x;",
		"./host", "^TestDualExponentialCourse$"},
	{"magnesium: the block lifts at rest", "shaders/lib/magnesium.glsl",
		"gv_exp(R(-0.062) * v)", "gv_exp(R(0.062) * v)",
		"./host", "^TestMagnesiumBlock$"},
	{"tsodyks_markram: nothing is used up", "shaders/presynapse/tsodyks_markram.glsl",
		"(s.x - s.u * s.x)", "(s.x)",
		"./host", "^TestDepressionOfRegularTrains$"},
	{"factor: rounded down", "shaders/lib/factor.glsl",
		"lo + 0x20000000u", "lo + 0u",
		"./kernels", "^TestKernels$/^deliver$"},
	{"hh: a gate that leaves its steady state", "shaders/lib/gate.glsl",
		"x_inf + (x - x_inf)", "x_inf - (x - x_inf)",
		"./host", "^TestHodgkinHuxleyOrder$"},
	{"stdp: depression by the wrong exponent", "shaders/plasticity/stdp.glsl",
		"s.w * p.inv_w_max, p.mu_minus", "s.w * p.inv_w_max, p.mu_plus",
		"./host", "^TestWindowSTDP$"},
	{"stdp_triplet: the slow trace of the wrong side", "shaders/plasticity/stdp_triplet.glsl",
		"s.o2 = s.o2 * gv_decay(steps, p.rate_y);", "s.o2 = s.o2 * gv_decay(steps, p.rate_minus);",
		"./host", "^TestTripletFrequency$"},
	{"plastic: spikes of one step pair", "shaders/kernel/plastic.glsl",
		"if (last < now) {\n      uint trace_first = pre_trace_at", "if (last <= now) {\n      uint trace_first = pre_trace_at",
		"./host", "^TestRulesOnTrains$"},
	{"plastic: the target's trace without the delay", "shaders/kernel/plastic.glsl",
		"now < d ? 0u : now - d", "now",
		"./host", "^TestWindowSTDP$"},

	// Shaders alone: the device against the native engine in float64.
	{"neuron_step: one invocation too many", "shaders/kernel/neuron_step.comp",
		"if (i >= n) return;", "if (i > n) return;",
		"./kernels", "^TestKernels$/^neuron_step$"},
	{"neuron_step: the ring is not cleared", "shaders/kernel/neuron_step.comp",
		"ring[first + uint(r)] = 0;", ";",
		"./kernels", "^TestKernels$/^neuron_step$"},
	{"deliver: a row ends one synapse early", "shaders/kernel/deliver.comp",
		"k < end; k += gl_WorkGroupSize.x", "k + 1u < end; k += gl_WorkGroupSize.x",
		"./kernels", "^TestKernels$/^deliver$"},
	{"deliver: a slot mask of half the ring", "shaders/kernel/deliver.comp",
		"uint slot = ((now + delay) & slot_mask) * ports;", "uint slot = ((now + delay) & (slot_mask >> 1)) * ports;",
		"./host", "^TestDelays$"},
	{"philox: digits of a multiplier exchanged", "shaders/lib/philox.glsl",
		"0xD2511F53u", "0xD2511F35u",
		"./shaders", "^TestPhiloxKnownAnswers"},
	{"u01: one bit too many", "shaders/lib/philox.glsl",
		"x >> 9", "x >> 8",
		"./shaders", "^TestMathSpecialValues$"},
	{"exact: sums may be contracted", "shaders/exact.go",
		"case 127, 129, 131, 133,", "case 127, 131, 133,",
		"./shaders", "^TestExactDecoratesEveryFloatOperation$"},

	// The native engine.
	{"adex: a spike adapts nothing", "shaders/neuron/adex.glsl",
		"s.w = spike ? s.w + p.b : s.w;", "",
		"./host", "^TestPointNeuronsAgreeWithBrian2$"},
	{"glif: after-spike currents are forgotten", "shaders/neuron/glif.glsl",
		"p.asc_rest_1 * asc_1 + p.asc_amps_1", "p.asc_amps_1",
		"./host", "^TestPointNeuronsAgreeWithBrian2$"},
	{"morris_lecar: the steady state of half the slope", "shaders/neuron/morris_lecar.glsl",
		"gv_exp(R(-2.0) * z)", "gv_exp(-z)",
		"./host", "^TestNeuronOrder$"},
	{"schemes: a weight of rk4", "shaders/lib/schemes.glsl",
		"h * R(0.33333333333333333)", "h * R(0.33)",
		"./host", "^TestNeuronOrder$"},
	{"stimulate: noise that forgets at once", "kernels/native/outside.h",
		"away = values[2] * *own + values[3] * z;", "away = values[3] * z;",
		"./host", "^TestOUCurrent$"},
	{"native: the ring is not cleared", "kernels/native/neuron_step.h",
		"ring[k * PORTS + r] = 0;", "",
		"./kernels", "^TestKernels$/^neuron_step$"},
	{"native: a row ends one synapse early", "kernels/native/deliver.cpp",
		"for (uint32_t k = begin; k < end; k++) slot[targets[k]] += weight;",
		"for (uint32_t k = begin; k + 1 < end; k++) slot[targets[k]] += weight;",
		"./kernels", "^TestKernels$/^deliver$"},

	// Vulkan.
	{"gpu: barriers counted, not recorded", "gpu/shim_record.c",
		"barrier(d, cb, 0); ++*barriers;", "++*barriers;",
		"./gpu", "^TestBarriersAreRecorded$"},
	{"gpu: no barrier asked for", "gpu/record.go",
		"op.barrier = 1", "op.barrier = 0",
		"./gpu", "^(TestResubmit|TestNoBarrier)$"},

	// Connectivity and the description.
	{"csr: a neuron may project to itself", "buffers/rule_sample.go",
		"if t >= self {", "if t > self {",
		"./buffers", "^TestBuildIsTheNaiveOne$"},
	{"csr: rows begin one source late", "buffers/csr_place.go",
		"b.count(ctx, p, ptr[1:])", "b.count(ctx, p, ptr)",
		"./buffers", "^TestBuildIsTheNaiveOne$"},
	{"csr: weights rounded down", "buffers/csr_spec.go",
		"math.Round(w / p.Quantum)", "math.Floor(w / p.Quantum)",
		"./buffers", "^TestBuildIsTheNaiveOne$"},
	{"csr: delays rounded down", "buffers/csr_spec.go",
		"math.Round(delay / p.DT)", "math.Floor(delay / p.DT)",
		"./host", "^(TestDelays|TestDrawnDelays)$"},
	{"poisson_source: twice the rate", "model/poisson_source.go",
		`p("rate") * dt / 1000`, `p("rate") * dt / 500`,
		"./host", "^TestPoissonSource$"},
	{"streams: the seed is not used", "model/philox.go",
		"mix64(seed+0x9E3779B97F4A7C15)", "mix64(0x9E3779B97F4A7C15)",
		"./host", "^TestSeedMatters$"},

	// Running.
	{"spikes a step early", "host/sim.go",
		"r.take(step, uint32(base+k+1))", "r.take(step, uint32(base+k))",
		"./host", "^TestSpikeSource$"},
	{"snapshot: spikes under way are lost", "host/snapshot.go",
		"s.ring.Array.WriteI32(0, ring)", "s.ring.Array.WriteI32(0, make([]int32, len(ring)))",
		"./host", "^TestSnapshot$"},
}
