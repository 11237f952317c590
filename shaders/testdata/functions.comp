// Runs one function of shaders/lib on float32 bit patterns; the device's half of
// the comparison with testdata/native.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const int FUNCTION = 0;

layout(push_constant) uniform Push {
  uint first;
  uint stride;
  uint n;
};

layout(binding = 0, std430) writeonly buffer Out { uint bits[]; };

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= n) {
    return;
  }
  real x = as_real(first + i * stride);
  real y = R(0.0);
  if (FUNCTION == 0) {
    y = gv_exp(x);
  } else if (FUNCTION == 1) {
    y = gv_expm1(x);
  } else if (FUNCTION == 2) {
    y = gv_exprelr(x);
  } else if (FUNCTION == 3) {
    y = gv_log(x);
  } else if (FUNCTION == 4) {
    y = gv_sqrt(x);
  } else if (FUNCTION == 5) {
    y = gv_normal_quantile(x);
  } else if (FUNCTION == 6) {
    y = u01(first + i * stride);
  } else if (FUNCTION == 7) {
    y = gv_exp_decay(x);
  } else if (FUNCTION == 8) {
    y = gv_sin(x);
  } else if (FUNCTION == 9) {
    y = gv_cos(x);
  } else if (FUNCTION == 10) {
    y = gv_wrap_phase(x);
  }
  bits[i] = as_uint(y);
}
