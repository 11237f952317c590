package host

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// npz reads one array of an npz file that the experiment names; relative paths
// begin at the folder of the experiment file.
func (d *decoder) npz(path, name string) (array, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(d.file), path)
	}
	arrays, err := readNPZFile(path, name)
	if err != nil {
		return array{}, err
	}
	a, ok := arrays[name]
	if !ok {
		all, err := readNPZFile(path)
		if err != nil {
			return array{}, err
		}
		return array{}, fmt.Errorf("%s has no array %q%s", path, name, suggestion(name, sortedNames(all)))
	}
	return a, nil
}

// readNPZFile reads the named arrays of a file, those that are there; without
// names every one.
func readNPZFile(path string, only ...string) (map[string]array, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	arrays, err := readNPZ(f, info.Size(), only...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return arrays, nil
}

// floats returns the values as float64; one that is not finite is an error.
func (a array) floats() ([]float64, error) {
	var out []float64
	switch x := a.data.(type) {
	case []uint8:
		out = widen(x)
	case []int32:
		out = widen(x)
	case []uint32:
		out = widen(x)
	case []int64:
		out = widen(x)
	case []float32:
		out = widen(x)
	case []float64:
		out = x
	}
	for i, v := range out {
		if !finite(v) {
			return nil, fmt.Errorf("value %d is %g, must be finite", i, v)
		}
	}
	return out, nil
}

// indices returns the values as numbers of neurons.
func (a array) indices() ([]uint32, error) {
	switch a.data.(type) {
	case []float32, []float64:
		return nil, fmt.Errorf("its values are %T, must be whole numbers", a.data)
	}
	xs, err := a.floats()
	if err != nil {
		return nil, err
	}
	out := make([]uint32, len(xs))
	for i, x := range xs {
		if !(x >= 0 && x <= math.MaxUint32) {
			return nil, fmt.Errorf("value %d is %g, must be from 0 to %d", i, x, uint32(math.MaxUint32))
		}
		out[i] = uint32(x)
	}
	return out, nil
}

func widen[T uint8 | int32 | uint32 | int64 | float32](xs []T) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = float64(x)
	}
	return out
}
