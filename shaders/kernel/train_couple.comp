// train_couple: the input that neurons of all samples receive through couplings
// in one step of training.
// reads: storage
//
// One invocation = one coupled neuron of one sample: what is given to it from
// outside and w x of its pairs in their order, x being the source's variable at
// the beginning of the step. Cost: a read of the state for each pair.
// entries: words of a sample's inputs; row_ptr: their first pair.
// CPU twin: kernels/native/train_couple.h.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step; // of the submission
  uint n;    // coupled neurons
  uint samples;
  uint state_words; // words of a sample's state
  uint inputs_n;    // words of a sample's inputs
};

#define CLOCK_ORIGIN 0u

layout(binding = 0, std430) readonly buffer Clock { uint clock[]; };
layout(binding = 2, std430) readonly buffer Entries { uint entries[]; };
layout(binding = 4, std430) readonly buffer RowPtr { uint row_ptr[]; };
layout(binding = 6, std430) readonly buffer Sources { uint sources[]; };
layout(binding = 8, std430) readonly buffer Weights { float weights[]; };
layout(binding = 10, std430) readonly buffer State { float state[]; };
layout(binding = 12, std430) readonly buffer Given { float given[]; };
layout(binding = 14, std430) writeonly buffer Inputs { float inputs[]; };
layout(binding = 16, std430) readonly buffer Control { uint control[]; };

void main() {
  if (gl_GlobalInvocationID.x >= n * samples) return;
  uint i = gl_GlobalInvocationID.x % n;
  uint b = gl_GlobalInvocationID.x / n;
  uint now = control[CONTROL_BASE] + step;
  uint here = ((now - clock[CLOCK_ORIGIN]) * samples + b) * state_words;
  uint at = (now * samples + b) * inputs_n + entries[i];
  real sum = given[at];
  for (uint k = row_ptr[i]; k < row_ptr[i + 1u]; k++) {
    sum = sum + weights[k] * state[here + sources[k]];
  }
  inputs[at] = sum;
}
