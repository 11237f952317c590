// tangent_library.h: the shader library over dual numbers.
#include "dual.h"

#define REAL_IS_FLOAT 0
// Of the random numbers only their words are used, which no derivative enters.
#define GV_PHILOX

#include "gen_hash.h"
#include "lib/math.glsl"
#include "lib/gate.glsl"
#include "lib/trig.glsl"
#include "lib/pulse.glsl"
#include "lib/magnesium.glsl"
#include "lib/surrogate.glsl"
#include "lib/refractory.glsl"
#include "lib/schemes.glsl"
