package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/host"
	"github.com/galvani-sim/galvani/model"
)

// fakeSimulation lets every neuron fire every 50 ms; with stopAfter set the
// user presses Ctrl-C at that time (ms).
type fakeSimulation struct {
	net       *model.Network
	device    string
	stopAfter float64
	fail      error
	done      float64
	closed    *int
	progress  func(done, total int64)
}

func (f *fakeSimulation) SetProgress(p func(done, total int64)) { f.progress = p }
func (f *fakeSimulation) Explain() string                       { return "2 populations in 1 group" }
func (f *fakeSimulation) Close() error                          { *f.closed++; return nil }

func (f *fakeSimulation) Run(ctx context.Context, duration float64) error {
	if f.fail != nil {
		return f.fail
	}
	f.done = duration
	if f.stopAfter > 0 {
		f.done = f.stopAfter
		return errors.Join(errors.New("stopped"), context.Canceled)
	}
	f.progress(int64(duration/f.net.DT), int64(duration/f.net.DT))
	return ctx.Err()
}

func (f *fakeSimulation) Result() *host.Result {
	r := &host.Result{Network: f.net.Name, DT: f.net.DT, Duration: f.done, Seed: f.net.Seed}
	for _, p := range f.net.Populations {
		r.Populations = append(r.Populations, host.PopulationResult{Name: p.Name, Model: p.Model, Size: p.Size})
		s := host.SpikeResult{Recorder: "spikes." + p.Name, Population: p.Name}
		for n := range p.Size {
			for t := 1 + float64(n%50); t <= f.done; t += 50 {
				s.Steps = append(s.Steps, uint32(t/f.net.DT))
				s.Neurons = append(s.Neurons, uint32(n))
			}
		}
		s.Sort()
		r.Spikes = append(r.Spikes, s)
	}
	r.Stats = f.Stats()
	return r
}

func (f *fakeSimulation) Stats() host.Stats {
	s := host.Stats{Model: f.net.Name, Device: f.device, DTms: f.net.DT, Seed: f.net.Seed,
		Steps: int64(f.done/f.net.DT + 0.5), SimWallS: 0.25, Synapses: 320012, Events: 1_000_000}
	for _, p := range f.net.Populations {
		s.Neurons += p.Size
		s.Spikes += int64(float64(p.Size) * f.done / 50)
	}
	s.Derive()
	return s
}

// session runs command lines with the fake backend.
type session struct {
	env            *environment
	stdout, stderr bytes.Buffer
	next           fakeSimulation // what the next compile gives
	compileError   error
	closed         int
}

func newSession(t *testing.T) *session {
	t.Helper()
	s := &session{}
	s.env = &environment{ctx: t.Context(), stdout: &s.stdout, stderr: &s.stderr, backend: backend{
		compile: func(_ context.Context, net *model.Network, device string) (simulation, error) {
			if s.compileError != nil {
				return nil, s.compileError
			}
			f := s.next
			f.net, f.device, f.closed = net, device, &s.closed
			return &f, nil
		},
		devices: func() ([]host.DeviceInfo, error) {
			return []host.DeviceInfo{{Name: "native", Title: "CPU engine", Kind: "cpu", MemoryBytes: 8 << 30}}, nil
		},
	}}
	return s
}

// do runs one command line and returns the exit code.
func (s *session) do(args ...string) int {
	s.stdout.Reset()
	s.stderr.Reset()
	return execute(s.env, args)
}

