package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/galvani-sim/galvani/model"
	"github.com/galvani-sim/galvani/shaders"
)

// rules parses the fragments of the plasticity rules in the registry's order,
// and fails when a file and the registry do not agree.
func (p *plan) rules(entries []*model.PlasticityRule) ([]*shaders.RuleFragment, error) {
	var out []*shaders.RuleFragment
	known := map[string]bool{}
	for _, e := range entries {
		known[e.Name+".glsl"] = true
		src, err := os.ReadFile(filepath.Join(p.root, "shaders", "plasticity", e.Name+".glsl"))
		if err != nil {
			return nil, fmt.Errorf("the registry names plasticity rule %q, but its fragment cannot be read: %w", e.Name, err)
		}
		f, err := shaders.ParseRule(e.Name, src)
		if err != nil {
			return nil, err
		}
		if err := agreeRule(e, f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	files, err := filepath.Glob(filepath.Join(p.root, "shaders", "plasticity", "*.glsl"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if !known[filepath.Base(file)] {
			return nil, fmt.Errorf("shaders/plasticity/%s:1: no plasticity rule of that name is in model/registry.go", filepath.Base(file))
		}
	}
	return out, nil
}

// agreeRule compares a rule's fragment with its registry entry.
func agreeRule(r *model.PlasticityRule, f *shaders.RuleFragment) error {
	names := func(vars []model.Var) []string {
		var out []string
		for _, v := range vars {
			out = append(out, v.Name)
		}
		return out
	}
	for k, part := range []struct {
		field string
		want  []string
		have  []shaders.Field
	}{{"Derived", r.Derived, f.Params}, {"Pre", names(r.Pre), f.Pre}, {"Post", names(r.Post), f.Post}, {"Synapse", names(r.Synapse), f.Synapse}} {
		for i := range max(len(part.want), len(part.have)) {
			if i >= len(part.want) || i >= len(part.have) || part.want[i] != part.have[i].Name {
				return fmt.Errorf("shaders/%s:%d: the struct and %s of rule %q must list the same names in the same order; they differ at number %d",
					f.Path(), f.Lines[k], part.field, r.Name, i+1)
			}
		}
	}
	for _, flag := range []struct {
		field string
		want  bool
		have  bool
	}{{"AtPre", r.AtPre, f.Has("at_pre")}, {"AtPost", r.AtPost, f.Has("at_post")}, {"Swept", r.Swept, f.Has("sweep")},
		{"Watches", r.Watches != "", f.Has("watch")}, {"Modulated", r.Modulated, f.Modulator}} {
		if flag.want != flag.have {
			return fmt.Errorf("shaders/%s:1: %s of rule %q does not agree with the functions of the fragment", f.Path(), flag.field, r.Name)
		}
	}
	return nil
}

// ruleNames lists the rules that have the function of that verb; all when it is empty.
func ruleNames(rules []*shaders.RuleFragment, verb string) []string {
	var names []string
	for _, f := range rules {
		if verb == "" || f.Has(verb) {
			names = append(names, f.Name)
		}
	}
	return names
}

// ruleKernels lists the native kernels of the rules, as macro calls: the same
// that the shaders have.
func (p *plan) ruleKernels(rules []*shaders.RuleFragment) (string, error) {
	files, err := filepath.Glob(filepath.Join(p.root, "shaders", "kernel", "*.comp"))
	if err != nil {
		return "", err
	}
	calls := ""
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		verb, ok := shaders.IsPerRule(src)
		if !ok {
			continue
		}
		for _, rule := range ruleNames(rules, verb) {
			calls += fmt.Sprintf(" X_(%s, %s)", strings.TrimSuffix(filepath.Base(file), ".comp"), rule)
		}
	}
	return calls, nil
}
