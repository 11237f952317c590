package shaders

import (
	"cmp"
	"fmt"
	"slices"
)

// reader collects what Reflect needs while it walks a module once.
type reader struct {
	names       map[uint32]string
	memberNames map[[2]uint32]string
	offsets     map[[2]uint32]uint32
	strides     map[uint32]uint32
	specID      map[uint32]uint32
	sets        map[uint32]uint32
	bindings    map[uint32]uint32
	types       map[uint32]typ
	constants   map[uint32]constant
	variables   []variable
	bufferBlock map[uint32]bool
	nonWritable map[uint32]bool
	// nonWritableMembers counts the members of a struct that are read-only.
	nonWritableMembers map[uint32]int
	// localSize holds ids, or literals when literalSize is set.
	localSize     [3]uint32
	literalSize   bool
	workgroupSize uint32 // id decorated BuiltIn WorkgroupSize
}

type typ struct {
	op   uint32
	args []uint32
}

type constant struct{ typ, value uint32 }

type variable struct{ id, typ, storage uint32 }

func newReader() *reader {
	return &reader{
		names: map[uint32]string{}, memberNames: map[[2]uint32]string{}, offsets: map[[2]uint32]uint32{},
		strides: map[uint32]uint32{}, specID: map[uint32]uint32{}, sets: map[uint32]uint32{},
		bindings: map[uint32]uint32{}, types: map[uint32]typ{}, constants: map[uint32]constant{},
		bufferBlock: map[uint32]bool{}, nonWritable: map[uint32]bool{},
		nonWritableMembers: map[uint32]int{},
	}
}

// read takes one instruction.
func (r *reader) read(op uint32, at int, ins []uint32) error {
	if need := shortest[op]; len(ins) < need {
		return fmt.Errorf("read SPIR-V: instruction %d at word %d has %d words, it needs %d", op, at, len(ins), need)
	}
	switch op {
	case opName:
		r.names[ins[1]] = spirvString(ins[2:])
	case opMemberName:
		r.memberNames[[2]uint32{ins[1], ins[2]}] = spirvString(ins[3:])
	case opDecorate:
		r.decorate(ins)
	case opMemberDecorate:
		switch {
		case ins[3] == decorationOffset && len(ins) > 4:
			r.offsets[[2]uint32{ins[1], ins[2]}] = ins[4]
		case ins[3] == decorationNonWritable:
			r.nonWritableMembers[ins[1]]++
		}
	case opTypeVoid, opTypeBool, opTypeInt, opTypeFloat, opTypeVector, opTypeImage, opTypeSampledImage,
		opTypeArray, opTypeRuntimeArray, opTypeStruct, opTypePointer:
		r.types[ins[1]] = typ{op, ins[2:]}
	case opConstant, opSpecConstant:
		r.constants[ins[2]] = constant{ins[1], ins[3]}
	case opSpecConstantTrue:
		r.constants[ins[2]] = constant{ins[1], 1}
	case opSpecConstantFalse:
		r.constants[ins[2]] = constant{ins[1], 0}
	case opConstantComposite, opSpecConstantComp:
		// The decorated constant has precedence over the execution mode.
		if ins[2] == r.workgroupSize && len(ins) == 6 {
			copy(r.localSize[:], ins[3:])
			r.literalSize = false
		}
	case opExecutionMode, opExecutionModeID:
		if (ins[2] == modeLocalSize || ins[2] == modeLocalSizeID) && len(ins) == 6 {
			copy(r.localSize[:], ins[3:])
			r.literalSize = ins[2] == modeLocalSize
		}
	case opVariable:
		r.variables = append(r.variables, variable{id: ins[2], typ: ins[1], storage: ins[3]})
	}
	return nil
}

func (r *reader) decorate(ins []uint32) {
	id, value := ins[1], uint32(0)
	if len(ins) > 3 {
		value = ins[3]
	}
	switch ins[2] {
	case decorationSpecID:
		r.specID[id] = value
	case decorationBufferBlock:
		r.bufferBlock[id] = true
	case decorationArrayStride:
		r.strides[id] = value
	case decorationSet:
		r.sets[id] = value
	case decorationBinding:
		r.bindings[id] = value
	case decorationNonWritable:
		r.nonWritable[id] = true
	case decorationBuiltIn:
		if value == builtInWorkgroupSize {
			r.workgroupSize = id
		}
	}
}

// members lists the members of a struct by offset.
func (r *reader) members(id uint32) []Member {
	var out []Member
	for i, t := range r.types[id].args {
		key := [2]uint32{id, uint32(i)}
		out = append(out, Member{Name: r.memberNames[key], Type: r.typeName(t), Offset: r.offsets[key],
			Size: r.size(t), Stride: r.strides[t]})
	}
	slices.SortStableFunc(out, func(a, b Member) int { return cmp.Compare(a.Offset, b.Offset) })
	return out
}

// typeName names a type as GLSL does.
func (r *reader) typeName(id uint32) string {
	t := r.types[id]
	switch t.op {
	case opTypeBool:
		return "bool"
	case opTypeInt:
		name := map[uint32]string{32: "int", 64: "int64_t", 16: "int16_t", 8: "int8_t"}[t.args[0]]
		if t.args[1] == 0 {
			return "u" + name
		}
		return name
	case opTypeFloat:
		return map[uint32]string{32: "float", 64: "double", 16: "float16_t"}[t.args[0]]
	case opTypeVector:
		prefix := map[string]string{"float": "vec", "int": "ivec", "uint": "uvec", "bool": "bvec", "double": "dvec"}
		return fmt.Sprintf("%s%d", prefix[r.typeName(t.args[0])], t.args[1])
	case opTypeArray:
		return fmt.Sprintf("%s[%d]", r.typeName(t.args[0]), r.constants[t.args[1]].value)
	case opTypeRuntimeArray:
		return r.typeName(t.args[0]) + "[]"
	}
	return r.names[id]
}

// size returns a type's size in bytes, 0 for a runtime array.
func (r *reader) size(id uint32) uint32 {
	t := r.types[id]
	switch t.op {
	case opTypeInt, opTypeFloat:
		return t.args[0] / 8
	case opTypeVector:
		return t.args[1] * r.size(t.args[0])
	case opTypeArray:
		return r.constants[t.args[1]].value * r.strides[id]
	case opTypeStruct:
		end := uint32(0)
		for _, m := range r.members(id) {
			end = max(end, m.Offset+m.Size)
		}
		return end
	}
	return 0
}

// shortest gives the least number of words of the instructions that are read.
var shortest = map[uint32]int{
	opName: 3, opMemberName: 4, opDecorate: 3, opMemberDecorate: 4, opTypeVoid: 2, opTypeBool: 2, opTypeInt: 4,
	opTypeFloat: 3, opTypeVector: 4, opTypeImage: 9, opTypeSampledImage: 3, opTypeArray: 4, opTypeRuntimeArray: 3,
	opTypeStruct: 2, opTypePointer: 4, opConstant: 4, opSpecConstant: 4, opSpecConstantTrue: 3, opSpecConstantFalse: 3,
	opConstantComposite: 3, opSpecConstantComp: 3, opExecutionMode: 3, opExecutionModeID: 3, opVariable: 4,
}
