// advance.glsl: one neuron of one sample over one slice of the trial, common
// subset of GLSL and C++.
//
// The neuron goes from event to event: arrivals, its own spikes, the end of
// its refractory time, and marks where one series ends and the next begins.
// A slice that ends between two events leaves no trace, so that the length of
// slices does not matter.

// Begins the log of a neuron.
FN bool event_begin(EventCell c, uint sample_index, uint neuron, uint cell) {
  uint rec = event_take(sample_index, 1u);
  if (rec == EVENT_NONE) return false;
  uint at = PARAM_HEAD + neuron * param_stride;
  EventState s;
  s.v = param[at + PARAM_V0];
  for (uint r = 0u; r < c.receptors; r++) {
    uint of = at + PARAM_RECEPTOR + r * PARAM_RECEPTOR_WORDS;
    s.g[r] = param[of + 3u];
    s.x[r] = param[of + 4u];
  }
  event_keep(c, s, rec, EVENT_START, R(0.0), EVENT_NONE);
  cell_word[cell * CELL_WORDS + CELL_LAST] = rec;
  cell_real[cell * cell_stride + CELL_INTEGRAL] = R(0.0);
  cell_real[cell * cell_stride + CELL_MAX] = s.v;
  cell_real[cell * cell_stride + CELL_MAX_TIME] = R(0.0);
  return true;
}

// Adds a series that is complete to what is read out of the neuron.
FN void event_read_out(EventSeries y, real begin, uint flags, real k, uint cell) {
  uint at = cell * cell_stride;
  if ((flags & FLAG_INTEGRAL) != 0u) {
    EventPoly w;
    event_weights(k * y.h, w);
    real sum = y.h * event_dot(w, y.v) * gv_exp(-(k * begin));
    cell_real[at + CELL_INTEGRAL] = cell_real[at + CELL_INTEGRAL] + sum;
  }
  if ((flags & FLAG_MAX) != 0u) {
    real u = R(1.0);
    if (event_slope(y.v, R(0.0)) > R(0.0) && event_slope(y.v, R(1.0)) < R(0.0)) {
      EventPoly falling;
      for (int n = 0; n < EVENT_ORDER; n++) falling.a[n] = -(y.v.a[n + 1] * real(n + 1));
      falling.a[EVENT_ORDER] = R(0.0);
      u = event_root(falling, R(0.0), R(0.0), R(1.0));
    }
    real v = event_poly(y.v, u);
    if (v > cell_real[at + CELL_MAX]) {
      cell_real[at + CELL_MAX] = v;
      cell_real[at + CELL_MAX_TIME] = u == R(1.0) ? begin + y.h : begin + u * y.h;
    }
  }
}

