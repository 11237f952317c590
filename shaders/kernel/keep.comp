// keep: keeps the state variables of one group that couplings read.
//
// One invocation = one variable of a neuron: its value at the beginning of the
// step goes into the step's slot of the history.
// channels, 2 words each: 0 word in the state array  1 column of the history

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;      // of the batch
  uint n;         // channels
  uint width;     // columns of the history
  uint slot_mask; // slots of the history, minus 1
};

layout(binding = 4, std430) writeonly buffer History { float history[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform textureBuffer state_in;
layout(binding = 3) uniform utextureBuffer channels_in;
layout(binding = 7) uniform utextureBuffer control_in;
#define STATE(i) texelFetch(state_in, int(i)).x
#define CHANNELS(i) texelFetch(channels_in, int(i)).x
#define CONTROL(i) texelFetch(control_in, int(i)).x
#else
layout(binding = 0, std430) readonly buffer State { float state[]; };
layout(binding = 2, std430) readonly buffer Channels { uint channels[]; };
layout(binding = 6, std430) readonly buffer Control { uint control[]; };
#define STATE(i) state[i]
#define CHANNELS(i) channels[i]
#define CONTROL(i) control[i]
#endif

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) return;
  uint now = CONTROL(CONTROL_BASE) + step;
  history[(now & slot_mask) * width + CHANNELS(2u * i + 1u)] = STATE(CHANNELS(2u * i));
}
