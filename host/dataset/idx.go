package dataset

import (
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxIdx bounds the bytes of an idx file, against headers that lie.
const maxIdx = 1 << 30

// imageClasses is the number of classes of the MNIST family.
const imageClasses = 10

// ReadIdx reads a file of unsigned bytes in the idx format of the MNIST family,
// compressed when its name ends in .gz: the extents, and the bytes, the last
// extent running fastest.
func ReadIdx(path string) (shape []int, data []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read idx file: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return nil, nil, fmt.Errorf("read idx file %s: %w", path, err)
		}
		defer z.Close()
		r = z
	}
	shape, data, err = readIdx(r)
	if err != nil {
		return nil, nil, fmt.Errorf("read idx file %s: %w", path, err)
	}
	return shape, data, nil
}

func readIdx(r io.Reader) (shape []int, data []byte, err error) {
	var magic [4]byte
	if _, err := io.ReadFull(r, magic[:]); err != nil {
		return nil, nil, fmt.Errorf("the header is cut short: %w", err)
	}
	if magic[0] != 0 || magic[1] != 0 || magic[2] != 8 || magic[3] == 0 {
		return nil, nil, fmt.Errorf("it begins with % x, not with 00 00 08 and the number of dimensions: not an idx file of unsigned bytes", magic)
	}
	size := 1
	for range magic[3] {
		var n uint32
		if err := binary.Read(r, binary.BigEndian, &n); err != nil {
			return nil, nil, fmt.Errorf("the header is cut short: %w", err)
		}
		if n > maxIdx || size*int(n) > maxIdx {
			return nil, nil, fmt.Errorf("its header asks for more than %d bytes", maxIdx)
		}
		size *= int(n)
		shape = append(shape, int(n))
	}
	data, err = io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) != size {
		return nil, nil, fmt.Errorf("it holds %d bytes, its header %v says %d", len(data), shape, size)
	}
	return shape, data, nil
}

// ReadMNIST reads the four files of the MNIST family from a folder, compressed
// or not. Inputs are pixels, which encode turns into spike times; trials last
// duration ms. Of the training images the last valid are set aside for validation.
func ReadMNIST(folder string, duration float64, valid int, encode func(image []byte) [][]float64) (*Set, error) {
	return Shifts{}.ReadMNIST(folder, duration, valid, encode)
}

// ReadMNIST is the function of that name, whose Epoch shifts the training images.
func (shifts Shifts) ReadMNIST(folder string, duration float64, valid int, encode func(image []byte) [][]float64) (*Set, error) {
	train, n, err := readImages(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte", encode)
	if err != nil {
		return nil, err
	}
	test, m, err := readImages(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", encode)
	if err != nil {
		return nil, err
	}
	if n != m {
		return nil, fmt.Errorf("read images: %d pixels for training, %d for testing", n, m)
	}
	if valid < 0 || valid >= train.Len() {
		return nil, fmt.Errorf("read images: %d images for validation, must be 0 to %d", valid, train.Len()-1)
	}
	rest := train.Len() - valid
	set := &Set{Inputs: n, Classes: imageClasses, Duration: duration, Train: train.First(rest), Test: test.Split}
	set.Valid = Split{Labels: train.Labels[rest:], Times: func(i int) [][]float64 { return train.Times(rest + i) }}
	if shifts.Pixels > 0 {
		set.Epoch = func(k int) Split {
			return Split{Labels: set.Train.Labels, Times: func(i int) [][]float64 { return encode(shifts.move(train.image(i), train.side, k, i)) }}
		}
	}
	return set, nil
}

// images is a split made of the bytes of images.
type images struct {
	Split
	side  int // pixels of a row
	image func(i int) []byte
}

func readImages(folder, names, labels string, encode func([]byte) [][]float64) (images, int, error) {
	shape, pixels, err := ReadIdx(either(folder, names))
	if err != nil {
		return images{}, 0, err
	}
	counts, classes, err := ReadIdx(either(folder, labels))
	if err != nil {
		return images{}, 0, err
	}
	if len(shape) != 3 || len(counts) != 1 || shape[0] != counts[0] {
		return images{}, 0, fmt.Errorf("read images: %s has shape %v and %s %v, must be n x rows x columns and n", names, shape, labels, counts)
	}
	n := shape[1] * shape[2]
	s := images{side: shape[2], image: func(i int) []byte { return pixels[i*n : (i+1)*n] }}
	s.Split = Split{Labels: make([]int, shape[0]), Times: func(i int) [][]float64 { return encode(s.image(i)) }}
	for i := range s.Labels {
		if classes[i] >= imageClasses {
			return images{}, 0, fmt.Errorf("read images: %s: image %d has the label %d, must be below %d", labels, i, classes[i], imageClasses)
		}
		s.Labels[i] = int(classes[i])
	}
	return s, n, nil
}

// either returns the file's path, compressed when only that is there.
func either(folder, name string) string {
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		return path + ".gz"
	}
	return path
}

// Latency encodes bytes by first-spike time: 255 at 0, 0 at window ms; bytes
// of at most dark do not spike.
func Latency(image []byte, window float64, dark byte) [][]float64 {
	out := make([][]float64, len(image))
	for i, b := range image {
		if b > dark {
			out[i] = []float64{window * (255 - float64(b)) / 255}
		}
	}
	return out
}
