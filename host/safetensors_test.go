package host

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSafetensorsRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.safetensors")
	meta := map[string]string{"network": "coba-lif", "step": "12"}
	want := []Tensor{
		NewTensor("f32", []float32{1, -2, float32(math.Inf(1))}),
		NewTensor("f64", []float64{math.Pi, math.SmallestNonzeroFloat64}),
		NewTensor("i32", []int32{math.MinInt32, 5}),
		NewTensor("i64", []int64{math.MinInt64}),
		NewTensor("u8", []uint8{1, 2, 3, 4, 5, 6}, 2, 3),
		NewTensor("u16", []uint16{65535}),
		NewTensor("u32", []uint32{4294967295}),
		NewTensor("u64", []uint64{math.MaxUint64}),
		NewTensor("none", []float32{}),
		{Name: "scalar", DType: U8, Shape: []int64{}, Data: []byte{7}},
	}
	require.NoError(t, WriteSafetensors(path, meta, want))
	gotMeta, got, err := ReadSafetensors(path)
	require.NoError(t, err)
	require.Equal(t, meta, gotMeta)
	require.Equal(t, want, got)
	v, err := TensorValues[float64](got[1])
	require.NoError(t, err)
	require.Equal(t, []float64{math.Pi, math.SmallestNonzeroFloat64}, v)
	_, err = TensorValues[float32](got[1])
	require.EqualError(t, err, `tensor "f64" is F64, expected F32`)

	text, err := os.ReadFile(path)
	require.NoError(t, err)
	length := binary.LittleEndian.Uint64(text)
	require.Zero(t, length%8, "the data starts at a multiple of 8")
	require.Equal(t, byte('{'), text[8])
}

func TestSafetensorsWithoutAnything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.safetensors")
	require.NoError(t, WriteSafetensors(path, nil, nil))
	meta, tensors, err := ReadSafetensors(path)
	require.NoError(t, err)
	require.Nil(t, meta)
	require.Empty(t, tensors)
}

func TestSafetensorsRefusesToWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	one := NewTensor("a", []uint8{1})
	for want, list := range map[string][]Tensor{
		`tensor name "a" is taken`:                                  {one, one},
		`tensor name "__metadata__" is taken`:                       {NewTensor("__metadata__", []uint8{1})},
		`tensor "a": U8 of shape [2] needs 2 bytes, has 1`:          {NewTensor("a", []uint8{1}, 2)},
		`tensor "a": element type "BF16" is not supported`:          {{Name: "a", DType: "BF16"}},
		`tensor "a": shape [4294967296 4294967296] is not possible`: {{Name: "a", DType: U8, Shape: []int64{1 << 32, 1 << 32}}},
	} {
		require.EqualError(t, WriteSafetensors(path, nil, list), "write "+path+": "+want)
		require.NoFileExists(t, path)
	}
}

// blob makes a file of a header and so many bytes of data.
func blob(header string, data int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, data)...)
}

func TestSafetensorsRefusesToRead(t *testing.T) {
	const two = `{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[%]}}`
	b := func(offsets string) string { return strings.Replace(two, "%", offsets, 1) }
	for _, c := range []struct {
		want string
		file []byte
	}{
		{"truncated: a safetensors file has at least 8 bytes, this one has 3", []byte("abc")},
		{"not a safetensors file: a header of 2338042707403172963 bytes is promised, at most 100000000 are allowed", []byte("clutter s")},
		{"truncated: the header needs 20 bytes, 5 are there", append([]byte{20, 0, 0, 0, 0, 0, 0, 0}, "{\"a\":"...)},
		{"not a safetensors file: the header is not a JSON object", blob("[]", 0)},
		{"the header is damaged: EOF", blob("{", 0)},
		{`the header is damaged at "a": json: unknown field "color"`, blob(`{"a":{"dtype":"U8","color":1}}`, 0)},
		{"the header is damaged: something follows its last brace", blob("{}{}", 0)},
		{`tensor "a" occurs twice`, blob(`{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{}}`, 0)},
		{`truncated: tensor "b" ends at byte 8 of the data, 7 are there`, blob(b("4,8"), 7)},
		{"1 bytes follow the last tensor", blob(b("4,8"), 9)},
		{`tensor "b" overlaps "a"`, blob(b("3,7"), 8)},
		{"bytes 4..5 of the data belong to no tensor", blob(b("5,9"), 9)},
		{`tensor "b": offsets -4..0 are not possible`, blob(b("-4,0"), 8)},
		{`tensor "b": offsets 8..4 are not possible`, blob(b("8,4"), 8)},
		{`tensor "b": U8 of shape [4] needs 4 bytes, has 9223372036854775803`, blob(b("4,9223372036854775807"), 8)},
		{`tensor "a": element type "F8" is not supported`, blob(`{"a":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}}`, 4)},
		{`tensor "a": shape [-1] is not possible`, blob(`{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,4]}}`, 4)},
	} {
		_, _, err := decodeSafetensors(bytes.NewReader(c.file), int64(len(c.file)))
		require.EqualError(t, err, c.want)
	}
	_, _, err := ReadSafetensors("/nowhere")
	require.EqualError(t, err, "read /nowhere: no such file or directory")
}

func TestSafetensorsEveryTruncationIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	require.NoError(t, WriteSafetensors(path, map[string]string{"k": "v"}, []Tensor{NewTensor("a", []float32{1, 2}), NewTensor("b", []uint8{3})}))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	for n := range text {
		_, _, err := decodeSafetensors(bytes.NewReader(text[:n]), int64(n))
		require.ErrorContains(t, err, "truncated", "%d bytes", n)
	}
}

func FuzzReadSafetensors(f *testing.F) {
	f.Add(blob(`{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"__metadata__":{"k":"v"}}`, 4))
	f.Add(blob("{}", 0))
	f.Add([]byte("short"))
	f.Fuzz(func(t *testing.T, data []byte) {
		meta, tensors, err := decodeSafetensors(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		if _, err := safetensorsHeader(meta, tensors); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
	})
}
