package host

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// WriteFile writes path through a temporary file in the same folder that is
// renamed once everything has reached the disk, so that a full disk, a kill or
// an error in write leaves either the old file or none, never a part of one.
// The writer handed to write is buffered.
func WriteFile(path string, write func(w io.Writer) error) (err error) {
	f, err := createTemporary(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write %s: %w", path, err), discard(f))
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err = write(w); err != nil {
		return err
	}
	if err = w.Flush(); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// createTemporary opens a new file beside path. Unlike os.CreateTemp it leaves
// the permissions to the user's umask, because results are made to be shared.
func createTemporary(path string) (*os.File, error) {
	dir, base := filepath.Split(path)
	for try := 0; ; try++ {
		name := dir + "." + base + "." + strconv.Itoa(os.Getpid()) + "." + strconv.Itoa(try) + ".tmp"
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) && try < 1000 {
			continue
		}
		return f, err
	}
}

// discard closes and removes a temporary file; a file already closed or
// already gone is fine.
func discard(f *os.File) error {
	if err := f.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	if err := os.Remove(f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// PrepareFolder creates the folder dir with its parents and proves that a file
// can be written there, so that a run that could not keep its results fails
// before the simulation and not after it.
func PrepareFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("output folder %q cannot be made: %w", dir, reason(err))
	}
	f, err := createTemporary(filepath.Join(dir, "probe"))
	if err != nil {
		return fmt.Errorf("output folder %q cannot be written: %w", dir, reason(err))
	}
	if err := discard(f); err != nil {
		return fmt.Errorf("output folder %q cannot be written: %w", dir, reason(err))
	}
	return nil
}

// reason strips the path and operation from a file error whose message names
// the folder already.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
