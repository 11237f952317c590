package host

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// DType names the element type of a Tensor, as safetensors spells it.
type DType string

// The element types of tensors.
const (
	F32 DType = "F32"
	F64 DType = "F64"
	I32 DType = "I32"
	I64 DType = "I64"
	U8  DType = "U8"
	U16 DType = "U16"
	U32 DType = "U32"
	U64 DType = "U64"
)

// Size returns the bytes of one element, 0 for a type that is not known.
func (d DType) Size() int {
	switch d {
	case U8:
		return 1
	case U16:
		return 2
	case F32, I32, U32:
		return 4
	case F64, I64, U64:
		return 8
	}
	return 0
}

// Element lists the Go types of tensor elements.
type Element interface {
	float32 | float64 | int32 | int64 | uint8 | uint16 | uint32 | uint64
}

// Tensor is one named array of a safetensors file: Data holds the elements
// little-endian and row by row, Shape the extents (none for a scalar).
type Tensor struct {
	Name  string
	DType DType
	Shape []int64
	Data  []byte
}

// NewTensor copies values into a tensor; without a shape it is a vector.
func NewTensor[T Element](name string, values []T, shape ...int64) Tensor {
	if len(shape) == 0 {
		shape = []int64{int64(len(values))}
	}
	data := make([]byte, 0, len(values)*binary.Size(*new(T)))
	// Append fails only for types that are not of fixed size, which Element excludes.
	data, _ = binary.Append(data, binary.LittleEndian, values)
	return Tensor{Name: name, DType: dtypeOf[T](), Shape: shape, Data: data}
}

// TensorValues copies the elements out of a tensor. The element type must be T.
func TensorValues[T Element](t Tensor) ([]T, error) {
	if want := dtypeOf[T](); t.DType != want {
		return nil, fmt.Errorf("tensor %q is %s, expected %s", t.Name, t.DType, want)
	}
	if len(t.Data)%t.DType.Size() != 0 {
		return nil, fmt.Errorf("tensor %q: %d bytes are not a whole number of %s", t.Name, len(t.Data), t.DType)
	}
	out := make([]T, len(t.Data)/t.DType.Size())
	if _, err := binary.Decode(t.Data, binary.LittleEndian, out); err != nil {
		return nil, fmt.Errorf("tensor %q: %w", t.Name, err)
	}
	return out, nil
}

func dtypeOf[T Element]() DType {
	switch any(*new(T)).(type) {
	case float32:
		return F32
	case float64:
		return F64
	case int32:
		return I32
	case int64:
		return I64
	case uint8:
		return U8
	case uint16:
		return U16
	case uint32:
		return U32
	}
	return U64
}

// tensorInfo is the header's entry of a tensor; Offsets are into the data.
type tensorInfo struct {
	DType   DType    `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// metadataKey is the header's key of the free-form strings.
const metadataKey = "__metadata__"

// safetensorsMaxHeader is the largest header that readers accept, in bytes.
const safetensorsMaxHeader = 100_000_000

// WriteSafetensors writes tensors and free-form metadata to path in the
// safetensors format, through a temporary file: path is complete or untouched.
func WriteSafetensors(path string, meta map[string]string, tensors []Tensor) error {
	header, err := safetensorsHeader(meta, tensors)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return WriteFile(path, func(w io.Writer) error {
		if err := binary.Write(w, binary.LittleEndian, uint64(len(header))); err != nil {
			return err
		}
		if _, err := w.Write(header); err != nil {
			return err
		}
		for _, t := range tensors {
			if _, err := w.Write(t.Data); err != nil {
				return err
			}
		}
		return nil
	})
}

// safetensorsHeader makes the JSON header, padded with spaces to a multiple of 8.
func safetensorsHeader(meta map[string]string, tensors []Tensor) ([]byte, error) {
	entries := map[string]any{}
	if len(meta) > 0 {
		entries[metadataKey] = meta
	}
	at := int64(0)
	for _, t := range tensors {
		if _, twice := entries[t.Name]; twice || t.Name == metadataKey {
			return nil, fmt.Errorf("tensor name %q is taken", t.Name)
		}
		end := at + int64(len(t.Data))
		info := tensorInfo{DType: t.DType, Shape: append([]int64{}, t.Shape...), Offsets: [2]int64{at, end}}
		if err := info.check(t.Name); err != nil {
			return nil, err
		}
		entries[t.Name] = info
		at = end
	}
	header, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	for len(header)%8 != 0 {
		header = append(header, ' ')
	}
	if len(header) > safetensorsMaxHeader {
		return nil, fmt.Errorf("the header needs %d bytes, at most %d are allowed", len(header), safetensorsMaxHeader)
	}
	return header, nil
}

// check reports an entry whose type is unknown or whose shape and bytes disagree.
func (i tensorInfo) check(name string) error {
	size := int64(i.DType.Size())
	if size == 0 {
		return fmt.Errorf("tensor %q: element type %q is not supported", name, i.DType)
	}
	n := size
	for _, e := range i.Shape {
		if e < 0 || (e > 0 && n > math.MaxInt64/e) {
			return fmt.Errorf("tensor %q: shape %v is not possible", name, i.Shape)
		}
		n *= e
	}
	if got := i.Offsets[1] - i.Offsets[0]; got != n {
		return fmt.Errorf("tensor %q: %s of shape %v needs %d bytes, has %d", name, i.DType, i.Shape, n, got)
	}
	return nil
}
