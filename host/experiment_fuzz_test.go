package host

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// hugeNumber finds sizes whose validation alone takes long.
var hugeNumber = regexp.MustCompile(`[0-9A-Fa-f_]{7}|[0-9.][eE]|[\^*]|exp\(`)

// FuzzParseExperiment: whatever the bytes, reading ends in an *ExperimentError
// or in an experiment that is the same after being written and read again.
func FuzzParseExperiment(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.toml", "testdata/good/*.toml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			src, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(src)
		}
	}
	f.Add([]byte("[population.a]\nmodel=\"spike_source\"\ntimes=[]\nsize=0\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if hugeNumber.Match(src) {
			return
		}
		e, err := ParseExperiment("fuzz.toml", src, nil)
		if err != nil {
			var list *ExperimentError
			if !errors.As(err, &list) || len(list.Problems) == 0 {
				t.Fatalf("not an ExperimentError: %v", err)
			}
			for _, p := range list.Problems {
				if p.Line < 1 || p.Column < 1 || p.Message == "" {
					t.Fatalf("problem without a place or a message: %+v", p)
				}
			}
			return
		}
		var b, again bytes.Buffer
		require.NoError(t, e.WriteTOML(&b))
		back, err := ParseExperiment("fuzz.toml", b.Bytes(), nil)
		require.NoError(t, err, "%s", b.String())
		require.NoError(t, back.WriteTOML(&again))
		require.Equal(t, b.String(), again.String())
	})
}
