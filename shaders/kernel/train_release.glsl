// train_release.glsl: the presynaptic dynamics of training, shared by
// train_release.comp and train_release_vjp.comp: one invocation = one source of
// one sample. Word w of unit i of all dynamics is at (w * n + i) of its own part.
// CPU twin: kernels/native/train_release.h.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;        // of the submission
  uint n;           // sources of these dynamics
  uint source_base; // the first of them
  uint samples;
  uint bit_words;   // words of a sample's spikes in a step
  uint units;       // sources of all dynamics
  uint first;       // these ones' first
  uint state_words; // words of the state of all dynamics
  uint state_first; // these ones' first
  uint param_words; // words of the parameters of all dynamics
  uint param_first; // these ones' first
  uint ports;       // of a sample's arrivals
  uint trace;       // where the cotangents of the sources' spikes lie, or NO_ENTRY
  uint trace_count; // of these a sample has in a step
  uint truncate;    // steps between cuts of the way back, 0 for none
};

#define NO_ENTRY 0xffffffffu
#define CLOCK_ORIGIN 0u
#define CLOCK_TOTAL 1u

layout(binding = 0, std430) readonly buffer Params { float params[]; };
layout(binding = 2, std430) readonly buffer Bits { uint bits[]; };
layout(binding = 4, std430) buffer States { float states[]; };
layout(binding = 6, std430) buffer Releases { float releases[]; };
layout(binding = 8, std430) buffer Control { uint control[]; };

uint unit;
uint sample_index;
uint now;
uint state_at; // of the state in front of the step
uint release_at;

void locate(uint at_step) {
  unit = gl_GlobalInvocationID.x % n;
  sample_index = gl_GlobalInvocationID.x / n;
  now = at_step;
  state_at = (now * samples + sample_index) * state_words + state_first + unit;
  release_at = (now * samples + sample_index) * units + first + unit;
}

bool spiked() {
  uint source = source_base + unit;
  uint word = bits[(now * samples + sample_index) * bit_words + source / 32u];
  return (word >> (source % 32u) & 1u) != 0u;
}

#define ZERO_WORD(j) R(0.0)
#define RELEASE_PARAM(j) params[param_first + uint(j) * n + unit]
#define RELEASE_STATE(j) states[state_at + uint(j) * n]
