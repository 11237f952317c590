// library.h: opening the libraries that users' own models are compiled into.
#ifndef GV_LIBRARY_H
#define GV_LIBRARY_H

#include <stddef.h>

#include "engine.h"

#ifdef __cplusplus
extern "C" {
#endif

// Opens the shared library of a user's own neuron model for real numbers of 32
// or 64 bits and finds its kernel; NULL, with a message, when it cannot.
void *gv_own_open(const char *path, int bits, gv_kernel *kernel, char *message, size_t size);
void gv_own_close(void *library);

#ifdef __cplusplus
}
#endif
#endif
