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
	alifDiscrete,
	hhTraub,
	hh1952,
	wangBuzsaki,
	morrisLecar,
	pinskyRinzel,
	fitzhughNagumo,
	hindmarshRose,
	thetaNeuron,
	thresholdLinear,
	tanhRate,
	wilsonCowan,
	fitzhughNagumoRate,
	stuartLandau,
	qifRate,
	jansenRit,
	kuramoto,
	wongWang,
	balloonWindkessel,
	conductance,
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
	nmdaDiscrete,
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

// Presynapses is the registry of models of presynaptic dynamics: one line each.
var presynapses = []*PresynapseModel{
	tsodyksMarkram,
	nmdaSaturation,
}

// Presynapses returns the registered models of presynaptic dynamics in their order.
func Presynapses() []*PresynapseModel { return append([]*PresynapseModel(nil), presynapses...) }

// FindPresynapse returns the model of presynaptic dynamics of that name, nil when there is none.
func FindPresynapse(name string) *PresynapseModel {
	for _, m := range presynapses {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Channels is the registry of ion channels: one line each.
var channels = []*ChannelModel{
	leak,
	kLeak,
	naHh1952,
	kdrHh1952,
	naTraub1991,
	kdrTraub1991,
	naBazhenov2002,
	kdrBazhenov2002,
	ka1Huguenard1992,
	ka2Huguenard1992,
	k2aHuguenard1992,
	k2bHuguenard1992,
	kmYamada1989,
	kahpDestexhe1994,
	catHuguenard1992,
	catPrince1992,
	cahtHuguenard1992,
	cahtReuveni1993,
	calInoue2008,
	canInoue2008,
	hHuguenard1992,
	hDestexhe1996,
}

// Ions is the registry of ion pools: one line each.
var ions = []*IonModel{
	fixedIon,
	nernst,
	calciumFirstOrder,
	calciumDetailed,
}

// Neurons returns the registered neuron models in their order.
func Neurons() []*NeuronModel { return append([]*NeuronModel(nil), neurons...) }

// Synapses returns the registered receptor models in their order.
func Synapses() []*SynapseModel { return append([]*SynapseModel(nil), synapses...) }

// PlasticityRules returns the registered plasticity rules in their order.
func PlasticityRules() []*PlasticityRule { return append([]*PlasticityRule(nil), plasticities...) }

// Channels returns the registered ion channels in their order.
func Channels() []*ChannelModel { return append([]*ChannelModel(nil), channels...) }

// Ions returns the registered ion pools in their order.
func Ions() []*IonModel { return append([]*IonModel(nil), ions...) }

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

// FindChannel returns the ion channel of that name, nil when there is none.
func FindChannel(name string) *ChannelModel {
	for _, m := range channels {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// FindIon returns the ion pool of that name, nil when there is none.
func FindIon(name string) *IonModel {
	for _, m := range ions {
		if m.Name == name {
			return m
		}
	}
	return nil
}
