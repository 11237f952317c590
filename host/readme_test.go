package host

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

const readme = "../README.md"

// readmePart returns what stands in README.md between the comment that begins
// with name and its end.
func readmePart(t *testing.T, name string) (text, part string) {
	t.Helper()
	src, err := os.ReadFile(readme)
	require.NoError(t, err)
	found := regexp.MustCompile(`(?s)<!-- ` + name + `[^\n]* -->\n(.*?)<!-- end -->`).FindSubmatch(src)
	require.NotNil(t, found, "%s has no part %q", readme, name)
	return string(src), string(found[1])
}

// requirePart compares a generated part of README.md; -update writes it anew.
func requirePart(t *testing.T, name, want string) {
	t.Helper()
	text, part := readmePart(t, name)
	if *updateGolden && part != want {
		text = strings.Replace(text, "-->\n"+part+"<!-- end -->", "-->\n"+want+"<!-- end -->", 1)
		require.NoError(t, os.WriteFile(readme, []byte(text), 0o644))
		return
	}
	require.Equal(t, want, part, "README.md is not current: go test ./host -run Readme -update")
}

// The example that a reader copies is the one that compiles and runs as a test.
func TestReadmeExample(t *testing.T) {
	src, err := os.ReadFile("example_test.go")
	require.NoError(t, err)
	_, body, ok := strings.Cut(string(src), "func Example() {\n")
	require.True(t, ok)
	body, _, ok = strings.Cut(body, "\t// Output:")
	require.True(t, ok)
	body = regexp.MustCompile(`(?m)^\t`).ReplaceAllString(body, "")
	requirePart(t, "example", "```go\n"+body+"```\n")
}

func TestReadmeModels(t *testing.T) {
	b := &strings.Builder{}
	fmt.Fprint(b, "| neuron | what it is | parameters | schemes |\n|---|---|---|---|\n")
	for _, m := range model.Neurons() {
		var schemes []string
		for _, s := range m.Schemes {
			schemes = append(schemes, "`"+s.Name+"`")
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", m.Name, m.Title, readmeParams(m.Params), strings.Join(schemes, ", "))
	}
	fmt.Fprint(b, "\n| receptor | what it is | parameters | outputs |\n|---|---|---|---|\n")
	for _, m := range model.Synapses() {
		var outputs []string
		for _, o := range m.Outputs {
			outputs = append(outputs, "`"+string(o)+"`")
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", m.Name, m.Title, readmeParams(m.Params), strings.Join(outputs, ", "))
	}
	fmt.Fprint(b, "\n| presynaptic dynamics | what it is | parameters |\n|---|---|---|\n")
	for _, m := range model.Presynapses() {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", m.Name, m.Title, readmeParams(m.Params))
	}
	fmt.Fprint(b, "\n| plasticity | what it is | parameters | pairings |\n|---|---|---|---|\n")
	for _, r := range model.PlasticityRules() {
		var pairings []string
		for _, p := range r.Pairings {
			pairings = append(pairings, "`"+p+"`")
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", r.Name, r.Title, readmeParams(r.Params), strings.Join(pairings, ", "))
	}
	fmt.Fprint(b, "\n| ion channel | what it is | parameters | ion |\n|---|---|---|---|\n")
	ion := map[model.IonUse]string{model.IonReads: "read", model.IonCarries: "carried"}
	for _, m := range model.Channels() {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", m.Name, m.Title, readmeParams(m.Params), ion[m.Ion])
	}
	fmt.Fprint(b, "\n| ion | what it is | parameters |\n|---|---|---|\n")
	for _, m := range model.Ions() {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", m.Name, m.Title, readmeParams(m.Params))
	}
	requirePart(t, "models", b.String())
}

// readmeParams lists parameters as "`c_m` 250 pF".
func readmeParams(params []model.Param) string {
	var out []string
	for _, p := range params {
		out = append(out, fmt.Sprintf("`%s` %g %s", p.Name, p.Default, p.Unit))
	}
	return strings.Join(out, ", ")
}

// The experiment a reader copies is one that runs, on the engine every machine has.
func TestReadmeExperiment(t *testing.T) {
	_, part := readmePart(t, "experiment")
	part = strings.TrimSuffix(strings.TrimPrefix(part, "```toml\n"), "```\n")
	e, err := ParseExperiment("README.md", []byte(part), nil)
	require.NoError(t, err)
	sim, err := Compile(t.Context(), e.Network, Options{Device: "native"})
	require.NoError(t, err)
	defer sim.Close()
	require.NoError(t, sim.Run(t.Context(), e.Duration))
	require.NotZero(t, sim.Stats().Spikes)
}

// Everything README.md points to is there, and both commands are named.
func TestReadmeLinks(t *testing.T) {
	src, err := os.ReadFile(readme)
	require.NoError(t, err)
	for _, link := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllSubmatch(src, -1) {
		_, err := os.Stat("../" + string(link[1]))
		require.NoError(t, err)
	}
	require.Contains(t, string(src), "make run")
	require.Contains(t, string(src), "make test")
	for _, name := range slices.Concat(Builtins(), Tasks(), Fits()) {
		require.Contains(t, string(src), "`"+name+"`")
	}
}
