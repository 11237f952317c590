// surrogate.glsl: derivatives that stand for that of the spike decision H(x),
// common subset of GLSL and C++.
//
// x is the distance to threshold in the units a model gives it (1 = from rest
// to threshold for the integrate-and-fire models); a and b are the form's two
// numbers. Neftci, Mostafa & Zenke 2019, IEEE Signal Process. Mag. 36:51.
// Forms that vanish outside a window make the backward pass skip the neurons
// that are outside.

#ifndef GV_SURROGATE
#define GV_SURROGATE

// A distance that says that a neuron could not spike (refractory): no derivative.
#define GV_NEVER R(-1e15)

#define SURROGATE_FAST_SIGMOID 0      // 1 / (1 + a|x|)^2; Zenke & Ganguli 2018
#define SURROGATE_ARCTAN 1            // a/2 / (1 + (pi a x / 2)^2); Fang et al. 2021
#define SURROGATE_TRIANGULAR 2        // a max(0, 1 - |x| / b); Bellec et al. 2018
#define SURROGATE_RELU 3              // a max(0, b - |x|)
#define SURROGATE_SIGMOID 4           // a s(ax) (1 - s(ax))
#define SURROGATE_BOXCAR 5            // a for |x| <= b
#define SURROGATE_GAUSSIAN 6          // a times the normal density of width b
#define SURROGATE_MULTI_GAUSSIAN 7    // a (1.15 N(b) - 0.15 N(6b, +-b)); Yin et al. 2021
#define SURROGATE_EXPONENTIAL 8       // a exp(-b|x|); Shrestha & Orchard 2018
#define SURROGATE_SOFTSIGN 9          // a/2 / (1 + a|x|)^2
#define SURROGATE_ERF 10              // a / sqrt(pi) exp(-(ax)^2)
#define SURROGATE_QUADRATIC 11        // a - a^2 |x| for |x| < 1/a
#define SURROGATE_NONZERO_SIGN_LOG 12 // 1 / (1/a + |x|)
#define SURROGATE_LEAKY_RELU 13       // b for x >= 0, else a
#define SURROGATE_PIECEWISE_LEAKY 14  // 1/(2b) for |x| <= b, else a
#define SURROGATE_Q_PSEUDO 15         // (1 + 2|x| / (a + 1))^-a; Herranz-Celotti & Rouat 2022
#define SURROGATE_S2NN 16 // a s(ax)(1 - s(ax)) below 0, b / (x + 1) above; Suetake et al. 2023
#define SURROGATE_LOG_TAILED_RELU 17  // a below 0, 1 up to 1, 1/x above; Cai et al. 2017
#define SURROGATE_SQUAREWAVE 18       // (4 / b)(cos t + cos 3t), t = 2 pi x / b
#define SURROGATE_STRAIGHT_THROUGH 19 // a
#define SURROGATE_COUNT 20

FN real gv_sigmoid_slope(real x) {
  real e = gv_exp(-gv_abs(x));
  real d = R(1.0) + e;
  return e / (d * d);
}

FN real gv_normal_density(real x, real mean, real sd) {
  real z = (x - mean) / sd;
  return R(0.3989422804014327) / sd * gv_exp(R(-0.5) * z * z);
}

// cos(x), to 1e-7 for |x| < 100: only the square wave needs it.
FN real gv_cosine(real x) {
  real turns = x * R(0.15915494309189535);
  real whole = real(int(turns + select(turns < R(0.0), R(-0.5), R(0.5))));
  real r = (turns - whole) * R(6.283185307179586);
  real h = r * R(0.25);
  real s = h * h;
  real c = R(1.0) -
           s * (R(0.5) - s * (R(0.041666666666666664) -
                              s * (R(0.001388888888888889) -
                                   s * (R(2.48015873015873e-5) - s * R(2.755731922398589e-7)))));
  c = R(2.0) * c * c - R(1.0);
  return R(2.0) * c * c - R(1.0);
}

FN real gv_surrogate(int kind, real x, real a, real b) {
  real d = gv_abs(x);
  real y = R(0.0);
  if (kind == SURROGATE_FAST_SIGMOID) {
    real q = R(1.0) + a * d;
    y = R(1.0) / (q * q);
  } else if (kind == SURROGATE_ARCTAN) {
    real q = R(1.5707963267948966) * a * x;
    y = R(0.5) * a / (R(1.0) + q * q);
  } else if (kind == SURROGATE_TRIANGULAR) {
    y = a * gv_max(R(0.0), R(1.0) - d / b);
  } else if (kind == SURROGATE_RELU) {
    y = a * gv_max(R(0.0), b - d);
  } else if (kind == SURROGATE_SIGMOID) {
    y = a * gv_sigmoid_slope(a * x);
  } else if (kind == SURROGATE_BOXCAR) {
    y = select(d <= b, a, R(0.0));
  } else if (kind == SURROGATE_GAUSSIAN) {
    y = a * gv_normal_density(x, R(0.0), b);
  } else if (kind == SURROGATE_MULTI_GAUSSIAN) {
    y = a *
        (R(1.15) * gv_normal_density(x, R(0.0), b) -
         R(0.15) * (gv_normal_density(x, b, R(6.0) * b) + gv_normal_density(x, -b, R(6.0) * b)));
  } else if (kind == SURROGATE_EXPONENTIAL) {
    y = a * gv_exp(-b * d);
  } else if (kind == SURROGATE_SOFTSIGN) {
    real q = R(1.0) + a * d;
    y = R(0.5) * a / (q * q);
  } else if (kind == SURROGATE_ERF) {
    y = R(0.5641895835477563) * a * gv_exp(-(a * x) * (a * x));
  } else if (kind == SURROGATE_QUADRATIC) {
    y = gv_max(R(0.0), a - a * a * d);
  } else if (kind == SURROGATE_NONZERO_SIGN_LOG) {
    y = R(1.0) / (R(1.0) / a + d);
  } else if (kind == SURROGATE_LEAKY_RELU) {
    y = select(x >= R(0.0), b, a);
  } else if (kind == SURROGATE_PIECEWISE_LEAKY) {
    y = select(d <= b, R(0.5) / b, a);
  } else if (kind == SURROGATE_Q_PSEUDO) {
    y = gv_exp(-a * gv_log(R(1.0) + R(2.0) * d / (a + R(1.0))));
  } else if (kind == SURROGATE_S2NN) {
    y = select(x < R(0.0), a * gv_sigmoid_slope(a * x), b / (gv_max(x, R(0.0)) + R(1.0)));
  } else if (kind == SURROGATE_LOG_TAILED_RELU) {
    y = select(x < R(0.0), a, R(1.0) / gv_max(x, R(1.0)));
  } else if (kind == SURROGATE_SQUAREWAVE) {
    real t = R(6.283185307179586) * x / b;
    y = R(4.0) / b * (gv_cosine(t) + gv_cosine(R(3.0) * t));
  } else {
    y = a;
  }
  return select(x <= GV_NEVER, R(0.0), y);
}

#endif
