package dataset

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMersenneTwisterOfThePaper(t *testing.T) {
	// The 10,000th output of std::mt19937 with seed 5489, given by the C++ standard ([rand.predef]).
	m := newMT19937(5489)
	var x uint32
	for range 10000 {
		x = m.next()
	}
	require.Equal(t, uint32(4123659995), x)
}

func TestYinYangIsThePublishedData(t *testing.T) {
	// Class counts of the published training set (seed 42).
	var counts [3]int
	points := YinYangPoints(5000, 42)
	for _, p := range points {
		counts[p.Class]++
	}
	require.Equal(t, [3]int{1681, 1702, 1617}, counts)
	set := YinYang(30, 60)
	require.Equal(t, 1000, set.Valid.Len())
	require.Equal(t, 1000, set.Test.Len())
	times := set.Train.Times(7)
	require.InDelta(t, 30, times[0][0]+times[2][0], 1e-12)
}

func TestIdx(t *testing.T) {
	good := []byte{0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6}
	shape, data, err := readIdx(bytes.NewReader(good))
	require.NoError(t, err)
	require.Equal(t, []int{2, 3}, shape)
	require.Equal(t, []byte{1, 2, 3, 4, 5, 6}, data)
	for _, c := range []struct {
		bytes []byte
		want  string
	}{
		{good[:3], "the header is cut short: unexpected EOF"},
		{good[:9], "the header is cut short: unexpected EOF"},
		{good[:17], "it holds 5 bytes, its header [2 3] says 6"},
		{append(bytes.Clone(good), 7), "it holds 7 bytes, its header [2 3] says 6"},
		{[]byte("PK\x03\x04"), "it begins with 50 4b 03 04, not with 00 00 08 and the number of dimensions: not an idx file of unsigned bytes"},
		{[]byte{0, 0, 8, 2, 255, 0, 0, 0, 0, 0, 0, 3}, "its header asks for more than 1073741824 bytes"},
	} {
		_, _, err := readIdx(bytes.NewReader(c.bytes))
		require.EqualError(t, err, c.want)
	}
	_, _, err = ReadIdx(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// TestImageLabels: a label that is no class is named.
func TestImageLabels(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, header []byte, data ...byte) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), append(header, data...), 0o600))
	}
	write("train-images-idx3-ubyte", []byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1}, 7, 8)
	write("train-labels-idx1-ubyte", []byte{0, 0, 8, 1, 0, 0, 0, 2}, 9, 10)
	_, err := ReadMNIST(folder, 30, 0, func(image []byte) [][]float64 { return Latency(image, 20, 1) })
	require.EqualError(t, err, "read images: train-labels-idx1-ubyte: image 1 has the label 10, must be below 10")
}

func TestMNIST(t *testing.T) {
	data := os.Getenv("GALVANI_DATA")
	if data == "" {
		data = "../../../shared/data"
	}
	folder := filepath.Join(data, "mnist")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("no MNIST files (GALVANI_DATA names the folder that has mnist/): %v", err)
	}
	set, err := ReadMNIST(folder, 30, 5000, func(image []byte) [][]float64 { return Latency(image, 20, 1) })
	require.NoError(t, err)
	require.Equal(t, []int{55000, 5000, 10000}, []int{set.Train.Len(), set.Valid.Len(), set.Test.Len()})
	require.Equal(t, 5, set.Train.Labels[0]) // the first training image is a five
	require.Len(t, set.Train.Times(0), 784)
	_, err = ReadMNIST(folder, 30, 60000, nil)
	require.EqualError(t, err, "read images: 60000 images for validation, must be 0 to 59999")
}

func TestShiftedImages(t *testing.T) {
	// A 3 by 4 image with one pixel: it comes to lie on each of nine places.
	image := make([]byte, 12)
	image[1*4+2] = 7
	s := Shifts{Pixels: 1, Seed: 1}
	places := map[int]int{}
	for k := range 900 {
		moved := s.move(image, 4, k, 5)
		require.Equal(t, moved, s.move(image, 4, k, 5))
		at := slices.Index(moved, 7)
		require.GreaterOrEqual(t, at, 0)
		moved[at] = 0
		require.Equal(t, make([]byte, 12), moved)
		places[at]++
	}
	require.Len(t, places, 9)
	for y := range 3 {
		for x := 1; x < 4; x++ {
			// 100 of 900, standard deviation 9.4.
			require.InDelta(t, 100, places[4*y+x], 47)
		}
	}
	// What leaves the frame is gone, and nothing comes in on the other side.
	image[1*4+2], image[0] = 0, 9
	lost := 0
	for k := range 100 {
		moved := s.move(image, 4, k, 0)
		if at := slices.Index(moved, 9); at < 0 {
			lost++
		} else {
			require.Contains(t, []int{0, 1, 4, 5}, at)
		}
	}
	require.InDelta(t, 56, lost, 25) // 5 of 9 ways
}

