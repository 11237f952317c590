// event_layer.h: a layer of neurons that gets the same spikes at the same times
// goes through a trial together, one arrival after the other.
//
// Every source that reaches the layer reaches all of it, with one delay: the
// arrivals of a spike then stand side by side in the log, one for each neuron
// (the first stands for all of them until the layer gets there), and what passes between two
// arrivals is the same exponentials for all. The loops over neurons vectorise; neurons that may
// spike before the next arrival, or are refractory, go that way alone (event_walk,
// event_back_walk). Every number is the one the walk of single neurons gives, bit for bit.

#define LAYER_BLOCK 256u
#define LAYER_NEAR 1
#define LAYER_BROKEN 2

// Neurons k over a flow: v, i and the integral after it. near says which of
// them may reach the threshold on the way. Returns what there was, LAYER_.
extern "C" GV_CLONES int
GV_NAME(gv_event_layer_flow)(const EventCell *cell, const EventFlow *flow, uint32_t n,
                             const real *__restrict v, const real *__restrict i,
                             const real *__restrict area, real *__restrict v1, real *__restrict i1,
                             real *__restrict area1, int32_t *__restrict near) {
  const EventCell c = *cell;
  const EventFlow f = *flow;
  const real rest = event_rest(c);
  const real per_input = f.t / c.c, margin = R(1e-5) * (gv_abs(rest) + gv_abs(c.v_th));
  int32_t found = 0;
  for (uint32_t k = 0; k < n; k++) {
    v1[k] = event_flow_v(c, f, v[k], i[k]);
    i1[k] = i[k] * f.beta;
    area1[k] = area[k] + event_flow_area(c, f, v[k], i[k], v1[k], i1[k]);
    // Where dv/dt vanishes its own slope is that of the input. So v is largest
    // at one of the ends, but for an input above 0 when it falls in the end:
    // then bound K(t) by t, and the way to rest from above by where it begins.
    real up = gv_max(v[k] - rest, R(0.0)) + gv_max(i[k], R(0.0)) * per_input;
    bool falls = i[k] > R(0.0) && c.g * (c.e - v1[k]) + c.i + i1[k] <= R(0.0);
    real most = gv_max(v[k], select(falls, rest + up * R(1.00001), v1[k]));
    int32_t close = most + margin + R(1e-5) * gv_abs(most) >= c.v_th ? LAYER_NEAR : 0;
    int32_t whole = gv_abs(v1[k]) < R(1e9) ? LAYER_BROKEN : 0;
    near[k] = close;
    found |= close | ((whole ^ LAYER_BROKEN) & ~(close * LAYER_BROKEN));
  }
  return found;
}

// What the neurons of a block have on the way back.
struct EventLayerBars {
  real v[LAYER_BLOCK], i[LAYER_BLOCK], area[LAYER_BLOCK];
  real c[LAYER_BLOCK], g[LAYER_BLOCK], e[LAYER_BLOCK], drive[LAYER_BLOCK], tau[LAYER_BLOCK];
};

// Neurons k that are not alone back over a flow that began with v and i.
extern "C" GV_CLONES void GV_NAME(gv_event_layer_back)(const EventCell *cell, const EventFlow *flow,
                                                       uint32_t n, const real *__restrict v,
                                                       const real *__restrict i,
                                                       const int32_t *__restrict alone,
                                                       EventLayerBars *__restrict bars) {
  const EventCell c = *cell;
  const EventFlow f = *flow;
  const real moment = event_flow_moment(c, f);
  EventLayerBars &b = *bars;
  for (uint32_t k = 0; k < n; k++) {
    EventFlowBar y = {b.v[k], b.i[k], b.c[k], b.g[k], b.e[k], b.drive[k], b.tau[k]};
    event_flow_vjp(c, f, moment, v[k], i[k], b.area[k], y);
    bool own = alone[k] != 0;
    b.v[k] = select(own, b.v[k], y.v);
    b.i[k] = select(own, b.i[k], y.i);
    b.c[k] = select(own, b.c[k], y.c);
    b.g[k] = select(own, b.g[k], y.g);
    b.e[k] = select(own, b.e[k], y.e);
    b.drive[k] = select(own, b.drive[k], y.drive);
    b.tau[k] = select(own, b.tau[k], y.tau);
  }
}

namespace {

struct EventLayer : Event {
  EventCell c;
  std::vector<uint32_t> events; // the arrivals of the layer's first neuron

  explicit EventLayer(const gv_op *op) : Event(op) {}

  // Whether the layer goes together; the host has compared its neurons.
  bool together(const gv_op *op) {
    if (op->push[12] == 0) return false;
    c = event_load_cell(first);
    return true;
  }
  real gain() const {
    return param[PARAM_HEAD + (uint64_t)first * param_stride + PARAM_RECEPTOR + 5u];
  }
  real &value(uint32_t rec, uint32_t word) { return rec_real[(uint64_t)rec * rec_stride + word]; }
  uint32_t &word(uint32_t rec, uint32_t k) { return rec_word[(uint64_t)rec * 4 + k]; }

