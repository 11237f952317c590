// adjoint.glsl: one neuron of one sample over one slice, backwards; common
// subset of GLSL and C++.
//
// Notation: bar.v, bar.g, bar.x are the derivatives of the loss with respect to
// the state. Between events they follow from the adjoint of the series. An
// event at time t adds to t's cotangent what the flow before it and the flow
// after it differ by, bar . (f_before - f_after); a spike's time follows from
// v(t) = v_th, so that its cotangent goes to v before the spike over dv/dt.
// Equations: Wunderlich & Pehle 2021, Sci. Rep. 11:12829 (in the variables
// lambda_V = -bar.v / tau_m, lambda_I = -bar.g / tau_s); Galan, Feehery &
// Barton 1999, Appl. Numer. Math. 31:17 for parameters and resets.

FN void event_back_load(EventCell c, uint cell, INOUT(EventState) bar) {
  uint at = cell * cell_stride + CELL_BAR_V;
  bar.v = cell_real[at];
  for (uint r = 0u; r < c.receptors; r++) {
    bar.g[r] = cell_real[at + 1u + r];
    bar.x[r] = cell_real[at + 1u + receptors + r];
  }
}

FN void event_back_store(EventCell c, uint cell, EventState bar) {
  uint at = cell * cell_stride + CELL_BAR_V;
  cell_real[at] = bar.v;
  for (uint r = 0u; r < c.receptors; r++) {
    cell_real[at + 1u + r] = bar.g[r];
    cell_real[at + 1u + receptors + r] = bar.x[r];
  }
}

FN void event_add_cell(uint word, real x) { cell_real[word] = cell_real[word] + x; }

// Adds the cotangents of the parameters that the series change.
FN void event_back_params(EventCell c, uint cell, EventCellBar p) {
  uint at = cell * cell_stride;
  event_add_cell(at + CELL_BAR_C, p.c);
  event_add_cell(at + CELL_BAR_L, p.g);
  event_add_cell(at + CELL_BAR_E, p.e);
  event_add_cell(at + CELL_BAR_I, p.i);
  uint of = at + CELL_BAR_G + 2u * receptors;
  for (uint r = 0u; r < c.receptors; r++) {
    event_add_cell(of + r, p.tau[r]);
    event_add_cell(of + receptors + r, p.e_rev[r]);
  }
}

// What the loss and the arrivals it causes say of the time of a spike.
FN real event_back_time(uint neuron, uint rec) {
  real sum = rec_real[rec * rec_stride + REC_BAR_TIME];
  uint slot = rec_word[rec * 4u + 2u];
  if (slot == EVENT_NONE) return sum;
  uint count = row_ptr[neuron + 1u] - row_ptr[neuron];
  for (uint k = 0u; k < count; k++) sum = sum + rec_real[(slot + k) * rec_stride + REC_BAR_TIME];
  return sum;
}

// dv/dt as v reaches the threshold. Where it is smaller than the rounding of
// its own terms it is not known better than that.
FN real event_rise(EventCell c, EventState s) {
  real size = c.g * (gv_abs(c.e) + gv_abs(c.v_th)) + gv_abs(c.i);
  for (uint r = 0u; r < c.receptors; r++) {
    bool conductance = (c.kind[r] & EVENT_CONDUCTANCE) != 0u;
    size = size + gv_abs(s.g[r] * (conductance ? c.e_rev[r] - c.v_th : R(1.0)));
  }
  return gv_max(event_current(c, s, c.v_th), size * R(EVENT_EPS)) / c.c;
}

