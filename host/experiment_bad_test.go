package host

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var updateGolden = flag.Bool("update", false, "rewrite the golden files from what the tests get")

// Every testdata/bad/*.toml is a mistake a user makes; the .err beside it is
// exactly what he reads.
func TestBadExperiments(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.toml")
	require.NoError(t, err)
	require.Greater(t, len(files), 50)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".toml"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			e, err := ParseExperiment("exp.toml", src, nil)
			require.Error(t, err)
			require.Nil(t, e)
			var list *ExperimentError
			require.True(t, errors.As(err, &list))
			require.NotEmpty(t, list.Problems)
			golden := strings.TrimSuffix(file, ".toml") + ".err"
			if *updateGolden {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644))
			}
			want, readErr := os.ReadFile(golden)
			require.NoError(t, readErr)
			require.Equal(t, string(want), err.Error()+"\n")
		})
	}
}
