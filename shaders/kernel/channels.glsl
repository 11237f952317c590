// channels.glsl: the ion channels and ion pools of a neuron, included by
// neuron_step.comp for the models that have them.
//
// A channel is like a receptor that sees the membrane potential and an ion pool
// instead of arrivals: its gates advance, its conductance is summed in x.g and
// x.ge. An ion pool takes the current of the channels that carry its ion, with
// the potential and reversal potential of the step's beginning, and advances
// last. Its first state word is its concentration, the second its reversal potential.
//
// Every channel model is a function and every slot is one, which finds its model
// by the slot's constant. Since drivers inline all of that before they look at
// constants, the host links a slot's calls to its model's function directly
// (shaders.Link); the results are the same.

layout(constant_id = 160) const int CHANNELS = 0;
layout(constant_id = 161) const int IONS = 0;
// What a slot holds: model + 1, first state word << 8, ion pool + 1 << 16, and
// 1 << 24 where the current is the ion's; 0 for none.
layout(constant_id = 162) const int CHANNEL_0 = 0;
layout(constant_id = 163) const int CHANNEL_1 = 0;
layout(constant_id = 164) const int CHANNEL_2 = 0;
layout(constant_id = 165) const int CHANNEL_3 = 0;
layout(constant_id = 166) const int CHANNEL_4 = 0;
layout(constant_id = 167) const int CHANNEL_5 = 0;
layout(constant_id = 168) const int CHANNEL_6 = 0;
layout(constant_id = 169) const int CHANNEL_7 = 0;
layout(constant_id = 170) const int CHANNEL_8 = 0;
layout(constant_id = 171) const int CHANNEL_9 = 0;
layout(constant_id = 172) const int CHANNEL_10 = 0;
layout(constant_id = 173) const int CHANNEL_11 = 0;
layout(constant_id = 174) const int ION_0 = 0;
layout(constant_id = 175) const int ION_1 = 0;
layout(constant_id = 176) const int ION_2 = 0;
layout(constant_id = 177) const int ION_3 = 0;

#define CHANNEL_RECORDS 3
#define ION_RECORDS 2
#define SLOT_KIND(slot) (((slot)&255) - 1)
#define SLOT_WORD(slot) ((slot) >> 8 & 255)
#define SLOT_ION(slot) (((slot) >> 16 & 255) - 1)
#define SLOT_CARRIES(slot) (((slot) >> 24) != 0)

real ion_current[4]; // pA, outward positive

#define SLOT_STATE(i) words[first + (i)]
#define SET_SLOT_STATE(i, x) words[first + (i)] = (x)
#define CHANNEL_PARAM(i) param(record + ((i) + 1) / 4, ((i) + 1) % 4)
#define ION_PARAM(i) param(record + (i) / 4, (i) % 4)

#define CHANNEL_FUNCTION(NAME, PARAMS, STATES, STEP)                                               \
  real channel_##NAME(int first, int record, ChannelInput y) {                                     \
    PARAMS p;                                                                                      \
    CHANNEL_##NAME##_PARAMS_UNPACK(p, CHANNEL_PARAM) STATES s;                                     \
    CHANNEL_##NAME##_STATE_UNPACK(s, SLOT_STATE) real value = STEP(p, s, y);                       \
    CHANNEL_##NAME##_STATE_PACK(s, SET_SLOT_STATE) return value;                                   \
  }
CHANNEL_EACH(CHANNEL_FUNCTION)

// The channel of an empty slot.
real channel_none(int first, int record, ChannelInput y) { return R(0.0); }

