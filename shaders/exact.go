package shaders

import (
	"encoding/binary"
	"fmt"
)

// Exact decorates the result of every float arithmetic instruction of a SPIR-V
// module with NoContraction, where it is not there yet. Without it a driver may
// fuse a multiplication with an addition or reorder a sum, and spikes would
// differ between devices and from the native engine. Calls of GLSL.std.450 are
// left as they are, but the ones whose accuracy drivers choose (exp, pow, fma...)
// are an error: lib/math.glsl has exact ones.
func Exact(spv []byte) ([]byte, error) {
	words, err := spirvWords(spv)
	if err != nil {
		return nil, err
	}
	done := map[uint32]bool{}
	var results []uint32
	insert := 0
	err = eachInstruction(words, func(op uint32, at int, ins []uint32) error {
		switch {
		case op == opDecorate && len(ins) == 3 && ins[2] == decorationNoContract:
			done[ins[1]] = true
		case isFloatArithmetic(op) && len(ins) > 2:
			results = append(results, ins[2])
		case op == opExtInst && len(ins) > 4:
			if name := inexactCalls[ins[4]]; name != "" {
				return fmt.Errorf("make SPIR-V exact: it calls GLSL.std.450 %s, whose result differs between drivers; use lib/math.glsl", name)
			}
		}
		if insert == 0 && !isPreamble(op) {
			insert = at
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var added []uint32
	for _, id := range results {
		if !done[id] {
			done[id] = true
			added = append(added, 3<<16|opDecorate, id, decorationNoContract)
		}
	}
	out := make([]byte, 0, len(spv)+4*len(added))
	out = append(out, spv[:4*insert]...)
	for _, w := range added {
		out = binary.LittleEndian.AppendUint32(out, w)
	}
	return append(out, spv[4*insert:]...), nil
}

// isFloatArithmetic reports whether NoContraction applies to an instruction:
// negation, sum, difference, product, quotient, remainders, and the products
// with vectors and matrices.
func isFloatArithmetic(op uint32) bool {
	switch op {
	case 127, 129, 131, 133, 136, 140, 141, 142, 143, 144, 145, 146, 147, 148:
		return true
	}
	return false
}

// isPreamble reports whether an instruction belongs to the sections of a module
// that come before types and constants: decorations may be added at their end.
func isPreamble(op uint32) bool {
	switch {
	case op >= 2 && op <= 8, op >= 10 && op <= 11, op >= 14 && op <= 17, op >= opDecorate && op <= 75:
		return true
	case op == opModuleProcessed, op == opExecutionModeID, op == 332, op == 5632, op == 5633:
		return true
	}
	return false
}

// inexactCalls are the instructions of GLSL.std.450 whose accuracy Vulkan leaves
// to the driver, or whose exactness drivers are known to lose.
var inexactCalls = map[uint32]string{
	13: "Sin", 14: "Cos", 15: "Tan", 16: "Asin", 17: "Acos", 18: "Atan", 19: "Sinh", 20: "Cosh", 21: "Tanh",
	22: "Asinh", 23: "Acosh", 24: "Atanh", 25: "Atan2", 26: "Pow", 27: "Exp", 28: "Log", 29: "Exp2", 30: "Log2",
	32: "InverseSqrt", 50: "Fma",
}
