package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// tree is a copy of the repository's sources.
type tree struct{ dir string }

// quick are changes to the copy that compile the native engine in a tenth of
// the time: one instruction set, less optimisation. Rounding is unaffected
// (fp-contract stays off), and the tests pass on this copy before any mutant.
var quick = []struct{ file, old, new string }{
	{"kernels/native/prologue.h", `optimize("O3"`, `optimize("O1"`},
	{"kernels/native/prologue.h", "#if defined(__x86_64__) && defined(__gnu_linux__)", "#if 0"},
}

// copyTree makes dir equal to the sources that git knows or would add. Files
// that are already right are left alone.
func copyTree(root, dir string) (*tree, error) {
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files in %s: %w", root, err)
	}
	keep := map[string]bool{}
	for _, name := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		src, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // deleted, but still in git's index
		}
		if err != nil {
			return nil, err
		}
		keep[name] = true
		for _, q := range quick {
			if q.file == name {
				if src, err = replaceOnce(src, name, q.old, q.new); err != nil {
					return nil, err
				}
			}
		}
		if err := update(filepath.Join(dir, name), src); err != nil {
			return nil, err
		}
	}
	return &tree{dir: dir}, removeOthers(dir, keep)
}

// update writes a file unless it has that content already.
func update(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

// removeOthers removes the files below dir that are not to be kept; the copy's
// own cache of compiled shaders stays.
func removeOthers(dir string, keep map[string]bool) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".cache" && path != dir {
				return filepath.SkipDir
			}
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && !keep[filepath.ToSlash(name)] {
			err = os.Remove(path)
		}
		return err
	})
}

// replaceOnce replaces text that must occur exactly once. White space in old
// stands for any white space, so that formatting the sources changes nothing here.
func replaceOnce(src []byte, file, old, new string) ([]byte, error) {
	words := strings.Fields(old)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	found := regexp.MustCompile(strings.Join(words, `\s+`)).FindAllIndex(src, -1)
	if len(found) != 1 {
		return nil, fmt.Errorf("%s holds %q %d times, expected once: bring the list of mutants up to date", file, old, len(found))
	}
	return slices.Concat(src[:found[0][0]], []byte(new), src[found[0][1]:]), nil
}
