package shaders

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// RuleFragment is what the source of a plasticity rule declares: for
// plasticity/stdp.glsl the structs StdpParams, StdpPre, StdpPost and
// StdpSynapse and the functions stdp_age_pre, stdp_at_post and so on.
type RuleFragment struct {
	Name                       string
	Params, Pre, Post, Synapse []Field
	// Lines of the four structs, in the order of Params, Pre, Post, Synapse.
	Lines [4]int
	// Functions are the verbs (age_pre, at_post, ...) that the fragment defines.
	Functions []string
	// Elapsed and Modulator say which parts of PlasticEvent are read.
	Elapsed, Modulator bool
}

// ruleFunctions are the functions a rule may define, without its name, and what they return.
var ruleFunctions = []struct{ verb, result string }{
	{"age_pre", "void"}, {"age_post", "void"}, {"spike_pre", "void"}, {"spike_post", "void"},
	{"at_pre", "void"}, {"at_post", "void"}, {"sweep", "void"}, {"watch", "bool"},
	{"age_modulator", "real"}, {"release", "real"},
}

// Path returns the fragment's path below the shaders folder.
func (f *RuleFragment) Path() string { return "plasticity/" + f.Name + ".glsl" }

// Has reports whether the fragment defines the function of that verb.
func (f *RuleFragment) Has(verb string) bool { return slices.Contains(f.Functions, verb) }

func (f *RuleFragment) camel() string { return (&Fragment{Name: f.Name}).Camel() }

// ParseRule reads the source of a plasticity rule, with the errors of ParseFragment.
func ParseRule(name string, src []byte) (*RuleFragment, error) {
	f := &RuleFragment{Name: name}
	fail := func(line int, format string, args ...any) error {
		return fmt.Errorf("shaders/%s:%d: %s", f.Path(), line, fmt.Sprintf(format, args...))
	}
	if !snakeName.MatchString(name) {
		return nil, fail(1, "the file name %q must be snake_case", name)
	}
	suffixes := []string{"Params", "Pre", "Post", "Synapse"}
	lists := []*[]Field{&f.Params, &f.Pre, &f.Post, &f.Synapse}
	function := regexp.MustCompile(`^\s*FN\s+(\w+)\s+` + name + `_(\w+)\s*\(`)
	var open *[]Field
	for i, full := range strings.Split(string(src), "\n") {
		code, comment, _ := strings.Cut(full, "//")
		n := i + 1
		s := strings.Join(strings.Fields(code), " ")
		switch {
		case open != nil && s == "};":
			open = nil
		case open != nil && s != "":
			m := fieldLine.FindStringSubmatch(code)
			if m == nil {
				return nil, fail(n, "a struct member must be one line \"real name; // unit\", not %q", s)
			}
			*open = append(*open, Field{Name: m[1], Comment: strings.TrimSpace(comment), Line: n})
			continue
		case strings.HasPrefix(s, "struct "):
			k := slices.IndexFunc(suffixes, func(x string) bool { return s == "struct "+f.camel()+x+" {" })
			if k < 0 {
				return nil, fail(n, "a rule has the structs %sParams, Pre, Post and Synapse, not %q", f.camel(), s)
			}
			open, f.Lines[k] = lists[k], n
		}
		if m := function.FindStringSubmatch(code); m != nil {
			k := slices.IndexFunc(ruleFunctions, func(x struct{ verb, result string }) bool { return x.verb == m[2] })
			if k < 0 || ruleFunctions[k].result != m[1] {
				return nil, fail(n, "a rule has no function \"%s %s_%s\"; see lib/plasticity.glsl", m[1], name, m[2])
			}
			f.Functions = append(f.Functions, m[2])
		}
		f.Elapsed = f.Elapsed || strings.Contains(code, "e.elapsed")
		f.Modulator = f.Modulator || strings.Contains(code, "e.modulator")
		if msg := outsideSubset(code); msg != "" {
			return nil, fail(n, "%s", msg)
		}
	}
	for k, list := range lists {
		if len(*list) == 0 {
			return nil, fail(1, "no \"struct %s%s {\" with at least one member", f.camel(), suffixes[k])
		}
	}
	must := []string{"age_pre", "spike_pre"}
	if !f.Has("watch") {
		must = append(must, "age_post", "spike_post")
	}
	if f.Modulator {
		must = append(must, "age_modulator", "release", "sweep")
	}
	for _, verb := range must {
		if !f.Has(verb) {
			return nil, fail(1, "no function %s_%s", name, verb)
		}
	}
	return f, nil
}

// RuleGlue returns the text that ties a rule to the plastic kernels: macros for
// its structs, sizes and functions, and RULE_HAS_... for what it does.
func RuleGlue(f *RuleFragment) string {
	var b strings.Builder
	fmt.Fprintf(&b, glueHeader, f.Path())
	for _, part := range []struct {
		suffix string
		fields []Field
	}{{"Params", f.Params}, {"Pre", f.Pre}, {"Post", f.Post}, {"Synapse", f.Synapse}} {
		upper := "RULE_" + strings.ToUpper(part.suffix)
		fmt.Fprintf(&b, "#define Rule%s %s%[1]s\n#define %[3]s_WORDS %[4]d\n", part.suffix, f.camel(), upper, len(part.fields))
		fmt.Fprintf(&b, "#define %s_UNPACK(S_, W_)", upper)
		for i, field := range part.fields {
			fmt.Fprintf(&b, " S_.%s = W_(%d);", field.Name, i)
		}
		fmt.Fprintf(&b, "\n#define %s_PACK(S_, W_)", upper)
		for i, field := range part.fields {
			fmt.Fprintf(&b, " W_(%d, S_.%s);", i, field.Name)
		}
		b.WriteString("\n")
	}
	for _, verb := range f.Functions {
		fmt.Fprintf(&b, "#define RULE_HAS_%s 1\n#define rule_%s %s_%[2]s\n", strings.ToUpper(verb), verb, f.Name)
	}
	if f.Elapsed {
		b.WriteString("#define RULE_STAMPED 1\n")
	}
	if f.Modulator {
		b.WriteString("#define RULE_MODULATED 1\n")
	}
	return b.String()
}
