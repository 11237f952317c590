// plastic.glsl: what the plastic kernels do with one spike or one synapse,
// common subset of GLSL and C++ (there the functions are members of a struct
// that holds the arrays and push words under the same names).
//
// The projections of one rule lie in one set of arrays. A source neuron of a
// projection is a pre, numbered over all projections; a target neuron is a post.
// Pre k owns row k; rows hold synapses, columns (of a post) name them again.
//
// table, words:
//   role_ptr[sources+1]  roles: what each source is; bit 31 post, else pre, and the number
//   pre_projection[pre_n]  row_ptr[pre_n+1]  post_projection[post_n]  col_ptr[post_n+1]
//   lags[lags_n]: the delays there are, in steps   projection[projections][PROJECTION_WORDS]
// columns, 2 words for each synapse, of a post in the order of delays: synapse, pre
// marks, words:
//   pre_head[pre_n]  pre_step[pre_n][2]  post_head[post_n]  post_step[post_n][history]
//   past_count[history]  past_list[history][post_n]
//   modulator_head[projections]  modulator_step[projections][2]  stamps[synapses]
// traces, reals:
//   pre[pre_n][2][PRE_WORDS]  post[post_n][history][POST_WORDS]  modulator[projections][2]
//
// A head counts the spikes; the last ones stand in a ring with their steps and
// the trace as it is after them: 2 of a source, since a spike of this step does
// not act in this step, and of a target as many as the longest delay can hide.
// history is a power of two and at least the longest delay and 2.
//
// Who pairs with whom: a target's spike of step m reaches a synapse of delay d
// at step m + d; a source's spike at once. At step n potentiation comes first,
// with the source's spikes before n; depression with the target's spikes that
// arrived before n. Spikes that arrive in the same step do not pair.

#define PROJECTION_WORDS 12u
#define PROJECTION_POST_BASE 0u
#define PROJECTION_PORT_BASE 1u
#define PROJECTION_STRIDE 2u
#define PROJECTION_MODULATOR 3u // first source of the modulator population
#define PROJECTION_MODULATORS 4u
#define PROJECTION_INTERVAL 5u // steps between sweeps, 0: none
#define PROJECTION_STATE 6u    // word of the watched variable of the first post
#define PROJECTION_STATE_STRIDE 7u
#define ROLE_POST 0x80000000u

METHOD uint role_begin(uint source) { return sources + 1u + TABLE(source); }
METHOD uint pre_projection(uint pre) { return TABLE(sources + 1u + pre_n + post_n + pre); }
METHOD uint row_begin(uint pre) { return TABLE(sources + 1u + 2u * pre_n + post_n + pre); }
METHOD uint post_projection(uint post) { return TABLE(sources + 2u + 3u * pre_n + post_n + post); }
METHOD uint column_begin(uint post) {
  return TABLE(sources + 2u + 3u * pre_n + 2u * post_n + post);
}
METHOD uint lag_steps(uint k) { return TABLE(sources + 3u + 3u * pre_n + 3u * post_n + k); }
METHOD uint projection_word(uint projection, uint word) {
  return TABLE(sources + 3u + 3u * pre_n + 3u * post_n + lags_n + projection * PROJECTION_WORDS +
               word);
}

METHOD uint pre_step_at(uint pre, uint slot) { return pre_n + 2u * pre + (slot & 1u); }
METHOD uint post_head_at(uint post) { return 3u * pre_n + post; }
METHOD uint post_step_at(uint post, uint slot) {
  return 3u * pre_n + post_n + post * history + (slot & (history - 1u));
}
METHOD uint past_count_at(uint at_step) {
  return 3u * pre_n + post_n * (1u + history) + (at_step & (history - 1u));
}
METHOD uint past_list_at(uint at_step) {
  return 3u * pre_n + post_n * (1u + history) + history + (at_step & (history - 1u)) * post_n;
}
METHOD uint modulator_at(uint projection) {
  return 3u * pre_n + post_n * (1u + 2u * history) + history + projection;
}
METHOD uint modulator_step_at(uint projection, uint slot) {
  return modulator_at(projections_n + 2u * projection + (slot & 1u));
}
METHOD uint stamp_at(uint synapse) { return modulator_at(3u * projections_n + synapse); }

METHOD uint pre_trace_at(uint pre, uint slot) {
  return (2u * pre + (slot & 1u)) * uint(RULE_PRE_WORDS);
}
METHOD uint post_trace_at(uint post, uint slot) {
  return 2u * pre_n * uint(RULE_PRE_WORDS) +
         (post * history + (slot & (history - 1u))) * uint(RULE_POST_WORDS);
}
METHOD uint modulator_trace_at(uint projection, uint slot) {
  return 2u * pre_n * uint(RULE_PRE_WORDS) + post_n * history * uint(RULE_POST_WORDS) +
         2u * projection + (slot & 1u);
}

#define ZERO_WORD(i) R(0.0)
#define TRACE_WORD(i) traces[trace_first + uint(i)]
#define SET_TRACE_WORD(i, x) traces[trace_first + uint(i)] = (x)

