// check.cpp: finds the adjoint and the tangent of a model by its name.
#include "check.h"

#include <cstring>

#include "gen_table.h"

extern "C" {
#define DECLARE(model)                                                                             \
  int gv_tangent_##model(const double *, const double *, double *, double *, const double *,       \
                         const double *, int, int, double *);                                      \
  void gv_train_vjp_##model##_f64(const double *, const double *, const double *, int, double,     \
                                  double, double, double *, double *, double *);
GV_ADJOINTS(DECLARE)

int gv_tangent_neuron(const char *model, const double *p, const double *dp, double *s, double *ds,
                      const double *x, const double *dx, int scheme, int force, double *distance) {
#define TANGENT(name)                                                                              \
  if (strcmp(model, #name) == 0)                                                                   \
    return gv_tangent_##name(p, dp, s, ds, x, dx, scheme, force, distance);
  GV_ADJOINTS(TANGENT)
  return -1;
}

int gv_vjp_neuron(const char *model, const double *p, const double *s, const double *x, int scheme,
                  double slope, double attach, double adj_spike, double *adj_s, double *adj_p,
                  double *adj_x) {
#define VJP(name)                                                                                  \
  if (strcmp(model, #name) == 0) {                                                                 \
    gv_train_vjp_##name##_f64(p, s, x, scheme, slope, attach, adj_spike, adj_s, adj_p, adj_x);     \
    return 1;                                                                                      \
  }
  GV_ADJOINTS(VJP)
  return 0;
}
}
