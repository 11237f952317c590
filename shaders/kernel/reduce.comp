// reduce: the mean of a state variable over a population at the end of a step.
//
// One workgroup of 64 = one channel. Lane l sums the neurons l, l + 64, ... in
// order, then the 64 sums are added as a tree: the order is fixed, so that
// every device gives the same bits.
// channels, 8 words each: 0 word of the first neuron in the state array
// 1 distance to the next neuron's  2 neurons  3 interval in steps
// 4 place of the batch's first sample  5 distance between samples

layout(local_size_x = 64) in;

layout(push_constant) uniform Push {
  uint step; // of the batch
  uint n;    // channels
};

#define CHANNEL_WORDS 8u

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

shared real sums[64];

void main() {
  uint channel = gl_WorkGroupID.x * CHANNEL_WORDS;
  uint lane = gl_LocalInvocationID.x;
  uint base = CONTROL(CONTROL_BASE);
  uint done = base + step + 1u; // steps of the network at this step's end
  uint interval = CHANNELS(channel + 3u);
  if (done % interval != 0u) return; // the same for the whole workgroup

  uint first = CHANNELS(channel);
  uint stride = CHANNELS(channel + 1u);
  uint count = CHANNELS(channel + 2u);
  real sum = R(0.0);
  for (uint i = lane; i < count; i += 64u) sum = sum + STATE(first + i * stride);
  sums[lane] = sum;
  barrier();
  for (uint half_size = 32u; half_size > 0u; half_size /= 2u) {
    if (lane < half_size) sums[lane] = sums[lane] + sums[lane + half_size];
    barrier();
  }
  if (lane == 0u) {
    uint sample_index = done / interval - base / interval - 1u;
    samples[CHANNELS(channel + 4u) + sample_index * CHANNELS(channel + 5u)] = sums[0] / real(count);
  }
}