// The rule's parameters of a projection; word 0 of its row is the weight's quanta for each unit.
METHOD RuleParams rule_params(uint projection) {
  uint param_first = projection * (uint(RULE_PARAMS_WORDS) + 1u) + 1u;
#define PARAM_WORD(i) PARAMS(param_first + uint(i))
  RuleParams p;
  RULE_PARAMS_UNPACK(p, PARAM_WORD)
  return p;
}

// The source's trace at step `now`, from its spikes before.
METHOD RulePre pre_before(RuleParams p, uint pre, uint now) {
  RulePre s;
  RULE_PRE_UNPACK(s, ZERO_WORD)
  uint head = marks[pre];
  for (uint k = 1u; k <= 2u && k <= head; k++) {
    uint last = marks[pre_step_at(pre, head - k)];
    if (last < now) {
      uint trace_first = pre_trace_at(pre, head - k);
      RULE_PRE_UNPACK(s, TRACE_WORD)
      rule_age_pre(p, s, real(now - last));
      break;
    }
  }
  return s;
}

#ifdef RULE_HAS_WATCH
// What the rule made of the target's state at the end of a step.
METHOD RulePost post_at(RuleParams p, uint post, uint at_step) {
  RulePost s;
  uint trace_first = post_trace_at(post, at_step);
  RULE_POST_UNPACK(s, TRACE_WORD)
  return s;
}
#else
// The target's trace at a step, from its spikes before `before`.
METHOD RulePost post_from(RuleParams p, uint post, uint before, uint at_step) {
  RulePost s;
  RULE_POST_UNPACK(s, ZERO_WORD)
  uint head = marks[post_head_at(post)];
  for (uint k = 1u; k <= history && k <= head; k++) {
    uint last = marks[post_step_at(post, head - k)];
    if (last < before) {
      uint trace_first = post_trace_at(post, head - k);
      RULE_POST_UNPACK(s, TRACE_WORD)
      rule_age_post(p, s, real(at_step - last));
      break;
    }
  }
  return s;
}
METHOD RulePost post_at(RuleParams p, uint post, uint at_step) {
  return post_from(p, post, at_step, at_step);
}
#endif

// The target's trace as it arrives at a synapse of delay d in step `now`.
METHOD RulePost post_arriving(RuleParams p, uint post, uint now, uint d) {
  return post_at(p, post, now < d ? 0u : now - d);
}

#ifdef RULE_MODULATED
// The modulator's level at a step, from its spikes before `now`.
METHOD real modulator_before(RuleParams p, uint projection, uint now, uint at_step) {
  uint head = marks[modulator_at(projection)];
  for (uint k = 1u; k <= 2u && k <= head; k++) {
    uint last = marks[modulator_step_at(projection, head - k)];
    if (last < now) {
      return rule_age_modulator(p, traces[modulator_trace_at(projection, head - k)],
                                real(at_step - last));
    }
  }
  return R(0.0);
}

// The modulator population spiked so many times in step `now`.
METHOD void modulate(uint projection, uint now, real count) {
  RuleParams p = rule_params(projection);
  real level = rule_release(p, modulator_before(p, projection, now, now), count);
  uint head = marks[modulator_at(projection)];
  traces[modulator_trace_at(projection, head)] = level;
  marks[modulator_step_at(projection, head)] = now;
  marks[modulator_at(projection)] = head + 1u;
}
#endif

// A source spiked in step `now` and is pre or post number `k`.
METHOD void trace_spike(uint role, uint now) {
  uint k = role & (ROLE_POST - 1u);
  if ((role & ROLE_POST) == 0u) {
    RuleParams p = rule_params(pre_projection(k));
    RulePre s = pre_before(p, k, now);
    rule_spike_pre(p, s);
    uint head = marks[k];
    uint trace_first = pre_trace_at(k, head);
    RULE_PRE_PACK(s, SET_TRACE_WORD)
    marks[pre_step_at(k, head)] = now;
    marks[k] = head + 1u;
    return;
  }
#ifdef RULE_HAS_WATCH
  marks[post_head_at(k)] = now + 1u;
#else
  RuleParams p = rule_params(post_projection(k));
  RulePost s = post_at(p, k, now);
  rule_spike_post(p, s);
  uint head = marks[post_head_at(k)];
  uint trace_first = post_trace_at(k, head);
  RULE_POST_PACK(s, SET_TRACE_WORD)
  marks[post_step_at(k, head)] = now;
  marks[post_head_at(k)] = head + 1u;
#ifdef RULE_HAS_AT_POST
  uint place = ADD_MARK(past_count_at(now), 1u);
  marks[past_list_at(now) + place] = k;
#endif
#endif
}