#define FIND_CHANNEL(NAME, PARAMS, STATES, STEP)                                                   \
  if (kind == CHANNEL_##NAME) value = channel_##NAME(first, record, y);

// Advances the channel of that model at state word `first` with the parameters
// from `record` on, and returns its conductance.
real any_channel(int kind, int first, int record, ChannelInput y) {
  real value = channel_none(first, record, y);
  CHANNEL_EACH(FIND_CHANNEL)
  return value;
}

#define CHANNEL_SLOT_FUNCTION(k)                                                                   \
  real channel_slot_##k(int first, int record, ChannelInput y) {                                   \
    return any_channel(SLOT_KIND(CHANNEL_##k), first, record, y);                                  \
  }
CHANNEL_SLOT_FUNCTION(0)
CHANNEL_SLOT_FUNCTION(1)
CHANNEL_SLOT_FUNCTION(2)
CHANNEL_SLOT_FUNCTION(3)
CHANNEL_SLOT_FUNCTION(4)
CHANNEL_SLOT_FUNCTION(5)
CHANNEL_SLOT_FUNCTION(6)
CHANNEL_SLOT_FUNCTION(7)
CHANNEL_SLOT_FUNCTION(8)
CHANNEL_SLOT_FUNCTION(9)
CHANNEL_SLOT_FUNCTION(10)
CHANNEL_SLOT_FUNCTION(11)

#define RUN_ION(NAME, PARAMS, STATES, STEP)                                                        \
  if (kind == ION_##NAME) {                                                                        \
    PARAMS p;                                                                                      \
    ION_##NAME##_PARAMS_UNPACK(p, ION_PARAM) STATES s;                                             \
    ION_##NAME##_STATE_UNPACK(s, SLOT_STATE) STEP(p, s, current);                                  \
    ION_##NAME##_STATE_PACK(s, SET_SLOT_STATE)                                                     \
  }

// First state word of ion pool `ion`.
int ion_word(int ion) {
  return SLOT_WORD(ion == 0 ? ION_0 : ion == 1 ? ION_1 : ion == 2 ? ION_2 : ION_3);
}

// What the channel of a slot sees.
ChannelInput slot_input(int slot) {
  const int pool = ion_word(SLOT_ION(slot));
  ChannelInput y;
  y.v = words[0];
  y.c = SLOT_ION(slot) < 0 ? R(0.0) : words[pool];
  y.held = HELD;
  return y;
}

// Adds the conductance of a slot's channel to what the neuron receives, and its
// current to the ion's.
void add_channel(int slot, int record, real value, inout NeuronInput x) {
  const int ion = SLOT_ION(slot);
  real e = SLOT_CARRIES(slot) ? words[ion_word(ion) + 1] : param(record, 0);
  x.g = x.g + value;
  x.ge = x.ge + value * e;
  if (SLOT_CARRIES(slot)) ion_current[ion] = ion_current[ion] + value * (words[0] - e);
}

// Advances an ion pool by the current of its channels.
void run_ion(int slot, int record, real current) {
  const int kind = SLOT_KIND(slot);
  const int first = SLOT_WORD(slot);
  ION_EACH(RUN_ION)
}

// Advances all channels, then all ion pools, whose parameters begin at `record`.
void run_channels(int record, inout NeuronInput x) {
  for (int k = 0; k < 4; k++) ion_current[k] = R(0.0);
#define CHANNEL_SLOT(k)                                                                            \
  if (CHANNELS > k) {                                                                              \
    const int at = record + CHANNEL_RECORDS * k;                                                   \
    real value = channel_slot_##k(SLOT_WORD(CHANNEL_##k), at, slot_input(CHANNEL_##k));            \
    add_channel(CHANNEL_##k, at, value, x);                                                        \
  }
  CHANNEL_SLOT(0)
  CHANNEL_SLOT(1)
  CHANNEL_SLOT(2)
  CHANNEL_SLOT(3)
  CHANNEL_SLOT(4)
  CHANNEL_SLOT(5)
  CHANNEL_SLOT(6)
  CHANNEL_SLOT(7)
  CHANNEL_SLOT(8)
  CHANNEL_SLOT(9)
  CHANNEL_SLOT(10)
  CHANNEL_SLOT(11)
#define ION_SLOT(k, SLOT)                                                                          \
  if (IONS > k) {                                                                                  \
    run_ion(SLOT, record + CHANNEL_RECORDS * CHANNELS + ION_RECORDS * k, ion_current[k]);          \
  }
  ION_SLOT(0, ION_0)
  ION_SLOT(1, ION_1)
  ION_SLOT(2, ION_2)
  ION_SLOT(3, ION_3)
}
