package host

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/model"
)

func parse(t *testing.T, src string, set map[string]float64) *Experiment {
	t.Helper()
	e, err := ParseExperiment("exp.toml", []byte(src), set)
	require.NoError(t, err)
	return e
}

const small = `
[population.b]
model = "lif"
size = 10
[population.b.receptor.ampa]
model = "exponential"
output = "current"
[population.a]
model = "lif"
size = 5
[population.a.receptor.ampa]
model = "exponential"
output = "current"
`

// testdata/good holds every key of the format; each file is read, written
// resolved and read again without a difference.
func TestGoodExperiments(t *testing.T) {
	files, err := filepath.Glob("testdata/good/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			e, err := LoadExperiment(file, nil)
			require.NoError(t, err)
			full := e.resolved()
			require.Equal(t, full, roundTrip(t, e))
			require.Equal(t, full, roundTrip(t, full))
		})
	}
}

// Every key of the schema is in some good file, so that the round trip above covers it.
func TestGoodExperimentsUseEveryKey(t *testing.T) {
	files, err := filepath.Glob("testdata/good/*.toml")
	require.NoError(t, err)
	used := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		used[n.key] = true
		if n.key == "type" || n.key == "rule" {
			used["type="+n.text] = true
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		root, err := readTree(src)
		require.NoError(t, err)
		walk(root)
	}
	lists := [][]field{topFields, templateFields, areaFields, positionsFields, populationFields, receptorFields, projectionFields, couplingFields, plasticityFields, channelFields, ionFields, dynamicsFields, ruleFields, stimulusFields, recorderFields,
		trainFields, optimiserFields, scheduleFields, lossFields, spikeTargetFields, termFields, gradFields, fitFields}
	for _, variants := range [][]variant{ruleVariants, connectomeVariants, positionsVariants, stimulusVariants, recorderVariants, lossVariants, termVariants} {
		for _, v := range variants {
			require.True(t, used["type="+v.name], v.name)
			lists = append(lists, v.fields)
		}
	}
	for _, list := range lists {
		for _, f := range list {
			require.True(t, used[f.key], f.key)
		}
	}
	for _, d := range distributions {
		require.True(t, used[string(d.dist)], d.dist)
	}
}

func TestDefaults(t *testing.T) {
	e := parse(t, small, nil)
	require.Equal(t, "exp", e.Name)
	require.Equal(t, "exp", e.Network.Name)
	require.Equal(t, 0.1, e.Network.DT)
	require.Equal(t, 1000.0, e.Duration)
	require.Equal(t, uint64(1), e.Network.Seed)
	require.Equal(t, "auto", e.Device)
	require.Equal(t, []*model.Recorder{
		{Name: "spikes.b", Type: model.RecordSpikes, Target: "b"},
		{Name: "spikes.a", Type: model.RecordSpikes, Target: "a"}}, e.Network.Recorders)
}

func TestEmptyRecordTableRecordsNothing(t *testing.T) {
	e := parse(t, small+"[record]\n", nil)
	require.Empty(t, e.Network.Recorders)
	require.Equal(t, e.resolved(), roundTrip(t, e))
}

func TestOrderIsThatOfTheFile(t *testing.T) {
	e := parse(t, small, nil)
	require.Equal(t, "b", e.Network.Populations[0].Name)
	require.Equal(t, "a", e.Network.Populations[1].Name)
}

func TestListsOfSourcesAndTargets(t *testing.T) {
	rest := "receptor = \"ampa\"\nrule = \"all_to_all\"\nweight = 1.0\ndelay = 1.0\n"
	e := parse(t, small+`
[projection.x]
source = ["b", "a"]
target = ["a", "b"]
`+rest+`
[projection.y]
source = "a"
target = ["b"]
`+rest+`
[projection.z]
source = ["a"]
target = "b"
`+rest+`
[projection.w]
source = "a"
target = "b"
`+rest+`
[stimulus.s]
type = "noise_current"
target = ["a", "b"]
std = 3.0
[record.r]
type = "rate"
target = ["a", "b"]
`, nil)
	var names []string
	for _, p := range e.Network.Projections {
		names = append(names, p.Name+" "+p.Source+">"+p.Target)
	}
	require.Equal(t, []string{"x.b.a b>a", "x.b.b b>b", "x.a.a a>a", "x.a.b a>b", "y.b a>b", "z.a a>b", "w a>b"}, names)
	require.Equal(t, "s.b", e.Network.Stimuli[1].Name)
	require.Equal(t, "b", e.Network.Stimuli[1].Target)
	require.Equal(t, "r.a", e.Network.Recorders[0].Name)
	require.Equal(t, e.resolved(), roundTrip(t, e))
}

