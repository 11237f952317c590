package model

import (
	"encoding/binary"
	"math"
)

// rowKey makes a row of numbers comparable, bit by bit.
func rowKey(row []float64) string {
	b := make([]byte, 0, 8*len(row))
	for _, x := range row {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return string(b)
}
