// plain.c: coba-lif-dense as a plain C program, the yardstick of the engines.
//
//   plain NEURONS STEPS REPEATS
//
// The network of host/experiments/coba-lif-dense.toml with forward Euler, in single
// precision: one loop over the neurons, one over the spikes. Prints the smallest time of
// a step in us over the repeats, and the firing rate of the last one in Hz.
// Build with -O3 -march=native -ffast-math.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { REFRACTORY = 50 }; // steps of 0.1 ms

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) return fprintf(stderr, "usage: plain NEURONS STEPS REPEATS\n"), 2;
  const int n = atoi(argv[1]), steps = atoi(argv[2]), repeats = atoi(argv[3]),
            excitatory = n * 4 / 5;
  const float w_exc = 0.6f * 4000 / (float)n, w_inh = 6.7f * 4000 / (float)n; // of the leak
  const float decay_exc = expf(-0.1f / 5), decay_inh = expf(-0.1f / 10);

  srand48(1);
  size_t room = (size_t)n * (size_t)(n / 50 + n / 200 + 100), used = 0;
  int *targets = malloc(room * sizeof *targets);
  size_t *rows = malloc(((size_t)n + 1) * sizeof *rows);
  float *v = malloc((size_t)n * sizeof *v), *exc = malloc((size_t)n * sizeof *exc);
  float *inh = malloc((size_t)n * sizeof *inh);
  int *wait = malloc((size_t)n * sizeof *wait), *list = malloc((size_t)n * sizeof *list);
  if (!targets || !rows || !v || !exc || !inh || !wait || !list) return perror("plain"), 1;
  for (int i = 0; i < n; i++) {
    rows[i] = used;
    for (int j = 0; j < n; j++)
      if (drand48() < 0.02 && used < room) targets[used++] = j;
  }
  rows[n] = used;

  double best = INFINITY;
  long spikes = 0;
  for (int repeat = 0; repeat < repeats; repeat++) {
    srand48(2);
    for (int i = 0; i < n; i++) {
      double a = 1.0 - drand48(), b = drand48();
      v[i] = (float)(-55 + 2 * sqrt(-2 * log(a)) * cos(2 * M_PI * b));
      exc[i] = inh[i] = 0;
      wait[i] = 0;
    }
    spikes = 0;
    double start = seconds();
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < n; i++) {
        float dv = 0.005f * ((-60 - v[i]) + exc[i] * (0 - v[i]) + inh[i] * (-80 - v[i]) + 20);
        float moved = wait[i] > 0 ? -60 : v[i] + dv;
        int left = wait[i] > 0 ? wait[i] - 1 : 0, spike = moved > -50;
        exc[i] *= decay_exc;
        inh[i] *= decay_inh;
        v[i] = spike ? -60 : moved;
        wait[i] = spike ? REFRACTORY : left;
      }
      int found = 0;
      for (int i = 0; i < n; i++)
        if (wait[i] == REFRACTORY) list[found++] = i;
      for (int k = 0; k < found; k++) {
        int i = list[k];
        float *input = i < excitatory ? exc : inh, w = i < excitatory ? w_exc : w_inh;
        for (size_t s = rows[i]; s < rows[i + 1]; s++) input[targets[s]] += w;
      }
      spikes += found;
    }
    double took = seconds() - start;
    if (took < best) best = took;
  }
  printf("%.3f %.3f\n", best / steps * 1e6, (double)spikes / n / (steps * 1e-4));
  return 0;
}
