// couple: the input that neurons receive through couplings in one step.
//
// One invocation = one coupled neuron: it goes through its rows, one for each
// coupling, and the pairs of each in their order, so that the sum is the same on
// every device, and adds it to the current of the stimuli. Cost: a read of the
// history for each pair; no atomics.
// targets, 4 words each: 0 neuron (spike source)  1 first row  2 rows
//   3 whether stimuli drive it too
// rows, 4 words each: 0 kind  1 first pair  2 pairs  3 own column of the history
// sources, delays, weights: of every pair the column of the history, steps, strength

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;      // of the batch
  uint n;         // coupled neurons
  uint width;     // columns of the history
  uint slot_mask; // slots of the history, minus 1
};

layout(binding = 12, std430) buffer Current { float current[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform utextureBuffer targets_in;
layout(binding = 3) uniform utextureBuffer rows_in;
layout(binding = 5) uniform utextureBuffer sources_in;
layout(binding = 7) uniform utextureBuffer delays_in;
layout(binding = 9) uniform textureBuffer weights_in;
layout(binding = 11) uniform textureBuffer history_in;
layout(binding = 13) uniform textureBuffer current_in;
layout(binding = 15) uniform utextureBuffer control_in;
#define TARGETS(i) texelFetch(targets_in, int(i)).x
#define ROWS(i) texelFetch(rows_in, int(i)).x
#define SOURCES(i) texelFetch(sources_in, int(i)).x
#define DELAYS(i) texelFetch(delays_in, int(i)).x
#define WEIGHTS(i) texelFetch(weights_in, int(i)).x
#define HISTORY(i) texelFetch(history_in, int(i)).x
#define CURRENT(i) texelFetch(current_in, int(i)).x
#define CONTROL(i) texelFetch(control_in, int(i)).x
#else
layout(binding = 0, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 2, std430) readonly buffer Rows { uint rows[]; };
layout(binding = 4, std430) readonly buffer Sources { uint sources[]; };
layout(binding = 6, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 8, std430) readonly buffer Weights { float weights[]; };
layout(binding = 10, std430) readonly buffer History { float history[]; };
layout(binding = 14, std430) readonly buffer Control { uint control[]; };
#define TARGETS(i) targets[i]
#define ROWS(i) rows[i]
#define SOURCES(i) sources[i]
#define DELAYS(i) delays[i]
#define WEIGHTS(i) weights[i]
#define HISTORY(i) history[i]
#define CURRENT(i) current[i]
#define CONTROL(i) control[i]
#endif

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  uint now = CONTROL(CONTROL_BASE) + step;
  uint neuron = TARGETS(4u * i);
  real sum = R(0.0);
  if (TARGETS(4u * i + 3u) != 0u) sum = CURRENT(neuron);
  uint row = 4u * TARGETS(4u * i + 1u);
  uint last = row + 4u * TARGETS(4u * i + 2u);
  for (; row < last; row += 4u) {
    uint kind = ROWS(row);
    uint pair = ROWS(row + 1u);
    uint end = pair + ROWS(row + 2u);
    real own = HISTORY((now & slot_mask) * width + ROWS(row + 3u));
    for (; pair < end; pair++) {
      real other = HISTORY(((now - DELAYS(pair)) & slot_mask) * width + SOURCES(pair));
      sum = sum + WEIGHTS(pair) * gv_coupled(kind, other, own);
    }
  }
  current[neuron] = sum;
}
