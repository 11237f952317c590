package host

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/galvani-sim/galvani/model"
)

// tomlWriter writes TOML and remembers the first thing that cannot be written.
type tomlWriter struct {
	b   bytes.Buffer
	err error
	// path says how the file of a user's own model is named.
	path func(*model.File) (string, error)
}

func (t *tomlWriter) fail(format string, args ...any) {
	if t.err == nil {
		t.err = fmt.Errorf(format, args...)
	}
}

func (t *tomlWriter) comment(s string) { fmt.Fprintf(&t.b, "# %s\n", s) }

func (t *tomlWriter) raw(key, value string) { fmt.Fprintf(&t.b, "%s = %s\n", tomlKey(key), value) }

func (t *tomlWriter) text(key, value string) { t.raw(key, t.quote(value)) }

func (t *tomlWriter) number(key string, x float64) { t.raw(key, t.float(x)) }

func (t *tomlWriter) header(parts ...string) {
	names := make([]string, len(parts))
	for i, p := range parts {
		t.quote(p) // for its check
		names[i] = tomlKey(p)
	}
	fmt.Fprintf(&t.b, "\n[%s]\n", strings.Join(names, "."))
}

// values writes a table of values: the named ones in their order, then others by name.
func (t *tomlWriter) values(key string, m map[string]model.Value, order []string) {
	if len(m) == 0 {
		return
	}
	table := inlineTable{t: t}
	for _, name := range order {
		if v, ok := m[name]; ok {
			table.add(name, t.value(v))
		}
	}
	for _, name := range sortedNames(m) {
		if !slices.Contains(order, name) {
			table.add(name, t.value(m[name]))
		}
	}
	t.raw(key, table.String())
}

// value writes a number, a list or a distribution.
func (t *tomlWriter) value(v model.Value) string {
	if v.Dist == model.Constant {
		if v.List != nil {
			return tomlList(v.List, t.float)
		}
		return t.float(v.A)
	}
	table := inlineTable{t: t}
	if v.Dist == model.Exponential {
		table.add(string(v.Dist), t.float(v.A))
	} else {
		table.add(string(v.Dist), tomlList([]float64{v.A, v.B}, t.float))
	}
	if v.Bounded && !math.IsInf(v.Min, -1) {
		table.add("min", t.float(v.Min))
	}
	if v.Bounded && !math.IsInf(v.Max, 1) {
		table.add("max", t.float(v.Max))
	}
	return table.String()
}

// lists writes a list of lists, one a line.
func (t *tomlWriter) lists(key string, lists [][]float64) {
	var b strings.Builder
	b.WriteString("[\n")
	for _, l := range lists {
		b.WriteString("  " + tomlList(l, t.float) + ",\n")
	}
	b.WriteString("]")
	t.raw(key, b.String())
}

// float writes the shortest decimal that reads back as the same number.
func (t *tomlWriter) float(x float64) string {
	if !finite(x) {
		t.fail("%g is not a finite number", x)
	}
	format := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e15) {
		format = 'e'
	}
	s := strconv.FormatFloat(x, format, -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// quote writes a TOML basic string.
func (t *tomlWriter) quote(s string) string {
	if !utf8.ValidString(s) {
		t.fail("%q is not UTF-8", s)
	}
	return tomlString(s)
}

func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// tomlKey writes one part of a key, with quotes only where it needs them.
func tomlKey(s string) string {
	bare := s != ""
	for _, r := range s {
		bare = bare && (r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	if bare {
		return s
	}
	return tomlString(s)
}

// inlineTable collects { key = value, ... }.
type inlineTable struct {
	t     *tomlWriter
	parts []string
}

func (x *inlineTable) add(key, value string) {
	x.t.quote(key) // for its check
	x.parts = append(x.parts, tomlKey(key)+" = "+value)
}

func (x *inlineTable) String() string { return "{ " + strings.Join(x.parts, ", ") + " }" }

// listWrap is how many elements of a list stand on one line.
const listWrap = 16

// tomlList writes a list, long ones on several lines.
func tomlList[T any](xs []T, text func(T) string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, x := range xs {
		switch {
		case i > 0 && i%listWrap == 0:
			b.WriteString(",\n  ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(text(x))
	}
	b.WriteByte(']')
	return b.String()
}
