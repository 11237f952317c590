// train_clear: clears the arrivals of the segment's step of the same number.
// reads: storage
//
// One invocation = one word.

layout(local_size_x_id = 0) in;

layout(push_constant) uniform Push {
  uint step;
  uint samples;
  uint ports;
};

layout(binding = 0, std430) writeonly buffer Arrivals { float arrivals[]; };

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i < samples * ports) arrivals[step * samples * ports + i] = R(0.0);
}
