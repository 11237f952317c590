package dataset

import "github.com/galvani-sim/galvani/model"

// Shifts moves training images by a few pixels, anew in every epoch, so that a
// network does not learn where in its frame a figure lies.
type Shifts struct {
	// Pixels is how far an image may go to each of four sides; 0 leaves it.
	Pixels int
	// Seed draws the way of every image in every epoch.
	Seed uint64
}

// move returns the image i of rows of `side` bytes as epoch k has it; what comes in is 0.
func (s Shifts) move(image []byte, side, k, i int) []byte {
	c := model.NewStream(s.Seed, "images/shift").At(uint64(k)<<32 | uint64(i))
	span := uint32(2*s.Pixels + 1)
	right, down := int(c.Uniform(span))-s.Pixels, int(c.Uniform(span))-s.Pixels
	out := make([]byte, len(image))
	for y := range len(image) / side {
		for x := range side {
			fromX, fromY := x-right, y-down
			if fromX >= 0 && fromX < side && fromY >= 0 && fromY < len(image)/side {
				out[y*side+x] = image[fromY*side+fromX]
			}
		}
	}
	return out
}