func TestConstants(t *testing.T) {
	src := "[constants]\nn = 4\nm = \"n * 2\"\n[population.a]\nmodel = \"lif\"\nsize = \"n + m\"\n"
	require.Equal(t, 12, parse(t, src, nil).Network.Populations[0].Size)
	require.Equal(t, 30, parse(t, src, map[string]float64{"n": 10}).Network.Populations[0].Size)
	require.Equal(t, 5, parse(t, src, map[string]float64{"m": 1}).Network.Populations[0].Size)
	_, err := ParseExperiment("exp.toml", []byte(src), map[string]float64{"n": math.Inf(1)})
	require.EqualError(t, err, `exp.toml: the constant "n" cannot be set to +Inf: it must be a finite number`)
	_, err = ParseExperiment("exp.toml", []byte(small), map[string]float64{"n": 1})
	require.EqualError(t, err, `exp.toml: the constant "n" cannot be set: the experiment has no [constants]`)
}

// 3200 * 0.1 and its like need not be whole in floating point.
func TestWholeNumbersFromExpressions(t *testing.T) {
	src := "[constants]\nscale = 0.1\n[population.a]\nmodel = \"lif\"\nsize = \"30 * scale\"\n"
	require.Equal(t, 3, parse(t, src, nil).Network.Populations[0].Size)
}

func TestCountRecordsTheFirstNeurons(t *testing.T) {
	record := func(count string) []int {
		return parse(t, small+"[record.r]\ntype = \"spikes\"\ntarget = \"b\"\ncount = "+count, nil).Network.Recorders[0].Neurons
	}
	require.Equal(t, []int{0, 1, 2}, record("3"))
	require.Empty(t, record("10"), "all of them")
}

// Seeds use all 64 bits; TOML's integers hold 63.
func TestSeedRoundTrip(t *testing.T) {
	for _, seed := range []uint64{0, 1, 1<<53 + 1, math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		e := parse(t, small, nil)
		e.Network.Seed = seed
		require.Equal(t, seed, roundTrip(t, e).Network.Seed)
	}
}

// Names that need quotes, and numbers that need every digit, survive.
func TestWriteAwkwardNamesAndNumbers(t *testing.T) {
	e := parse(t, small, nil)
	e.Name, e.Title = "a \"b\" \\ é\t", "line\x01\n"
	e.Network.Name = e.Name
	e.Network.Populations[0].Name = "L2/3 e.x"
	e.Network.Recorders = e.Network.Recorders[1:]
	e.Network.Populations[0].Params = map[string]model.Value{
		"i_e": model.Each(0.1, 1e-300, -1e8, 1.0/3, 5e-324, 123456789.125, 1e8, 1e-4, 0, 3e8),
		"c_m": {Dist: model.Lognormal, A: 5, B: 0.1, Bounded: true, Min: 100, Max: math.Inf(1)},
	}
	require.NoError(t, e.Network.Validate())
	require.Equal(t, e.resolved(), roundTrip(t, e))
}

func TestWriteFloat(t *testing.T) {
	for x, want := range map[float64]string{0: "0.0", 1: "1.0", -2.5: "-2.5", 1e15: "1e+15", 1e300: "1e+300", 1e-5: "1e-05", 0.1: "0.1", 999999999999999: "999999999999999.0"} {
		require.Equal(t, want, (&tomlWriter{}).float(x))
	}
}

// An initial value that follows a drawn parameter must not be written as a number.
func TestInitialFollowsDrawnParameter(t *testing.T) {
	e := parse(t, small, nil)
	e.Network.Populations[0].Params = map[string]model.Value{"e_l": model.UniformDist(-70, -65)}
	full := e.resolved()
	require.NotContains(t, full.Network.Populations[0].Initial, "v")
	require.Equal(t, model.Const(-70), full.Network.Populations[1].Initial["v"])
	require.Equal(t, full, roundTrip(t, e))
}

func TestResolvedLeavesTheNetworkAlone(t *testing.T) {
	e := parse(t, small, nil)
	before := parse(t, small, nil)
	var b bytes.Buffer
	require.NoError(t, e.WriteTOML(&b))
	require.Equal(t, before, e)
	require.Contains(t, b.String(), "scheme = \"exact\"")
	require.Contains(t, b.String(), "t_ref = 2.0")
}

func TestWriteErrors(t *testing.T) {
	e := parse(t, small, nil)
	e.Network.Populations[0].Params = map[string]model.Value{"i_e": model.Const(math.NaN())}
	require.EqualError(t, e.WriteTOML(&bytes.Buffer{}), `write experiment "exp": NaN is not a finite number`)
	e = parse(t, small, nil)
	e.Network.Populations[0].Name = "\xff"
	require.EqualError(t, e.WriteTOML(&bytes.Buffer{}), `write experiment "exp": "\xff" is not UTF-8`)
	require.EqualError(t, (&Experiment{}).WriteTOML(&bytes.Buffer{}), "write experiment: there is no network")
}

func TestLoadExperimentMissingFile(t *testing.T) {
	_, err := LoadExperiment(filepath.Join(t.TempDir(), "none.toml"), nil)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.True(t, strings.HasPrefix(err.Error(), "read experiment: "), err.Error())
}
