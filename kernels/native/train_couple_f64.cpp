// train_couple_f64.cpp: the couplings of training in real numbers of 64 bits.
#define REAL double
#define REAL_IS_FLOAT 0
#include "prologue.h"

#include "train_couple.h"
