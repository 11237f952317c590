package kernels

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/galvani-sim/galvani/kernels/native"
	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// ErrNoCompiler comes when a user's own model must be compiled for the native
// engine and there is no C++ compiler.
var ErrNoCompiler = errors.New("there is no C++ compiler: neither c++ nor g++ is installed, and CXX names none (Debian: apt-get install g++)")

// nativeArgs are the options of the compiler. They say what native/prologue.h
// says in pragmas, for compilers that do not know those.
var nativeArgs = []string{"-std=c++20", "-O3", "-w", "-fPIC", "-shared", "-fno-math-errno", "-fno-trapping-math",
	"-ffp-contract=off", "-x", "c++", "-"}

// ownFragment reads the code of a user's own model.
func ownFragment(m *model.NeuronModel) (*shaders.Fragment, error) {
	return shaders.ParseOwn(m.File.Path, m.File.Text)
}

// compileNative compiles a user's own model for the native engine, unless the
// cache has it, and returns the library's path.
func (c *cache) compileNative(ctx context.Context, m *model.NeuronModel, bits int) (string, error) {
	f, err := ownFragment(m)
	if err != nil {
		return "", err
	}
	stub := shaders.NativeOwnStub(f, m.File.Text, len(m.Schemes), bits)
	name, err := c.name(".so", append(nativeArgs, strings.Join(compilerOfUser(), " "), stub)...)
	if err != nil {
		return "", err
	}
	return name, c.keep(name, func(path string) error {
		compiler, err := findCompiler()
		if err != nil {
			return fmt.Errorf("model %s: %w", m.Name, err)
		}
		dir, err := c.sources()
		if err != nil {
			return err
		}
		args := append(compiler[1:], append([]string{"-I", filepath.Join(dir, "native"), "-I", dir, "-o", path}, nativeArgs...)...)
		cmd := exec.CommandContext(ctx, compiler[0], args...)
		cmd.Stdin = strings.NewReader(stub)
		var messages bytes.Buffer
		cmd.Stderr = &messages
		err = cmd.Run()
		if ctx.Err() != nil {
			return fmt.Errorf("model %s: %w", m.Name, ctx.Err())
		}
		if err != nil {
			return compileError(m, compiler[0], messages.String()+err.Error())
		}
		return nil
	})
}

// compilerOfUser returns the compiler and options that CXX names, if it does.
func compilerOfUser() []string { return strings.Fields(os.Getenv("CXX")) }

// findCompiler returns the C++ compiler with the options that CXX gives it.
func findCompiler() ([]string, error) {
	if own := compilerOfUser(); len(own) > 0 {
		path, err := exec.LookPath(own[0])
		if err != nil {
			return nil, fmt.Errorf("CXX: %w: %w", err, ErrNoCompiler)
		}
		return append([]string{path}, own[1:]...), nil
	}
	for _, name := range []string{"c++", "g++"} {
		if path, err := exec.LookPath(name); err == nil {
			return []string{path}, nil
		}
	}
	return nil, ErrNoCompiler
}

// compileSPIRV compiles a user's own model for Vulkan devices, unless the cache
// has it, and returns the module.
func (c *cache) compileSPIRV(ctx context.Context, m *model.NeuronModel, texel bool) ([]byte, error) {
	f, err := ownFragment(m)
	if err != nil {
		return nil, err
	}
	tree, err := shaders.ReadTree(shaders.Sources())
	if err != nil {
		return nil, err
	}
	stub := tree.OwnStub(neuronStep.Name, f, m.File.Text)
	name, err := c.name(".spv", append(shaders.CompileArgs(texel), stub)...)
	if err != nil {
		return nil, err
	}
	err = c.keep(name, func(path string) error {
		dir, err := c.sources()
		if err != nil {
			return err
		}
		spv, err := shaders.Compile(ctx, dir, stub, texel)
		if ctx.Err() != nil {
			return fmt.Errorf("model %s: %w", m.Name, ctx.Err())
		}
		if errors.Is(err, shaders.ErrNoCompiler) {
			return fmt.Errorf("model %s: %w", m.Name, err)
		}
		if err != nil {
			return compileError(m, "glslc", err.Error())
		}
		// What nothing calls costs the driver time.
		if spv, err = shaders.Link(spv, nil); err != nil {
			return err
		}
		return os.WriteFile(path, spv, 0o644)
	})
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// longStruct is how glslc names a struct: by all its members.
var longStruct = regexp.MustCompile(`structure\{[^}]*\}`)

// maxMessages is how many lines of a compiler's messages are shown.
const maxMessages = 12

// compileError shows what a compiler said about a model, with the file's own
// name and lines first: a mistake there may break the engine's code too.
func compileError(m *model.NeuronModel, compiler, messages string) error {
	var own, other []string
	for line := range strings.SplitSeq(strings.TrimSpace(messages), "\n") {
		if at := strings.Index(line, shaders.OwnFile+":"); at >= 0 {
			own = append(own, line[:at]+m.File.Path+line[at+len(shaders.OwnFile):])
		} else {
			other = append(other, line)
		}
	}
	if len(own) == 0 {
		own = other
	}
	if len(own) > maxMessages {
		own = append(own[:maxMessages], fmt.Sprintf("and %d more lines", len(own)-maxMessages))
	}
	said := longStruct.ReplaceAllString(strings.Join(own, "\n"), "struct")
	return fmt.Errorf("model %s: %s does not compile it:\n%s", m.Name, filepath.Base(compiler), said)
}

// openOwn compiles and opens a user's own model for the native engine.
func openOwn(ctx context.Context, m *model.NeuronModel, bits int) (*native.Library, error) {
	c, err := openCache()
	if err != nil {
		return nil, err
	}
	path, err := c.compileNative(ctx, m, bits)
	if err != nil {
		return nil, err
	}
	l, err := native.OpenLibrary(path, bits)
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", m.Name, err)
	}
	return l, nil
}