  // Notes when a spike arrives; the rest of the arrivals' records is the
  // layer's to write, unless they come too late for it.
  bool deliver_row(uint32_t sample, uint32_t neuron, uint32_t spike) {
    const uint32_t begin = row_ptr[neuron], m = row_ptr[neuron + 1] - begin;
    if (m == 0) return event_deliver_one(sample, neuron, spike);
    const real arrival = value(spike, REC_TIME) + syn_real[(uint64_t)begin * 4 + 1];
    if (arrival > param[1]) return event_deliver_one(sample, neuron, spike);
    const uint32_t slot = event_take(sample, m);
    if (slot == EVENT_NONE) return false;
    word(spike, 2) = slot;
    word(slot, 2) = begin;
    value(slot, REC_TIME) = arrival;
    const uint32_t cell = sample * neurons + syn_word[(uint64_t)begin * 4];
    word(slot, 1) = event_exchange(cell_word[cell * CELL_WORDS + CELL_WAITING], slot);
    return true;
  }

  void deliver(uint32_t sample, uint32_t neuron) {
    uint32_t *cell = &cell_word[(sample * neurons + neuron) * CELL_WORDS];
    if (sources) {
      const uint32_t at = cell[CELL_SPIKE] + 1 - cell[CELL_COUNT];
      uint32_t &done = cell[CELL_DELIVERED];
      for (; done < cell[CELL_COUNT]; done++)
        if (!(value(at + done, REC_TIME) < param[1]) || !deliver_row(sample, neuron, at + done))
          return;
      return;
    }
    const uint32_t old = cell[CELL_DELIVERED];
    uint32_t spike = cell[CELL_SPIKE];
    cell[CELL_DELIVERED] = spike;
    for (; spike != old; spike = word(spike, 3))
      if (!deliver_row(sample, neuron, spike)) return;
  }

  void advance(uint32_t sample) {
    events.clear();
    uint32_t rec = event_sort(event_due(sample, first, param[1], true));
    for (; rec != EVENT_NONE; rec = word(rec, 1)) events.push_back(rec);
    for (uint32_t k = 0; k < count; k += LAYER_BLOCK)
      if (!advance_block(sample, k, count - k < LAYER_BLOCK ? count - k : LAYER_BLOCK)) return;
  }

  // Takes neurons from..from+m-1 through the trial; false when the sample has failed.
  bool advance_block(uint32_t sample, uint32_t from, uint32_t m) {
    real v[LAYER_BLOCK], i[LAYER_BLOCK], area[LAYER_BLOCK];
    real v1[LAYER_BLOCK], i1[LAYER_BLOCK], area1[LAYER_BLOCK];
    uint32_t last[LAYER_BLOCK];
    int32_t near[LAYER_BLOCK], held[LAYER_BLOCK];
    const uint32_t cell0 = sample * neurons + first + from;
    const real jump = gain();
    for (uint32_t k = 0; k < m; k++) {
      if (!event_begin(c, sample, first + from + k, cell0 + k)) return false;
      cell_word[(cell0 + k) * CELL_WORDS + CELL_WAITING] = EVENT_NONE;
      last[k] = cell_word[(cell0 + k) * CELL_WORDS + CELL_LAST];
      v[k] = value(last[k], REC_V);
      i[k] = value(last[k], REC_G);
      area[k] = R(0.0);
      held[k] = 0;
    }
    real begin = R(0.0);
    for (uint32_t event : events) {
      const uint32_t rec = event + from;
      const real time = value(event, REC_TIME), h = time - begin;
      int found = 0;
      if (h > R(0.0)) {
        const EventFlow f = event_flow(c, h);
        found = GV_NAME(gv_event_layer_flow)(&c, &f, m, v, i, area, v1, i1, area1, near);
      } else {
        for (uint32_t k = 0; k < m; k++) {
          v1[k] = v[k];
          i1[k] = i[k];
          area1[k] = area[k];
          near[k] = v[k] >= c.v_th ? LAYER_NEAR : 0;
          found |= near[k];
        }
      }
      if (found & LAYER_BROKEN) {
        for (uint32_t k = 0; k < m; k++)
          if (!(gv_abs(v1[k]) < R(1e9)) && !near[k])
            event_fail(sample, EVENT_NOT_FINITE, first + from + k);
        return false;
      }
      for (uint32_t k = 0; k < m; k++) near[k] |= held[k];
      const uint32_t synapse = word(event, 2) + from;
      const real *weight = syn_real + (uint64_t)synapse * 4;
      for (uint32_t k = 0; k < m; k++) {
        real *at = &value(rec + k, 0);
        v[k] = v1[k];
        i[k] = i1[k] + jump * weight[4 * k];
        at[REC_TIME] = time;
        at[REC_BAR_TIME] = R(0.0);
        at[REC_BAR_WEIGHT] = R(0.0);
        at[REC_V] = v[k];
        at[REC_G] = i[k];
      }
      for (uint32_t k = 0; k < m; k++) {
        word(rec + k, 0) = EVENT_ARRIVAL;
        word(rec + k, 1) = last[k];
        word(rec + k, 2) = synapse + k;
      }
      for (uint32_t k = 0; k < m; k++) {
        if (near[k]) {
          if (!alone(sample, first + from + k, time, rec + k, last[k], area[k])) return false;
          v[k] = value(rec + k, REC_V);
          i[k] = value(rec + k, REC_G);
          held[k] = (word(rec + k, 0) & EVENT_HELD) != 0;
        } else {
          area[k] = area1[k];
        }
        last[k] = rec + k;
      }
      begin = time;
    }
    return finish(sample, from, m, begin, v, i, area, last, held);
  }

