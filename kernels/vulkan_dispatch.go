package kernels

import (
	"fmt"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/shaders"
)

// dispatch translates an operation: pipeline, bindings, grid.
func (v *Vulkan) dispatch(op *Op) (gpu.Dispatch, error) {
	if err := op.check(); err != nil {
		return gpu.Dispatch{}, err
	}
	info := v.dev.Info()
	texel := v.texel(op.Kernel)
	spirv, err := v.module(op, texel)
	if err != nil {
		return gpu.Dispatch{}, err
	}
	if len(op.Links) > 0 && !v.opts.Unlinked {
		if spirv, err = shaders.Link(spirv, op.Links); err != nil {
			return gpu.Dispatch{}, fmt.Errorf("%s: %w", op.Label, err)
		}
	}
	local := op.Kernel.LocalGPU
	if info.Software {
		local = op.Kernel.LocalCPU
	}
	if v.opts.Local > 0 && !op.Kernel.FixedLocal {
		local = v.opts.Local
	}
	local = min(local, int(info.Limits.MaxInvocations))
	decls, binds := v.bindings(op, texel)
	spec := append([]uint32{uint32(local)}, op.Spec...)
	if texel {
		spec = append(spec, op.Constants...)
		if op.Kernel.PushSpec {
			spec = append(spec, make([]uint32, pushID-len(spec))...)
			spec = append(spec, op.Push[1:]...)
		}
	}
	pipeline, err := v.dev.NewPipeline(gpu.PipelineDesc{
		Name:      op.Label,
		SPIRV:     spirv,
		Bindings:  decls,
		PushBytes: uint32(4 * len(op.Push)),
		Spec:      spec,
	})
	if err != nil {
		return gpu.Dispatch{}, err
	}
	groups, err := op.groups(local, texel, info)
	if err != nil {
		return gpu.Dispatch{}, err
	}
	return gpu.Dispatch{
		Pipeline: pipeline,
		Binds:    binds,
		Push:     append([]byte(nil), buffers.Bytes(op.Push)...),
		Groups:   [3]uint32{uint32(groups), 1, 1},
	}, nil
}

// module returns the SPIR-V of an operation.
func (v *Vulkan) module(op *Op, texel bool) ([]byte, error) {
	if op.Own == nil {
		return shaders.Load(op.Kernel.Name, op.Model, texel)
	}
	if spirv := v.own[op.Own]; spirv != nil {
		return spirv, nil
	}
	return nil, fmt.Errorf("the model of %s was not loaded", op.Label)
}

// maxTrips is the number of loop trips one invocation may take in a dispatch:
// lavapipe silently ends all loops of an invocation after 65,535 together.
const maxTrips = 60000

// groups returns the number of workgroups of an operation.
func (o *Op) groups(local int, texel bool, info gpu.Info) (int, error) {
	most := int(info.Limits.MaxGroups[0])
	if o.Groups > 0 {
		if o.Groups > most {
			return 0, fmt.Errorf("%s: %d workgroups, the device takes %d", o.Label, o.Groups, most)
		}
		return o.Groups, nil
	}
	if o.Walk == nil {
		each := local
		if texel {
			each *= max(o.TexelShare, 1)
		}
		n := (o.N + each - 1) / each
		if n > most {
			return 0, fmt.Errorf("%s: %d workgroups of %d, the device takes %d", o.Label, n, local, most)
		}
		return max(n, 1), nil
	}
	// Enough workgroups that no invocation passes the loop-trip limit even when every source spikes.
	trips := o.Walk.Fixed + (o.Walk.Trips+local-1)/local
	items := o.Walk.Items
	if o.Walk.Whole {
		items = (items + local - 1) / local
	}
	n := max((items*trips+maxTrips-1)/maxTrips, 2) // each costs a software driver a microsecond
	if !info.Software {
		n = max(n, 1024)
	}
	n = min(n, max(items, 1))
	if n > most || trips > maxTrips {
		return 0, fmt.Errorf("%s: rows of %d synapses cannot be walked within the device's %d workgroups", o.Label, o.Walk.Trips+o.Walk.Fixed, most)
	}
	return n, nil
}

// bindings returns what the shader declares and what is bound there.
func (v *Vulkan) bindings(op *Op, texel bool) ([]gpu.BindingDecl, []gpu.Bind) {
	var decls []gpu.BindingDecl
	var binds []gpu.Bind
	for k, b := range op.Kernel.Bindings {
		buffer := v.none
		if a := op.Arrays[k]; a != nil {
			buffer = a.Buffer()
		}
		add := func(at int, kind gpu.BindingKind, format gpu.TexelFormat) {
			decls = append(decls, gpu.BindingDecl{Binding: uint32(at), Kind: kind})
			binds = append(binds, gpu.Bind{Binding: uint32(at), Buffer: buffer, Format: format})
		}
		switch {
		case b.Access == Uniform:
			add(2*k, gpu.UniformBuffer, 0)
		case !texel || b.Access == Write:
			add(2*k, gpu.StorageBuffer, 0)
		case b.Access == Read:
			add(2*k+1, gpu.TexelView, format(b, op.lanes(k)))
		default:
			add(2*k, gpu.StorageBuffer, 0)
			add(2*k+1, gpu.TexelView, format(b, op.lanes(k)))
		}
	}
	return decls, binds
}

// format returns the texel format of so many lanes.
func format(b Binding, lanes int) gpu.TexelFormat {
	formats := map[int][3]gpu.TexelFormat{
		1: {gpu.R32U, gpu.R32I, gpu.R32F},
		2: {gpu.RG32U, gpu.RG32I, gpu.RG32F},
		4: {gpu.RGBA32U, gpu.RGBA32I, gpu.RGBA32F},
	}
	switch {
	case b.Real:
		return formats[lanes][2]
	case b.Signed:
		return formats[lanes][1]
	default:
		return formats[lanes][0]
	}
}