func TestUsageErrors(t *testing.T) {
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"run", 2, `expected "<name>" (see galvani run --help)`},
		{"run coba-lif --foo", 2, `unknown flag --foo (see galvani run --help)`},
		{"run coba-lif --duration=soon", 2, `--duration: expected a float but got "soon" (string) (see galvani run --help)`},
		{"run coba-lif --duration=-5", 2, `--duration: -5 ms is not possible, it must be positive`},
		{"run coba-lif --seed=-1", 2, `--seed: expected a valid 64 bit uint but got "-1" (see galvani run --help)`},
		{"bench coba-lif --repeat=0", 2, `--repeat: 0 is not possible, it must be at least 1`},
		{"simulate coba-lif", 2, `unexpected argument simulate (see galvani --help)`},
		{"help nothing", 2, `there is no help on "nothing"; topics are the commands, "experiment" and "model"`},
		{"coba-lif --scale=2", 2, `there is no command "coba-lif" (did you mean galvani run coba-lif?)`},
		{"yinyang --out=x", 2, `there is no command "yinyang" (did you mean galvani train yinyang?)`},
		{"fit-hh", 2, `there is no command "fit-hh" (did you mean galvani fit fit-hh?)`},
		{"my.toml", 2, `there is no command "my.toml" (did you mean galvani run my.toml?)`},
		{"check none.glsl", 1, `read neuron model: open none.glsl: no such file or directory`},
		{"models none.glsl", 1, `read neuron model: open none.glsl: no such file or directory`},
		{"run coba-lf", 1, `there is no built-in network "coba-lf" (did you mean "coba-lif"?); there are ` + strings.Join(append(append(host.Builtins(), host.Tasks()...), host.Fits()...), ", ") + `, and experiment files end in .toml`},
		{"run missing.toml", 1, `read experiment: open missing.toml: no such file or directory`},
		{"models lfi", 1, `there is no model "lfi" (did you mean "lif"?)`},
		{"models zzzzzz", 1, `there is no model "zzzzzz" (see galvani models)`},
		{"plot /dev/null/x", 1, `read /dev/null/x/summary.json: not a directory`},
	} {
		s := newSession(t)
		require.Equal(t, c.code, s.do(strings.Fields(c.args)...), c.args)
		require.Equal(t, "galvani: "+c.want+"\n", s.stderr.String(), c.args)
		require.Empty(t, s.stdout.String(), c.args)
	}
}

func TestHelp(t *testing.T) {
	s := newSession(t)
	for _, args := range [][]string{{}, {"--help"}, {"help"}, {"help", "run"}, {"bench", "--help"}, {"help", "experiment"}, {"help", "model"}, {"version"}, {"--version"}} {
		require.Equal(t, exitOK, s.do(args...), args)
		require.NotEmpty(t, s.stdout.String(), args)
		require.Empty(t, s.stderr.String(), args)
	}
}

func TestRunWritesEverything(t *testing.T) {
	s := newSession(t)
	out := filepath.Join(t.TempDir(), "deep", "out")
	require.Equal(t, exitOK, s.do("run", "coba-lif", "--duration=200", "--seed=7", "--scale=0.1", "--device=native:1", "--out="+out), s.stderr.String())
	require.Equal(t, 1, s.closed)
	for _, f := range []string{"spikes.npz", "run.toml", "summary.json", "raster.png"} {
		require.FileExists(t, filepath.Join(out, f))
	}
	left, err := filepath.Glob(filepath.Join(out, ".*"))
	require.NoError(t, err)
	require.Empty(t, left, "temporary files are left")

	text, err := os.ReadFile(filepath.Join(out, "summary.json"))
	require.NoError(t, err)
	var m map[string]any
	require.NoError(t, json.Unmarshal(text, &m))
	require.Equal(t, 7.0, m["seed"])
	require.Equal(t, 200.0, m["duration_ms"])
	require.Equal(t, false, m["interrupted"])
	require.Equal(t, "native:1", m["device"])

	e, err := host.LoadExperiment(filepath.Join(out, "run.toml"), nil)
	require.NoError(t, err)
	require.Equal(t, uint64(7), e.Network.Seed)
	require.Equal(t, 200.0, e.Duration)
	require.Equal(t, 320, e.Network.Find("exc").Size)

	require.Contains(t, s.stdout.String(), "400 neurons, 320,012 synapses, 200 ms in steps of 0.1 ms, seed 7, on native:1")
	// Every neuron fires each 50 ms: 20 Hz without any variation, 4 spikes each.
	require.Contains(t, s.stdout.String(), "exc         lif        320   1,280  20.00 Hz       0.00")

	s.closed = 0
	require.NoError(t, os.Remove(filepath.Join(out, "raster.png")))
	require.Equal(t, exitOK, s.do("plot", out), s.stderr.String())
	require.Equal(t, filepath.Join(out, "raster.png")+"\n", s.stdout.String())
	require.FileExists(t, filepath.Join(out, "raster.png"))
}

func TestRunInterrupted(t *testing.T) {
	s := newSession(t)
	s.next.stopAfter = 123.4
	out := t.TempDir()
	require.Equal(t, exitInterrupted, s.do("run", "coba-lif", "--scale=0.1", "--out="+out))
	require.Equal(t, "galvani: interrupted at 123.4 of 1000 ms; what was recorded is in "+out+"\n", s.stderr.String())
	sum, err := host.ReadSummary(filepath.Join(out, host.SummaryFile))
	require.NoError(t, err)
	require.True(t, sum.Interrupted)
	require.InDelta(t, 123.4, sum.DurationMS, 1e-9)
	require.Equal(t, 1, s.closed)
}

