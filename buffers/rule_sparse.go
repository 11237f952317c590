package buffers

import "math"

// The digits of a sparse skip: base 2048, at most five, enough for p above 1e-15.
const (
	digitBits = 11
	digitBase = 1 << digitBits
	maxDigits = 5
)

// digit is the distribution of one digit of a geometric number, as thresholds
// of a random word: the digit is the number of thresholds at or below it. The
// digits of a geometric number are independent, since it has no memory: number
// 2048^i weighs (1-p)^(2048^i) for every unit of digit i.
type digit struct {
	threshold [digitBase]uint32 // the last is not used
	guide     [digitBase]uint32 // thresholds at or below the start of each 2048th of the range
}

// newDigits returns the digits of the skips of probability p above 0. Digits
// that are 0 but for a probability below 2^-32 are left out.
func newDigits(p float64) []*digit {
	var out []*digit
	logQ := math.Log1p(-p) // of one target passed over
	for range maxDigits {
		d := &digit{}
		all := math.Expm1(digitBase * logQ)
		for k := range digitBase - 1 {
			d.threshold[k] = uint32(min(math.Floor(math.Expm1(float64(k+1)*logQ)/all*0x1p32), math.MaxUint32))
		}
		d.threshold[digitBase-1] = math.MaxUint32
		if d.threshold[0] == math.MaxUint32 && len(out) > 0 {
			break
		}
		k := uint32(0)
		for g := range d.guide {
			for k < digitBase-1 && d.threshold[k] <= uint32(g)<<(32-digitBits) {
				k++
			}
			d.guide[g] = k
		}
		out = append(out, d)
		logQ *= digitBase
	}
	return out
}

// of returns the digit of a random word.
func (d *digit) of(w uint32) uint32 {
	k := d.guide[w>>(32-digitBits)]
	for k < digitBase-1 && w >= d.threshold[k] {
		k++
	}
	return k
}

// sparse draws each skip digit by digit, a word for each.
func (b *bernoulli) sparse(r, width uint32, out []uint32) []uint32 {
	c := b.stream.At(uint64(r))
	for pos := uint64(0); ; pos++ {
		for i, d := range b.digits {
			pos += uint64(d.of(c.Uint32())) << (digitBits * i)
		}
		if pos >= uint64(width) {
			return out
		}
		out = append(out, uint32(pos))
	}
}
