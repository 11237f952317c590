package gpu

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStaging pretends that lavapipe has memory the host cannot see, as discrete GPUs have.
func TestStaging(t *testing.T) {
	in, err := Open(Options{Validate: true, CacheDir: "-"})
	if err != nil {
		t.Skip(err) // the tests beside this one fail where lavapipe is required
	}
	defer func() {
		require.NoError(t, in.Close())
		require.Empty(t, in.Messages())
	}()
	index, err := Choose(in.Devices(), "vulkan:lavapipe")
	if err != nil {
		t.Skip(err)
	}
	d, err := in.OpenDevice(index)
	require.NoError(t, err)
	d.info.Software, d.info.Type = false, Discrete
	require.False(t, d.unified())

	near, err := d.NewBuffer("near", 100, Storage|HostVisible)
	require.NoError(t, err)
	require.Len(t, near.Mapped(), 100)

	const n = 2*stageBytes + 1001
	b, err := d.NewBuffer("far", n+10, Storage)
	require.NoError(t, err)
	require.Nil(t, b.Mapped())
	rec, err := d.Record("poison", []Command{Fill{Buffer: b, Word: 0xabababab}, Fill{Buffer: b, Offset: 0, Size: 0, Word: 0xabababab}})
	require.NoError(t, err)
	require.NoError(t, rec.Run(t.Context()))
	want := make([]byte, n)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(want)
	require.NoError(t, b.Upload(3, want)) // odd offsets and sizes: copies have no alignment
	got := make([]byte, n+6)
	require.NoError(t, b.Download(0, got))
	require.True(t, bytes.Equal(want, got[3:n+3]))
	require.Equal(t, []byte{0xab, 0xab, 0xab}, got[:3])
	require.Equal(t, []byte{0xab, 0xab, 0xab}, got[n+3:])
	require.NoError(t, d.Check())
}

func TestPickMemory(t *testing.T) {
	const gib = 1 << 30
	// The lists of an NVIDIA card (with its small mapped window), of lavapipe, and of an integrated GPU without cache.
	discrete := []memoryType{{0, 64 * gib}, {deviceLocal, 80 * gib}, {hostCoherent, 64 * gib}, {hostCoherent | hostCached, 64 * gib}, {deviceLocal | hostCoherent, gib / 4}}
	software := []memoryType{{deviceLocal | hostCoherent | hostCached, 2 * gib}}
	plain := []memoryType{{deviceLocal, gib}, {deviceLocal | hostCoherent, gib}}
	for _, c := range []struct {
		types                []memoryType
		bits                 uint32
		unified, hostVisible bool
		want                 uint32
		ok                   bool
	}{
		{discrete, ^uint32(0), false, false, 1, true},
		{discrete, ^uint32(0), false, true, 3, true},
		{discrete, 1<<2 | 1<<4, false, true, 2, true},
		{discrete, 1 << 0, false, false, 0, true},
		{discrete, 1 << 1, false, true, 0, false},
		{software, ^uint32(0), true, false, 0, true},
		{plain, ^uint32(0), true, false, 1, true},
	} {
		got, ok := pickMemory(c.types, c.bits, c.unified, c.hostVisible)
		require.Equal(t, c.ok, ok)
		if ok {
			require.Equal(t, c.want, got)
		}
	}
}
