// deliver_procedural: delivers the spikes of the step through projections whose
// synapses are not stored: their rows are made anew from the random-number
// generator each time their source spikes.
//
// One invocation = one spike of the step, and every (workgroups * local size)th
// after it. Cost: spikes times out-degree. Integer additions: the order does not matter.
//
// plans, 20 words each, those of one population side by side:
//   0 first source  1 sources  2 kind  3 targets open to a source  4 skip itself
//   5 6 key  7 first port  8 ports from one target to the next  9 delay
//   10 weight  11 table of weights, or NONE  12 13 key of the weights
//   14 tables of the skips  15 last threshold, digits, or number of targets

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;      // of the batch
  uint ports;     // ring ports of one slot
  uint slot_mask; // slots of the ring, minus 1
  uint counts;    // word of count[0] in the control block
  uint capacity;  // of the spike list
};

#define PLAN_WORDS 20u
#define NONE 0xffffffffu

layout(binding = 10, std430) buffer Ring { int ring[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform utextureBuffer control_in;
layout(binding = 3) uniform utextureBuffer spikes_in;
layout(binding = 5) uniform utextureBuffer source_plans_in;
layout(binding = 7) uniform utextureBuffer plans_in;
layout(binding = 9) uniform utextureBuffer tables_in;
#define CONTROL(i) texelFetch(control_in, int(i)).x
#define SPIKES(i) texelFetch(spikes_in, int(i)).x
#define SOURCE_PLANS(i) texelFetch(source_plans_in, int(i)).x
#define PLANS(i) texelFetch(plans_in, int(i)).x
#define TABLES(i) texelFetch(tables_in, int(i)).x
#else
layout(binding = 0, std430) readonly buffer Control { uint control[]; };
layout(binding = 2, std430) readonly buffer Spikes { uint spikes[]; };
layout(binding = 4, std430) readonly buffer SourcePlans { uint source_plans[]; };
layout(binding = 6, std430) readonly buffer Plans { uint plans[]; };
layout(binding = 8, std430) readonly buffer Tables { uint tables[]; };
#define CONTROL(i) control[i]
#define SPIKES(i) spikes[i]
#define SOURCE_PLANS(i) source_plans[i]
#define PLANS(i) plans[i]
#define TABLES(i) tables[i]
#endif
#define PROC_ARGS
#define PROC_PASS
#include "kernel/procedural.glsl"

void walk(uint plan, uint source, uint now) {
  uint row = source - PLANS(plan);
  if (row >= PLANS(plan + 1u)) return;
  uint kind = PLANS(plan + 2u);
  uint width = PLANS(plan + 3u);
  uint self = PLANS(plan + 4u) != 0u ? row : NONE;
  uint slot = ((now + PLANS(plan + 9u)) & slot_mask) * ports + PLANS(plan + 7u);
  uint stride = PLANS(plan + 8u);
  int weight = int(PLANS(plan + 10u));
  uint levels = PLANS(plan + 11u);
  uint wkey0 = PLANS(plan + 12u);
  uint wkey1 = PLANS(plan + 13u);
  uint table = PLANS(plan + 14u);
  uint many = PLANS(plan + 15u);
  RowCursor c = row_begin(row, PLANS(plan + 5u), PLANS(plan + 6u));
  Philox words = c.words;
  uint at = 0u;
  uint k = 0u;
  bool more = width > 0u;
  while (more) {
    bool take = true;
    uint target = 0u;
    if (kind == PROC_DEGREE) {
      more = k < many;
      take = more;
      if (more) target = row_uniform(c, width);
    } else {
      uint skip =
          kind == PROC_DENSE ? row_skip(c, table, many) : row_skip_sparse(c, table, many, width);
      take = kind == PROC_SPARSE || skip < many;
      more = skip < width - at;
      target = at + skip;
      at = target + (take ? 1u : 0u);
      take = take && more;
      more = more && at < width;
    }
    if (take) {
      if (levels != NONE) {
        if ((k & 3u) == 0u) words = philox4x32(k >> 2, row, 0u, 0u, wkey0, wkey1);
        weight = int(TABLES(levels + (words.x >> 20)));
        words.x = words.y;
        words.y = words.z;
        words.z = words.w;
      }
      if (target >= self) target++;
      atomicAdd(ring[slot + target * stride], weight);
      k++;
    }
  }
}

void main() {
  uint begin = CONTROL(CONTROL_OFFSET + step);
  uint end = min(begin + CONTROL(counts + step), capacity);
  uint now = CONTROL(CONTROL_BASE) + step;
  for (uint s = begin + gl_GlobalInvocationID.x; s < end;
       s += gl_NumWorkGroups.x * gl_WorkGroupSize.x) {
    uint source = SPIKES(s);
    uint list = SOURCE_PLANS(source);
    uint plan = (list & 0x00ffffffu) * PLAN_WORDS;
    uint last = plan + (list >> 24) * PLAN_WORDS;
    for (; plan < last; plan += PLAN_WORDS) walk(plan, source, now);
  }
}
