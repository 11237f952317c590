// arrays.glsl: bindings and push words of the event kernels (GLSL side; the
// native side is kernels/native/event.h). What the arrays hold: log.glsl.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;         // of the batch
  uint n;            // invocations
  uint first;        // first neuron of the layer
  uint count;        // neurons of the layer
  uint neurons;      // of one sample, sources included
  uint slices;       // of the trial
  uint capacity;     // records of one sample
  uint receptors;    // most receptors of any neuron
  uint rec_stride;   // reals of one record
  uint cell_stride;  // reals of one neuron
  uint param_stride; // reals of one neuron's parameters
  uint sources;      // 1 when the layer's spikes are given
  uint together;     // 1 when CPUs may take the layer through a trial together
};

layout(binding = 0, std430) buffer RecWord { uint rec_word[]; };
layout(binding = 2, std430) buffer RecReal { float rec_real[]; };
layout(binding = 4, std430) buffer CellWord { uint cell_word[]; };
layout(binding = 6, std430) buffer CellReal { float cell_real[]; };
layout(binding = 8, std430) buffer SampleWord { uint sample_word[]; };
layout(binding = 10, std430) buffer Param { float param[]; };
layout(binding = 12, std430) buffer RowPtr { uint row_ptr[]; };
layout(binding = 14, std430) buffer SynWord { uint syn_word[]; };
layout(binding = 16, std430) buffer SynReal { float syn_real[]; };
layout(binding = 18, std430) buffer Control { uint control[]; };

#define EVENT_ADD(word, x) atomicAdd(word, x)
#define EVENT_EXCHANGE(word, x) atomicExchange(word, x)

#include "cell.glsl"
#include "series.glsl"
#include "log.glsl"

// Closes the step in the control block.
void event_close() {
  if (gl_GlobalInvocationID.x == 0u) control[CONTROL_COMPLETED] = step + 1u;
}
