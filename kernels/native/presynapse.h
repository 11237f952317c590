// presynapse.h: the native twin of shaders/kernel/presynapse.comp, included once
// for each model of presynaptic dynamics and precision. A source spikes at most
// once in a step, so that no two threads touch one state.

namespace {
enum { CONTROL, SPIKES, LISTS, INSTANCES, PARAMS, STATE, LAST, FACTORS };
enum { SLOTS = 1, FIRST, COUNTS, CAPACITY };
const uint32_t INSTANCE_WORDS = 8;
} // namespace

#define PRESYNAPSE_PARAM(i) w_[i]
#define PRESYNAPSE_WORD(i) words[(uint64_t)(i)*slots + slot]
#define SET_PRESYNAPSE_WORD(i, x) words[(uint64_t)(i)*slots + slot] = (x)

extern "C" void GV_PRESYNAPSE_NAME(MODEL_NAME)(const gv_op *op, uint32_t step, uint32_t thread,
                                               uint32_t threads) {
  const uint32_t *control = (const uint32_t *)op->array[CONTROL];
  const uint32_t *spikes = (const uint32_t *)op->array[SPIKES];
  const uint32_t *lists = (const uint32_t *)op->array[LISTS];
  const uint32_t *instances = (const uint32_t *)op->array[INSTANCES];
  const real *params = (const real *)op->array[PARAMS];
  real *words = (real *)op->array[STATE];
  uint32_t *last = (uint32_t *)op->array[LAST];
  uint32_t *factors = (uint32_t *)op->array[FACTORS] + op->push[FIRST];
  const uint32_t slots = op->push[SLOTS];
  const uint32_t begin = control[CONTROL_OFFSET + step], now = control[CONTROL_BASE] + step + 1;
  uint64_t end = (uint64_t)begin + control[op->push[COUNTS] + step];
  if (end > op->push[CAPACITY]) end = op->push[CAPACITY];
  for (uint64_t k = begin + thread; k < end; k += threads) {
    const uint32_t source = spikes[k], list = lists[source];
    const uint32_t *instance = instances + (uint64_t)(list & 0xffffffu) * INSTANCE_WORDS;
    for (uint32_t i = 0; i < list >> 24; i++, instance += INSTANCE_WORDS) {
      const uint32_t member = source - instance[0];
      if (member >= instance[1]) continue;
      const uint32_t slot = instance[2] + member;
      const real *w_ = params + instance[3] + (uint64_t)member * instance[4];
      PRESYNAPSE_PARAMS p;
      PRESYNAPSE_PARAMS_UNPACK(p, PRESYNAPSE_PARAM)
      PRESYNAPSE_STATE s;
      PRESYNAPSE_STATE_UNPACK(s, PRESYNAPSE_WORD)
      const real f = PRESYNAPSE_STEP(p, s, real(int(now - last[slot])));
      PRESYNAPSE_STATE_PACK(s, SET_PRESYNAPSE_WORD)
      last[slot] = now;
      factors[slot] = gv_factor(f);
    }
  }
}
