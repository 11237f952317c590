package host

import (
	"fmt"
	"sort"
	"strings"
)

// maxProblems is how many problems of a file are reported at once.
const maxProblems = 20

// ExperimentError lists everything that is wrong with an experiment file.
type ExperimentError struct {
	File     string
	Problems []Problem // sorted by position, at most 20
	More     int       // how many there are beyond these
}

// Problem is one mistake in an experiment file.
type Problem struct {
	// Line and Column, from 1, say where the offending key stands; both are 0
	// when the problem is not in the file, such as an unknown constant to be set.
	Line, Column int
	Message      string
}

// Error gives one line for each problem: file:line:column: what is wrong.
func (e *ExperimentError) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		if p.Line == 0 {
			lines = append(lines, fmt.Sprintf("%s: %s", e.File, p.Message))
			continue
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", e.File, p.Line, p.Column, p.Message))
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more problems", e.File, e.More))
	}
	return strings.Join(lines, "\n")
}

// reportProblems sorts problems, drops repetitions and keeps the first maxProblems.
func reportProblems(file string, problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	sort.SliceStable(problems, func(i, j int) bool {
		a, b := problems[i], problems[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	e := &ExperimentError{File: file}
	seen := map[Problem]bool{}
	for _, p := range problems {
		switch {
		case seen[p]:
		case len(e.Problems) == maxProblems:
			e.More++
		default:
			e.Problems = append(e.Problems, p)
		}
		seen[p] = true
	}
	return e
}