func TestEpochsSeeOtherImages(t *testing.T) {
	set := Set{Train: Split{Labels: []int{0, 1, 2}}}
	require.Equal(t, set.Train, set.Of(3))
	set.Epoch = func(k int) Split {
		return Split{Labels: []int{0, 1, 2}, Times: func(int) [][]float64 { return [][]float64{{float64(k)}} }}
	}
	set.Train = set.Train.First(2)
	require.Equal(t, 2, set.Of(3).Len())
	require.Equal(t, [][]float64{{3}}, set.Of(3).Times(1))
}

func TestPattern(t *testing.T) {
	set := Pattern(7, 3)
	require.Equal(t, 3, set.Train.Len())
	require.Equal(t, set.Train.Times(0), set.Test.Times(0), "the inputs are frozen")
	spikes := 0
	for _, times := range set.Train.Times(0) {
		require.True(t, slices.IsSorted(times))
		spikes += len(times)
	}
	require.InDelta(t, 5000, spikes, 345) // 100,000 draws of 0.05, 5 standard deviations
	require.Zero(t, set.Train.Target(0, 0, 0))
	top := 0.0
	for k := range 1000 {
		top = max(top, math.Abs(set.Train.Target(0, 0, float64(k))))
	}
	require.InDelta(t, 1, top, 1e-12)
	require.NotEqual(t, set.Train.Target(0, 0, 100), Pattern(8, 3).Train.Target(0, 0, 100))
}

func TestTrialsAreTheSameEachTime(t *testing.T) {
	for name, set := range map[string]*Set{
		"randman": Randman(3), "dms": MatchToSample(3), "evidence": Evidence(3),
	} {
		require.Equal(t, set.Train.Times(5), set.Train.Times(5), name)
		require.NotEqual(t, set.Train.Times(5), set.Train.Times(6), name)
		require.NotEqual(t, set.Train.Times(5), set.Test.Times(5), name)
		spikes := 0
		for _, split := range []Split{set.Train, set.Valid, set.Test} {
			require.NotZero(t, split.Len(), name)
			counts := make([]int, set.Classes)
			for _, label := range split.Labels {
				counts[label]++
			}
			for class, n := range counts {
				// A fair draw: 5 standard deviations of a binomial count.
				p := 1 / float64(set.Classes)
				require.InDelta(t, p, float64(n)/float64(split.Len()), 5*math.Sqrt(p*(1-p)/float64(split.Len())), "%s, class %d", name, class)
			}
		}
		for _, times := range set.Train.Times(0) {
			require.True(t, slices.IsSorted(times), name)
			for _, x := range times {
				require.True(t, x > 0 && x <= set.Duration, "%s: %g", name, x)
				spikes++
			}
		}
		require.NotZero(t, spikes, name)
		require.Len(t, set.Train.Times(0), set.Inputs, name)
	}
}

func TestMatchToSampleRates(t *testing.T) {
	// 500 ms of a cue: the mean over preferred directions of 40 exp(2 (cos - 1)) + 1 Hz
	// is 40 exp(-2) I0(2) + 1 = 13.34 Hz; the delay has the background of 1 Hz.
	set := MatchToSample(1)
	var cue, delay float64
	const trials = 200
	for i := range trials {
		for _, times := range set.Train.Times(i) {
			for _, x := range times {
				switch {
				case x > 500 && x <= 1000:
					cue++
				case x > 1000 && x <= 2000:
					delay++
				}
			}
		}
	}
	require.InDelta(t, 13.34, cue/(trials*100*0.5), 0.15)
	require.InDelta(t, 1, delay/(trials*100), 0.03)
}

func TestEvidenceLabelsFollowTheCues(t *testing.T) {
	set := Evidence(1)
	right := 0
	for i := range 200 {
		var left, other int
		times := set.Train.Times(i)
		for k := range 10 {
			left += len(times[k])
			other += len(times[10+k])
		}
		if (other > left) == (set.Train.Labels[i] == 1) {
			right++
		}
	}
	require.Greater(t, right, 195) // about 280 spikes for 4 cues of 7: chance hardly turns the majority
}
