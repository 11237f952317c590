// train_eligibility_f64.cpp: eligibility traces in real numbers of 64 bits.
#define REAL double
#define REAL_IS_FLOAT 0
#include "prologue.h"

#include "train_eligibility.h"
