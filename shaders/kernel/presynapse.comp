// presynapse: what the spikes of this step transmit, by the dynamics of their sources.
// per: presynapse
//
// One invocation = one spike at a time. A source has one state for each of the
// dynamics of its projections; it is brought up to date from the source's last
// spike to this one, and the share of the weights that the spike transmits is
// left in factors, where deliver reads it. Cost: proportional to spikes.
//
// instances, 8 words each: 0 first source  1 sources  2 first slot
//   3 first word of its parameters  4 words from one source's to the next's (0: all the same)
// State word w of a slot is at w * slots + slot.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;     // of the batch
  uint slots;    // states of this model
  uint first;    // its first word in factors
  uint counts;   // word of count[0] in the control block
  uint capacity; // of the spike list
};

#define INSTANCE_WORDS 8u

layout(binding = 10, std430) buffer State { float state[]; };
layout(binding = 12, std430) buffer Last { uint last[]; };
layout(binding = 14, std430) writeonly buffer Factors { uint factors[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform utextureBuffer control_in;
layout(binding = 3) uniform utextureBuffer spikes_in;
layout(binding = 5) uniform utextureBuffer lists_in;
layout(binding = 7) uniform utextureBuffer instances_in;
layout(binding = 9) uniform textureBuffer params_in;
#define CONTROL(i) texelFetch(control_in, int(i)).x
#define SPIKES(i) texelFetch(spikes_in, int(i)).x
#define LISTS(i) texelFetch(lists_in, int(i)).x
#define INSTANCES(i) texelFetch(instances_in, int(i)).x
#define PARAMS(i) texelFetch(params_in, int(i)).x
#else
layout(binding = 0, std430) readonly buffer Control { uint control[]; };
layout(binding = 2, std430) readonly buffer Spikes { uint spikes[]; };
layout(binding = 4, std430) readonly buffer Lists { uint lists[]; };
layout(binding = 6, std430) readonly buffer Instances { uint instances[]; };
layout(binding = 8, std430) readonly buffer Params { float params[]; };
#define CONTROL(i) control[i]
#define SPIKES(i) spikes[i]
#define LISTS(i) lists[i]
#define INSTANCES(i) instances[i]
#define PARAMS(i) params[i]
#endif

#define PARAM(i) PARAMS(own + uint(i))
#define WORD(i) state[uint(i) * slots + slot]
#define SET_WORD(i, x) state[uint(i) * slots + slot] = (x)

void update(uint instance, uint source, uint now) {
  uint member = source - INSTANCES(instance);
  if (member >= INSTANCES(instance + 1u)) return;
  uint slot = INSTANCES(instance + 2u) + member;
  uint own = INSTANCES(instance + 3u) + member * INSTANCES(instance + 4u);
  PRESYNAPSE_PARAMS p;
  PRESYNAPSE_PARAMS_UNPACK(p, PARAM)
  PRESYNAPSE_STATE s;
  PRESYNAPSE_STATE_UNPACK(s, WORD)
  real f = PRESYNAPSE_STEP(p, s, real(int(now - last[slot])));
  PRESYNAPSE_STATE_PACK(s, SET_WORD)
  last[slot] = now;
  factors[first + slot] = gv_factor(f);
}

void main() {
  uint begin = CONTROL(CONTROL_OFFSET + step);
  uint end = min(begin + CONTROL(counts + step), capacity);
  uint now = CONTROL(CONTROL_BASE) + step + 1u; // the spikes are at the step's end
  for (uint k = begin + gl_GlobalInvocationID.x; k < end;
       k += gl_WorkGroupSize.x * gl_NumWorkGroups.x) {
    uint source = SPIKES(k);
    uint list = LISTS(source);
    uint instance = (list & 0x00ffffffu) * INSTANCE_WORDS;
    uint stop = instance + (list >> 24) * INSTANCE_WORDS;
    for (; instance < stop; instance += INSTANCE_WORDS) update(instance, source, now);
  }
}
