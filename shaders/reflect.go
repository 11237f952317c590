package shaders

import (
	"fmt"
	"slices"
)

// Module is what a compiled shader says of its interface; layout tests compare
// it with the Go mirrors of push constants and bindings.
type Module struct {
	// Push lists the members of the push-constant block in order of their
	// offsets, and PushBytes is where the last one ends; empty without a block.
	Push      []Member
	PushBytes uint32
	// Bindings is sorted by set and binding. Only what the shader uses is listed.
	Bindings []Binding
	// Spec is sorted by id.
	Spec []SpecConstant
	// LocalSize is the workgroup size by default; LocalSizeSpec holds the ids of
	// the specialization constants that replace it, -1 for a fixed axis.
	LocalSize     [3]uint32
	LocalSizeSpec [3]int
}

// Member is one member of a block. Offset and Size are in bytes; Size and Stride
// are 0 and the element's stride for a runtime array.
type Member struct {
	Name   string
	Type   string // GLSL's: "uint", "float", "vec4", "uint[]", "Struct"
	Offset uint32
	Size   uint32
	Stride uint32
}

// BindingKind is the kind of resource behind a binding.
type BindingKind string

// The kinds of bindings.
const (
	StorageBuffer BindingKind = "storage buffer"
	TexelBuffer   BindingKind = "texel buffer"
	UniformBuffer BindingKind = "uniform buffer"
)

// Binding is one resource of a shader.
type Binding struct {
	Set, Binding uint32
	Kind         BindingKind
	Name         string // the variable's, or the block's when it is unnamed
	Members      []Member
	ReadOnly     bool
}

// SpecConstant is one specialization constant.
type SpecConstant struct {
	ID      uint32
	Name    string // empty for local_size_x_id and its like
	Type    string
	Default uint32 // bits
}

// Reflect reads the interface of a SPIR-V module with one compute entry point.
func Reflect(spv []byte) (*Module, error) {
	words, err := spirvWords(spv)
	if err != nil {
		return nil, err
	}
	r := newReader()
	if err := eachInstruction(words, r.read); err != nil {
		return nil, err
	}
	m := &Module{LocalSizeSpec: [3]int{-1, -1, -1}}
	for _, v := range r.variables {
		if err := r.addVariable(m, v); err != nil {
			return nil, err
		}
	}
	for id, spec := range r.specID {
		c := r.constants[id]
		m.Spec = append(m.Spec, SpecConstant{ID: spec, Name: r.names[id], Type: r.typeName(c.typ), Default: c.value})
	}
	slices.SortFunc(m.Spec, func(a, b SpecConstant) int { return int(a.ID) - int(b.ID) })
	slices.SortFunc(m.Bindings, func(a, b Binding) int {
		return int(a.Set)<<16 + int(a.Binding) - int(b.Set)<<16 - int(b.Binding)
	})
	for axis, id := range r.localSize {
		c, ok := r.constants[id]
		switch {
		case ok:
			m.LocalSize[axis] = c.value
			if spec, ok := r.specID[id]; ok {
				m.LocalSizeSpec[axis] = int(spec)
			}
		case r.literalSize:
			m.LocalSize[axis] = id
		}
	}
	return m, nil
}

// addVariable adds a push-constant block or a binding to the module.
func (r *reader) addVariable(m *Module, v variable) error {
	pointer := r.types[v.typ]
	if pointer.op != opTypePointer || len(pointer.args) < 2 {
		return fmt.Errorf("read SPIR-V: variable %q has no pointer type", r.names[v.id])
	}
	inner := pointer.args[1]
	const uniformConstant, uniform, pushConstant, storageBuffer = 0, 2, 9, 12
	switch v.storage {
	case pushConstant:
		m.Push = r.members(inner)
		if n := len(m.Push); n > 0 {
			m.PushBytes = m.Push[n-1].Offset + m.Push[n-1].Size
		}
		return nil
	case uniformConstant, uniform, storageBuffer:
	default:
		return nil
	}
	b := Binding{Set: r.sets[v.id], Binding: r.bindings[v.id], Name: r.names[v.id]}
	if b.Name == "" {
		b.Name = r.names[inner]
	}
	switch t := r.types[inner]; {
	case v.storage == uniformConstant && (t.op == opTypeImage || t.op == opTypeSampledImage):
		b.Kind, b.ReadOnly = TexelBuffer, true
	case v.storage == uniform && !r.bufferBlock[inner]:
		b.Kind, b.ReadOnly, b.Members = UniformBuffer, true, r.members(inner)
	default:
		b.Kind, b.Members = StorageBuffer, r.members(inner)
		b.ReadOnly = r.nonWritable[v.id] || len(b.Members) > 0 && r.nonWritableMembers[inner] == len(b.Members)
	}
	m.Bindings = append(m.Bindings, b)
	return nil
}
