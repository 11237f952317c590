// train_release_matrix_f64.cpp: the synapses of sources with presynaptic dynamics in training, in
// real numbers of 64 bits.
#define REAL double
#define REAL_IS_FLOAT 0
#include "prologue.h"

#include "train_release_matrix.h"
