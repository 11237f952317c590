package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReplaceOnce(t *testing.T) {
	for _, c := range []struct{ src, old, new, want string }{
		{"if (i >= n)\n\t\treturn;", "if (i >= n) return;", "x", "x"},
		{"a = b*c;", "b*c", "b/c", "a = b/c;"},
		{"a a", "a", "b", ""},
		{"a", "b", "c", ""},
	} {
		got, err := replaceOnce([]byte(c.src), "f", c.old, c.new)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("replaceOnce(%q, %q, %q) = %q, %v; want %q", c.src, c.old, c.new, got, err, c.want)
		}
	}
}

// Every mutant fits the sources, changes them, and leaves one name to one mutant.
func TestMutantsFit(t *testing.T) {
	if err := fit("../..", mutants); err != nil {
		t.Error(err)
	}
	names := map[string]bool{}
	for _, m := range mutants {
		if names[m.name] || m.old == m.new {
			t.Errorf("%s: the name is taken, or nothing changes", m.name)
		}
		names[m.name] = true
	}
	if len(mutants) < 10 {
		t.Errorf("%d mutants, expected at least 10", len(mutants))
	}
}

func TestUpdate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b")
	for _, content := range []string{"one", "two"} {
		if err := update(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("got %q, %v; want %q", got, err, content)
		}
	}
}
