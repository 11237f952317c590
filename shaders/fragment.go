package shaders

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Field is one scalar of a fragment's parameter or state struct.
type Field struct {
	Name    string
	Comment string // the text after //, usually the unit
	Line    int    // 1-based line in the fragment
}

// Fragment is what a model's source file declares: for neuron/lif.glsl the
// structs LifParams and LifState and the function lif_step.
type Fragment struct {
	Room   string // "neuron", "synapse", "presynapse", "channel" or "ion", the folder
	Name   string // snake_case, the file name without .glsl
	Params []Field
	State  []Field
	// ParamsLine and StateLine are the lines on which the structs begin.
	ParamsLine, StateLine int
	// UsesRandom is true when a neuron reads x.u, its uniform random number.
	UsesRandom bool
	// HasVJP is true when the adjoint <name>_step_vjp stands beside the step.
	HasVJP bool
	// UsesChannels is true when a neuron has the line "// uses: channels".
	UsesChannels bool
}

// Path returns the fragment's path below the shaders folder.
func (f *Fragment) Path() string { return f.Room + "/" + f.Name + ".glsl" }

// Camel returns the fragment's name in CamelCase: hh_traub gives HhTraub.
func (f *Fragment) Camel() string {
	var b strings.Builder
	for part := range strings.SplitSeq(f.Name, "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}

var (
	fieldLine   = regexp.MustCompile(`^\s*real\s+([a-z][a-z0-9_]*)\s*;\s*$`)
	randomWord  = regexp.MustCompile(`\bx\.u\b`)
	snakeName   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	foreignWord = regexp.MustCompile(`\b(in|out|inout|float|double|precise|vec[234]|ivec[234]|uvec[234]|bvec[234]|auto|static|template|const)\b`)
	foreignCall = regexp.MustCompile(`\b(` + strings.Join(slices.Sorted(maps.Keys(replacements)), "|") + `)\s*\(`)
	literal     = regexp.MustCompile(`(?:\b\d+\.\d*|\.\d+\b|\b\d+[eE][+-]?\d+)(?:[eE][+-]?\d+)?[fF]?`)
)

// ParseFragment reads the source of a model fragment. Errors name the file,
// the line and the rule that is broken, since a mistake here would otherwise
// appear as different results of the two engines.
func ParseFragment(room, name string, src []byte) (*Fragment, error) {
	f := &Fragment{Room: room, Name: name}
	if err := f.parse("shaders/"+f.Path(), src); err != nil {
		return nil, err
	}
	return f, nil
}

// parse reads the source of the fragment; file is its name in messages.
func (f *Fragment) parse(file string, src []byte) error {
	room, name := f.Room, f.Name
	fail := func(line int, format string, args ...any) error {
		return fmt.Errorf("%s:%d: %s", file, line, fmt.Sprintf(format, args...))
	}
	if !snakeName.MatchString(name) {
		return fail(1, "the file name %q must be snake_case", name)
	}
	f.UsesChannels = room == "neuron" && UsesChannels(src)
	lines := strings.Split(string(src), "\n")
	result := map[string]string{"neuron": "bool", "synapse": "real", "presynapse": "real", "channel": "real", "ion": "void"}[room]
	step := regexp.MustCompile(`^\s*FN\s+` + result + `\s+` + name + `_step\s*\(`)
	vjp := regexp.MustCompile(`^\s*FN\s+void\s+` + name + `_step_vjp\s*\(`)
	hasStep := false
	var open *[]Field
	for i, full := range lines {
		code, comment, _ := strings.Cut(full, "//")
		n := i + 1
		switch s := strings.Join(strings.Fields(code), " "); {
		case open != nil && s == "};":
			open = nil
		case open != nil && s == "":
		case open != nil:
			m := fieldLine.FindStringSubmatch(code)
			if m == nil {
				return fail(n, "a struct member must be one line \"real name; // unit\", not %q", s)
			}
			for _, have := range *open {
				if have.Name == m[1] {
					return fail(n, "member %q is declared twice (line %d)", m[1], have.Line)
				}
			}
			*open = append(*open, Field{Name: m[1], Comment: strings.TrimSpace(comment), Line: n})
			continue
		case s == "struct "+f.Camel()+"Params {":
			open, f.ParamsLine = &f.Params, n
		case s == "struct "+f.Camel()+"State {":
			open, f.StateLine = &f.State, n
		}
		hasStep = hasStep || step.MatchString(code)
		f.HasVJP = f.HasVJP || vjp.MatchString(code)
		f.UsesRandom = f.UsesRandom || room == "neuron" && randomWord.MatchString(code)
		if msg := outsideSubset(code); msg != "" {
			return fail(n, "%s", msg)
		}
	}
	switch {
	case open != nil:
		return fail(len(lines), "a struct is not closed by a line \"};\"")
	case len(f.Params) == 0:
		return fail(1, "no \"struct %sParams {\" with at least one member", f.Camel())
	case len(f.State) == 0:
		return fail(1, "no \"struct %sState {\" with at least one member", f.Camel())
	case !hasStep:
		return fail(1, "no \"FN %s %s_step(\"", result, name)
	}
	return nil
}

// replacements says what a fragment uses in the place of functions that GLSL and
// C++ compute differently.
var replacements = map[string]string{
	"exp": "gv_exp of lib/math.glsl", "exp2": "gv_exp of lib/math.glsl: exp2(x) = gv_exp(x log 2)", "expm1": "gv_expm1 of lib/math.glsl",
	"log": "gv_log of lib/math.glsl", "log2": "gv_log of lib/math.glsl: log2(x) = gv_log(x) / log 2",
	"pow": "gv_exp and gv_log of lib/math.glsl: pow(x, y) = gv_exp(y gv_log(x))", "sqrt": "gv_sqrt of lib/prelude.glsl",
	"inversesqrt": "1 / gv_sqrt(x) of lib/prelude.glsl", "sin": "gv_sin of lib/trig.glsl", "cos": "gv_cos of lib/trig.glsl",
	"tan": "gv_sin(x) / gv_cos(x) of lib/trig.glsl", "tanh": "gv_logistic of lib/gate.glsl: tanh(x) = 2 gv_logistic(2 x) - 1",
	"abs": "gv_abs of lib/math.glsl", "min": "gv_min of lib/math.glsl", "max": "gv_max of lib/math.glsl",
	"clamp": "gv_min and gv_max of lib/math.glsl", "mix": "a + t * (b - a)",
	"floor": "derived parameters for whole numbers", "round": "derived parameters for whole numbers", "fma": "a * b + c, which both round twice",
}

// outsideSubset says what in a line of code is not in the common subset of GLSL and C++, "" when all is.
func outsideSubset(code string) string {
	if w := foreignWord.FindString(code); w != "" {
		return fmt.Sprintf("%q is not in the common subset of GLSL and C++ (see lib/prelude.glsl)", w)
	}
	if m := foreignCall.FindStringSubmatch(code); m != nil {
		return fmt.Sprintf("%s() differs between GLSL and C++; use %s", m[1], replacements[m[1]])
	}
	for _, at := range literal.FindAllStringIndex(code, -1) {
		if before := strings.TrimRight(code[:at[0]], "- "); !strings.HasSuffix(before, "R(") {
			return fmt.Sprintf("write the literal %s as R(%[1]s), else C++ computes in double", code[at[0]:at[1]])
		}
	}
	return ""
}