func TestRunFailures(t *testing.T) {
	s := newSession(t)
	out := t.TempDir()
	s.compileError = errors.New(`there is no device "vulkan:9"`)
	require.Equal(t, exitFailed, s.do("run", "coba-lif", "--device=vulkan:9", "--out="+out))
	require.Equal(t, "galvani: there is no device \"vulkan:9\"\n", s.stderr.String())
	s.compileError = context.Canceled
	require.Equal(t, exitInterrupted, s.do("run", "coba-lif", "--out="+out))
	require.Equal(t, "galvani: interrupted; nothing was written\n", s.stderr.String())

	s.compileError, s.next.fail = nil, errors.New("device lost")
	require.Equal(t, exitFailed, s.do("run", "coba-lif", "--scale=0.1", "--out="+out))
	require.Equal(t, "galvani: device lost\n", s.stderr.String())
	require.Equal(t, 1, s.closed)
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Empty(t, entries, "a run that failed leaves no results")
}

func TestRunRefusesFolderFirst(t *testing.T) {
	s := newSession(t)
	s.compileError = errors.New("compiled before the folder was tried")
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.Equal(t, exitFailed, s.do("run", "coba-lif", "--out="+file))
	require.Equal(t, "galvani: output folder \""+file+"\" cannot be made: not a directory\n", s.stderr.String())
	require.Equal(t, exitFailed, s.do("run", "coba-lif", "--out=/proc/1/galvani"))
	require.Regexp(t, `^galvani: output folder "/proc/1/galvani" cannot be made: .*\n$`, s.stderr.String())
}

func TestRunPrintAndExplain(t *testing.T) {
	s := newSession(t)
	require.Equal(t, exitOK, s.do("run", "coba-hh", "--print"))
	src, err := host.BuiltinSource("coba-hh")
	require.NoError(t, err)
	require.Equal(t, string(src), s.stdout.String())
	require.Equal(t, exitOK, s.do("run", "coba-hh", "--print", "--scale=0.5", "--dt=0.05"))
	e, err := host.ParseExperiment("printed.toml", s.stdout.Bytes(), nil)
	require.NoError(t, err)
	require.Equal(t, 1600, e.Network.Find("exc").Size)
	require.Equal(t, 0.05, e.Network.DT)
	require.Equal(t, exitOK, s.do("run", "coba-lif", "--explain"))
	require.Equal(t, "2 populations in 1 group\n", s.stdout.String())
	require.Equal(t, 1, s.closed)
}

func TestBench(t *testing.T) {
	s := newSession(t)
	require.Equal(t, exitOK, s.do("bench", "coba-lif", "--scale=0.1", "--duration=100", "--repeat=2", "--json"), s.stderr.String())
	require.Equal(t, 2, s.closed)
	require.Equal(t, 1, strings.Count(s.stdout.String(), "\n"), "one line")
	var m map[string]any
	require.NoError(t, json.Unmarshal(s.stdout.Bytes(), &m))
	// The names that issue and benchmarks ask for.
	for _, k := range strings.Fields(`model device driver neurons synapses dt_ms steps build_s compile_s sim_wall_s
		sim_cpu_s rtf us_per_step events_per_s spikes rate_hz host_mb device_mb seed`) {
		require.Contains(t, m, k)
	}
	require.Equal(t, 2.5, m["rtf"])           // 0.25 s for 0.1 s
	require.Equal(t, 250.0, m["us_per_step"]) // 0.25 s for 1000 steps
	require.Equal(t, 4e6, m["events_per_s"])  // 1e6 in 0.25 s
	require.InDelta(t, 20, m["rate_hz"], 1e-9)
	require.Len(t, m["sim_wall_all_s"], 2)
	require.Equal(t, exitOK, s.do("bench", "coba-lif", "--scale=0.1", "--duration=100"))
	require.Contains(t, s.stdout.String(), "real-time factor  2.5\n")
}

func TestDevices(t *testing.T) {
	s := newSession(t)
	require.Equal(t, exitOK, s.do("devices"))
	require.Equal(t, "device  kind  memory   driver  title\nnative  cpu   8.0 GiB          CPU engine\n", s.stdout.String())
	require.Equal(t, exitOK, s.do("devices", "--json"))
	var list []map[string]any
	require.NoError(t, json.Unmarshal(s.stdout.Bytes(), &list))
	require.Len(t, list, 1)
}

// stoppingSimulation cancels the run when progress is first reported.
type stoppingSimulation struct {
	simulation
	cancel context.CancelFunc
}

func (s stoppingSimulation) SetProgress(report func(done, total int64)) {
	s.simulation.SetProgress(func(done, total int64) {
		report(done, total)
		s.cancel()
	})
}