// An arrival: cotangents of its time and of its weight.
FN void event_back_arrival(EventCell c, uint own, uint rec, EventState s, EventState bar, bool held,
                           real extra) {
  uint synapse = rec_word[rec * 4u + 2u];
  uint r = syn_word[synapse * 4u + 1u];
  real gain = param[own + PARAM_RECEPTOR + r * PARAM_RECEPTOR_WORDS + 5u];
  real jump = gain * syn_real[synapse * 4u];
  real weight = bar.g[r];
  real rise = bar.g[r] * c.rate[r];
  if ((c.kind[r] & EVENT_ALPHA) != 0u) {
    weight = bar.x[r];
    rise = (bar.x[r] - bar.g[r]) * c.rate[r];
  } else if (!held) {
    real drive = (c.kind[r] & EVENT_CONDUCTANCE) != 0u ? c.e_rev[r] - s.v : R(1.0);
    rise = rise - bar.v * drive / c.c;
  }
  real time = jump * rise;
  if (extra != R(0.0)) {
    // The largest v stands here, at the end of a rise that the arrival ends.
    EventState before = s;
    if ((c.kind[r] & EVENT_ALPHA) == 0u) before.g[r] = before.g[r] - jump;
    time = time + extra * event_current(c, before, s.v) / c.c;
  }
  rec_real[rec * rec_stride + REC_BAR_TIME] = time;
  rec_real[rec * rec_stride + REC_BAR_WEIGHT] = gain * weight;
}

// From the state bars after a series to those before it. The record `before`
// begins it.
FN void event_back_series(EventCell c, uint before, real h, real begin, real k, real integral,
                          real top, real top_time, INOUT(EventState) bar, INOUT(EventCellBar) p) {
  EventState s = event_load(c, before);
  real part = top_time - begin;
  bool within = top != R(0.0) && part > R(0.0) && part <= h;
  if (within && part == h) {
    bar.v = bar.v + top;
    within = false;
  }
  EventPoly w;
  for (int n = 0; n <= EVENT_ORDER; n++) w.a[n] = R(0.0);
  // When the largest v lies within, two series with its cotangent between
  // them, the later one first.
  for (int pass = 0; pass < 2; pass++) {
    EventState from = s;
    real length = h;
    real start = begin;
    if (within) {
      EventSeries y;
      event_expand(c, s, part, y);
      from = y.end;
      length = h - part;
      start = top_time;
    }
    real factor = R(0.0);
    if (integral != R(0.0)) {
      event_weights(k * length, w);
      factor = integral * gv_exp(-(k * start));
    }
    event_expand_vjp(c, from, length, w, factor, bar, p);
    if (!within) break;
    bar.v = bar.v + top;
    within = false;
    h = part;
  }
}

FN void event_no_bar(INOUT(EventCellBar) p, uint count_receptors) {
  p.c = R(0.0);
  p.g = R(0.0);
  p.e = R(0.0);
  p.i = R(0.0);
  for (uint r = 0u; r < count_receptors; r++) {
    p.tau[r] = R(0.0);
    p.e_rev[r] = R(0.0);
  }
}

