// outside_f32.cpp: stimuli and records in real numbers of 32 bits.
#define REAL float
#define REAL_IS_FLOAT 1
#include "prologue.h"

#include "outside.h"
