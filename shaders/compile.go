package shaders

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// ErrNoCompiler comes when a shader must be compiled and glslc is not installed.
var ErrNoCompiler = errors.New("glslc is not installed (Debian: apt-get install glslc)")

// Compile compiles a stub (see Tree) with glslc and makes it Exact. dir is the
// shaders folder the stub's includes are relative to. texel defines TEXEL_READS.
// Anything glslc prints is an error. glslc does not optimise here, because its
// optimiser would fold float arithmetic before it is marked exact.
func Compile(ctx context.Context, dir, stub string, texel bool) ([]byte, error) {
	glslc, err := exec.LookPath("glslc")
	if err != nil {
		return nil, fmt.Errorf("compile shader: %w", ErrNoCompiler)
	}
	args := CompileArgs(texel)
	cmd := exec.CommandContext(ctx, glslc, append(args, "-I", ".", "-o", "-", "-")...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(stub)
	var out, messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &messages
	if err := cmd.Run(); err != nil || messages.Len() > 0 {
		return nil, fmt.Errorf("compile shader: glslc: %w", errors.Join(err, nonEmpty(messages.String())))
	}
	return Exact(out.Bytes())
}

// CompileArgs returns glslc's options, without paths.
func CompileArgs(texel bool) []string {
	args := []string{"--target-env=vulkan1.2", "-O0", "-Werror", "-fshader-stage=compute"}
	if texel {
		args = append(args, "-DTEXEL_READS=1")
	}
	return args
}

// nonEmpty makes an error of a compiler's messages, nil when there are none.
func nonEmpty(s string) error {
	if s = strings.TrimSpace(s); s != "" {
		return errors.New(s)
	}
	return nil
}
