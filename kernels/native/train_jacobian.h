// train_jacobian.h: the derivatives of one step of every neuron, for learning
// that goes forward in time (e-prop). Included by train_step.h for each model.
//
// Row m of a neuron's matrix is the derivative of word m of its state behind the
// step, the last row that of its spike; columns are the words of the state in
// front of it, then the arrivals of its receptors. Each row is the adjoint of
// the step for one unit cotangent, by the plain loops, which compile fast. Element (m, c) of neuron
// i is at (m * columns + c) * n + i. The push word of the gradients' rows is the group's place in a
// sample's matrices.

#ifdef NEURON_STEP_VJP

extern "C" void TRAIN_NAME(jacobian, MODEL_NAME)(const gv_op *op, uint32_t step, uint32_t thread,
                                                 uint32_t threads) {
  enum { TA_JACOBIAN = 9, TA_JACOBIAN_SETTINGS };
  Train t(op);
  t.at_step(((const uint32_t *)op->array[TA_CONTROL])[CONTROL_BASE] + step);
  const uint32_t words = op->spec[TRAIN_STATE_WORDS], receptors = op->spec[TRAIN_N_RECEPTORS];
  const uint32_t columns = words + receptors;
  const real *settings = t.reals(TA_JACOBIAN_SETTINGS);
  const int scheme = (int)op->spec[TRAIN_SCHEME];
  uint32_t begin, end;
  gv_share(t.samples, 1, thread, threads, &begin, &end);
  TrainBlock b;
  memset(&b, 0, sizeof b);
  for (uint32_t sample = begin; sample < end; sample++) {
    real *own = t.reals(TA_JACOBIAN) +
                ((uint64_t)t.local * t.samples + sample) * t.push[TP_ADJ_ROW_WORDS] +
                t.push[TP_ADJ_ROW_BASE];
    for (uint32_t first = 0; first < t.n; first += TRAIN_BLOCK) {
      TrainPlace at = t.place(sample, first);
      t.input(b, at, sample, first);
      GV_NAME(gv_train_receptors)(op, at, b);
      distance_block<ANY, false>(at, b, scheme);
      GV_NAME(gv_train_slopes)(op->spec[TRAIN_SURROGATE], settings, at.count, b);
      const real *arrivals = at.arrivals;
      for (uint32_t m = 0; m <= words; m++) {
        at.adj = own + (uint64_t)m * columns * t.n + first;
        at.arrivals = at.adj + (uint64_t)words * t.n;
        for (uint32_t w = 0; w < words; w++)
          for (uint32_t k = 0; k < at.count; k++)
            at.adj[(uint64_t)w * t.n + k] = w == m ? R(1.0) : R(0.0);
        for (uint32_t r = 0; r < receptors; r++)
          for (uint32_t k = 0; k < at.count; k++)
            at.arrivals[(uint64_t)r * t.n + k] = arrivals[(uint64_t)r * t.n + k];
        for (uint32_t k = 0; k < at.count; k++) b.adj_spike[k] = m == words ? R(1.0) : R(0.0);
        vjp_block<ANY, false, false>(at, b, scheme, settings[SETTING_ATTACH]);
        GV_NAME(gv_train_receptors_vjp)(op, at, b);
      }
    }
  }
  if (op->spec[TRAIN_CLOSES] && thread == 0)
    ((uint32_t *)op->array[TA_CONTROL])[CONTROL_COMPLETED] = step + 1;
}

#endif
