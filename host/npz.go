package host

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// NPZ files are written and read here rather than with a library because the
// one at hand zero-fills truncated arrays and panics on damaged headers;
// tests read our files with it and with NumPy, where that is installed.

// array is one array of an npz file: data is a []uint8, []int32, []uint32,
// []int64, []float32 or []float64 in row-major order, shape its extents.
type array struct {
	name  string
	shape []int
	data  any
}

// npzMaxArray bounds what one array of a file may claim, so that a damaged
// header cannot ask for all memory.
const npzMaxArray = 1 << 40

// writeNPZ writes arrays as an uncompressed npz archive, readable by numpy.load.
func writeNPZ(w io.Writer, arrays []array) error {
	z := zip.NewWriter(w)
	seen := map[string]bool{}
	for _, a := range arrays {
		if seen[a.name] {
			return fmt.Errorf("npz: two arrays are named %q", a.name)
		}
		seen[a.name] = true
		f, err := z.CreateHeader(&zip.FileHeader{Name: a.name + ".npy", Method: zip.Store})
		if err != nil {
			return fmt.Errorf("npz: array %q: %w", a.name, err)
		}
		if err := writeNPY(f, a); err != nil {
			return fmt.Errorf("npz: array %q: %w", a.name, err)
		}
	}
	return z.Close()
}

// writeNPY writes one array in version 1.0 of the npy format.
func writeNPY(w io.Writer, a array) error {
	descr, n := npyDescr(a.data)
	if descr == "" {
		return fmt.Errorf("cannot store a %T", a.data)
	}
	if e := elements(a.shape); e != n {
		return fmt.Errorf("shape %v holds %d values, got %d", a.shape, e, n)
	}
	dict := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, npyShape(a.shape))
	// The data starts at a multiple of 64 bytes, as the format asks for.
	const fixed = 10
	pad := (64 - (fixed+len(dict)+1)%64) % 64
	header := append([]byte("\x93NUMPY\x01\x00"), 0, 0)
	binary.LittleEndian.PutUint16(header[8:], uint16(len(dict)+pad+1))
	header = append(header, dict+strings.Repeat(" ", pad)+"\n"...)
	if _, err := w.Write(header); err != nil {
		return err
	}
	return writeValues(w, a.data)
}

// writeValues writes a slice little-endian, in pieces, so that no second copy
// of a large array is made.
func writeValues(w io.Writer, data any) error {
	switch v := data.(type) {
	case []uint8:
		_, err := w.Write(v)
		return err
	case []int32:
		return writePieces(w, v)
	case []uint32:
		return writePieces(w, v)
	case []int64:
		return writePieces(w, v)
	case []float32:
		return writePieces(w, v)
	case []float64:
		return writePieces(w, v)
	}
	return fmt.Errorf("cannot store a %T", data)
}

func writePieces[T int32 | uint32 | int64 | float32 | float64](w io.Writer, v []T) error {
	const piece = 1 << 16
	for len(v) > 0 {
		n := min(piece, len(v))
		if err := binary.Write(w, binary.LittleEndian, v[:n]); err != nil {
			return err
		}
		v = v[n:]
	}
	return nil
}

// npyDescr returns NumPy's name of the element type and the number of
// elements; an empty name when the type is not one we store.
func npyDescr(data any) (descr string, n int) {
	switch v := data.(type) {
	case []uint8:
		return "|u1", len(v)
	case []int32:
		return "<i4", len(v)
	case []uint32:
		return "<u4", len(v)
	case []int64:
		return "<i8", len(v)
	case []float32:
		return "<f4", len(v)
	case []float64:
		return "<f8", len(v)
	}
	return "", 0
}

// npyShape writes a shape as a Python tuple.
func npyShape(shape []int) string {
	if len(shape) == 1 {
		return fmt.Sprintf("(%d,)", shape[0])
	}
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = fmt.Sprint(n)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// elements multiplies the extents of a shape; -1 when one is negative or the
// product is beyond npzMaxArray.
func elements(shape []int) int {
	n := 1
	for _, e := range shape {
		if e < 0 || (e > 0 && n > npzMaxArray/e) {
			return -1
		}
		n *= e
	}
	return n
}
