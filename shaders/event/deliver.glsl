// deliver.glsl: spikes become arrivals; common subset of GLSL and C++.

// Makes the arrivals of one spike and puts each into its target's list.
FN bool event_deliver_one(uint sample_index, uint neuron, uint spike) {
  uint begin = row_ptr[neuron];
  uint count = row_ptr[neuron + 1u] - begin;
  uint slot = event_take(sample_index, count);
  if (slot == EVENT_NONE) return false;
  rec_word[spike * 4u + 2u] = slot;
  real time = rec_real[spike * rec_stride + REC_TIME];
  for (uint k = 0u; k < count; k++) {
    uint rec = slot + k;
    uint synapse = begin + k;
    real arrival = time + syn_real[synapse * 4u + 1u];
    rec_word[rec * 4u] = EVENT_ARRIVAL;
    rec_word[rec * 4u + 2u] = synapse;
    rec_real[rec * rec_stride + REC_TIME] = arrival;
    rec_real[rec * rec_stride + REC_BAR_TIME] = R(0.0);
    rec_real[rec * rec_stride + REC_BAR_WEIGHT] = R(0.0);
    if (arrival > param[1]) continue; // after the trial
    uint target = (sample_index * neurons + syn_word[synapse * 4u]) * CELL_WORDS + CELL_WAITING;
    rec_word[rec * 4u + 1u] = EVENT_EXCHANGE(cell_word[target], rec);
  }
  return true;
}

// Delivers what a neuron has fired in this slice, or a source before its end.
FN void event_deliver(uint sample_index, uint neuron, uint slice) {
  uint at = (sample_index * neurons + neuron) * CELL_WORDS;
  uint each = row_ptr[neuron + 1u] - row_ptr[neuron] + 1u;
  uint arrivals = 0u;
  if (sources != 0u) {
    real end = event_slice_end(slice);
    uint count = cell_word[at + CELL_COUNT];
    if (count == 0u) return;
    uint first = cell_word[at + CELL_SPIKE] + 1u - count;
    uint done = cell_word[at + CELL_DELIVERED];
    while (done < count && rec_real[(first + done) * rec_stride + REC_TIME] < end) {
      arrivals = arrivals + each;
      if (arrivals > EVENT_MOST_ARRIVALS) {
        event_fail(sample_index, EVENT_LONG, neuron);
        return;
      }
      if (!event_deliver_one(sample_index, neuron, first + done)) return;
      done++;
    }
    cell_word[at + CELL_DELIVERED] = done;
    return;
  }
  uint spike = cell_word[at + CELL_SPIKE];
  uint old = cell_word[at + CELL_DELIVERED];
  cell_word[at + CELL_DELIVERED] = spike;
  while (spike != old) {
    arrivals = arrivals + each;
    if (arrivals > EVENT_MOST_ARRIVALS) {
      event_fail(sample_index, EVENT_LONG, neuron);
      return;
    }
    if (!event_deliver_one(sample_index, neuron, spike)) return;
    spike = rec_word[spike * 4u + 3u];
  }
}