// Takes a neuron from its last record through the arrivals of the list `due`
// and on to `end`; `start` is the beginning of the slice, `final` says that it is the trial's last.
FN void event_walk(EventCell c, uint sample_index, uint neuron, real start, real end, bool final,
                   uint due) {
  uint cell = sample_index * neurons + neuron;
  uint own = PARAM_HEAD + neuron * param_stride;
  uint flags = uint(param[own + PARAM_FLAGS]);
  real k = param[own + PARAM_K];
  real longest = k > R(0.0) ? R(1.0) / k : GV_INF;
  uint last = cell_word[cell * CELL_WORDS + CELL_LAST];
  if (last == EVENT_NONE) return; // the log is full
  real begin = rec_real[last * rec_stride + REC_TIME];
  EventState s = event_load(c, last);
  bool held = (rec_word[last * 4u] & EVENT_HELD) != 0u;
  real from = gv_max(begin, start);
  bool closed = event_is_closed(c) && k == R(0.0) && (flags & FLAG_MAX) == 0u;
  bool going = true;
  uint events = 0u;
  uint list = uint(param[own + PARAM_OBSERVE]);
  uint observations = list == 0u ? 0u : uint(param[list]);
  uint observed = cell_word[cell * CELL_WORDS + CELL_OBSERVED];
  while (going) {
    if (++events > EVENT_MOST_EVENTS) {
      event_fail(sample_index, EVENT_LONG, neuron);
      break;
    }
    bool arrives = due != EVENT_NONE;
    real next = arrives ? rec_real[due * rec_stride + REC_TIME] : end;
    uint kind = arrives ? EVENT_ARRIVAL : EVENT_MARK;
    if (observed < observations) {
      real time = param[list + 1u + observed];
      if ((final || time < end) && time <= next) {
        next = time;
        kind = EVENT_OBSERVE;
      }
    }
    real release = cell_real[cell * cell_stride + CELL_RELEASE];
    real h = next - begin;
    if (kind == EVENT_MARK && !final && !(h > R(0.0))) break;
    if (held) {
      if (release <= next) {
        kind = EVENT_RELEASE;
        next = release;
        h = release - begin;
      } else if (kind == EVENT_MARK && !final) {
        break;
      }
      event_decay(c, s, h);
      if ((flags & FLAG_INTEGRAL) != 0u) {
        cell_real[cell * cell_stride + CELL_INTEGRAL] =
            cell_real[cell * cell_stride + CELL_INTEGRAL] + c.v_reset * event_span(k, begin, h);
      }
      held = kind != EVENT_RELEASE;
    } else if (closed && (h > R(0.0) || s.v >= c.v_th)) {
      if ((flags & FLAG_SPIKES) != 0u) {
        real u = gv_max(from - begin, R(0.0));
        bool spike = (u > R(0.0) ? event_after(c, s, u).v : s.v) >= c.v_th;
        if (!spike && u < h) spike = event_cross_closed(c, s, u, h, u);
        if (spike) {
          h = u;
          next = begin + h;
          kind = next == R(0.0) ? EVENT_SPIKE | EVENT_FIXED : EVENT_SPIKE;
        }
      }
      if (kind == EVENT_MARK && !final) break; // the slice ends between two events
      EventClosed y = event_after(c, s, h);
      if ((flags & FLAG_INTEGRAL) != 0u) {
        cell_real[cell * cell_stride + CELL_INTEGRAL] =
            cell_real[cell * cell_stride + CELL_INTEGRAL] + event_area(c, s, y);
      }
      s.v = y.v;
      if (c.receptors != 0u) s.g[0] = y.i;
    } else if (h > R(0.0) || s.v >= c.v_th) {
      real reach = gv_min(event_reach(c, s), longest);
      bool whole = (kind != EVENT_MARK || final) && h <= reach;
      if (!whole) h = reach;
      real to = R(1.0);
      if (!whole && begin + h > end) to = (end - begin) / h;
      bool spike = false;
      bool search = (flags & FLAG_SPIKES) != 0u;
      EventSeries y;
      // A second time when a spike ends the series early.
      for (int pass = 0; pass < 2; pass++) {
        event_expand(c, s, h, y);
        if (!search) break;
        search = false;
        real u = h > R(0.0) ? gv_max((from - begin) / h, R(0.0)) : R(0.0);
        spike = event_poly(y.v, u) >= c.v_th;
        if (!spike && u < to) spike = event_cross(c, y, u, to, u);
        if (!spike) break;
        h = u * h;
        next = begin + h;
        kind = next == R(0.0) ? EVENT_SPIKE | EVENT_FIXED : EVENT_SPIKE;
      }
      if (!spike && !whole) {
        if (to < R(1.0)) break; // the slice ends within the series
        next = begin + h;
        kind = EVENT_MARK;
      }
      event_read_out(y, begin, flags, k, cell);
      s = y.end;
    }
    if (!(gv_abs(s.v) < R(1e9))) {
      event_fail(sample_index, EVENT_NOT_FINITE, neuron);
      break;
    }

    uint rec = due;
    if (kind == EVENT_ARRIVAL) {
      uint synapse = rec_word[due * 4u + 2u];
      due = rec_word[due * 4u + 1u];
      uint r = syn_word[synapse * 4u + 1u];
      real jump =
          param[own + PARAM_RECEPTOR + r * PARAM_RECEPTOR_WORDS + 5u] * syn_real[synapse * 4u];
      if ((c.kind[r] & EVENT_ALPHA) != 0u) s.x[r] = s.x[r] + jump;
      else s.g[r] = s.g[r] + jump;
    } else {
      rec = event_take(sample_index, 1u);
      if (rec == EVENT_NONE) break;
      going = !(kind == EVENT_MARK && final && next >= end);
    }
    if (kind == EVENT_OBSERVE) observed++;
    if ((kind & EVENT_KIND) == EVENT_SPIKE) {
      s.v = c.v_reset;
      held = c.t_ref > R(0.0);
      cell_real[cell * cell_stride + CELL_RELEASE] = next + c.t_ref;
      rec_word[rec * 4u + 2u] = EVENT_NONE;
      rec_word[rec * 4u + 3u] = cell_word[cell * CELL_WORDS + CELL_SPIKE];
      cell_word[cell * CELL_WORDS + CELL_SPIKE] = rec;
      cell_word[cell * CELL_WORDS + CELL_COUNT] = cell_word[cell * CELL_WORDS + CELL_COUNT] + 1u;
    }
    event_keep(c, s, rec, held ? kind | EVENT_HELD : kind, next, last);
    last = rec;
    begin = next;
    from = next;
  }
  cell_word[cell * CELL_WORDS + CELL_LAST] = last;
  cell_word[cell * CELL_WORDS + CELL_OBSERVED] = observed;
}

FN void event_advance(uint sample_index, uint neuron, uint slice) {
  EventCell c = event_load_cell(neuron);
  if (slice == 0u && !event_begin(c, sample_index, neuron, sample_index * neurons + neuron)) return;
  bool final = slice + 1u >= slices;
  real end = event_slice_end(slice);
  uint due = event_sort(event_due(sample_index, neuron, end, final));
  event_walk(c, sample_index, neuron, event_slice_begin(slice), end, final, due);
}