// stopAtFirstProgress makes a backend's simulations stop as Ctrl-C would stop them.
func stopAtFirstProgress(compile func(context.Context, *model.Network, string) (simulation, error), cancel context.CancelFunc) func(context.Context, *model.Network, string) (simulation, error) {
	return func(ctx context.Context, net *model.Network, device string) (simulation, error) {
		s, err := compile(ctx, net, device)
		return stoppingSimulation{s, cancel}, err
	}
}

func TestGrad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "one.toml")
	require.NoError(t, os.WriteFile(path, []byte(`
duration = 5.0
[population.cell]
model = "leaky_integrator"
size = 2
params = { i_e = 100.0 }
[loss.end]
type = "readout"
population = "cell"
of = "last"
[loss.mean]
type = "readout"
population = "cell"
factor = 0.5
[grad]
by = ["cell.i_e"]
`), 0o600))
	var out, errs bytes.Buffer
	require.Equal(t, exitOK, run([]string{"grad", path, "--device", "native64", "--out", filepath.Join(dir, "g.npz")}, &out, &errs), errs.String())
	require.Contains(t, out.String(), "one: loss -")
	require.Contains(t, out.String(), "  mean -")
	require.Regexp(t, `cell\.i_e +1/\(pA\) +1 `, out.String())
	require.FileExists(t, filepath.Join(dir, "g.npz"))
	out.Reset()
	require.Equal(t, exitOK, run([]string{"grad", path, "--json"}, &out, &errs), errs.String())
	require.Contains(t, out.String(), `"name":"cell.i_e"`)
	require.Equal(t, exitFailed, run([]string{"grad", "coba-lif"}, &out, &errs))
	require.Contains(t, errs.String(), "has no [loss.NAME] table")
}

func TestFitAndGradcheck(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "one.toml")
	require.NoError(t, os.WriteFile(path, []byte(`
duration = 20.0
[population.cell]
model = "leaky_integrator"
size = 1
params = { i_e = 100.0 }
[loss.end]
type = "readout"
population = "cell"
target = "truth"
[grad]
by = ["cell.i_e"]
truth = { "cell.i_e" = 150.0 }
[fit]
iterations = 3
polish = 10
rate = 5.0
`), 0o600))
	var out, errs bytes.Buffer
	require.Equal(t, exitOK, run([]string{"fit", path, "--device", "native64", "--out", filepath.Join(dir, "o")}, &out, &errs), errs.String())
	require.Regexp(t, `cell\.i_e +pA +100 +150 +150 `, out.String())
	require.FileExists(t, filepath.Join(dir, "o", "fit.json"))
	require.FileExists(t, filepath.Join(dir, "o", "fit.png"))
	require.Equal(t, exitUsage, run([]string{"fit", path, "--polish", "-1"}, &out, &errs))
	require.Equal(t, exitFailed, run([]string{"fit", "coba-lif", "--out", filepath.Join(dir, "p")}, &out, &errs))
	require.Contains(t, errs.String(), "has no [fit] table")

	out.Reset()
	require.Equal(t, exitOK, run([]string{"gradcheck", path}, &out, &errs), errs.String())
	require.Regexp(t, `one +cell\.i_e .* right\n`, out.String())
	out.Reset()
	require.Equal(t, exitOK, run([]string{"gradcheck", path, "--json"}, &out, &errs), errs.String())
	require.Contains(t, out.String(), `"ok":true`)
	// The number of spikes has no derivative; what the method does in its place is told.
	require.NoError(t, os.WriteFile(path, []byte(`
duration = 60.0
[population.cell]
model = "lif"
size = 1
params = { i_e = 600.0 }
[loss.count]
type = "spike_count"
population = "cell"
target = 1.0
[grad]
method = "eventprop"
by = ["cell.i_e"]
`), 0o600))
	require.Equal(t, exitFailed, run([]string{"gradcheck", path}, &out, &errs))
	require.Contains(t, errs.String(), "a derivative is wrong: 1 of 1 differ")
}

// README.md has a row for every command, and none for another.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, part, ok := strings.Cut(string(text), "| command | what it does |\n")
	require.True(t, ok)
	part, _, ok = strings.Cut(part, "\n\n")
	require.True(t, ok)
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `galvani ([a-z]+)").FindAllStringSubmatch(part, -1) {
		rows[m[1]] = true
	}
	have := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[commands]()) {
		have[strings.ToLower(f.Name)] = true
	}
	require.NotEmpty(t, have)
	require.Equal(t, have, rows)
}
