// event_f32.cpp: the event kernels in real numbers of 32 bits.
#define REAL float
#define REAL_IS_FLOAT 1
#include "event.h"