#ifdef RULE_HAS_WATCH
// Shows a target's potential at the end of step `now` to the rule.
METHOD void watch_post(uint post, uint now) {
  uint projection = post_projection(post);
  RuleParams p = rule_params(projection);
  RulePost s;
  uint trace_first = post_trace_at(post, now - 1u);
  RULE_POST_UNPACK(s, TRACE_WORD)
  uint neuron = post - projection_word(projection, PROJECTION_POST_BASE);
  real v = STATE(projection_word(projection, PROJECTION_STATE) +
                 neuron * projection_word(projection, PROJECTION_STATE_STRIDE));
  bool acts = rule_watch(p, s, v, marks[post_head_at(post)] == now + 1u, now == 0u);
  trace_first = post_trace_at(post, now);
  RULE_POST_PACK(s, SET_TRACE_WORD)
  if (acts) {
    uint place = ADD_MARK(past_count_at(now), 1u);
    marks[past_list_at(now) + place] = post;
  }
}
#endif

#define SYNAPSE_WORD(i) ((i) == 0 ? weights[e] : synapse_state[(uint(i) - 1u) * synapses_n + e])
#define SET_SYNAPSE_WORD(i, x)                                                                     \
  {                                                                                                \
    if ((i) == 0) weights[e] = (x);                                                                \
    else synapse_state[(uint(i) - 1u) * synapses_n + e] = (x);                                     \
  }

// What an event of step `now` at synapse e comes with; notes that it was.
METHOD PlasticEvent plastic_event(RuleParams p, uint e, uint projection, uint now) {
  PlasticEvent event;
  event.elapsed = R(0.0);
  event.modulator = R(0.0);
#ifdef RULE_STAMPED
  uint stamp = marks[stamp_at(e)];
  event.elapsed = real(now - stamp);
  marks[stamp_at(e)] = now;
#ifdef RULE_MODULATED
  event.modulator = modulator_before(p, projection, now, stamp);
#endif
#endif
  return event;
}

// The spike of a source in step `now` at its synapse e: changes the weight and sends it.
METHOD void at_pre_synapse(uint e, uint projection, RuleParams p, RulePre s_pre, uint now) {
  uint post = TARGETS(e);
  uint d = DELAYS(e);
#ifdef RULE_HAS_AT_PRE
  RuleSynapse s;
  RULE_SYNAPSE_UNPACK(s, SYNAPSE_WORD)
  RulePost s_post = post_arriving(p, post, now, d);
  rule_at_pre(p, s, s_pre, s_post, plastic_event(p, e, projection, now));
  RULE_SYNAPSE_PACK(s, SET_SYNAPSE_WORD)
#endif
  real quanta = weights[e] * PARAMS(projection * (uint(RULE_PARAMS_WORDS) + 1u));
  uint port = projection_word(projection, PROJECTION_PORT_BASE) +
              (post - projection_word(projection, PROJECTION_POST_BASE)) *
                  projection_word(projection, PROJECTION_STRIDE);
  ADD_RING(((now + d) & slot_mask) * ports + port,
           int(quanta + select(quanta < R(0.0), R(-0.5), R(0.5))));
}

#ifdef RULE_HAS_AT_POST
// The spike of target `post` of step m, or what was watched there, reaches
// entry c of its column in step `now`.
METHOD void at_post_synapse(uint c, uint projection, RuleParams p, RulePost s_post, uint now) {
  uint e = COLUMNS(2u * c);
  RulePre s_pre = pre_before(p, COLUMNS(2u * c + 1u), now);
  RuleSynapse s;
  RULE_SYNAPSE_UNPACK(s, SYNAPSE_WORD)
  rule_at_post(p, s, s_pre, s_post, plastic_event(p, e, projection, now));
  RULE_SYNAPSE_PACK(s, SET_SYNAPSE_WORD)
}

// The first entry from begin to end of a column whose delay is at least d.
METHOD uint column_from(uint begin, uint end, uint d) {
  while (begin < end) {
    uint middle = begin + (end - begin) / 2u;
    if (DELAYS(COLUMNS(2u * middle)) < d) {
      begin = middle + 1u;
    } else {
      end = middle;
    }
  }
  return begin;
}
#endif

#ifdef RULE_HAS_SWEEP
// Whether all synapses of the projection are brought up to step `now`.
METHOD bool sweeps(uint projection, uint now) {
  uint interval = projection_word(projection, PROJECTION_INTERVAL);
  uint head = marks[modulator_at(projection)];
  return (interval != 0u && (now + 1u) % interval == 0u) ||
         (head != 0u && marks[modulator_step_at(projection, head - 1u)] == now);
}

METHOD void sweep_synapse(uint e, uint projection, RuleParams p, uint now) {
  RuleSynapse s;
  RULE_SYNAPSE_UNPACK(s, SYNAPSE_WORD)
#ifdef RULE_HAS_WATCH
  RulePost s_post = post_at(p, TARGETS(e), now);
#else
  RulePost s_post = post_from(p, TARGETS(e), now + 1u, now);
#endif
  rule_sweep(p, s, s_post, plastic_event(p, e, projection, now));
  RULE_SYNAPSE_PACK(s, SET_SYNAPSE_WORD)
}
#endif
