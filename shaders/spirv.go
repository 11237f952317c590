package shaders

import (
	"encoding/binary"
	"fmt"
)

// Opcodes and numbers of the SPIR-V specification (1.5, section 3) that are used here.
const (
	spirvMagic = 0x07230203

	opName                = 5
	opNop                 = 0
	opMemberName          = 6
	opLine                = 8
	opExtInst             = 12
	opEntryPoint          = 15
	opExecutionMode       = 16
	opTypeVoid            = 19
	opTypeBool            = 20
	opTypeInt             = 21
	opTypeFloat           = 22
	opTypeVector          = 23
	opTypeImage           = 25
	opTypeSampledImage    = 27
	opTypeArray           = 28
	opTypeRuntimeArray    = 29
	opTypeStruct          = 30
	opTypePointer         = 32
	opConstant            = 43
	opConstantComposite   = 44
	opSpecConstantTrue    = 48
	opSpecConstantFalse   = 49
	opSpecConstant        = 50
	opSpecConstantComp    = 51
	opFunction            = 54
	opFunctionEnd         = 56
	opFunctionCall        = 57
	opVariable            = 59
	opStore               = 62
	opCopyMemory          = 63
	opDecorate            = 71
	opMemberDecorate      = 72
	opImageWrite          = 99
	opControlBarrier      = 224
	opMemoryBarrier       = 225
	opAtomicStore         = 228
	opLoopMerge           = 246
	opSelectionMerge      = 247
	opLabel               = 248
	opBranch              = 249
	opBranchConditional   = 250
	opSwitch              = 251
	opKill                = 252
	opReturn              = 253
	opReturnValue         = 254
	opUnreachable         = 255
	opNoLine              = 317
	opExecutionModeID     = 331
	opModuleProcessed     = 330
	decorationSpecID      = 1
	decorationBufferBlock = 3
	decorationArrayStride = 6
	decorationBuiltIn     = 11
	decorationNonWritable = 24
	decorationBinding     = 33
	decorationSet         = 34
	decorationOffset      = 35
	decorationNoContract  = 42
	builtInWorkgroupSize  = 25
	modeLocalSize         = 17
	modeLocalSizeID       = 38
)

// spirvWords decodes a module into words and checks its header.
func spirvWords(spv []byte) ([]uint32, error) {
	if len(spv) < 20 || len(spv)%4 != 0 {
		return nil, fmt.Errorf("read SPIR-V: %d bytes are no module (a header of 20 and whole words are needed)", len(spv))
	}
	words := make([]uint32, len(spv)/4)
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(spv[4*i:])
	}
	if words[0] != spirvMagic {
		return nil, fmt.Errorf("read SPIR-V: first word %#08x is not the little-endian magic number %#08x", words[0], spirvMagic)
	}
	return words, nil
}

// eachInstruction calls visit with the opcode, the position and the words
// (first word included) of every instruction.
func eachInstruction(words []uint32, visit func(op uint32, at int, ins []uint32) error) error {
	for at := 5; at < len(words); {
		op, n := words[at]&0xffff, int(words[at]>>16)
		if n == 0 || at+n > len(words) {
			return fmt.Errorf("read SPIR-V: instruction %d at word %d claims %d words of the %d left", op, at, n, len(words)-at)
		}
		if err := visit(op, at, words[at:at+n]); err != nil {
			return err
		}
		at += n
	}
	return nil
}

// spirvString decodes the zero-terminated string at the start of ws.
func spirvString(ws []uint32) string {
	var b []byte
	for _, w := range ws {
		for range 4 {
			if byte(w) == 0 {
				return string(b)
			}
			b, w = append(b, byte(w)), w>>8
		}
	}
	return string(b)
}
