package kernels

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/shaders"
)

// cache keeps on disk what users' own models were compiled into. Names are
// hashes of everything a file is made from, so nothing in it grows old, and
// processes may share it.
type cache struct{ dir string }

// openCache returns the cache of this user: galvani in the system's folder for
// caches ($XDG_CACHE_HOME, else $HOME/.cache, on Linux).
func openCache() (*cache, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("find a folder for compiled models (set XDG_CACHE_HOME): %w", err)
	}
	return &cache{filepath.Join(base, "galvani")}, nil
}

// name returns the name of a file made from the texts; the sources of this
// build and the processor's architecture are part of it.
func (c *cache) name(suffix string, texts ...string) (string, error) {
	h := sha256.New()
	engine, err := engineDigest()
	if err != nil {
		return "", err
	}
	for _, t := range append(texts, engine, runtime.GOOS, runtime.GOARCH) {
		fmt.Fprintf(h, "%d\n%s", len(t), t)
	}
	return filepath.Join(c.dir, "models", hex.EncodeToString(h.Sum(nil)[:20])+suffix), nil
}

// keep makes the file of that name with make, which writes to the path it is
// given; the file appears whole or not at all. Nothing is made when it is there.
func (c *cache) keep(name string, make func(path string) error) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("keep a compiled model (XDG_CACHE_HOME says where): %w", err)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(name), ".making-*")
	if err != nil {
		return fmt.Errorf("keep a compiled model (XDG_CACHE_HOME says where): %w", err)
	}
	defer os.RemoveAll(tmp)
	made := filepath.Join(tmp, filepath.Base(name))
	if err := make(made); err != nil {
		return err
	}
	return os.Rename(made, name)
}

// sources returns the folder with the sources of this build: the GLSL of
// package shaders with its paths, and the engine's headers in native.
func (c *cache) sources() (string, error) {
	digest, err := engineDigest()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(c.dir, "sources-"+digest)
	err = c.keep(dir, func(path string) error {
		return eachSource(func(name string, content []byte) error {
			full := filepath.Join(path, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				return err
			}
			return os.WriteFile(full, content, 0o644)
		})
	})
	if _, missing := os.Stat(dir); err != nil && missing == nil {
		err = nil // another process was faster
	}
	return dir, err
}

// eachSource calls f for every source a model is compiled with.
func eachSource(f func(name string, content []byte) error) error {
	for _, tree := range []struct {
		prefix string
		files  fs.FS
	}{{"", shaders.Sources()}, {"native/", native.Headers()}} {
		err := fs.WalkDir(tree.files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := fs.ReadFile(tree.files, path)
			if err != nil {
				return err
			}
			return f(tree.prefix+path, content)
		})
		if err != nil {
			return fmt.Errorf("the sources of this build: %w", err)
		}
	}
	return nil
}

// engineDigest names the sources of this build.
func engineDigest() (string, error) {
	h := sha256.New()
	err := eachSource(func(name string, content []byte) error {
		_, err := fmt.Fprintf(h, "%s %d\n%s", name, len(content), content)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:10]), err
}
