// log.glsl: what is kept of every sample, common subset of GLSL and C++.
//
// A sample owns `capacity` records, handed out one after the other. A record
// is an event of one neuron's life; a neuron's records form its log, each
// pointing to the one before. The record of an arrival is made when the spike
// that causes it is delivered, and waits in the target's list until its time.
// Records keep the state after the event, so that the backward pass can make
// every series again.
//
// rec_word, 4 of each record: kind; the record before in the log, or the next
//   one that waits; a, b: an arrival's synapse, or a spike's first arrival
//   (NONE before it is delivered) and the neuron's spike before.
// rec_real, rec_stride of each: time, cotangent of the time, cotangent of the
//   weight, v, then g and x of every receptor.
// cell_word, 6 of each neuron: last record (backward: the record to go on
//   from), waiting list, last spike, last spike delivered (sources: number of
//   spikes delivered), number of spikes, number of observations.
// cell_real, cell_stride of each: see CELL_.
// sample_word, 4 of each sample: records used, status, neuron of a failure.
// param: slice length, duration, then param_stride for each neuron: see PARAM_;
//   then lists of times at which potentials are observed, each after its length.
// syn_word, 4 of each synapse: target, receptor, source.
// syn_real, 4 of each synapse: weight, delay, their cotangents.

#define EVENT_NONE 0xffffffffu

#define EVENT_START 0u
#define EVENT_ARRIVAL 1u
#define EVENT_MARK 2u
#define EVENT_SPIKE 3u
#define EVENT_RELEASE 4u
#define EVENT_OBSERVE 5u
#define EVENT_KIND 7u
// The potential is held after this event.
#define EVENT_HELD 8u
// A spike at time 0 of a neuron that starts above its threshold: its time does not vary.
#define EVENT_FIXED 16u

#define REC_TIME 0u
#define REC_BAR_TIME 1u
#define REC_BAR_WEIGHT 2u
#define REC_V 3u
#define REC_G 4u

#define CELL_LAST 0u
#define CELL_WAITING 1u
#define CELL_SPIKE 2u
#define CELL_DELIVERED 3u
#define CELL_COUNT 4u
#define CELL_OBSERVED 5u
#define CELL_WORDS 6u

#define CELL_RELEASE 0u      // end of the refractory time
#define CELL_INTEGRAL 1u     // of v exp(-k t)
#define CELL_MAX 2u          // largest v
#define CELL_MAX_TIME 3u     // its time
#define CELL_BAR_INTEGRAL 4u // cotangents that the loss gives
#define CELL_BAR_MAX 5u
#define CELL_BAR_FINAL 6u
#define CELL_BAR_RELEASE 7u
#define CELL_BAR_C 8u // cotangents of the parameters
#define CELL_BAR_L 9u
#define CELL_BAR_E 10u
#define CELL_BAR_I 11u
#define CELL_BAR_TH 12u
#define CELL_BAR_RESET 13u
#define CELL_BAR_REF 14u
#define CELL_BAR_V 15u // cotangent of the state, in the end of the initial state
#define CELL_BAR_G 16u // then of x, tau, e_rev of every receptor

#define PARAM_HEAD 4u
#define PARAM_C 0u
#define PARAM_L 1u
#define PARAM_E 2u
#define PARAM_I 3u
#define PARAM_TH 4u
#define PARAM_RESET 5u
#define PARAM_REF 6u
#define PARAM_RECEPTORS 7u
#define PARAM_V0 8u
#define PARAM_FLAGS 9u
#define PARAM_K 10u
#define PARAM_OBSERVE 11u // where in param the neuron's list of times is, 0: none
#define PARAM_RECEPTOR 12u
#define PARAM_RECEPTOR_WORDS 6u // rate, e_rev, kind, g0, x0, jump per unit of weight

#define FLAG_SPIKES 1u
#define FLAG_INTEGRAL 2u
#define FLAG_MAX 4u

#define SAMPLE_USED 0u
#define SAMPLE_STATUS 1u
#define SAMPLE_INFO 2u
#define SAMPLE_WORDS 4u
#define EVENT_FULL 1u
#define EVENT_NOT_FINITE 2u
#define EVENT_LONG 4u

