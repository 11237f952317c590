package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/galvani-sim/galvani/shaders"
)

// house makes a small repository with one neuron, one receptor and two kernels.
func house(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	real, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"shaders/lib/prelude.glsl", "shaders/lib/math.glsl", "shaders/lib/philox.glsl",
		"shaders/lib/neuron_input.glsl", "shaders/exact.go", "shaders/compile.go", "tools/shaderbuild/compile.go"} {
		b, err := os.ReadFile(filepath.Join(real, path))
		if err != nil {
			t.Fatal(err)
		}
		put(t, root, path, string(b))
	}
	put(t, root, "shaders/neuron/leak.glsl", `struct LeakParams {
  real decay; // 1
};
struct LeakState {
  real v; // mV
};
FN bool leak_step(LeakParams p, INOUT(LeakState) s, NeuronInput x, int scheme) {
  s.v = s.v * p.decay + x.i;
  return s.v > R(1.0);
}
`)
	put(t, root, "shaders/synapse/jump.glsl", `struct JumpParams {
  real gain; // 1
};
struct JumpState {
  real last; // mV
};
FN real jump_step(JumpParams p, INOUT(JumpState) s, real arrival, bool held) {
  s.last = arrival;
  return p.gain * arrival;
}
`)
	put(t, root, "shaders/kernel/step.comp", `// per: neuron
layout(local_size_x = 1) in;
layout(binding = 0) buffer B { float b[]; };
#define W(i) b[i]
#define SET(i, x) b[i] = x
void main() {
  NEURON_PARAMS p;
  NEURON_PARAMS_UNPACK(p, W)
  NEURON_STATE s;
  NEURON_STATE_UNPACK(s, W)
  NeuronInput x;
  x.i = b[1];
  b[2] = NEURON_STEP(p, s, x, 0) ? 1.0 : 0.0;
  NEURON_STATE_PACK(s, SET)
}
`)
	put(t, root, "shaders/kernel/fill.comp", "layout(local_size_x = 1) in;\nlayout(binding = 0) buffer B { float b[]; };\nvoid main() { b[0] = gv_exp(b[1]); }\n")
	return root
}

