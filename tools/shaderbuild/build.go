package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// build writes what is not current: texts first, since modules include them.
func (p *plan) build(ctx context.Context, o options) error {
	say := func(format string, args ...any) {
		if o.verbose {
			fmt.Printf(format+"\n", args...)
		}
	}
	for path, text := range p.texts {
		wrote, err := p.write(path, []byte(text))
		if err != nil {
			return err
		}
		if wrote {
			say("wrote %s", path)
		}
	}
	records, err := p.readManifest()
	if err != nil {
		return err
	}
	var stale []module
	for _, m := range p.modules {
		if o.force || !p.isCurrent(m, records) {
			stale = append(stale, m)
		}
	}
	err = p.compileAll(ctx, stale, records, say)
	// Also after an error, so that the modules that did compile are not compiled again.
	if _, werr := p.write(manifestPath, []byte(p.manifestText(records))); werr != nil || err != nil {
		return errors.Join(err, werr)
	}
	gone, err := p.orphans()
	if err != nil {
		return err
	}
	for _, path := range gone {
		if err := os.Remove(filepath.Join(p.root, path)); err != nil {
			return err
		}
		say("removed %s", path)
	}
	say("%d modules, %d compiled", len(p.modules), len(stale))
	return nil
}

// compileAll compiles modules in parallel and writes them with their records.
// It reports every module that fails, not the first one only.
func (p *plan) compileAll(ctx context.Context, stale []module, records map[string]record, say func(string, ...any)) error {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		errs  []error
		slots = make(chan struct{}, runtime.GOMAXPROCS(0))
	)
	for _, m := range stale {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			spv, err := p.compile(ctx, m)
			if err == nil {
				_, err = p.write("shaders/spv/"+m.name, spv)
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
				return
			}
			records[m.name] = record{m.inputs, sumOf(spv)}
			say("compiled %s, %d bytes", m.name, len(spv))
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// check reports every generated file that is missing, not current or left over.
func (p *plan) check() error {
	var bad []string
	for path, text := range p.texts {
		if b, err := os.ReadFile(filepath.Join(p.root, path)); err != nil || string(b) != text {
			bad = append(bad, path)
		}
	}
	records, err := p.readManifest()
	if err != nil {
		return err
	}
	for _, m := range p.modules {
		if !p.isCurrent(m, records) {
			bad = append(bad, "shaders/spv/"+m.name)
		}
	}
	gone, err := p.orphans()
	if err != nil {
		return err
	}
	if bad = append(bad, gone...); len(bad) == 0 {
		return nil
	}
	slices.Sort(bad)
	return fmt.Errorf("not current, run make shaders and commit:\n  %s", strings.Join(bad, "\n  "))
}

// write writes a file when its content differs, by renaming, and reports whether it did.
func (p *plan) write(path string, content []byte) (bool, error) {
	full := filepath.Join(p.root, path)
	if have, err := os.ReadFile(full); err == nil && string(have) == string(content) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return false, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(full), ".tmp-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return false, err
	}
	return true, os.Rename(tmp.Name(), full)
}
