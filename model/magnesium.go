package model

// paramMagnesium is the parameter of every receptor that can have the output
// magnesium.
var paramMagnesium = Param{Name: "mg", Unit: "mM", Default: 1, Min: 0, Max: 1e3, Trainable: true,
	Doc: "extracellular magnesium (output magnesium)"}

// magnesiumHalf is the concentration (mM) that blocks half of the NMDA channels
// at 0 mV: Jahr & Stevens 1990, J. Neurosci. 10:3178, equation 4a. The slope,
// 0.062 / mV, stands in the kernels.
const magnesiumHalf = 3.57

// magnesiumWord is the word of a receptor's part of a row that holds its
// magnesium over magnesiumHalf; models with that output derive one word less.
const magnesiumWord = ReceptorWords - 1

// Takes reports whether the model's scheme takes receptors of an output. A
// conductance under the block of magnesium is one for every scheme that takes
// conductances, where the model's first state variable is a potential in mV.
func (m *NeuronModel) Takes(s Scheme, o Output) bool {
	for _, x := range s.Outputs {
		if x == o || o == OutputMagnesium && x == OutputConductance && m.hasPotential() {
			return true
		}
	}
	return false
}

// hasPotential reports whether the first state variable is a potential in mV.
func (m *NeuronModel) hasPotential() bool {
	return len(m.State) > 0 && m.State[0].Name == "v" && m.State[0].Unit == "mV"
}
