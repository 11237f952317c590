package dataset

// mt19937 is the Mersenne Twister of Matsumoto & Nishimura 1998, ACM Trans.
// Model. Comput. Simul. 8:3, seeded by its init_genrand: the generator behind
// numpy's RandomState, with which the Yin-Yang data were published.
type mt19937 struct {
	state [624]uint32
	at    int
}

func newMT19937(seed uint32) *mt19937 {
	m := &mt19937{at: 624}
	m.state[0] = seed
	for i := 1; i < 624; i++ {
		m.state[i] = 1812433253*(m.state[i-1]^m.state[i-1]>>30) + uint32(i)
	}
	return m
}

// next returns 32 random bits.
func (m *mt19937) next() uint32 {
	if m.at == 624 {
		for i := range 624 {
			y := m.state[i]&0x80000000 | m.state[(i+1)%624]&0x7fffffff
			x := m.state[(i+397)%624] ^ y>>1
			if y&1 != 0 {
				x ^= 0x9908b0df
			}
			m.state[i] = x
		}
		m.at = 0
	}
	y := m.state[m.at]
	m.at++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// float returns a number in [0, 1) with 53 random bits, as numpy's rand.
func (m *mt19937) float() float64 {
	a, b := m.next()>>5, m.next()>>6
	return (float64(a)*67108864 + float64(b)) / (1 << 53)
}

// below returns a number in 0..n-1 as numpy's randint: masked bits, redrawn while too large.
func (m *mt19937) below(n uint32) uint32 {
	mask := n - 1
	for s := 1; s < 32; s *= 2 {
		mask |= mask >> s
	}
	for {
		if x := m.next() & mask; x < n {
			return x
		}
	}
}
