// train_eligibility_f32.cpp: eligibility traces in real numbers of 32 bits.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#include "train_eligibility.h"
