// outside.h: the native twins of stimulate.comp, record.comp, keep.comp and couple.comp,
// included once for each precision.

namespace {

enum { TARGETS, STIMULI, TIMES, VALUES, CURRENT, RING, CONTROL, MEMORY };
enum { STEP_CURRENT, NOISE_CURRENT, POISSON_INPUT, OU_CURRENT };
const uint32_t STIMULUS_WORDS = 16, TARGET_WORDS = 8;

// The last of n times that is not after `now`; n when all are.
inline uint32_t latest(const uint32_t *times, uint32_t n, uint32_t now) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (times[middle] <= now) low = middle + 1;
    else high = middle;
  }
  return low == 0 ? n : low - 1;
}

// What one stimulus gives one neuron: current, or events into its port.
inline real stimulate_one(const gv_op *op, const uint32_t *s, uint32_t neuron, uint32_t now,
                          int32_t *port, real sum) {
  const real *values = (const real *)op->array[VALUES] + s[12];
  if (neuron - s[1] >= s[2] || now < s[3] || now >= s[4]) return sum;
  switch (s[0]) {
  case STEP_CURRENT: {
    uint32_t entry = latest((const uint32_t *)op->array[TIMES] + s[10], s[11], now);
    return entry < s[11] ? sum + values[entry] : sum;
  }
  case NOISE_CURRENT: {
    real u = u01(philox4x32(neuron, (now - s[3]) / s[7], 0u, 0u, s[5], s[6]).x);
    return sum + (values[0] + values[1] * gv_normal_quantile(u));
  }
  case OU_CURRENT: {
    real z = gv_normal_quantile(u01(philox4x32(neuron, now - s[3], 0u, 0u, s[5], s[6]).x));
    real *own = (real *)op->array[MEMORY] + s[14] + (neuron - s[1]);
    real away = values[1] * z;
    if (now != s[3]) away = values[2] * *own + values[3] * z;
    *own = away;
    return sum + (values[0] + away);
  }
  default: {
    uint32_t entry = latest((const uint32_t *)op->array[TIMES] + s[10], s[11], now);
    if (entry == s[11]) return sum;
    values += 2 * (uint64_t)entry;
    port[s[9]] +=
        gv_poisson((int)s[13], values[0], values[1], neuron, now, s[5], s[6]) * (int32_t)s[8];
    return sum;
  }
  }
}

} // namespace

extern "C" void GV_NAME(gv_stimulate)(const gv_op *op, uint32_t step, uint32_t thread,
                                      uint32_t threads) {
  uint32_t now = ((const uint32_t *)op->array[CONTROL])[CONTROL_BASE] + step;
  const uint32_t *targets = (const uint32_t *)op->array[TARGETS];
  const uint32_t n = op->push[1], targets_n = op->push[2];
  int32_t *slot = (int32_t *)op->array[RING] + (uint64_t)(now & op->push[4]) * op->push[3];
  real *current = (real *)op->array[CURRENT];
  uint32_t begin, end;
  gv_share(n, 256, thread, threads, &begin, &end);
  for (uint32_t t = 0; t < targets_n; t++) {
    const uint32_t *target = targets + t * TARGET_WORDS;
    uint32_t last = t + 1 < targets_n ? target[TARGET_WORDS] : n;
    for (uint32_t i = begin > target[0] ? begin : target[0]; i < end && i < last; i++) {
      uint32_t neuron = i - target[0];
      int32_t *port = slot + target[2] + (uint64_t)neuron * target[3];
      const uint32_t *s = (const uint32_t *)op->array[STIMULI] + target[4] * STIMULUS_WORDS;
      real sum = 0;
      for (uint32_t k = 0; k < target[5]; k++, s += STIMULUS_WORDS) {
        sum = stimulate_one(op, s, neuron, now, port, sum);
      }
      current[target[1] + neuron] = sum;
    }
  }
}

