// train_matrix.glsl: the synapses of training, shared by train_deliver.comp and
// train_weights.comp. CPU twin: kernels/native/train_matrix.h.

layout(local_size_x_id = 0) in;
layout(constant_id = 1) const bool INTERPOLATED = false; // delays have fractions

layout(push_constant) uniform Push {
  uint step; // of the submission
  uint samples;
  uint ports;     // of a sample's arrivals
  uint bit_words; // words of a sample's spikes in a step
  uint first;     // train_deliver: words of spikes; train_weights: steps of the segment
  uint last;
  uint closes; // the last operation of a step
};

#define CLOCK_ORIGIN 0u
#define CLOCK_TOTAL 1u
#define CLOCK_COUNT 3u

layout(binding = 0, std430) readonly buffer Clock { uint clock[]; };
layout(binding = 2, std430) readonly buffer Bits { uint bits[]; };
layout(binding = 4, std430) readonly buffer RowPtr { uint row_ptr[]; };
layout(binding = 6, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 8, std430) readonly buffer Weights { float weights[]; };
layout(binding = 10, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 12, std430) readonly buffer Fractions { float fractions[]; };
layout(binding = 14, std430) coherent buffer Arrivals { float arrivals[]; };
layout(binding = 16, std430) buffer Control { uint control[]; };
