package host

import (
	"fmt"
	"path/filepath"

	"github.com/galvani-sim/galvani/model"
)

// rule writes a projection's rule; pairs read from a file are not written out,
// but named by the file's full path.
func (t *tomlWriter) rule(p *model.Projection) {
	r := p.Rule
	name := string(r.Type)
	if r.Type == model.Explicit && r.File != "" {
		name = fileRule
	}
	v, ok := findVariant(ruleVariants, name)
	if !ok {
		t.fail("projection %q: there is no connectivity rule %q", p.Name, r.Type)
	}
	rule := inlineTable{t: t}
	rule.add("type", t.quote(name))
	rule.add("autapses", fmt.Sprint(!r.NoAutapses))
	rule.add("multapses", fmt.Sprint(!r.NoMultapses))
	for _, f := range v.fields {
		switch f.key {
		case "p":
			rule.add(f.key, t.float(r.P))
		case "n":
			rule.add(f.key, fmt.Sprint(r.N))
		case "procedural":
			rule.add(f.key, fmt.Sprint(r.Procedural))
		case "p_out":
			rule.add(f.key, t.float(r.POut))
		case "clusters":
			rule.add(f.key, fmt.Sprint(r.Clusters))
		case "profile":
			if r.Profile.Type != model.ProfileConstant {
				rule.add(f.key, t.quote(string(r.Profile.Type)))
				rule.add("range", t.float(r.Profile.Range))
			}
		case "cutoff":
			rule.add(f.key, t.float(r.Cutoff))
		case "file":
			path, err := filepath.Abs(r.File)
			if err != nil {
				t.fail("projection %q: %w", p.Name, err)
			}
			rule.add(f.key, t.quote(path))
		case "sources":
			rule.add(f.key, tomlList(r.Sources, func(x uint32) string { return fmt.Sprint(x) }))
		case "targets":
			rule.add(f.key, tomlList(r.Targets, func(x uint32) string { return fmt.Sprint(x) }))
		case "weights":
			if len(r.Weights) > 0 {
				rule.add(f.key, tomlList(r.Weights, t.float))
			}
		case "delays":
			if len(r.Delays) > 0 {
				rule.add(f.key, tomlList(r.Delays, t.float))
			}
		}
	}
	t.raw("rule", rule.String())
}

// positions writes where a population lies.
func (t *tomlWriter) positions(p *model.Positions) {
	x := inlineTable{t: t}
	x.add("type", t.quote(string(p.Type)))
	x.add("periodic", fmt.Sprint(p.Periodic))
	if len(p.Shape) > 0 {
		x.add("shape", tomlList(p.Shape, func(k int) string { return fmt.Sprint(k) }))
	}
	if len(p.Extent) > 0 {
		x.add("extent", tomlList(p.Extent, t.float))
	}
	if p.Points != nil {
		x.add("points", tomlList(p.Points, func(v []float64) string { return tomlList(v, t.float) }))
	}
	t.raw("positions", x.String())
}
