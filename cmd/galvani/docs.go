package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/galvani-sim/galvani/host"
)

// docsCommand is `galvani docs`.
type docsCommand struct {
	Out string `placeholder:"DIR" default:"out/docs" help:"Output folder."`
}

// Run writes a page for every model, an index, and the references of experiment
// files and of models of one's own.
func (c *docsCommand) Run(env *environment) error {
	pages := docPages(registryTables())
	for _, p := range pages {
		path := filepath.Join(c.Out, filepath.FromSlash(p.path))
		if err := host.PrepareFolder(filepath.Dir(path)); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(p.text), 0o666); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(env.stdout, "%d pages, the first is %s\n", len(pages), filepath.Join(c.Out, pages[0].path))
	return err
}

// docPage is a page of the documentation, in Markdown.
type docPage struct{ path, text string }

// kinds are the kinds of models in the order of the index, with their headings.
var kinds = []struct{ kind, title string }{
	{"neuron", "Neurons"}, {"receptor", "Receptors"}, {"dynamics", "Presynaptic dynamics"}, {"plasticity", "Plasticity"},
	{"channel", "Ion channels"}, {"ion", "Ions"},
}

// docPages returns the index first, then one page for every model.
func docPages(tables []modelTable) []docPage {
	var index strings.Builder
	index.WriteString("# Galvani\n\n- [Experiment files](experiment.md)\n- [A neuron model of your own](model.md)\n")
	var models []docPage
	for _, k := range kinds {
		fmt.Fprintf(&index, "\n## %s\n\n| model | what it is |\n|---|---|\n", k.title)
		for _, t := range tables {
			if t.Kind == k.kind {
				fmt.Fprintf(&index, "| [`%s`](%s) | %s |\n", t.Name, docPath(t), cell(t.Title))
				models = append(models, docPage{docPath(t), modelPage(t)})
			}
		}
	}
	text := func(title, body string) string {
		return "# " + title + "\n\n```text\n" + strings.TrimSpace(body) + "\n```\n"
	}
	return append([]docPage{{"index.md", index.String()},
		{"experiment.md", text("Experiment files", host.ExperimentReference())},
		{"model.md", text("A neuron model of your own", host.ModelReference())}}, models...)
}

func docPath(t modelTable) string { return t.Kind + "/" + t.Name + ".md" }