func put(t *testing.T, root, path, text string) {
	t.Helper()
	full := filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func models() registry {
	return registry{
		neurons:  []entry{{"leak", []string{"decay"}, []string{"v"}}},
		synapses: []entry{{"jump", []string{"gain"}, []string{"last"}}},
	}
}

func build(t *testing.T, root string) {
	t.Helper()
	p, err := newPlan(root, models())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.build(t.Context(), options{}); err != nil {
		t.Fatal(err)
	}
}

// stale returns what -check reports, without its first line.
func stale(t *testing.T, root string) string {
	t.Helper()
	p, err := newPlan(root, models())
	if err != nil {
		t.Fatal(err)
	}
	if err = p.check(); err == nil {
		return ""
	}
	_, list, _ := strings.Cut(err.Error(), "\n")
	return strings.Join(strings.Fields(list), " ")
}

func equal(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
}

func TestBuildThenCheck(t *testing.T) {
	root := house(t)
	all := "kernels/native/gen_hash.h kernels/native/gen_ions_f32.cpp kernels/native/gen_ions_f64.cpp kernels/native/gen_leak_f32.cpp kernels/native/gen_leak_f64.cpp kernels/native/gen_receptor_f32.cpp kernels/native/gen_receptor_f64.cpp kernels/native/gen_table.h kernels/native/gen_tangent_receptor.cpp kernels/native/gen_train_receptor_f32.cpp kernels/native/gen_train_receptor_f64.cpp " +
		"shaders/gen/channels.glsl shaders/gen/ions.glsl shaders/gen/neuron_leak.glsl shaders/gen/synapses.glsl " +
		"shaders/spv/fill.ssbo.spv shaders/spv/fill.texel.spv shaders/spv/step.leak.ssbo.spv shaders/spv/step.leak.texel.spv"
	equal(t, stale(t, root), all)
	build(t, root)
	equal(t, stale(t, root), "")
	if _, err := shaders.Reflect(read(t, root, "shaders/spv/step.leak.ssbo.spv")); err != nil {
		t.Fatal(err)
	}

	// A second build writes nothing.
	before := modTimes(t, root)
	build(t, root)
	for path, at := range modTimes(t, root) {
		if before[path] != at {
			t.Errorf("%s was written again though nothing changed", path)
		}
	}
}

func TestCheckFindsWhatIsNotCurrent(t *testing.T) {
	root := house(t)
	build(t, root)
	stubs := "kernels/native/gen_leak_f32.cpp kernels/native/gen_leak_f64.cpp"
	receptors := "kernels/native/gen_receptor_f32.cpp kernels/native/gen_receptor_f64.cpp kernels/native/gen_tangent_receptor.cpp kernels/native/gen_train_receptor_f32.cpp kernels/native/gen_train_receptor_f64.cpp"
	step := "shaders/spv/step.leak.ssbo.spv shaders/spv/step.leak.texel.spv"
	fill := "shaders/spv/fill.ssbo.spv shaders/spv/fill.texel.spv"
	for _, c := range []struct{ name, path, old, new, want string }{
		{"kernel", "shaders/kernel/fill.comp", "b[0]", "b[2]", fill},
		{"neuron", "shaders/neuron/leak.glsl", "R(1.0)", "R(2.0)", stubs + " " + step},
		{"receptor", "shaders/synapse/jump.glsl", "p.gain * arrival", "arrival", receptors + " " + step},
		{"library", "shaders/lib/math.glsl", "//", "// ", "kernels/native/gen_hash.h kernels/native/gen_ions_f32.cpp kernels/native/gen_ions_f64.cpp " + stubs + " " + receptors + " " + fill + " " + step},
		{"compiler", "shaders/exact.go", "//", "// ", fill + " " + step},
		{"module", "shaders/spv/fill.ssbo.spv", "main", "niam", "shaders/spv/fill.ssbo.spv"},
		{"glue", "shaders/gen/neuron_leak.glsl", "#define", "#undef", "shaders/gen/neuron_leak.glsl"},
	} {
		was := string(read(t, root, c.path))
		changed := strings.Replace(was, c.old, c.new, 1)
		if changed == was {
			t.Fatalf("%s: %q is not in %s", c.name, c.old, c.path)
		}
		put(t, root, c.path, changed)
		equal(t, c.name+": "+stale(t, root), c.name+": "+c.want)
		put(t, root, c.path, was)
	}
	equal(t, stale(t, root), "")
	put(t, root, "shaders/spv/gone.ssbo.spv", "")
	equal(t, stale(t, root), "shaders/spv/gone.ssbo.spv")
	build(t, root)
	equal(t, stale(t, root), "")
}

// What a developer sees when the registry and a fragment do not agree.
func TestRegistryMismatch(t *testing.T) {
	root := house(t)
	for _, c := range []struct {
		name   string
		change func(*registry)
		want   string
	}{
		{"other order", func(r *registry) { r.neurons[0].params = []string{"tau"} },
			`shaders/neuron/leak.glsl:2: parameter number 1 is "decay", but "tau" in Derived of model "leak"`},
		{"missing", func(r *registry) { r.neurons[0].state = []string{"v", "w"} },
			`shaders/neuron/leak.glsl:4: the state struct lacks "w", which State of model "leak" lists as number 2`},
		{"too many", func(r *registry) { r.synapses[0].state = nil },
			`shaders/synapse/jump.glsl:5: state "last" is not in State of model "jump"`},
		{"no model", func(r *registry) { r.synapses = nil },
			`shaders/synapse/jump.glsl:1: no synapse model of that name is in model/registry.go`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := models()
			c.change(&r)
			_, err := newPlan(root, r)
			if err == nil {
				t.Fatal("no error")
			}
			equal(t, err.Error(), c.want)
		})
	}
	r := models()
	r.neurons = append(r.neurons, entry{name: "ghost"})
	if _, err := newPlan(root, r); err == nil || !strings.Contains(err.Error(), `the registry names neuron model "ghost", but its fragment cannot be read`) {
		t.Fatal(err)
	}
}

// A mistake in a kernel names its file and line and leaves the other modules to be built.
func TestCompileError(t *testing.T) {
	root := house(t)
	put(t, root, "shaders/kernel/fill.comp", "layout(local_size_x = 1) in;\nvoid main() { oops(); }\n")
	p, err := newPlan(root, models())
	if err != nil {
		t.Fatal(err)
	}
	err = p.build(t.Context(), options{})
	if err == nil || !strings.Contains(err.Error(), "fill.ssbo.spv: compile shader: glslc: exit status 1\nkernel/fill.comp:2: error: 'oops'") {
		t.Fatal(err)
	}
	read(t, root, "shaders/spv/step.leak.ssbo.spv")
	if _, err := os.Stat(filepath.Join(root, "shaders/spv/fill.ssbo.spv")); err == nil {
		t.Fatal("a module that does not compile was written")
	}
}

func read(t *testing.T, root, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func modTimes(t *testing.T, root string) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	for _, dir := range []string{"shaders/gen", "shaders/spv", "kernels/native"} {
		entries, err := os.ReadDir(filepath.Join(root, dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				t.Fatal(err)
			}
			out[dir+"/"+e.Name()] = info.ModTime().UnixNano()
		}
	}
	return out
}
