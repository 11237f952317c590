// train_couple_vjp_f64.cpp: the couplings of training backwards, in real numbers of 64 bits.
#define REAL double
#define REAL_IS_FLOAT 0
#include "prologue.h"

#include "train_couple_vjp.h"
