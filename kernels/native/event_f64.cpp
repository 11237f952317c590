// event_f64.cpp: the event kernels in real numbers of 64 bits.
#define REAL double
#define REAL_IS_FLOAT 0
#include "event.h"
