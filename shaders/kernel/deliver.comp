// deliver: walks the rows of the neurons that spiked in this step and adds
// their weights into the delay ring.
//
// One workgroup takes every gl_NumWorkGroups-th spike of the step; its
// invocations share the row. A row lies in the blocks of its population; a
// block is a part of the matrix with one storage form. Cost: proportional to
// spikes times out-degree. Integer additions: the order does not matter.
//
// blocks, 12 words each:
//   0 first source  1 sources  2 first word in row_ptr  3 first synapse
//   4 weight (when uniform)  5 delay (when uniform)
//   6 first entry in weights, or NONE  7 first entry in delays, or NONE
//   8 factor of the first source, or NONE: what its spike transmits of the weights

layout(local_size_x_id = 0) in;
// What some block of the chunk has. Software drivers compute both sides of every
// branch that is not decided when the pipeline is made.
layout(constant_id = 1) const bool WEIGHTS_EACH = true;
layout(constant_id = 2) const bool DELAYS_EACH = true;
layout(constant_id = 3) const bool SCALED = true;

layout(push_constant) uniform Push {
  uint step; // of the batch
#ifdef TEXEL_READS
};
// clang-format off
layout(constant_id = 224) const uint ports = 0u;
layout(constant_id = 225) const uint slot_mask = 0u;
layout(constant_id = 226) const uint counts = 0u;
layout(constant_id = 227) const uint first = 0u;
layout(constant_id = 228) const uint capacity = 0u;
// clang-format on
#else
  uint ports;     // ring ports of one slot
  uint slot_mask; // slots of the ring, minus 1
  uint counts;    // word of count[0] in the control block
  uint first;     // 1 when this is the first chunk: it closes the step
  uint capacity;  // of the spike list
};
#endif

#define BLOCK_WORDS 12u
#define NONE 0xffffffffu

layout(binding = 0, std430) buffer Control { uint control[]; };
layout(binding = 16, std430) buffer Ring { int ring[]; };
#ifdef TEXEL_READS
layout(binding = 1) uniform utextureBuffer control_in;
layout(binding = 3) uniform utextureBuffer spikes_in;
layout(binding = 5) uniform utextureBuffer source_blocks_in;
layout(binding = 7) uniform utextureBuffer blocks_in;
layout(binding = 9) uniform utextureBuffer row_ptr_in;
layout(binding = 11) uniform utextureBuffer targets_in;
layout(binding = 13) uniform itextureBuffer weights_in;
layout(binding = 15) uniform utextureBuffer delays_in;
layout(binding = 19) uniform utextureBuffer factors_in;
#define CONTROL(i) texelFetch(control_in, int(i)).x
#define SPIKES(i) texelFetch(spikes_in, int(i)).x
#define SOURCE_BLOCKS(i) texelFetch(source_blocks_in, int(i)).x
#define BLOCKS(i) texelFetch(blocks_in, int(i)).x
#define ROW_PTR(i) texelFetch(row_ptr_in, int(i)).x
#define TARGETS(i) texelFetch(targets_in, int(i)).x
#define WEIGHTS(i) texelFetch(weights_in, int(i)).x
#define DELAYS(i) texelFetch(delays_in, int(i)).x
#define FACTORS(i) texelFetch(factors_in, int(i)).x
#else
layout(binding = 2, std430) readonly buffer Spikes { uint spikes[]; };
layout(binding = 4, std430) readonly buffer SourceBlocks { uint source_blocks[]; };
layout(binding = 6, std430) readonly buffer Blocks { uint blocks[]; };
layout(binding = 8, std430) readonly buffer RowPtr { uint row_ptr[]; };
layout(binding = 10, std430) readonly buffer Targets { uint targets[]; };
layout(binding = 12, std430) readonly buffer Weights { int weights[]; };
layout(binding = 14, std430) readonly buffer Delays { uint delays[]; };
layout(binding = 18, std430) readonly buffer Factors { uint factors[]; };
#define CONTROL(i) control[i]
#define SPIKES(i) spikes[i]
#define SOURCE_BLOCKS(i) source_blocks[i]
#define BLOCKS(i) blocks[i]
#define ROW_PTR(i) row_ptr[i]
#define TARGETS(i) targets[i]
#define WEIGHTS(i) weights[i]
#define DELAYS(i) delays[i]
#define FACTORS(i) factors[i]
#endif

// Adds the row's synapses of one block.
void walk(uint block, uint source, uint now) {
  uint row = source - BLOCKS(block);
  if (row >= BLOCKS(block + 1u)) return;
  uint at = BLOCKS(block + 2u) + row;
  uint begin = ROW_PTR(at);
  uint end = ROW_PTR(at + 1u);
  uint first_synapse = BLOCKS(block + 3u);
  int weight = int(BLOCKS(block + 4u));
  uint delay = BLOCKS(block + 5u);
  uint weight_base = BLOCKS(block + 6u);
  uint delay_base = BLOCKS(block + 7u);
  uint slot = ((now + delay) & slot_mask) * ports;
  uint factor = NO_FACTOR;
  if (SCALED) {
    uint factor_base = BLOCKS(block + 8u);
    if (factor_base != NONE) factor = FACTORS(factor_base + row);
    weight = gv_scaled(weight, factor);
  }
  for (uint k = begin + gl_LocalInvocationID.x; k < end; k += gl_WorkGroupSize.x) {
    if (WEIGHTS_EACH && weight_base != NONE) {
      weight = WEIGHTS(weight_base + k);
      if (SCALED) weight = gv_scaled(weight, factor);
    }
    if (DELAYS_EACH && delay_base != NONE) {
      uint pair = DELAYS((delay_base + k) >> 1);
      delay = ((delay_base + k) & 1u) == 0u ? pair & 0xffffu : pair >> 16;
      slot = ((now + delay) & slot_mask) * ports;
    }
    atomicAdd(ring[slot + TARGETS(first_synapse + k)], weight);
  }
}

void main() {
  uint begin = CONTROL(CONTROL_OFFSET + step);
  uint end = begin + CONTROL(counts + step);
  if (first == 1u && gl_GlobalInvocationID.x == 0u) {
    control[CONTROL_OFFSET + step + 1u] = end;
    control[CONTROL_COMPLETED] = step + 1u;
    if (end > capacity) control[CONTROL_STATUS] = STATUS_SPIKES_LOST;
  }
  if (end > capacity) return; // the list has gaps
  uint now = CONTROL(CONTROL_BASE) + step;
  for (uint k = begin + gl_WorkGroupID.x; k < end; k += gl_NumWorkGroups.x) {
    uint source = SPIKES(k);
    uint list = SOURCE_BLOCKS(source);
    uint block = (list & 0x00ffffffu) * BLOCK_WORDS;
    uint last = block + (list >> 24) * BLOCK_WORDS;
    for (; block < last; block += BLOCK_WORDS) walk(block, source, now);
  }
}
