// plastic_bindings.glsl: arrays and push words of the plastic kernels, GLSL only.

layout(push_constant) uniform Push {
  uint step;          // of the batch
  uint ports;         // ring ports of one slot
  uint slot_mask;     // slots of the ring, minus 1
  uint counts;        // word of count[0] in the control block
  uint capacity;      // of the spike list
  uint sources;       // spike sources of the network
  uint pre_n;         // source neurons of all projections
  uint post_n;        // target neurons of all projections
  uint lags_n;        // different delays
  uint projections_n; // of this rule
  uint history;       // ring of a target's spikes
  uint synapses_n;    // of all projections
  uint first;         // watched posts: the first of them
  uint watched;       // and their number
};

layout(binding = 0, std430) buffer Control { uint control[]; };
layout(binding = 12, std430) buffer Weights { float weights[]; };
layout(binding = 14, std430) buffer SynapseState { float synapse_state[]; };
layout(binding = 16, std430) buffer Marks { uint marks[]; };
layout(binding = 18, std430) buffer Traces { float traces[]; };
layout(binding = 22, std430) buffer Ring { int ring[]; };
#ifdef TEXEL_READS
layout(binding = 3) uniform utextureBuffer spikes_in;
layout(binding = 5) uniform utextureBuffer table_in;
layout(binding = 7) uniform utextureBuffer targets_in;
layout(binding = 9) uniform utextureBuffer delays_in;
layout(binding = 11) uniform utextureBuffer columns_in;
layout(binding = 21) uniform textureBuffer params_in;
layout(binding = 25) uniform textureBuffer state_in;
#define SPIKES(i) texelFetch(spikes_in, int(i)).x
#define TABLE(i) texelFetch(table_in, int(i)).x
#define TARGETS(i) texelFetch(targets_in, int(i)).x
#define DELAY_PAIR(i) texelFetch(delays_in, int(i)).x
#define COLUMNS(i) texelFetch(columns_in, int(i)).x
#define PARAMS(i) texelFetch(params_in, int(i)).x
#define STATE(i) texelFetch(state_in, int(i)).x
#else
layout(binding = 2, std430) readonly buffer Spikes { uint spikes[]; };
layout(binding = 4, std430) readonly buffer Table { uint table[]; };
layout(binding = 6, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 8, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 10, std430) readonly buffer Columns { uint columns[]; };
layout(binding = 20, std430) readonly buffer Params { float params[]; };
layout(binding = 24, std430) readonly buffer State { float state[]; };
#define SPIKES(i) spikes[i]
#define TABLE(i) table[i]
#define TARGETS(i) targets[i]
#define DELAY_PAIR(i) delays[i]
#define COLUMNS(i) columns[i]
#define PARAMS(i) params[i]
#define STATE(i) state[i]
#endif

#define METHOD
#define ADD_MARK(i, x) atomicAdd(marks[i], x)
#define ADD_RING(i, x) atomicAdd(ring[i], x)

// Two delays of 16 bits share a word.
uint delay_of(uint e) {
  uint pair = DELAY_PAIR(e >> 1);
  return (e & 1u) == 0u ? pair & 0xffffu : pair >> 16;
}
#define DELAYS(e) delay_of(e)

#include "plastic.glsl"
