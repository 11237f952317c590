package model

// Neurons is the registry of neuron models: one line each.
var neurons = []*NeuronModel{
	lif,
	perfect,
	expIf,
	adex,
	quadIf,
	adQuadIf,
	izhikevich,
	alif,
	lifSfa,
	gif,
	gifPozzorini,
	glif,
	leakyIntegrator,
	mccullochPitts,
	hhTraub,
	hh1952,
	wangBuzsaki,
	morrisLecar,
	pinskyRinzel,
	fitzhughNagumo,
	hindmarshRose,
	thetaNeuron,
	thresholdLinear,
	wilsonCowan,
	fitzhughNagumoRate,
	stuartLandau,
	qifRate,
	jansenRit,
	kuramoto,
	wongWang,
	balloonWindkessel,
	poissonSource,
	spikeSource,
}

// Synapses is the registry of receptor models: one line each.
var synapses = []*SynapseModel{
	delta,
	exponential,
	alpha,
	dualExponential,
	ampa,
	gabaA,
	gabaB,
	nmda,
}

// Plasticities is the registry of plasticity rules: one line each.
var plasticities = []*PlasticityRule{
	stdp,
	stdpTriplet,
	vogelsSprekeler,
	stdpDopamine,
	clopath,
	scaling,
}

// Neurons returns the registered neuron models in their order.
func Neurons() []*NeuronModel { return append([]*NeuronModel(nil), neurons...) }

// Synapses returns the registered receptor models in their order.
func Synapses() []*SynapseModel { return append([]*SynapseModel(nil), synapses...) }

// PlasticityRules returns the registered plasticity rules in their order.
func PlasticityRules() []*PlasticityRule { return append([]*PlasticityRule(nil), plasticities...) }

// FindNeuron returns the neuron model of that name, nil when there is none.
func FindNeuron(name string) *NeuronModel {
	for _, m := range neurons {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// FindSynapse returns the receptor model of that name, nil when there is none.
func FindSynapse(name string) *SynapseModel {
	for _, m := range synapses {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// FindPlasticity returns the plasticity rule of that name, nil when there is none.
func FindPlasticity(name string) *PlasticityRule {
	for _, r := range plasticities {
		if r.Name == name {
			return r
		}
	}
	return nil
}
