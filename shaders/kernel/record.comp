// record: samples state words of one group at the end of a step.
//
// One invocation = one channel: a state word of a neuron, its interval in
// steps, and where its samples of this batch go.
// channels, 4 words each: 0 word in the state array  1 interval  2 place of the
// batch's first sample  3 distance between samples

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step; // of the batch
  uint n;    // channels
};

layout(binding = 4, std430) writeonly buffer Samples { float samples[]; };
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
  uint base = CONTROL(CONTROL_BASE);
  uint done = base + step + 1u; // steps of the network at this step's end
  uint interval = CHANNELS(4u * i + 1u);
  if (done % interval != 0u) return;
  uint sample_index = done / interval - base / interval - 1u;
  samples[CHANNELS(4u * i + 2u) + sample_index * CHANNELS(4u * i + 3u)] = STATE(CHANNELS(4u * i));
}
