// train_couple_vjp_f32.cpp: the couplings of training backwards, in real numbers of 32 bits.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#include "train_couple_vjp.h"
