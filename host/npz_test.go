package host

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"codeberg.org/sbinet/npyio/npz"
	"github.com/stretchr/testify/require"
)

func TestNPZRoundTrip(t *testing.T) {
	big := make([]uint32, 200_000) // more than one piece of 65,536
	for i := range big {
		big[i] = uint32(i * i)
	}
	want := []array{
		{"bytes", []int{3}, []uint8{1, 2, 255}},
		{"big", []int{len(big)}, big},
		{"long", []int{2}, []int64{math.MinInt64, math.MaxInt64}},
		{"matrix", []int{2, 3}, []float32{1, 2, 3, 4, 5, float32(math.Inf(1))}},
		{"double", []int{1}, []float64{math.Pi}},
		{"none", []int{0}, []float64{}},
		{"wide", []int{0, 7}, []float32{}},
		{"scalar", nil, []float64{42}},
	}
	var buf bytes.Buffer
	require.NoError(t, writeNPZ(&buf, want))
	got, err := readNPZ(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	require.NoError(t, err)
	require.Len(t, got, len(want))
	for _, a := range want {
		require.Equal(t, a, got[a.name])
	}
}

// Another implementation of the format reads our files.
func TestNPZReadByLibrary(t *testing.T) {
	path := filepath.Join(t.TempDir(), SpikesFile)
	r := fakeResult(20, 5, 500)
	require.NoError(t, r.WriteSpikes(path))
	f, err := npz.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var times []float64
	var senders []uint32
	require.NoError(t, f.Read("inh.times.npy", &times))
	require.NoError(t, f.Read("inh.senders.npy", &senders))
	require.Equal(t, r.Spikes[1].Neurons, senders)
	require.Equal(t, []int{len(times)}, f.Header("inh.times.npy").Descr.Shape)
	for k, step := range r.Spikes[1].Steps {
		require.Equal(t, float64(step)*0.1, times[k])
	}
}

// NumPy, the reader that matters, where it is installed.
func TestNPZReadByNumPy(t *testing.T) {
	if err := exec.Command("python3", "-c", "import numpy").Run(); err != nil {
		t.Skip("python3 has no numpy; TestNPZReadByLibrary covers the format")
	}
	dir := t.TempDir()
	r := fakeResult(20, 5, 500)
	require.NoError(t, r.WriteSpikes(filepath.Join(dir, SpikesFile)))
	require.NoError(t, r.WriteTraces(filepath.Join(dir, TracesFile)))
	script := `
import json, sys, numpy as np
s = np.load(sys.argv[1] + "/spikes.npz")
meta = json.loads(bytes(s["meta"]))
t = np.load(sys.argv[1] + "/traces.npz")
print(s["exc.times"].dtype, s["exc.senders"].dtype, len(s["exc.times"]), meta["network"],
      t["exc.v"].dtype, t["exc.v"].shape, t["exc.v.neurons"].tolist(), bool(np.all(np.diff(s["exc.times"]) >= 0)))
np.savez_compressed(sys.argv[1] + "/again.npz", **{k: s[k] for k in s.files})
`
	out, err := exec.Command("python3", "-c", script, dir).CombinedOutput()
	require.NoError(t, err, string(out))
	n := r.Spikes[0].Len()
	require.Equal(t, "float64 uint32 "+strconv.Itoa(n)+" coba-lif float32 (5000, 2) [0, 7] True\n", string(out))
	// What NumPy writes, compressed, is read back.
	var again Result
	require.NoError(t, again.ReadSpikes(filepath.Join(dir, "again.npz")))
	require.Equal(t, r.Spikes, again.Spikes)
}

func TestNPZRefuses(t *testing.T) {
	require.EqualError(t, writeNPZ(&bytes.Buffer{}, []array{{"a", []int{0}, []uint8{}}, {"a", []int{0}, []uint8{}}}), `npz: two arrays are named "a"`)
	require.EqualError(t, writeNPZ(&bytes.Buffer{}, []array{{"a", []int{2}, []uint8{1}}}), `npz: array "a": shape [2] holds 2 values, got 1`)
	require.EqualError(t, writeNPZ(&bytes.Buffer{}, []array{{"a", []int{1}, []int{1}}}), `npz: array "a": cannot store a []int`)

	const head = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n"
	npy := func(dict, data string) string {
		return "\x93NUMPY\x01\x00" + string([]byte{byte(len(dict)), byte(len(dict) >> 8)}) + dict + data
	}
	for want, text := range map[string]string{
		"not in npy format":                                             "\x93NUMPI\x01\x00",
		"the header is truncated":                                       npy(head, "")[:30],
		"truncated: 2 values are promised, fewer are there":             npy(head, "12345678"),
		"1 bytes follow the data":                                       npy(head, "1234567812345678x"),
		"element type \"|O\" is not one of |u1 <i4 <u4 <i8 <f4 <f8":     npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\n", ""),
		"shape (99999999, 99999999) is too large":                       npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 99999999), }\n", ""),
		"column-major arrays are not supported":                         npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1), }\n", "12345678"),
		"the header \"{}\" is not understood":                           npy("{}", ""),
		"npy version 7 with a header of 0 bytes is not supported":       "\x93NUMPY\x07\x00\x00\x00\x00\x00",
		"truncated: 1000000000000 values are promised, fewer are there": npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000000,), }\n", "123"),
	} {
		_, err := readNPY(bytes.NewReader([]byte(text)))
		require.EqualError(t, err, want)
	}
}

func TestReadSpikesRefuses(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.npz")
	var r Result
	require.EqualError(t, r.ReadSpikes(path), "read "+path+": no such file or directory")
	require.NoError(t, os.WriteFile(path, []byte("PK garbage"), 0o600))
	require.EqualError(t, r.ReadSpikes(path), "read "+path+": not an npz file, or a truncated one: zip: not a valid zip file")
	good := fakeResult(5, 2, 200)
	require.NoError(t, good.WriteSpikes(path))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text[:len(text)-40], 0o600))
	require.Error(t, r.ReadSpikes(path), "truncated")
	require.NoError(t, good.WriteTraces(path))
	require.EqualError(t, r.ReadSpikes(path), "read "+path+`: array "exc.v.senders" is missing`)
}

func FuzzReadNPZ(f *testing.F) {
	var buf bytes.Buffer
	if err := writeNPZ(&buf, []array{{"a", []int{2, 1}, []float32{1, 2}}, {"b", []int{1}, []uint8{1}}}); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, data []byte) {
		arrays, err := readNPZ(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		var again []array
		for _, a := range arrays {
			again = append(again, a)
		}
		if err := writeNPZ(&bytes.Buffer{}, again); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
	})
}

func TestWriteFileKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	err := WriteFile(path, func(w io.Writer) error {
		_, _ = w.Write(make([]byte, 3<<20))
		return errors.New("the disk is full")
	})
	require.EqualError(t, err, "write "+path+": the disk is full")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "old", string(text))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "the temporary file is gone")
}
