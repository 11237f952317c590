package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"

	"github.com/galvani-sim/galvani/shaders"
)

// compile makes one module: glslc without optimisation, NoContraction on every
// float operation, then spirv-opt, which folds no float that carries it, and
// spirv-val. In the other order the optimiser would fold sums such as
// (x + 1.5*2^23) - 1.5*2^23 away before they are protected.
func (p *plan) compile(ctx context.Context, m module) ([]byte, error) {
	spv, err := shaders.Compile(ctx, filepath.Join(p.root, "shaders"), m.stub, m.texel)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	if spv, err = pipe(ctx, spv, "spirv-opt", "-O", "--target-env=vulkan1.2", "-o", "-", "-"); err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	if spv, err = shaders.Exact(spv); err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	if _, err := pipe(ctx, spv, "spirv-val", "--target-env", "vulkan1.2", "-"); err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	return spv, nil
}

// pipe runs a command with input on its standard input and returns its output;
// anything on standard error is an error.
func pipe(ctx context.Context, input []byte, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = bytes.NewReader(input)
	var out, messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &messages
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s%s", name, err, messages.Bytes(), out.Bytes())
	}
	if messages.Len() > 0 {
		return nil, fmt.Errorf("%s: %s", name, messages.Bytes())
	}
	return out.Bytes(), nil
}