extern "C" void GV_NAME(gv_record)(const gv_op *op, uint32_t step, uint32_t thread,
                                   uint32_t threads) {
  const real *state = (const real *)op->array[0];
  const uint32_t *channels = (const uint32_t *)op->array[1];
  real *samples = (real *)op->array[2];
  uint32_t base = ((const uint32_t *)op->array[3])[CONTROL_BASE], done = base + step + 1;
  uint32_t begin, end;
  gv_share(op->push[1], 64, thread, threads, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    const uint32_t *c = channels + 4 * (uint64_t)i;
    if (done % c[1] != 0) continue;
    samples[c[2] + (uint64_t)(done / c[1] - base / c[1] - 1) * c[3]] = state[c[0]];
  }
}

// The mean of a state variable: 64 sums, then a tree, in reduce.comp's order.
extern "C" void GV_NAME(gv_reduce)(const gv_op *op, uint32_t step, uint32_t thread,
                                   uint32_t threads) {
  const uint32_t CHANNEL_WORDS = 8, LANES = 64;
  const real *state = (const real *)op->array[0];
  real *samples = (real *)op->array[2];
  uint32_t base = ((const uint32_t *)op->array[3])[CONTROL_BASE], done = base + step + 1;
  for (uint32_t i = thread; i < op->push[1]; i += threads) {
    const uint32_t *c = (const uint32_t *)op->array[1] + CHANNEL_WORDS * (uint64_t)i;
    if (done % c[3] != 0) continue;
    real sums[LANES] = {};
    for (uint32_t k = 0; k < c[2]; k++) {
      sums[k % LANES] = sums[k % LANES] + state[c[0] + (uint64_t)k * c[1]];
    }
    for (uint32_t half = LANES / 2; half > 0; half /= 2) {
      for (uint32_t k = 0; k < half; k++) sums[k] = sums[k] + sums[k + half];
    }
    samples[c[4] + (uint64_t)(done / c[3] - base / c[3] - 1) * c[5]] = sums[0] / real(c[2]);
  }
}

// keep.comp: state variables that couplings read go into the step's slot of the history.
extern "C" void GV_NAME(gv_keep)(const gv_op *op, uint32_t step, uint32_t thread,
                                 uint32_t threads) {
  const real *state = (const real *)op->array[0];
  const uint32_t *channels = (const uint32_t *)op->array[1];
  const uint32_t now = ((const uint32_t *)op->array[3])[CONTROL_BASE] + step;
  real *slot = (real *)op->array[2] + (uint64_t)(now & op->push[3]) * op->push[2];
  uint32_t begin, end;
  gv_share(op->push[1], 64, thread, threads, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    slot[channels[2 * (uint64_t)i + 1]] = state[channels[2 * (uint64_t)i]];
  }
}

// couple.comp: the input of coupled neurons, pair after pair in couple.comp's order.
extern "C" void GV_NAME(gv_couple)(const gv_op *op, uint32_t step, uint32_t thread,
                                   uint32_t threads) {
  const uint32_t *targets = (const uint32_t *)op->array[0];
  const uint32_t *rows = (const uint32_t *)op->array[1];
  const uint32_t *sources = (const uint32_t *)op->array[2];
  const uint32_t *delays = (const uint32_t *)op->array[3];
  const real *weights = (const real *)op->array[4];
  const real *history = (const real *)op->array[5];
  real *current = (real *)op->array[6];
  const uint32_t now = ((const uint32_t *)op->array[7])[CONTROL_BASE] + step;
  const uint32_t mask = op->push[3];
  const uint64_t width = op->push[2];
  uint32_t begin, end;
  gv_share(op->push[1], 4, thread, threads, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    const uint32_t *target = targets + 4 * (uint64_t)i;
    const uint32_t *row = rows + 4 * (uint64_t)target[1], *last = row + 4 * (uint64_t)target[2];
    real sum = target[3] != 0 ? current[target[0]] : R(0.0);
    for (; row < last; row += 4) {
      const real own = history[(now & mask) * width + row[3]];
      for (uint32_t pair = row[1]; pair < row[1] + row[2]; pair++) {
        real other = history[((now - delays[pair]) & mask) * width + sources[pair]];
        sum = sum + weights[pair] * gv_coupled(row[0], other, own);
      }
    }
    current[target[0]] = sum;
  }
}
