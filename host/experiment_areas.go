package host

import (
	"slices"

	"github.com/galvani-sim/galvani/model"
)

// areas decodes every [area.NAME] and places its template in the network;
// templates that no area uses are read for their mistakes.
func (t table) areas(n *model.Network) {
	d := t.d
	templates := map[string]table{}
	used := map[string]bool{}
	t.entries("template", func(name string, t table) {
		templates[name] = t
		t.check("", templateFields)
	})
	t.entries("area", func(name string, t table) {
		t.check("", areaFields)
		of := t.text("template", "")
		template, ok := templates[of]
		if !ok {
			if t.n.get("template") != nil {
				t.fail("template", "there is no template %q%s", of, templateHint(of, sortedNames(templates)))
			}
			return
		}
		used[of] = true
		names, several := t.texts("names")
		if !several {
			names = []string{name}
		}
		outer := d.names
		for i, area := range names {
			if slices.Contains(names[:i], area) {
				t.fail("names", "names: %q stands there twice", area)
				continue
			}
			d.names = outer.With("area", float64(i))
			n.Place(area, template.circuit(area, t.given(template.n)))
			d.names = outer
		}
	})
	for _, name := range sortedNames(templates) {
		if !used[name] {
			outer := d.names
			d.names = outer.With("area", 0)
			templates[name].circuit(name, nil)
			d.names = outer
		}
	}
}

// circuit decodes the template for one area, with the constants it gives.
func (t table) circuit(area string, given map[string]any) *model.Network {
	d, c := t.d, &model.Network{}
	d.scoped(func() {
		d.prefix = area + model.AreaSeparator
		d.names = t.constants(nil, d.names, given)
		t.populations(c)
		t.links(c)
		d.prefix = ""
	})
	return c
}

func templateHint(name string, known []string) string {
	if len(known) == 0 {
		return " (write one as [template.NAME.population.NAME])"
	}
	return suggestion(name, known)
}
