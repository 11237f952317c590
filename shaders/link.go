package shaders

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Link replaces, in a SPIR-V module, every call of a function with a call of
// another one: calls maps the name of the function called to that of the one
// to be called, which must have the same type. Functions that nothing calls any
// more are removed, so that no driver spends time on them.
func Link(spv []byte, calls map[string]string) ([]byte, error) {
	words, err := spirvWords(spv)
	if err != nil {
		return nil, err
	}
	m, err := readFunctions(words)
	if err != nil {
		return nil, err
	}
	replace := map[uint32]uint32{}
	for from, to := range calls {
		a, b := m.named(from), m.named(to)
		switch {
		case a == nil || b == nil:
			return nil, fmt.Errorf("link SPIR-V: there is no function %q or no function %q", from, to)
		case a.kind != b.kind:
			return nil, fmt.Errorf("link SPIR-V: %q and %q are functions of different types", from, to)
		}
		replace[a.id] = b.id
	}
	words = slices.Clone(words)
	for i, f := range m.functions {
		for k, at := range f.callAt {
			if to, ok := replace[words[at+3]]; ok {
				words[at+3] = to
				m.functions[i].calls[k] = to
			}
		}
	}
	return m.keepCalled(words), nil
}

// spirvFunction is a function of a module.
type spirvFunction struct {
	id, kind   uint32
	name       string   // before the first parenthesis, as the compiler names it
	begin, end int      // words
	calls      []uint32 // ids
	callAt     []int    // where the calls stand
	results    []uint32 // ids it defines
}

type spirvFunctions struct {
	functions []spirvFunction
	entry     []uint32
}

// readFunctions finds the functions of a module and whom each calls.
func readFunctions(words []uint32) (*spirvFunctions, error) {
	m := &spirvFunctions{}
	names := map[uint32]string{}
	var f *spirvFunction
	err := eachInstruction(words, func(op uint32, at int, ins []uint32) error {
		switch op {
		case opEntryPoint:
			m.entry = append(m.entry, ins[2])
		case opName:
			names[ins[1]], _, _ = strings.Cut(spirvString(ins[2:]), "(")
		case opFunction:
			m.functions = append(m.functions, spirvFunction{id: ins[2], kind: ins[4], name: names[ins[2]], begin: at})
			f = &m.functions[len(m.functions)-1]
		}
		if f == nil {
			return nil
		}
		switch {
		case op == opLabel:
			f.results = append(f.results, ins[1])
		case !noResult[op] && len(ins) > 2:
			f.results = append(f.results, ins[2])
		}
		if op == opFunctionCall {
			f.calls, f.callAt = append(f.calls, ins[3]), append(f.callAt, at)
		}
		if op == opFunctionEnd {
			f.end = at + len(ins)
			f = nil
		}
		return nil
	})
	return m, err
}

func (m *spirvFunctions) named(name string) *spirvFunction {
	for i := range m.functions {
		if m.functions[i].name == name {
			return &m.functions[i]
		}
	}
	return nil
}

// keepCalled returns the module with the functions that its entry points reach,
// and without names and decorations of what went with the others.
func (m *spirvFunctions) keepCalled(words []uint32) []byte {
	reached := map[uint32]bool{}
	for todo := slices.Clone(m.entry); len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, f := range m.functions {
			if f.id == id && !reached[id] {
				reached[id] = true
				todo = append(todo, f.calls...)
			}
		}
	}
	gone := map[uint32]bool{}
	skip := map[int]int{} // where a function begins that is left out, and its end
	for _, f := range m.functions {
		if reached[f.id] {
			continue
		}
		skip[f.begin] = f.end
		for _, id := range f.results {
			gone[id] = true
		}
	}
	var out []byte
	keep := func(ins []uint32) {
		for _, w := range ins {
			out = binary.LittleEndian.AppendUint32(out, w)
		}
	}
	keep(words[:5])
	for at := 5; at < len(words); {
		if end, ok := skip[at]; ok {
			at = end
			continue
		}
		op, n := words[at]&0xffff, int(words[at]>>16)
		about := op == opName || op == opMemberName || op == opDecorate || op == opMemberDecorate
		if !about || !gone[words[at+1]] {
			keep(words[at : at+n])
		}
		at += n
	}
	return out
}

// noResult lists the instructions inside functions that define no id.
var noResult = map[uint32]bool{
	opNop: true, opLine: true, opFunctionEnd: true, opStore: true, opCopyMemory: true, opImageWrite: true,
	opControlBarrier: true, opMemoryBarrier: true, opAtomicStore: true, opLoopMerge: true, opSelectionMerge: true,
	opLabel: true, opBranch: true, opBranchConditional: true, opSwitch: true, opKill: true, opReturn: true,
	opReturnValue: true, opUnreachable: true, opNoLine: true,
}
