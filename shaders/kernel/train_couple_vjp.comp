// train_couple_vjp: takes the cotangents of the inputs of one step back through
// the couplings to the variables and weights they came from.
// reads: storage
//
// One invocation = one coupled variable of one sample: the sum of w times the
// cotangent of the input over its pairs, and for each pair the variable times
// that cotangent, for the gradient of its weight. Every sample has its own
// gradients of weights, which the host adds. Cost: a read and a write for each pair.
// CPU twin: kernels/native/train_couple_vjp.h.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step; // of the submission
  uint n;    // coupled variables
  uint samples;
  uint state_words; // words of a sample's state
  uint inputs_n;    // words of a sample's inputs
  uint pairs_n;     // pairs of all couplings
};

#define CLOCK_ORIGIN 0u

layout(binding = 0, std430) readonly buffer Clock { uint clock[]; };
layout(binding = 2, std430) readonly buffer Variables {
  uint variables[];
}; // words of a sample's state
layout(binding = 4, std430) readonly buffer ColumnPtr { uint column_ptr[]; }; // their first pair
layout(binding = 6, std430) readonly buffer Into { uint into[]; };   // word of a sample's inputs
layout(binding = 8, std430) readonly buffer Place { uint place[]; }; // of the pair's weight
layout(binding = 10, std430) readonly buffer Weights { float weights[]; };
layout(binding = 12, std430) readonly buffer State { float state[]; };
layout(binding = 14, std430) readonly buffer AdjInputs { float adj_inputs[]; };
layout(binding = 16, std430) buffer AdjState { float adj_state[]; };
layout(binding = 18, std430) buffer AdjPairs { float adj_pairs[]; };
layout(binding = 20, std430) readonly buffer Control { uint control[]; };

void main() {
  if (gl_GlobalInvocationID.x >= n * samples) return;
  uint i = gl_GlobalInvocationID.x % n;
  uint b = gl_GlobalInvocationID.x / n;
  uint now = control[CONTROL_BASE] - step;
  uint word = variables[i];
  uint from = (now * samples + b) * inputs_n;
  real x = state[((now - clock[CLOCK_ORIGIN]) * samples + b) * state_words + word];
  real sum = adj_state[b * state_words + word];
  for (uint k = column_ptr[i]; k < column_ptr[i + 1u]; k++) {
    uint pair = place[k];
    real adj = adj_inputs[from + into[k]];
    sum = sum + weights[pair] * adj;
    adj_pairs[b * pairs_n + pair] = adj_pairs[b * pairs_n + pair] + adj * x;
  }
  adj_state[b * state_words + word] = sum;
}
