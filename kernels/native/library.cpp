// library.cpp: opens the libraries that users' own models are compiled into.
#include "library.h"

#include <cstdio>
#include <dlfcn.h>

extern "C" {
void gv_receptor_block_f32();
void gv_receptor_block_f64();
void gv_channels_block_f32();
void gv_channels_block_f64();

void *gv_own_open(const char *path, int bits, gv_kernel *kernel, char *message, size_t size) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    snprintf(message, size, "%s", dlerror());
    return nullptr;
  }
  void *bind = dlsym(library, "gv_own_bind");
  void *step = dlsym(library, bits == 64 ? "gv_neuron_step_own_f64" : "gv_neuron_step_own_f32");
  if (bind == nullptr || step == nullptr) {
    snprintf(message, size, "%s holds no neuron model", path);
    dlclose(library);
    return nullptr;
  }
  ((void (*)(void *, void *))bind)(
      bits == 64 ? (void *)gv_receptor_block_f64 : (void *)gv_receptor_block_f32,
      bits == 64 ? (void *)gv_channels_block_f64 : (void *)gv_channels_block_f32);
  *kernel = (gv_kernel)step;
  return library;
}

void gv_own_close(void *library) { dlclose(library); }
}
