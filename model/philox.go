package model

// The multipliers and Weyl constants of Philox4x32 (Salmon et al., "Parallel
// random numbers: as easy as 1, 2, 3", SC 2011, table 2).
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
	philoxW0 = 0x9E3779B9
	philoxW1 = 0xBB67AE85
)

// Philox returns the four words of Philox4x32-10 for a counter and a key.
// The shaders compute the same function (shaders/lib/philox.glsl), so a draw
// can move between host and device without changing.
func Philox(ctr [4]uint32, key [2]uint32) [4]uint32 {
	a, b, c, d := philox(ctr[0], ctr[1], ctr[2], ctr[3], key[0], key[1])
	return [4]uint32{a, b, c, d}
}

// philox is Philox in scalars, which Go passes in registers.
func philox(c0, c1, c2, c3, k0, k1 uint32) (uint32, uint32, uint32, uint32) {
	for range 10 {
		p0 := uint64(philoxM0) * uint64(c0)
		p1 := uint64(philoxM1) * uint64(c2)
		c0, c1, c2, c3 = uint32(p1>>32)^c1^k0, uint32(p1), uint32(p0>>32)^c3^k1, uint32(p0)
		k0 += philoxW0
		k1 += philoxW1
	}
	return c0, c1, c2, c3
}

// Stream is one family of random numbers: every element of it is reached by
// its index alone, so the order of drawing and the number of threads do not
// matter. The zero Stream is valid but shared by all who use it.
type Stream struct {
	key uint64
}

// NewStream returns the stream of that name in the network with that seed.
// For one name different seeds always give different keys.
func NewStream(seed uint64, name string) Stream {
	return Stream{key: mix64(mix64(seed+0x9E3779B97F4A7C15) ^ fnv1a(name))}
}

// Sub returns a stream of the same origin for another purpose, such as the
// weights beside the targets of one projection.
func (s Stream) Sub(name string) Stream {
	return Stream{key: mix64(s.key ^ fnv1a(name))}
}

// Key returns the Philox key of the stream, for kernels that draw on a device.
func (s Stream) Key() [2]uint32 { return [2]uint32{uint32(s.key), uint32(s.key >> 32)} }

// At returns a cursor on element index: its words are those of the counters
// (index low, index high, 0, 0), (index low, index high, 1, 0) and so on.
func (s Stream) At(index uint64) Cursor { return Cursor{key: s.key, index: index} }

// Words writes the eight words of the counters (index, block) and (index,
// block+1): what a cursor on index gives after 4*block words, for loops in
// which a call for every word would cost too much.
func (s Stream) Words(index uint64, block uint32, dst *[8]uint32) {
	lo, hi := uint32(index), uint32(index>>32)
	k0, k1 := uint32(s.key), uint32(s.key>>32)
	dst[0], dst[1], dst[2], dst[3] = philox(lo, hi, block, 0, k0, k1)
	dst[4], dst[5], dst[6], dst[7] = philox(lo, hi, block+1, 0, k0, k1)
}

// Cursor walks through the words of one element of a stream. It is a value
// and allocates nothing; a copy continues on its own.
type Cursor struct {
	key   uint64
	index uint64
	block uint32
	left  uint32
	word  [4]uint32
}

// Uint32 returns the next 32 random bits.
func (c *Cursor) Uint32() uint32 {
	if c.left == 0 {
		c.refill()
	}
	w := c.word[(4-c.left)&3]
	c.left--
	return w
}

func (c *Cursor) refill() {
	c.word[0], c.word[1], c.word[2], c.word[3] = philox(
		uint32(c.index), uint32(c.index>>32), c.block, 0, uint32(c.key), uint32(c.key>>32))
	c.block++
	c.left = 4
}

// Uint64 returns the next 64 random bits, the earlier word in the high half.
func (c *Cursor) Uint64() uint64 {
	hi := uint64(c.Uint32())
	return hi<<32 | uint64(c.Uint32())
}

// Float64 returns a number in the open interval (0, 1): an odd multiple of
// 2^-53, so that 0 and 1 never come and u and 1-u are equally likely.
func (c *Cursor) Float64() float64 {
	return float64(c.Uint64()>>11|1) * 0x1p-53
}

// Uniform returns an unbiased integer in 0..n-1 (Lemire, "Fast random integer
// generation in an interval", ACM TOMACS 2019). Uniform(0) is 0.
func (c *Cursor) Uniform(n uint32) uint32 {
	p := uint64(c.Uint32()) * uint64(n)
	if low := uint32(p); low < n {
		for limit := -n % n; low < limit; low = uint32(p) {
			p = uint64(c.Uint32()) * uint64(n)
		}
	}
	return uint32(p >> 32)
}

// fnv1a is the 64-bit FNV-1a hash of the name's bytes.
func fnv1a(name string) uint64 {
	h := uint64(0xCBF29CE484222325)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001B3
	}
	return h
}

// mix64 is the finaliser of SplitMix64 (Steele et al., OOPSLA 2014), a
// bijection in which every input bit reaches every output bit.
func mix64(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
