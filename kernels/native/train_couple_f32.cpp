// train_couple_f32.cpp: the couplings of training in real numbers of 32 bits.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#include "train_couple.h"
