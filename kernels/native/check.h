// check.h: the adjoint and the tangent of single steps, for tests and checks of gradients.
#ifndef GV_CHECK
#define GV_CHECK

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int (*gv_tangent)(const double *p, const double *dp, double *s, double *ds, const double *x,
                          const double *dx, int scheme, int force, double *distance);
typedef void (*gv_vjp)(const double *p, const double *s, const double *x, int scheme, double slope,
                       double attach, double adj_spike, double *adj_s, double *adj_p,
                       double *adj_x);

// Of the neuron model of that name; -1 or 0 when it has no adjoint.
int gv_tangent_neuron(const char *model, const double *p, const double *dp, double *s, double *ds,
                      const double *x, const double *dx, int scheme, int force, double *distance);
int gv_vjp_neuron(const char *model, const double *p, const double *s, const double *x, int scheme,
                  double slope, double attach, double adj_spike, double *adj_s, double *adj_p,
                  double *adj_x);
int gv_tangent_receptor(uint32_t kind, int held, const double *p, const double *dp, double *s,
                        double *ds, double arrival, double d_arrival, double *value);
int gv_train_vjp_receptor(uint32_t kind, int held, const double *p, const double *s, double arrival,
                          double adj_value, double *adj_s, double *adj_p, double *adj_arrival);

#ifdef __cplusplus
}
#endif
#endif
