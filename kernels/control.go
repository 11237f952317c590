package kernels

// Words of the control block of a batch; see shaders/lib/control.glsl.
const (
	controlBase      = 0
	controlCompleted = 1
	controlStatus    = 2
	controlInfo      = 3
	controlOffset    = 8
)

// Bits of a batch's status.
const (
	StatusNotFinite  uint32 = 1 // a state variable is NaN or beyond every physical range
	StatusSpikesLost uint32 = 2 // the spike list was full
)

// Control is the layout of the control block of a batch of up to Steps steps.
type Control struct{ Steps int }

// Words returns the size of the block.
func (c Control) Words() int { return c.Counts() + c.Steps }

// Counts returns the word of count[0].
func (c Control) Counts() int { return controlOffset + c.Steps + 1 }

// Outcome is what a batch reports.
type Outcome struct {
	// Completed is the number of steps that were done; anything but the number
	// asked for is a failure of the device.
	Completed int
	Status    uint32
	// Info is the first source whose state is not finite, with StatusNotFinite.
	Info uint32
	// Offsets[k] is the number of spikes listed before step k; the last is the total.
	Offsets []uint32
}

// outcome reads the control block after a batch.
func (c Control) outcome(words []uint32, steps int) Outcome {
	out := Outcome{
		Completed: int(words[controlCompleted]),
		Status:    words[controlStatus],
		Offsets:   append([]uint32(nil), words[controlOffset:controlOffset+steps+1]...),
	}
	if failed := words[controlInfo]; failed != 0 {
		out.Status |= StatusNotFinite
		out.Info = ^failed
	}
	return out
}

// fresh returns the control block at the start of a batch.
func (c Control) fresh(base uint32) []uint32 {
	words := make([]uint32, c.Words())
	words[controlBase] = base
	return words
}
