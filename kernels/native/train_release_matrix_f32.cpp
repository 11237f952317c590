// train_release_matrix_f32.cpp: the synapses of sources with presynaptic dynamics in training, in
// real numbers of 32 bits.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#include "train_release_matrix.h"