  // The rest of the trial after the last arrival.
  bool finish(uint32_t sample, uint32_t from, uint32_t m, real begin, const real *v, const real *i,
              const real *area, const uint32_t *last, const int32_t *held) {
    real v1[LAYER_BLOCK], i1[LAYER_BLOCK], area1[LAYER_BLOCK];
    int32_t near[LAYER_BLOCK];
    const real end = param[1];
    const EventFlow f = event_flow(c, end - begin);
    if (GV_NAME(gv_event_layer_flow)(&c, &f, m, v, i, area, v1, i1, area1, near) & LAYER_BROKEN ||
        !(end > begin))
      for (uint32_t k = 0; k < m; k++) near[k] = LAYER_NEAR;
    for (uint32_t k = 0; k < m; k++) {
      const uint32_t cell = sample * neurons + first + from + k;
      bool own = near[k] || held[k];
      cell_word[cell * CELL_WORDS + CELL_LAST] = last[k];
      if (integrates())
        cell_real[(uint64_t)cell * cell_stride + CELL_INTEGRAL] = own ? area[k] : area1[k];
      if (own) {
        event_walk(c, sample, first + from + k, R(0.0), end, true, EVENT_NONE);
        continue;
      }
      uint32_t rec = event_take(sample, 1u);
      if (rec == EVENT_NONE) return false;
      EventState s;
      s.v = v1[k];
      s.g[0] = i1[k];
      event_keep(c, s, rec, EVENT_MARK, end, last[k]);
      cell_word[cell * CELL_WORDS + CELL_LAST] = rec;
    }
    return true;
  }

  bool integrates() const {
    return ((uint32_t)param[PARAM_HEAD + (uint64_t)first * param_stride + PARAM_FLAGS] &
            FLAG_INTEGRAL) != 0;
  }

  // One neuron by itself up to its arrival `rec`.
  bool alone(uint32_t sample, uint32_t neuron, real time, uint32_t rec, uint32_t last, real &area) {
    const uint32_t cell = sample * neurons + neuron;
    uint32_t &at = cell_word[cell * CELL_WORDS + CELL_LAST];
    real &sum = cell_real[(uint64_t)cell * cell_stride + CELL_INTEGRAL];
    at = last;
    if (integrates()) sum = area;
    word(rec, 1) = EVENT_NONE;
    event_walk(c, sample, neuron, R(0.0), time, false, rec);
    area = sum;
    return at == rec;
  }

  void back(uint32_t sample) {
    events.clear();
    uint32_t rec = cell_word[(sample * neurons + first) * CELL_WORDS + CELL_LAST];
    for (; rec != EVENT_NONE; rec = word(rec, 1))
      if ((word(rec, 0) & EVENT_KIND) == EVENT_ARRIVAL) events.push_back(rec);
    for (uint32_t k = 0; k < count; k += LAYER_BLOCK)
      back_block(sample, k, count - k < LAYER_BLOCK ? count - k : LAYER_BLOCK);
  }

