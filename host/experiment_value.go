package host

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/galvani-sim/galvani/model/expr"
)

// got describes a node in messages of the form "expected a number, got ...".
func got(n *node) string {
	switch n.kind {
	case kindString:
		return "the string " + strconv.Quote(n.text)
	case kindInteger, kindFloat:
		return "the number " + n.text
	case kindBool:
		return "the boolean " + n.text
	}
	return n.kind.String()
}

// value reads a number: a literal, or a string with an expression. A message
// that is not empty says what is wrong.
func (d *decoder) value(n *node) (x float64, msg string) {
	var err error
	switch n.kind {
	case kindInteger:
		x, err = parseInteger(n.text)
	case kindFloat:
		x, err = strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
	case kindString:
		if x, err = expr.Eval(n.text, d.names); err != nil {
			return 0, err.Error()
		}
	default:
		return 0, "expected a number, got " + got(n)
	}
	if err != nil || !finite(x) {
		return 0, fmt.Sprintf("%s is not a finite number", n.text)
	}
	return x, ""
}

// parseInteger reads a TOML integer: decimal, 0x, 0o, 0b, with underscores.
func parseInteger(s string) (float64, error) {
	i, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		u, err := strconv.ParseUint(s, 0, 64)
		return float64(u), err
	}
	return float64(i), nil
}

// number returns the number under key, or the fallback when there is none.
func (t table) number(key string, fallback float64) float64 {
	c := t.n.get(key)
	if c == nil {
		return fallback
	}
	x, msg := t.d.value(c)
	if msg != "" {
		t.fail(key, "%s: %s", t.label(key), msg)
		return fallback
	}
	return x
}

// whole returns the whole number under key, or the fallback when there is none.
func (t table) whole(key string, fallback int) int {
	c := t.n.get(key)
	if c == nil {
		return fallback
	}
	x, msg := t.d.value(c)
	if msg == "" {
		var i int
		if i, msg = expr.Whole(x); msg == "" {
			return i
		}
		if c.kind == kindString {
			msg += " (use round or floor in the expression)"
		}
	}
	t.fail(key, "%s: %s", t.label(key), msg)
	return fallback
}

// seed reads all 64 bits exactly; seeds from 2^63 on, which TOML cannot hold, are written as strings.
func (t table) seed(key string, fallback uint64) uint64 {
	c := t.n.get(key)
	if c == nil {
		return fallback
	}
	if c.kind == kindInteger || c.kind == kindString {
		if u, err := strconv.ParseUint(c.text, 0, 64); err == nil {
			return u
		}
	}
	before := len(t.d.problems)
	if i := t.whole(key, 0); i >= 0 {
		return uint64(i)
	}
	if len(t.d.problems) == before {
		t.fail(key, "%s must not be negative", t.label(key))
	}
	return fallback
}

// text returns the string under key, or the fallback when there is none.
func (t table) text(key, fallback string) string {
	c := t.n.get(key)
	if c == nil {
		return fallback
	}
	if c.kind != kindString {
		t.fail(key, "%s: expected a string, got %s", t.label(key), got(c))
		return fallback
	}
	return c.text
}

// yes returns the boolean under key, or the fallback when there is none.
func (t table) yes(key string, fallback bool) bool {
	c := t.n.get(key)
	if c == nil {
		return fallback
	}
	if c.kind != kindBool {
		t.fail(key, "%s: expected true or false, got %s", t.label(key), got(c))
		return fallback
	}
	return c.text == "true"
}

// texts returns the strings under key; several says whether it was a list.
func (t table) texts(key string) (list []string, several bool) {
	c := t.n.get(key)
	if c == nil {
		return nil, false
	}
	if c.kind != kindArray {
		return []string{t.text(key, "")}, false
	}
	if len(c.children) == 0 {
		t.fail(key, "%s: the list is empty", t.label(key))
	}
	for i, x := range c.children {
		if x.kind != kindString {
			t.element(key, i, "expected a string, got "+got(x))
			continue
		}
		list = append(list, x.text)
	}
	return list, true
}

// element notes a problem of one element of a list.
func (t table) element(key string, i int, msg string) {
	table{t.d, t.n, t.path}.fail(key, "%s[%d]: %s", t.label(key), i, msg)
	last := &t.d.problems[len(t.d.problems)-1]
	last.path = append(last.path, strconv.Itoa(i))
}

// numbers returns the list of numbers under key, nil when there is none. Only
// the first wrong element is reported.
func (t table) numbers(key string) []float64 {
	c := t.n.get(key)
	if c == nil {
		return nil
	}
	if c.kind != kindArray {
		t.fail(key, "%s: expected a list of numbers, got %s", t.label(key), got(c))
		return nil
	}
	return t.list(key, c)
}

// list keeps its length whatever is wrong, so that a wrong element is not
// reported as a wrong length too.
func (t table) list(key string, c *node) []float64 {
	xs := make([]float64, len(c.children))
	for i, e := range c.children {
		x, msg := t.d.value(e)
		if msg != "" {
			t.element(key, i, msg)
			return xs
		}
		xs[i] = x
	}
	return xs
}

// wholes returns the list of whole numbers from 0 to most under key, nil when there is none.
func (t table) wholes(key string, most int) []int {
	xs := t.numbers(key)
	if xs == nil {
		return nil
	}
	list := make([]int, len(xs))
	for i, x := range xs {
		k, msg := expr.Whole(x)
		if msg == "" && (k < 0 || k > most) {
			msg = fmt.Sprintf("%d must be from 0 to %d", k, most)
		}
		if msg != "" {
			t.element(key, i, msg)
			return list
		}
		list[i] = k
	}
	return list
}
