// block.h: the blocks in which neurons go through a step, shared by the models'
// kernels and by the receptors they call.
#ifndef GV_BLOCK_H
#define GV_BLOCK_H

#include <cstddef>

#define BLOCK 256u

// Specialization words, as in neuron_step.comp.
enum {
  SPEC_SCHEME = 1,
  SPEC_RECEPTORS,
  SPEC_UNIFORM,
  SPEC_STIMULATED,
  SPEC_HELD,
  SPEC_PORTS,
  SPEC_RECORDS,
  SPEC_KIND = 8,
  SPEC_OUTPUT = 16,
  SPEC_WORD = 24,
  SPEC_CHANNELS = 160,
  SPEC_IONS,
  SPEC_CHANNEL = 162,
  SPEC_ION = 174
};
// Push words.
enum {
  PUSH_STEP,
  PUSH_N,
  PUSH_SOURCE_BASE,
  PUSH_PORT_BASE,
  PUSH_PORTS,
  PUSH_SLOT_MASK,
  PUSH_COUNTS,
  PUSH_CAPACITY
};
// Arrays, by the shader's binding / 2.
enum {
  ARRAY_STATE,
  ARRAY_RING,
  ARRAY_ROW,
  ARRAY_ROWS,
  ARRAY_IDENTITY,
  ARRAY_CURRENT,
  ARRAY_SPIKES,
  ARRAY_CONTROL
};

#define RECEPTOR_WORDS 8
#define CHANNEL_WORDS 12
#define ION_WORDS 8
#define MAX_IONS 4

// The parts of the word that describes a slot of an ion channel or ion pool,
// as in shaders/kernel/channels.glsl.
#define SLOT_KIND(slot) (((slot)&255u) - 1u)
#define SLOT_WORD(slot) ((slot) >> 8 & 255u)
#define SLOT_ION(slot) (((slot) >> 16 & 255u) - 1u)
#define SLOT_HAS_ION(slot) (((slot) >> 16 & 255u) != 0u)
#define SLOT_CARRIES(slot) (((slot) >> 24) != 0u)

// What the neurons of a block receive, and whether they spike. The arrivals of
// receptor r are in quanta; inputs that no receptor feeds stay zero throughout.
struct Block {
  real i[BLOCK], g[BLOCK], ge[BLOCK], dv[BLOCK], u[BLOCK];
  real arrived[8][BLOCK];
  int32_t spike[BLOCK];
  uint32_t filled; // bit o: the arrays of output o (0 i, 1 g and ge, 2 dv) hold this block's values

  // Inputs that nothing feeds are zero.
  void clear() { memset(this, 0, offsetof(Block, arrived)); }
};

// Where a block lies and its parameters: row r of neuron k is at rows + row[k] * row_words.
struct Place {
  uint32_t first, count, n, row_words, model_words, identity_words;
  real *state;
  const real *rows;
  const uint32_t *row;
};
#define UNIFORM_PARAMS(k) uniform_
#define OWN_PARAMS(k) (own_ + (uint64_t)at.row[(uint64_t)(k)*at.identity_words] * at.row_words)

extern "C" {
// Advances receptor r of a block and adds its effect to what the block receives.
void gv_receptor_block_f32(const gv_op *op, const Place &at, uint32_t r, Block &b);
void gv_receptor_block_f64(const gv_op *op, const Place &at, uint32_t r, Block &b);
// Advances the ion channels and ion pools of a block and adds the channels'
// conductances to what the block receives.
void gv_channels_block_f32(const gv_op *op, const Place &at, Block &b);
void gv_channels_block_f64(const gv_op *op, const Place &at, Block &b);
}

#endif
