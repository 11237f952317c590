// Command shaderbuild regenerates what is derived from the shader sources: the
// glue in shaders/gen, the SPIR-V in shaders/spv and the native engine's stubs
// kernels/native/gen_*. It writes only what changed, and compiles only modules
// whose inputs changed. Run it as
//
//	go run -C tools ./shaderbuild [-check] [-force] [-v]
//
// With -check it writes nothing and fails, with the list, when a committed file
// is not current; it then needs neither glslc nor a device.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail when a generated file is not current")
	force := flag.Bool("force", false, "compile every module, also those whose inputs did not change")
	verbose := flag.Bool("v", false, "print every file written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, options{check: *check, force: *force, verbose: *verbose}); err != nil {
		fmt.Fprintln(os.Stderr, "shaderbuild:", err)
		os.Exit(1)
	}
}

type options struct{ check, force, verbose bool }

func run(ctx context.Context, o options) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	p, err := newPlan(root, fromModel())
	if err != nil {
		return err
	}
	if o.check {
		return p.check()
	}
	return p.build(ctx, o)
}

// findRoot returns the nearest folder at or above the working directory that holds shaders/lib.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for d := dir; ; d = filepath.Dir(d) {
		if info, err := os.Stat(filepath.Join(d, "shaders", "lib")); err == nil && info.IsDir() {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("no folder shaders/lib at or above %s: run it inside the repository", dir)
		}
	}
}
