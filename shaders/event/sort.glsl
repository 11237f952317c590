// sort.glsl: the arrivals of a slice in their order, common subset of GLSL and
// C++. Lists are linked through word 1 of the records.

// Whether record a comes before record b: by time, then by synapse, so that
// the order does not depend on who delivered first.
FN bool event_before(uint a, uint b) {
  real ta = rec_real[a * rec_stride + REC_TIME];
  real tb = rec_real[b * rec_stride + REC_TIME];
  return ta < tb || (ta == tb && rec_word[a * 4u + 2u] < rec_word[b * 4u + 2u]);
}

// Takes the arrivals before `end` (all of them when `all`) off a neuron's
// list and returns them as a list of their own.
FN uint event_due(uint sample_index, uint neuron, real end, bool all) {
  uint list_word = (sample_index * neurons + neuron) * CELL_WORDS + CELL_WAITING;
  uint seen = 0u;
  uint rec = cell_word[list_word];
  uint due = EVENT_NONE;
  uint later = EVENT_NONE;
  while (rec != EVENT_NONE) {
    if (++seen > EVENT_MOST_WAITING) {
      event_fail(sample_index, EVENT_LONG, neuron);
      break;
    }
    uint next = rec_word[rec * 4u + 1u];
    if (all || rec_real[rec * rec_stride + REC_TIME] < end) {
      rec_word[rec * 4u + 1u] = due;
      due = rec;
    } else {
      rec_word[rec * 4u + 1u] = later;
      later = rec;
    }
    rec = next;
  }
  cell_word[list_word] = later;
  return due;
}

// Sorts a list by merging runs of 1, 2, 4, ... records.
FN uint event_sort(uint list) {
  uint size = 1u;
  bool sorted = list == EVENT_NONE;
  while (!sorted) {
    uint p = list;
    uint tail = EVENT_NONE;
    uint merges = 0u;
    list = EVENT_NONE;
    while (p != EVENT_NONE) {
      merges++;
      uint q = p;
      uint left = 0u;
      while (left < size && q != EVENT_NONE) {
        left++;
        q = rec_word[q * 4u + 1u];
      }
      uint right = size;
      while (left > 0u || (right > 0u && q != EVENT_NONE)) {
        bool second = left == 0u || (right > 0u && q != EVENT_NONE && event_before(q, p));
        uint rec = second ? q : p;
        if (second) {
          q = rec_word[q * 4u + 1u];
          right--;
        } else {
          p = rec_word[p * 4u + 1u];
          left--;
        }
        if (tail == EVENT_NONE) list = rec;
        else rec_word[tail * 4u + 1u] = rec;
        tail = rec;
      }
      p = q;
    }
    rec_word[tail * 4u + 1u] = EVENT_NONE;
    sorted = merges <= 1u;
    size = size * 2u;
  }
  return list;
}