  void back_block(uint32_t sample, uint32_t from, uint32_t m) {
    EventLayerBars b;
    uint32_t rec[LAYER_BLOCK];
    int32_t alone[LAYER_BLOCK];
    real v[LAYER_BLOCK], i[LAYER_BLOCK];
    const uint32_t cell0 = sample * neurons + first + from;
    const real jump = gain();
    memset(&b, 0, sizeof b);
    for (uint32_t k = 0; k < m; k++) {
      const real *own = cell_real + (uint64_t)(cell0 + k) * cell_stride;
      b.v[k] = own[CELL_BAR_V] + own[CELL_BAR_FINAL];
      b.i[k] = own[CELL_BAR_G];
      b.area[k] = own[CELL_BAR_INTEGRAL];
      rec[k] = cell_word[(cell0 + k) * CELL_WORDS + CELL_LAST];
    }
    back_alone(sample, from, m, NULL, rec, events.empty() ? EVENT_NONE : events[0] + from, b);
    for (size_t j = 0; j < events.size(); j++) {
      if (j + 1 == events.size()) {
        back_alone(sample, from, m, NULL, rec, EVENT_NONE, b);
        break;
      }
      const uint32_t at = events[j] + from, before = events[j + 1] + from;
      const real h = value(at, REC_TIME) - value(before, REC_TIME);
      const real *weight = syn_real + (uint64_t)word(at, 2) * 4;
      for (uint32_t k = 0; k < m; k++) {
        alone[k] = word(at + k, 0) != EVENT_ARRIVAL || word(at + k, 1) != before + k ||
                   (word(before + k, 0) & EVENT_HELD) != 0;
        real *to = &value(at + k, 0);
        // As event_back_arrival.
        real rise = b.i[k] * c.rate[0] - b.v[k] * R(1.0) / c.c;
        to[REC_BAR_TIME] = jump * weight[4 * k] * rise;
        to[REC_BAR_WEIGHT] = jump * b.i[k];
        v[k] = value(before + k, REC_V);
        i[k] = value(before + k, REC_G);
        rec[k] = alone[k] ? rec[k] : before + k;
      }
      if (h > R(0.0)) {
        const EventFlow f = event_flow(c, h);
        GV_NAME(gv_event_layer_back)(&c, &f, m, v, i, alone, &b);
      }
      back_alone(sample, from, m, alone, rec, before, b);
    }
    for (uint32_t k = 0; k < m; k++) {
      EventState bar;
      EventCellBar p;
      pick(b, k, bar, p);
      cell_word[(cell0 + k) * CELL_WORDS + CELL_LAST] = rec[k];
      event_back_store(c, cell0 + k, bar);
      event_back_params(c, cell0 + k, p);
    }
  }

  // The neurons that are alone (NULL: all) back to the record stop + k.
  void back_alone(uint32_t sample, uint32_t from, uint32_t m, const int32_t *alone, uint32_t *rec,
                  uint32_t stop, EventLayerBars &b) {
    for (uint32_t k = 0; k < m; k++) {
      if (alone != NULL && !alone[k]) continue;
      EventState bar;
      EventCellBar p;
      pick(b, k, bar, p);
      rec[k] = event_back_walk(c, sample, first + from + k, R(0.0), rec[k],
                               stop == EVENT_NONE ? stop : stop + k, bar, p);
      b.v[k] = bar.v;
      b.i[k] = bar.g[0];
      b.c[k] = p.c;
      b.g[k] = p.g;
      b.e[k] = p.e;
      b.drive[k] = p.i;
      b.tau[k] = p.tau[0];
    }
  }

  static void pick(const EventLayerBars &b, uint32_t k, EventState &bar, EventCellBar &p) {
    bar.v = b.v[k];
    bar.g[0] = b.i[k];
    bar.x[0] = R(0.0);
    p.c = b.c[k];
    p.g = b.g[k];
    p.e = b.e[k];
    p.i = b.drive[k];
    p.tau[0] = b.tau[k];
    p.e_rev[0] = R(0.0);
  }

  // The cotangents of synapses begin..end-1, those of one source side by side;
  // the sums are event_gather's.
  void gather(uint32_t begin, uint32_t end, uint32_t samples) {
    real weight[LAYER_BLOCK], delay[LAYER_BLOCK];
    while (begin < end) {
      const uint32_t source = syn_word[begin * 4 + 2], offset = begin - row_ptr[source];
      uint32_t m = row_ptr[source + 1] - begin;
      if (m > end - begin) m = end - begin;
      if (m > LAYER_BLOCK) m = LAYER_BLOCK;
      for (uint32_t k = 0; k < m; k++) weight[k] = delay[k] = R(0.0);
      for (uint32_t b = 0; b < samples; b++) {
        uint32_t spike = cell_word[(b * neurons + source) * CELL_WORDS + CELL_SPIKE];
        for (; spike != EVENT_NONE; spike = word(spike, 3)) {
          if (word(spike, 2) == EVENT_NONE) continue;
          const real *at = &value(word(spike, 2) + offset, 0);
          for (uint32_t k = 0; k < m; k++) {
            weight[k] = weight[k] + at[(uint64_t)k * rec_stride + REC_BAR_WEIGHT];
            delay[k] = delay[k] + at[(uint64_t)k * rec_stride + REC_BAR_TIME];
          }
        }
      }
      for (uint32_t k = 0; k < m; k++) {
        syn_real[(begin + k) * 4 + 2] = weight[k];
        syn_real[(begin + k) * 4 + 3] = delay[k];
      }
      begin += m;
    }
  }
};

} // namespace