// What one invocation may do in one slice: software drivers silently end the
// loops of an invocation after 65,535 trips in all. The host then takes
// shorter slices. CPUs have no such limit.
#ifdef __cplusplus
#define EVENT_MOST_EVENTS 0xffffffffu
#define EVENT_MOST_WAITING 0xffffffffu
#define EVENT_MOST_ARRIVALS 0xffffffffu
#else
#define EVENT_MOST_EVENTS 48u
#define EVENT_MOST_WAITING 400u
#define EVENT_MOST_ARRIVALS 20000u
#endif

// Notes what went wrong in a sample.
FN void event_fail(uint sample_index, uint status, uint neuron) {
  sample_word[sample_index * SAMPLE_WORDS + SAMPLE_STATUS] = status;
  sample_word[sample_index * SAMPLE_WORDS + SAMPLE_INFO] = neuron;
}

// Takes `count` records of a sample; NONE when there are not so many.
FN uint event_take(uint sample_index, uint count) {
  uint at = EVENT_ADD(sample_word[sample_index * SAMPLE_WORDS + SAMPLE_USED], count);
  if (at + count <= capacity) return sample_index * capacity + at;
  event_fail(sample_index, EVENT_FULL, 0u);
  return EVENT_NONE;
}

FN EventCell event_load_cell(uint neuron) {
  uint at = PARAM_HEAD + neuron * param_stride;
  EventCell c;
  c.c = param[at + PARAM_C];
  c.g = param[at + PARAM_L];
  c.e = param[at + PARAM_E];
  c.i = param[at + PARAM_I];
  c.v_th = param[at + PARAM_TH];
  c.v_reset = param[at + PARAM_RESET];
  c.t_ref = param[at + PARAM_REF];
  c.receptors = uint(param[at + PARAM_RECEPTORS]);
  c.conducts = false;
  for (uint r = 0u; r < c.receptors; r++) {
    uint of = at + PARAM_RECEPTOR + r * PARAM_RECEPTOR_WORDS;
    c.rate[r] = param[of];
    c.e_rev[r] = param[of + 1u];
    c.kind[r] = uint(param[of + 2u]);
    c.conducts = c.conducts || (c.kind[r] & EVENT_CONDUCTANCE) != 0u;
  }
  return c;
}

// The state after a record's event.
FN EventState event_load(EventCell c, uint rec) {
  uint at = rec * rec_stride;
  EventState s;
  s.v = rec_real[at + REC_V];
  for (uint r = 0u; r < c.receptors; r++) {
    s.g[r] = rec_real[at + REC_G + r];
    s.x[r] = (c.kind[r] & EVENT_ALPHA) != 0u ? rec_real[at + REC_G + receptors + r] : R(0.0);
  }
  return s;
}

FN void event_keep(EventCell c, EventState s, uint rec, uint kind, real time, uint before) {
  rec_word[rec * 4u] = kind;
  rec_word[rec * 4u + 1u] = before;
  uint at = rec * rec_stride;
  rec_real[at + REC_TIME] = time;
  rec_real[at + REC_BAR_TIME] = R(0.0);
  rec_real[at + REC_BAR_WEIGHT] = R(0.0);
  rec_real[at + REC_V] = s.v;
  for (uint r = 0u; r < c.receptors; r++) {
    rec_real[at + REC_G + r] = s.g[r];
    if ((c.kind[r] & EVENT_ALPHA) != 0u) rec_real[at + REC_G + receptors + r] = s.x[r];
  }
}

// Beginning and end of a slice of the trial.
FN real event_slice_begin(uint slice) { return real(slice) * param[0]; }
FN real event_slice_end(uint slice) {
  return slice + 1u >= slices ? param[1] : real(slice + 1u) * param[0];
}

// The integral of exp(-k t) from `begin` over h.
FN real event_span(real k, real begin, real h) {
  real z = k * h;
  if (!(z > R(0.0))) return h;
  return gv_exp(-(k * begin)) * (h * (-gv_expm1(-z) / z));
}
