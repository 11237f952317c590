package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/host"
)

// withoutPaper are the models that state what they are given and nothing else.
var withoutPaper = map[string]bool{"spike_source": true}

// Every model of the registry has equations, a paper, a meaning for everything
// it names, and an experiment that is valid as it stands.
func TestEveryModelHasAPage(t *testing.T) {
	for _, m := range registryTables() {
		name := m.Kind + " " + m.Name
		require.NotEmpty(t, m.Title, name)
		require.NotEmpty(t, m.Equations, name)
		require.Equal(t, withoutPaper[m.Name], m.Paper == "", "%s: paper %q", name, m.Paper)
		for _, p := range m.Params {
			require.NotEmpty(t, p.Doc, "%s: %s", name, p.Name)
			require.NotEmpty(t, p.Unit, "%s: %s", name, p.Name)
			require.LessOrEqual(t, p.Min, p.Default, "%s: %s", name, p.Name)
			require.LessOrEqual(t, p.Default, p.Max, "%s: %s", name, p.Name)
		}
		for _, list := range m.variables() {
			for _, v := range list.vars {
				require.NotEmpty(t, v.Doc, "%s: %s", name, v.Name)
				require.NotEmpty(t, v.Unit, "%s: %s", name, v.Name)
			}
		}
		for _, s := range m.Schemes {
			require.NotEmpty(t, s.Doc, "%s: %s", name, s.Name)
		}
		_, err := host.ParseExperiment(m.Name, []byte(m.Example), nil)
		require.NoError(t, err, m.Example)
	}
}

func TestDocs(t *testing.T) {
	s := newSession(t)
	dir := filepath.Join(t.TempDir(), "pages")
	require.Equal(t, exitOK, s.do("docs", "--out", dir), s.stderr.String())
	index, err := os.ReadFile(filepath.Join(dir, "index.md"))
	require.NoError(t, err)
	links := regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(index), -1)
	require.Len(t, links, len(registryTables())+2)
	for _, l := range links {
		page, err := os.ReadFile(filepath.Join(dir, l[1]))
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(page), "# "), l[1])
	}
	require.Contains(t, s.stdout.String(), "pages, the first is "+filepath.Join(dir, "index.md"))
}

// The layout of a page is tested with models of its own, as that of printed ones.
func TestDocsGolden(t *testing.T) {
	var b strings.Builder
	for _, m := range fixture() {
		b.WriteString(modelPage(m))
	}
	golden(t, "page.md", b.String())
}
