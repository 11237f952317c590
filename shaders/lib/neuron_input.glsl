// neuron_input.glsl: what a neuron receives in one step, common subset of GLSL and C++.

#ifndef GV_NEURON_INPUT
#define GV_NEURON_INPUT

struct NeuronInput {
  real i;  // pA, current: stimuli and current receptors
  real g;  // nS, sum of the synaptic conductances
  real ge; // pA, sum of conductance times reversal potential
  real dv; // mV, jump of the membrane potential (delta receptors)
  real u;  // uniform random number in (0,1), for models that read it
};

#endif
