package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// baseline runs the tests of the mutants on the unbroken copy: what fails
// here would prove nothing later.
func (t *tree) baseline(chosen []mutant) error {
	var done []string
	for _, m := range chosen {
		key := m.pkg + " " + m.run
		if slices.Contains(done, key) {
			continue
		}
		done = append(done, key)
		out, err := t.test(m)
		if err != nil {
			return fmt.Errorf("go test -run '%s' %s fails without any mutant:\n%s", m.run, m.pkg, out)
		}
		if strings.Contains(out, "no tests to run") {
			return fmt.Errorf("no test of %s is called %s: bring the list of mutants up to date", m.pkg, m.run)
		}
	}
	return nil
}

// try applies one mutant, runs its tests and takes the mutant back.
func (t *tree) try(m mutant) (verdict string, good bool, err error) {
	path := filepath.Join(t.dir, m.file)
	original, err := os.ReadFile(path)
	if err != nil {
		return "", false, err
	}
	broken, err := replaceOnce(original, m.file, m.old, m.new)
	if err != nil {
		return "", false, err
	}
	undo, err := t.saveGenerated(m)
	if err != nil {
		return "", false, err
	}
	defer func() { err = errors.Join(err, os.WriteFile(path, original, 0o644), undo()) }()
	if err := os.WriteFile(path, broken, 0o644); err != nil {
		return "", false, err
	}
	if generates(m) {
		if out, err := t.command("go", "run", "-C", "tools", "./shaderbuild"); err != nil {
			return "NO BUILD\n" + out, false, nil
		}
	}
	out, err := t.test(m)
	switch {
	case err == nil:
		return "SURVIVED", false, nil
	case buildFailed.MatchString(out):
		return "NO BUILD\n" + out, false, nil
	case strings.Contains(out, "panic: test timed out"):
		return "hung", true, nil
	case strings.Contains(out, "--- FAIL"):
		return "failed", true, nil
	}
	return "crashed", true, nil
}

var buildFailed = regexp.MustCompile(`\[(build|setup) failed\]`)

// generates reports whether the mutant changes what the shader build reads.
func generates(m mutant) bool {
	return strings.HasPrefix(m.file, "shaders/") && !strings.HasSuffix(m.file, ".go")
}

// test runs the mutant's tests. The time limit only ends what hangs.
func (t *tree) test(m mutant) (string, error) {
	return t.command("go", "test", "-count=1", "-failfast", "-timeout=180s", "-run", m.run, m.pkg)
}

func (t *tree) command(name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir = t.dir
	out, err := c.CombinedOutput()
	return string(out), err
}

// saveGenerated keeps the files that the shader build writes, and returns what
// puts them back.
func (t *tree) saveGenerated(m mutant) (undo func() error, err error) {
	if !generates(m) {
		return func() error { return nil }, nil
	}
	saved := map[string][]byte{}
	for _, pattern := range []string{"shaders/spv/*", "shaders/gen/*", "kernels/native/gen_*"} {
		paths, err := filepath.Glob(filepath.Join(t.dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			if saved[p], err = os.ReadFile(p); err != nil {
				return nil, err
			}
		}
	}
	return func() error {
		var errs []error
		for p, content := range saved {
			errs = append(errs, update(p, content))
		}
		return errors.Join(errs...)
	}, nil
}
