// Command mutants breaks a copy of the sources in one place at a time and
// expects tests to notice: a test that has never failed proves nothing.
//
// For every mutant the named tests are first run on the sources as they are.
// It exits with 1 when a mutant survives, does not build, or is out of date
// because the text it replaces is not found exactly once.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

func main() {
	only := flag.String("only", "", "a regular `expression`: just the mutants whose names match")
	root := flag.String("root", "..", "the `folder` of the repository")
	check := flag.Bool("check", false, "only check that every mutant still fits the sources")
	flag.Parse()
	ok, err := run(*root, *only, *check)
	if err != nil {
		fmt.Fprintf(os.Stderr, "mutants: %v\n", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// run tries the mutants one after another in a copy under .cache, which is
// kept so that the next time only what changed is compiled.
func run(root, only string, check bool) (ok bool, err error) {
	chosen, err := choose(only)
	if err != nil {
		return false, err
	}
	if err := fit(root, chosen); err != nil || check {
		return err == nil, err
	}
	t, err := copyTree(root, filepath.Join(root, ".cache", "mutants"))
	if err != nil {
		return false, err
	}
	fmt.Println("the named tests on the sources as they are ...")
	if err := t.baseline(chosen); err != nil {
		return false, err
	}
	ok = true
	for _, m := range chosen {
		start := time.Now()
		verdict, good, err := t.try(m)
		if err != nil {
			return false, fmt.Errorf("%s: %w", m.name, err)
		}
		ok = ok && good
		fmt.Printf("%-50s %-12s %6.1f s\n", m.name, verdict, time.Since(start).Seconds())
	}
	if ok {
		fmt.Printf("all %d mutants were noticed\n", len(chosen))
	}
	return ok, nil
}

// fit reports every mutant whose text the sources no longer hold exactly once.
func fit(root string, chosen []mutant) error {
	var stale []error
	for _, m := range chosen {
		src, err := os.ReadFile(filepath.Join(root, m.file))
		if err == nil {
			_, err = replaceOnce(src, m.file, m.old, m.new)
		}
		if err != nil {
			stale = append(stale, fmt.Errorf("%s: %w", m.name, err))
		}
	}
	return errors.Join(stale...)
}

// choose returns the mutants whose names match.
func choose(only string) ([]mutant, error) {
	re, err := regexp.Compile(only)
	if err != nil {
		return nil, err
	}
	var chosen []mutant
	for _, m := range mutants {
		if re.MatchString(m.name) {
			chosen = append(chosen, m)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no mutant's name matches %q", only)
	}
	return chosen, nil
}
