// own.h: what a user's own model needs in the library that is made of it: its
// receptors and ion channels are those of the program, which hands their
// addresses over when it opens the library.
#include "block.h"

typedef void (*gv_receptor_call)(const gv_op *, const Place &, uint32_t, Block &);
typedef void (*gv_channels_call)(const gv_op *, const Place &, Block &);
static gv_receptor_call own_receptor;
static gv_channels_call own_channels;

extern "C" {
void gv_own_bind(void *receptor, void *channels) {
  own_receptor = (gv_receptor_call)receptor;
  own_channels = (gv_channels_call)channels;
}
void GV_NAME(gv_receptor_block)(const gv_op *op, const Place &at, uint32_t r, Block &b) {
  own_receptor(op, at, r, b);
}
void GV_NAME(gv_channels_block)(const gv_op *op, const Place &at, Block &b) {
  own_channels(op, at, b);
}
}