// Takes a neuron back from the record `rec` to the beginning of the slice or
// to the record `stop`, which it returns.
FN uint event_back_walk(EventCell c, uint sample_index, uint neuron, real start, uint rec,
                        uint stop, INOUT(EventState) bar, INOUT(EventCellBar) p) {
  uint cell = sample_index * neurons + neuron;
  uint at = cell * cell_stride;
  uint own = PARAM_HEAD + neuron * param_stride;
  real k = param[own + PARAM_K];
  real integral = cell_real[at + CELL_BAR_INTEGRAL];
  real top = cell_real[at + CELL_BAR_MAX];
  real top_time = cell_real[at + CELL_MAX_TIME];
  bool closed =
      event_is_closed(c) && k == R(0.0) && (uint(param[own + PARAM_FLAGS]) & FLAG_MAX) == 0u;
  while (rec != EVENT_NONE && rec != stop && rec_real[rec * rec_stride + REC_TIME] >= start) {
    real time = rec_real[rec * rec_stride + REC_TIME];
    uint word = rec_word[rec * 4u];
    uint kind = word & EVENT_KIND;
    bool held = (word & EVENT_HELD) != 0u;
    uint before = rec_word[rec * 4u + 1u];
    EventState s = event_load(c, rec);
    if (kind == EVENT_ARRIVAL) {
      event_back_arrival(c, own, rec, s, bar, held, time == top_time ? top : R(0.0));
    } else if (kind == EVENT_SPIKE) {
      real t_bar = event_back_time(neuron, rec);
      t_bar = t_bar + integral * gv_exp(-(k * time)) * (c.v_th - c.v_reset);
      if (held) {
        t_bar = t_bar + cell_real[at + CELL_BAR_RELEASE];
        cell_real[at + CELL_BAR_RELEASE] = R(0.0);
        event_add_cell(at + CELL_BAR_RESET, bar.v); // not zero when the trial ends while held
      } else {
        event_add_cell(at + CELL_BAR_RESET, bar.v);
        t_bar = t_bar - bar.v * event_current(c, s, c.v_reset) / c.c;
      }
      bar.v = R(0.0);
      if ((word & EVENT_FIXED) == 0u) {
        real back = t_bar / event_rise(c, s);
        event_add_cell(at + CELL_BAR_TH, back);
        // What regularisers push stands where arrivals have their weight's cotangent.
        bar.v = rec_real[rec * rec_stride + REC_BAR_WEIGHT] - back;
      }
    } else if (kind == EVENT_OBSERVE) {
      // The loss leaves the cotangent of the potential where spikes have their time's.
      real seen = rec_real[rec * rec_stride + REC_BAR_TIME];
      if (held) event_add_cell(at + CELL_BAR_RESET, seen);
      else bar.v = bar.v + seen;
    } else if (kind == EVENT_RELEASE) {
      real t_bar = -(bar.v * event_current(c, s, c.v_reset) / c.c);
      event_add_cell(at + CELL_BAR_RESET, bar.v);
      event_add_cell(at + CELL_BAR_REF, t_bar);
      cell_real[at + CELL_BAR_RELEASE] = t_bar;
      bar.v = R(0.0);
    }
    if (before != EVENT_NONE) {
      real begin = rec_real[before * rec_stride + REC_TIME];
      real h = time - begin;
      if ((rec_word[before * 4u] & EVENT_HELD) != 0u) {
        event_decay_vjp(c, event_load(c, before), h, bar, p);
        event_add_cell(at + CELL_BAR_RESET, integral * event_span(k, begin, h));
      } else if (h > R(0.0) && closed) {
        event_after_vjp(c, event_load(c, before), h, integral, bar, p);
      } else if (h > R(0.0)) {
        event_back_series(c, before, h, begin, k, integral, top, top_time, bar, p);
      }
    } else if (top_time == time) {
      bar.v = bar.v + top;
    }
    rec = before;
  }
  return rec;
}

FN void event_adjoint(uint sample_index, uint neuron, uint slice) {
  uint cell = sample_index * neurons + neuron;
  EventCell c = event_load_cell(neuron);
  EventState bar;
  EventCellBar p;
  event_no_bar(p, c.receptors);
  event_back_load(c, cell, bar);
  if (slice + 1u >= slices) bar.v = bar.v + cell_real[cell * cell_stride + CELL_BAR_FINAL];
  uint rec = cell_word[cell * CELL_WORDS + CELL_LAST];
  rec = event_back_walk(c, sample_index, neuron, event_slice_begin(slice), rec, EVENT_NONE, bar, p);
  cell_word[cell * CELL_WORDS + CELL_LAST] = rec;
  event_back_store(c, cell, bar);
  event_back_params(c, cell, p);
}

// The cotangents of one synapse: over the samples, and the spikes of its source.
FN void event_gather(uint synapse, uint samples) {
  uint source = syn_word[synapse * 4u + 2u];
  uint offset = synapse - row_ptr[source];
  real weight = R(0.0);
  real delay = R(0.0);
  uint seen = samples;
  for (uint b = 0u; b < samples; b++) {
    uint spike = cell_word[(b * neurons + source) * CELL_WORDS + CELL_SPIKE];
    while (spike != EVENT_NONE) {
      if (++seen > EVENT_MOST_ARRIVALS) {
        event_fail(b, EVENT_LONG, source);
        return;
      }
      uint slot = rec_word[spike * 4u + 2u];
      if (slot != EVENT_NONE) {
        weight = weight + rec_real[(slot + offset) * rec_stride + REC_BAR_WEIGHT];
        delay = delay + rec_real[(slot + offset) * rec_stride + REC_BAR_TIME];
      }
      spike = rec_word[spike * 4u + 3u];
    }
  }
  syn_real[synapse * 4u + 2u] = weight;
  syn_real[synapse * 4u + 3u] = delay;
}
