// channel_input.glsl: what an ion channel sees in one step, common subset of GLSL and C++.

#ifndef GV_CHANNEL_INPUT
#define GV_CHANNEL_INPUT

struct ChannelInput {
  real v;    // mV, membrane potential at the step's beginning
  real c;    // mM, concentration in the channel's ion pool at the step's beginning; 0 without one
  bool held; // the conductance after the step acts during it, else that before it
};

#endif
