package shaders_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// nativeFlags are the options of the native engine (kernels/native/prologue.h);
// -march=native makes fused multiply-adds available, so that the test would
// notice a compiler that contracts in spite of them.
var nativeFlags = []string{"-std=c++20", "-O3", "-march=native", "-Wall", "-Wextra", "-Werror", "-I.",
	"-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off"}

// native is testdata/native.cpp, compiled.
type native struct {
	path   string
	report string // what g++ says about vectorised loops
	err    error
}

// The library compiled for float32 and for float64, once for all tests that ask.
var (
	buildDir     string
	buildFloat32 = sync.OnceValue(func() native { return compileNative("float", "1") })
	buildFloat64 = sync.OnceValue(func() native { return compileNative("double", "0") })
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "galvani-shaders-")
	if err != nil {
		panic(err)
	}
	buildDir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func compileNative(real, isFloat string) native {
	n := native{path: filepath.Join(buildDir, real)}
	args := append([]string{"-DREAL=" + real, "-DREAL_IS_FLOAT=" + isFloat}, nativeFlags...)
	out, err := exec.Command("g++", append(args, "-fopt-info-vec-optimized", "-o", n.path, "testdata/native.cpp")...).CombinedOutput()
	n.report, n.err = string(out), err
	return n
}

// buildNative returns the program that computes in float32, or in float64.
func buildNative(t *testing.T, float bool) native {
	t.Helper()
	build := buildFloat64
	if float {
		build = buildFloat32
	}
	n := build()
	require.NoError(t, n.err, n.report)
	return n
}

// run returns the words the program writes.
func (n native) run(t *testing.T, args ...string) []byte {
	t.Helper()
	var messages bytes.Buffer
	cmd := exec.Command(n.path, args...)
	cmd.Stderr = &messages
	out, err := cmd.Output()
	require.NoError(t, err, "%v: %s", args, messages.String())
	return out
}

// patterns names the float32 bit patterns first, first + stride, ...
type patterns struct {
	first, stride uint32
	n             int
}

// every covers all 2^32 patterns with a stride. 997 is a prime, so all
// exponents, signs and kinds of mantissa come.
var every = patterns{0, 997, 1<<32/997 + 1}

func (p patterns) at(i int) uint32 { return p.first + uint32(i)*p.stride }

// function runs a float32 function on bit patterns.
func (n native) function(t *testing.T, name string, p patterns) []uint32 {
	t.Helper()
	out := n.run(t, name, strconv.Itoa(int(p.first)), strconv.Itoa(int(p.stride)), strconv.Itoa(p.n))
	words := make([]uint32, p.n)
	_, err := binary.Decode(out, binary.LittleEndian, words)
	require.NoError(t, err)
	return words
}
