package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// plan is everything that must exist: generated texts by path below the root,
// and the modules to compile.
type plan struct {
	root    string
	texts   map[string]string
	modules []module
}

// module is one SPIR-V file.
type module struct {
	name   string // file name in shaders/spv
	stub   string
	texel  bool
	inputs string // sha256 of everything it is made from
}

func newPlan(root string, r registry) (*plan, error) {
	p := &plan{root: root, texts: map[string]string{}}
	neurons, err := p.fragments("neuron", r.neurons)
	if err != nil {
		return nil, err
	}
	synapses, err := p.fragments("synapse", r.synapses)
	if err != nil {
		return nil, err
	}
	p.texts["shaders/gen/synapses.glsl"] = shaders.SynapseGlue(synapses)
	channels, err := p.fragments("channel", r.channels)
	if err != nil {
		return nil, err
	}
	p.texts["shaders/gen/channels.glsl"] = shaders.ChannelGlue(channels)
	ions, err := p.fragments("ion", r.ions)
	if err != nil {
		return nil, err
	}
	p.texts["shaders/gen/ions.glsl"] = shaders.IonGlue(ions)
	for _, f := range neurons {
		p.texts["shaders/gen/neuron_"+f.Name+".glsl"] = shaders.NeuronGlue(f)
	}
	presynapses, err := p.fragments("presynapse", r.presynapses)
	if err != nil {
		return nil, err
	}
	for _, f := range presynapses {
		p.texts["shaders/gen/presynapse_"+f.Name+".glsl"] = shaders.PresynapseGlue(f)
	}
	tree, err := shaders.ReadTree(os.DirFS(filepath.Join(root, "shaders")))
	if err != nil {
		return nil, err
	}
	rules, err := p.rules(r.rules)
	if err != nil {
		return nil, err
	}
	for _, f := range rules {
		p.texts["shaders/gen/plasticity_"+f.Name+".glsl"] = shaders.RuleGlue(f)
	}
	if err := p.native(neurons, synapses, presynapses, channels, rules, tree); err != nil {
		return nil, err
	}
	return p, p.planModules(neurons, presynapses, rules, tree)
}

// fragments parses the fragments of a room in the registry's order, and fails
// when a file and the registry do not agree.
func (p *plan) fragments(room string, entries []entry) ([]*shaders.Fragment, error) {
	var out []*shaders.Fragment
	known := map[string]bool{}
	for _, e := range entries {
		known[e.name+".glsl"] = true
		src, err := os.ReadFile(filepath.Join(p.root, "shaders", room, e.name+".glsl"))
		if err != nil {
			return nil, fmt.Errorf("the registry names %s model %q, but its fragment cannot be read: %w", room, e.name, err)
		}
		f, err := shaders.ParseFragment(room, e.name, src)
		if err != nil {
			return nil, err
		}
		if err := e.agree(f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	files, err := filepath.Glob(filepath.Join(p.root, "shaders", room, "*.glsl"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if !known[filepath.Base(file)] {
			return nil, fmt.Errorf("shaders/%s/%s:1: no %[1]s model of that name is in model/registry.go", room, filepath.Base(file))
		}
	}
	return out, nil
}

// planModules lists two modules for every kernel, or for every pair of a kernel and a neuron, presynaptic dynamics or plasticity rule.
func (p *plan) planModules(neurons, presynapses []*shaders.Fragment, rules []*shaders.RuleFragment, tree shaders.Tree) error {
	kernels, err := filepath.Glob(filepath.Join(p.root, "shaders", "kernel", "*.comp"))
	if err != nil {
		return err
	}
	for _, file := range kernels {
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		kernel := strings.TrimSuffix(filepath.Base(file), ".comp")
		models, stub := []string{""}, tree.Stub
		if shaders.HasLine(src, shaders.PerPresynapse) {
			models, stub = nil, tree.PresynapseStub
			for _, f := range presynapses {
				models = append(models, f.Name)
			}
		}
		if verb, ok := shaders.IsPerRule(src); ok {
			models, stub = ruleNames(rules, verb), tree.RuleStub
		}
		trained, adjoint := shaders.HasLine(src, shaders.PerTrained), shaders.HasLine(src, shaders.PerAdjoint)
		if trained || adjoint || shaders.IsPerNeuron(src) {
			models = nil
			for _, f := range neurons {
				if (!trained || isTrained(f)) && (!adjoint || f.HasVJP) {
					models = append(models, f.Name)
				}
			}
		}
		variants := []bool{false, true}
		if shaders.HasLine(src, shaders.StorageOnly) {
			variants = variants[:1]
		}
		for _, m := range models {
			for _, texel := range variants {
				mod := module{name: shaders.ModuleName(kernel, m, texel), stub: stub(kernel, m), texel: texel}
				h := newHash()
				// The compile steps themselves are inputs too.
				for _, own := range []string{"shaders/exact.go", "shaders/compile.go", "tools/shaderbuild/compile.go"} {
					if err := p.addFile(h, own, nil); err != nil {
						return err
					}
				}
				h.add("stub", mod.stub)
				h.add("options", strings.Join(shaders.CompileArgs(texel), " "))
				if err := p.addIncludes(h, "shaders", mod.stub, map[string]bool{}); err != nil {
					return fmt.Errorf("%s: %w", mod.name, err)
				}
				mod.inputs = h.sum()
				p.modules = append(p.modules, mod)
			}
		}
	}
	slices.SortFunc(p.modules, func(a, b module) int { return strings.Compare(a.name, b.name) })
	return nil
}

// isTrained reports whether training can run a neuron model.
func isTrained(f *shaders.Fragment) bool {
	m := model.FindNeuron(f.Name)
	return f.HasVJP || m != nil && m.Source
}

var includeLine = regexp.MustCompile(`(?m)^\s*#\s*include\s+"([^"]+)"`)

// addIncludes adds every file that text includes, directly or not, to the hash.
func (p *plan) addIncludes(h *hash, from, text string, seen map[string]bool) error {
	for _, m := range includeLine.FindAllStringSubmatch(text, -1) {
		path := filepath.ToSlash(filepath.Join(from, m[1]))
		if _, err := p.read(path); err != nil {
			path = filepath.ToSlash(filepath.Join("shaders", m[1]))
		}
		if seen[path] {
			continue
		}
		seen[path] = true
		if err := p.addFile(h, path, func(content string) error {
			return p.addIncludes(h, filepath.Dir(path), content, seen)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) addFile(h *hash, path string, then func(content string) error) error {
	content, err := p.read(path)
	if err != nil {
		return err
	}
	h.add(path, content)
	if then == nil {
		return nil
	}
	return then(content)
}

// read returns a planned text, or the file below the root.
func (p *plan) read(path string) (string, error) {
	if text, ok := p.texts[path]; ok {
		return text, nil
	}
	b, err := os.ReadFile(filepath.Join(p.root, path))
	return string(b), err
}
