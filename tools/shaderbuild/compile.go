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
// float operation, then spirv-val. Functions that nothing calls are taken out;
// nothing else is optimised or inlined: drivers do that after they know the
// specialization constants, and a module in which every receptor model is
// inlined at every receptor is five times as large.
func (p *plan) compile(ctx context.Context, m module) ([]byte, error) {
	spv, err := shaders.Compile(ctx, filepath.Join(p.root, "shaders"), m.stub, m.texel)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	if spv, err = pipe(ctx, spv, "spirv-opt", "--eliminate-dead-functions", "--target-env=vulkan1.2", "-o", "-", "-"); err != nil {
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
