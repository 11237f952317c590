// outside_f64.cpp: stimuli and records in real numbers of 64 bits.
#define REAL double
#define REAL_IS_FLOAT 0
#include "prologue.h"

#include "outside.h"
