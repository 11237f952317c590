package host

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// readNPZ reads every array of an npz archive of size bytes, compressed or
// not, of the element types that writeNPZ writes. Damaged files give errors.
// With names it reads only those, so that others may have any type.
func readNPZ(r io.ReaderAt, size int64, only ...string) (map[string]array, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("not an npz file, or a truncated one: %w", err)
	}
	out := map[string]array{}
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, ".npy")
		if _, twice := out[name]; twice {
			return nil, fmt.Errorf("array %q occurs twice", name)
		}
		if len(only) > 0 && !slices.Contains(only, name) {
			continue
		}
		a, err := readEntry(f)
		if err != nil {
			return nil, fmt.Errorf("array %q: %w", name, err)
		}
		a.name = name
		out[name] = a
	}
	return out, nil
}

// readEntry reads one member of the archive. The size that the header claims
// is believed only once as many bytes have arrived.
func readEntry(f *zip.File) (array, error) {
	rc, err := f.Open()
	if err != nil {
		return array{}, err
	}
	a, err := readNPY(rc)
	return a, errors.Join(err, rc.Close())
}

// The header's dictionary, its keys in the order in which NumPy writes them.
const npyDict = `^\{\s*'descr':\s*'([^']*)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([0-9, ]*)\),?\s*\}\s*$`

// readNPY reads one array in version 1 or 2 of the npy format and checks that
// its data is complete and nothing follows.
func readNPY(r io.Reader) (array, error) {
	descr, shape, err := readNPYHeader(r)
	if err != nil {
		return array{}, err
	}
	n := elements(shape)
	a := array{shape: shape}
	switch descr {
	case "|u1":
		a.data, err = readValues[uint8](r, n, 1)
	case "<i4":
		a.data, err = readValues[int32](r, n, 4)
	case "<u4":
		a.data, err = readValues[uint32](r, n, 4)
	case "<i8":
		a.data, err = readValues[int64](r, n, 8)
	case "<f4":
		a.data, err = readValues[float32](r, n, 4)
	case "<f8":
		a.data, err = readValues[float64](r, n, 8)
	default:
		err = fmt.Errorf("element type %q is not one of |u1 <i4 <u4 <i8 <f4 <f8", descr)
	}
	if err != nil {
		return array{}, err
	}
	if extra, err := io.Copy(io.Discard, r); err != nil {
		return array{}, err
	} else if extra > 0 {
		return array{}, fmt.Errorf("%d bytes follow the data", extra)
	}
	return a, nil
}

// readNPYHeader reads the header and returns element type and shape.
func readNPYHeader(r io.Reader) (descr string, shape []int, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[:6]) != "\x93NUMPY" {
		return "", nil, errors.New("not in npy format")
	}
	var length [4]byte
	width := 2
	if head[6] > 1 {
		width = 4
	}
	if _, err := io.ReadFull(r, length[:width]); err != nil {
		return "", nil, errors.New("the header is truncated")
	}
	n := binary.LittleEndian.Uint32(length[:])
	if head[6] > 2 || n > 1<<20 {
		return "", nil, fmt.Errorf("npy version %d with a header of %d bytes is not supported", head[6], n)
	}
	dict := make([]byte, n)
	if _, err := io.ReadFull(r, dict); err != nil {
		return "", nil, errors.New("the header is truncated")
	}
	m := regexp.MustCompile(npyDict).FindSubmatch(dict)
	if m == nil {
		return "", nil, fmt.Errorf("the header %q is not understood", dict)
	}
	for part := range strings.SplitSeq(string(m[3]), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		e, err := strconv.Atoi(part)
		if err != nil {
			return "", nil, fmt.Errorf("shape (%s): %w", m[3], err)
		}
		shape = append(shape, e)
	}
	if elements(shape) < 0 {
		return "", nil, fmt.Errorf("shape (%s) is too large", m[3])
	}
	if string(m[2]) == "True" && len(shape) > 1 {
		return "", nil, errors.New("column-major arrays are not supported")
	}
	return string(m[1]), shape, nil
}

// readValues reads n little-endian values of size bytes each, in pieces.
func readValues[T uint8 | int32 | uint32 | int64 | float32 | float64](r io.Reader, n, size int) ([]T, error) {
	const piece = 1 << 16
	out := []T{}
	buf := make([]byte, min(n, piece)*size)
	for len(out) < n {
		k := min(piece, n-len(out))
		if _, err := io.ReadFull(r, buf[:k*size]); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil, fmt.Errorf("truncated: %d values are promised, fewer are there", n)
			}
			return nil, err
		}
		start := len(out)
		out = append(out, make([]T, k)...)
		if _, err := binary.Decode(buf[:k*size], binary.LittleEndian, out[start:]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
