// train_release_matrix.glsl: the synapses of sources with presynaptic dynamics,
// shared by train_release_deliver.comp and train_release_weights.comp. A row
// belongs to a source of one of the dynamics (a unit).
// CPU twin: kernels/native/train_release_matrix.h.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step; // of the submission
  uint samples;
  uint ports;     // of a sample's arrivals
  uint bit_words; // words of a sample's spikes in a step
  uint units;     // rows
  uint first;     // deliver: rows; weights: steps of the segment
  uint last;
};

#define CLOCK_ORIGIN 0u
#define CLOCK_TOTAL 1u
#define CLOCK_COUNT 3u

layout(binding = 0, std430) readonly buffer Clock { uint clock[]; };
layout(binding = 2, std430) readonly buffer Bits { uint bits[]; };
layout(binding = 4, std430) readonly buffer Sources { uint sources[]; }; // of each row
layout(binding = 6, std430) readonly buffer RowPtr { uint row_ptr[]; };
layout(binding = 8, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 10, std430) readonly buffer Weights { float weights[]; };
layout(binding = 12, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 14, std430) readonly buffer Releases { float releases[]; };
layout(binding = 16, std430) coherent buffer Arrivals { float arrivals[]; };
layout(binding = 18, std430) readonly buffer Control { uint control[]; };
