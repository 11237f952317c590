package gpu_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/gpu/gputest"
)

func TestPipelineCacheFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "cache")
	files := func() []string {
		list, err := filepath.Glob(filepath.Join(dir, "*"))
		require.NoError(t, err)
		return list
	}
	use := func() {
		in := gputest.Open(t, gpu.Options{Validate: true, CacheDir: dir})
		d := gputest.OpenDevice(t, in)
		incrementPipeline(t, d, 32, 1)
		require.NoError(t, d.Close())
	}
	in := gputest.Open(t, gpu.Options{Validate: true, CacheDir: dir})
	require.NoError(t, gputest.OpenDevice(t, in).Close())
	require.Empty(t, files(), "no pipeline, no file")

	use()
	require.Len(t, files(), 1)
	require.Regexp(t, `^pipelines-[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}\.bin$`, filepath.Base(files()[0]))
	whole, err := os.ReadFile(files()[0])
	require.NoError(t, err)
	use() // reads it

	// Damaged files of every kind are ignored and replaced.
	flipped := append([]byte(nil), whole...)
	flipped[len(flipped)-1] ^= 1
	for _, bad := range [][]byte{nil, []byte("rubbish"), whole[:len(whole)-1], whole[:30], flipped} {
		require.NoError(t, os.WriteFile(files()[0], bad, 0o644))
		use()
		now, err := os.ReadFile(files()[0])
		require.NoError(t, err)
		require.Equal(t, whole, now)
		require.Len(t, files(), 1, "no temporary files stay")
	}
}

// TestCacheThatCannotBeWritten: a cache is a convenience, so its absence is no error.
func TestCacheThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	in := gputest.Open(t, gpu.Options{Validate: true, CacheDir: filepath.Join(file, "below")})
	d := gputest.OpenDevice(t, in)
	incrementPipeline(t, d, 32, 1)
	require.NoError(t, d.Close())
}
