// spike_source: lists the members of spike_source populations that spike in this step.
//
// Events are sorted by step; one workgroup finds those of this step by bisection
// and shares them.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;     // of the batch
  uint events;   // all of them
  uint counts;   // word of count[0] in the control block
  uint capacity; // of the spike list
};

layout(binding = 4, std430) writeonly buffer Spikes { uint spikes[]; };
layout(binding = 6, std430) buffer Control { uint control[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform utextureBuffer event_steps_in;
layout(binding = 3) uniform utextureBuffer event_sources_in;
layout(binding = 7) uniform utextureBuffer control_in;
#define EVENT_STEPS(i) texelFetch(event_steps_in, int(i)).x
#define EVENT_SOURCES(i) texelFetch(event_sources_in, int(i)).x
#define CONTROL(i) texelFetch(control_in, int(i)).x
#else
layout(binding = 0, std430) readonly buffer EventSteps { uint event_steps[]; };
layout(binding = 2, std430) readonly buffer EventSources { uint event_sources[]; };
#define EVENT_STEPS(i) event_steps[i]
#define EVENT_SOURCES(i) event_sources[i]
#define CONTROL(i) control[i]
#endif

// The first event that is not before step t.
uint first_from(uint t) {
  uint low = 0u;
  uint high = events;
  while (low < high) {
    uint middle = (low + high) / 2u;
    if (EVENT_STEPS(middle) < t) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  return low;
}

void main() {
  uint now = CONTROL(CONTROL_BASE) + step;
  for (uint k = first_from(now) + gl_GlobalInvocationID.x; k < events && EVENT_STEPS(k) == now;
       k += gl_WorkGroupSize.x * gl_NumWorkGroups.x) {
    uint place = CONTROL(CONTROL_OFFSET + step) + atomicAdd(control[counts + step], 1u);
    if (place < capacity) spikes[place] = EVENT_SOURCES(k);
  }
}
