package model

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a mistake in a network's description. Path says where it is, as in
// population, exc, params, taum; Msg what it is and what would be right.
type Error struct {
	Path []string
	Msg  string
}

// Error returns the message, which names the population, projection, stimulus or recorder itself.
func (e *Error) Error() string { return e.Msg }

// problems collects errors while a description is checked.
type problems struct{ list []error }

// add notes a problem of a named table: kind "population", name "exc".
func (p *problems) add(kind, name string, keys []string, format string, args ...any) {
	path := append([]string{kind, name}, keys...)
	p.list = append(p.list, &Error{path, fmt.Sprintf("%s %q: %s", kind, name, fmt.Sprintf(format, args...))})
}

func (p *problems) err() error { return errors.Join(p.list...) }

// hint returns ` (did you mean "x"?)` when a name in among is close, else the list of what there is.
func hint(name string, among []string) string {
	if s := Suggest(name, among); s != "" {
		return fmt.Sprintf(" (did you mean %q?)", s)
	}
	if len(among) == 0 {
		return ""
	}
	return fmt.Sprintf(" (there is %s)", strings.Join(among, ", "))
}
