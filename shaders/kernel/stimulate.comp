// stimulate: drives neurons from outside for one step.
//
// One invocation = one neuron of a stimulated population; it goes through its
// population's stimuli in their order, writes the sum of their currents and
// adds Poisson events to its own ring ports.
//
// stimuli, 16 words each:
//   0 kind  1 first member  2 members  3 start step  4 stop step (exclusive)
//   5,6 random key  7 interval in steps  8 weight in quanta  9 receptor
//   10 first entry in times  11 entries  12 first entry in values  13 parts
//   14 first entry in memory, one for each member
// values: step_current one amplitude (pA) for each time; noise_current mean and
// standard deviation (pA); poisson_input mean of a part and exp(-mean) for
// each time; ou_current
// mean, standard deviation, exp(-dt / tau) and that of what a step adds (pA).
// targets, 8 words each: 0 first invocation  1 first source  2 first ring port
//   3 ring ports of a neuron  4 first stimulus  5 stimuli

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;      // of the batch
  uint n;         // stimulated neurons
  uint targets_n; // stimulated populations
  uint ports;     // ring ports of one slot
  uint slot_mask; // slots of the ring, minus 1
};

#define STIMULUS_WORDS 16u
#define TARGET_WORDS 8u
#define STEP_CURRENT 0u
#define NOISE_CURRENT 1u
#define POISSON_INPUT 2u
#define OU_CURRENT 3u

layout(binding = 8, std430) writeonly buffer Current { float current[]; };
layout(binding = 10, std430) buffer Ring { int ring[]; };
layout(binding = 14, std430) buffer Memory { float memory[]; }; // pA, away from the mean
#ifdef TEXEL_READS
layout(binding = 1) uniform utextureBuffer targets_in;
layout(binding = 3) uniform utextureBuffer stimuli_in;
layout(binding = 5) uniform utextureBuffer times_in;
layout(binding = 7) uniform textureBuffer values_in;
layout(binding = 13) uniform utextureBuffer control_in;
#define TARGETS(i) texelFetch(targets_in, int(i)).x
#define STIMULI(i) texelFetch(stimuli_in, int(i)).x
#define TIMES(i) texelFetch(times_in, int(i)).x
#define VALUES(i) texelFetch(values_in, int(i)).x
#define CONTROL(i) texelFetch(control_in, int(i)).x
#else
layout(binding = 0, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 2, std430) readonly buffer Stimuli { uint stimuli[]; };
layout(binding = 4, std430) readonly buffer Times { uint times[]; };
layout(binding = 6, std430) readonly buffer Values { float values[]; };
layout(binding = 12, std430) readonly buffer Control { uint control[]; };
#define TARGETS(i) targets[i]
#define STIMULI(i) stimuli[i]
#define TIMES(i) times[i]
#define VALUES(i) values[i]
#define CONTROL(i) control[i]
#endif

// The last of the entries at `first` that is not after `now`; `entries` when all are.
uint latest(uint first, uint entries, uint now) {
  uint low = 0u;
  uint high = entries;
  while (low < high) {
    uint middle = (low + high) / 2u;
    if (TIMES(first + middle) <= now) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  return low == 0u ? entries : low - 1u;
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  uint low = 0u;
  uint high = targets_n;
  while (high - low > 1u) {
    uint middle = (low + high) / 2u;
    if (TARGETS(middle * TARGET_WORDS) <= i) {
      low = middle;
    } else {
      high = middle;
    }
  }
  uint target = low * TARGET_WORDS;
  uint neuron = i - TARGETS(target);
  uint now = CONTROL(CONTROL_BASE) + step;
  uint port = (now & slot_mask) * ports + TARGETS(target + 2u) + neuron * TARGETS(target + 3u);
  uint stimulus = TARGETS(target + 4u) * STIMULUS_WORDS;
  uint last = stimulus + TARGETS(target + 5u) * STIMULUS_WORDS;
  real sum = R(0.0);
  for (; stimulus < last; stimulus += STIMULUS_WORDS) {
    uint member = neuron - STIMULI(stimulus + 1u);
    if (member >= STIMULI(stimulus + 2u)) continue;
    uint start = STIMULI(stimulus + 3u);
    if (now < start || now >= STIMULI(stimulus + 4u)) continue;
    uint kind = STIMULI(stimulus);
    uint k0 = STIMULI(stimulus + 5u);
    uint k1 = STIMULI(stimulus + 6u);
    uint values_first = STIMULI(stimulus + 12u);
    if (kind == STEP_CURRENT) {
      uint entries = STIMULI(stimulus + 11u);
      uint entry = latest(STIMULI(stimulus + 10u), entries, now);
      if (entry < entries) sum = sum + VALUES(values_first + entry);
    } else if (kind == NOISE_CURRENT) {
      uint interval = (now - start) / STIMULI(stimulus + 7u);
      real u = u01(philox4x32(neuron, interval, 0u, 0u, k0, k1).x);
      sum = sum + (VALUES(values_first) + VALUES(values_first + 1u) * gv_normal_quantile(u));
    } else if (kind == OU_CURRENT) {
      // Exact: the current at the step's beginning, which lasts for the step.
      real z = gv_normal_quantile(u01(philox4x32(neuron, now - start, 0u, 0u, k0, k1).x));
      uint own = STIMULI(stimulus + 14u) + member;
      real away = VALUES(values_first + 1u) * z;
      if (now != start) {
        away = VALUES(values_first + 2u) * memory[own] + VALUES(values_first + 3u) * z;
      }
      memory[own] = away;
      sum = sum + (VALUES(values_first) + away);
    } else {
      uint entries = STIMULI(stimulus + 11u);
      uint entry = latest(STIMULI(stimulus + 10u), entries, now);
      if (entry == entries) continue;
      values_first += 2u * entry;
      int events = gv_poisson(int(STIMULI(stimulus + 13u)), VALUES(values_first),
                              VALUES(values_first + 1u), neuron, now, k0, k1);
      if (events != 0) ring[port + STIMULI(stimulus + 9u)] += events * int(STIMULI(stimulus + 8u));
    }
  }
  current[TARGETS(target + 1u) + neuron] = sum;
}
