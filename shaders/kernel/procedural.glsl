// procedural.glsl: rows of connectivity made anew from random words, common
// subset of GLSL and C++. The Go twin is buffers/procedural.go; all arithmetic
// is of integers, so that all three make the same rows.
//
// A row's words are those of the counters (row, 0, 0, 0), (row, 0, 1, 0) and so
// on. TABLES(i) is word i of the tables; PROC_ARGS and PROC_PASS hand them on in C++.

#ifndef GV_PROCEDURAL
#define GV_PROCEDURAL

#define PROC_DENSE 0u  // skips from a table of the geometric distribution
#define PROC_SPARSE 1u // skips from tables of its digits in base 2048
#define PROC_DEGREE 2u // a fixed number of targets, each drawn from all
#define PROC_DIGITS 2048u
#define PROC_GUIDE 32768u

struct RowCursor {
  uint row;
  uint key0;
  uint key1;
  uint block;
  uint left;
  Philox words;
};

FN RowCursor row_begin(uint row, uint key0, uint key1) {
  RowCursor c;
  c.row = row;
  c.key0 = key0;
  c.key1 = key1;
  c.block = 0u;
  c.left = 0u;
  c.words.x = 0u;
  c.words.y = 0u;
  c.words.z = 0u;
  c.words.w = 0u;
  return c;
}

// The next random word of the row.
FN uint row_word(INOUT(RowCursor) c) {
  if (c.left == 0u) {
    c.words = philox4x32(c.row, 0u, c.block, 0u, c.key0, c.key1);
    c.block++;
    c.left = 4u;
  }
  uint w = c.words.x;
  c.words.x = c.words.y;
  c.words.y = c.words.z;
  c.words.z = c.words.w;
  c.left--;
  return w;
}

// How many targets are passed over. The table holds `last` + 1 high halves of
// thresholds, as many low halves, and PROC_GUIDE places to begin at; a skip of
// `last` means that many are passed over and none is taken.
FN uint row_skip(PROC_ARGS INOUT(RowCursor) c, uint table, uint last) {
  uint w = row_word(c);
  uint k = TABLES(table + 2u * (last + 1u) + (w >> 17));
  while (w > TABLES(table + k)) k++;
  if (w == TABLES(table + k)) {
    uint low = row_word(c);
    while (k < last && w == TABLES(table + k) && low >= TABLES(table + last + 1u + k)) k++;
  }
  return k;
}

// One digit of a skip: PROC_DIGITS thresholds (the last is not used), then as many places to begin
// at.
FN uint row_digit(PROC_ARGS INOUT(RowCursor) c, uint table) {
  uint w = row_word(c);
  uint d = TABLES(table + PROC_DIGITS + (w >> 21));
  while (d < PROC_DIGITS - 1u && w >= TABLES(table + d)) d++;
  return d;
}

// A skip of so many digits; one that is longer than any row ends it as `width` does.
FN uint row_skip_sparse(PROC_ARGS INOUT(RowCursor) c, uint table, uint digits, uint width) {
  uint skip = 0u;
  bool past = false;
  for (uint i = 0u; i < digits; i++) {
    uint d = row_digit(PROC_PASS c, table + 2u * PROC_DIGITS * i);
    past = past || (i == 2u && d >= 256u) || (i > 2u && d > 0u);
    skip += i < 3u ? d << (11u * i) : 0u;
  }
  return past ? width : skip;
}

// An unbiased number below n (Lemire 2019, ACM TOMACS 29:3).
FN uint row_uniform(INOUT(RowCursor) c, uint n) {
  uint hi = 0u;
  uint lo = 0u;
  umulhilo(row_word(c), n, hi, lo);
  if (lo < n) {
    uint limit = (0u - n) % n;
    while (lo < limit) umulhilo(row_word(c), n, hi, lo);
  }
  return hi;
}

#endif
