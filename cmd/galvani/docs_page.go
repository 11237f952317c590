package main

import (
	"fmt"
	"strings"
)

// modelPage is the page of a model in Markdown.
func modelPage(m modelTable) string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "# %s\n\n%s (%s model; [all models](../index.md))\n", m.Name, m.Title, m.Kind)
	fmt.Fprintf(b, "\n```text\n%s\n```\n", strings.TrimSpace(m.Equations))
	if m.Paper != "" {
		fmt.Fprintf(b, "\nFrom %s.\n", m.Paper)
	}
	pageTable(b, "Parameters", []string{"name", "unit", "default", "range", "trainable", "meaning"}, func(row func(...string)) {
		for _, p := range m.Params {
			row(code(p.Name), unit(p.Unit), number(p.Default), bounds(p), yesNo(p.Trainable), p.Doc)
		}
	})
	for _, list := range m.variables() {
		title := strings.ToUpper(list.title[:1]) + list.title[1:]
		pageTable(b, title, []string{"name", "unit", "initial", "meaning"}, func(row func(...string)) {
			for _, v := range list.vars {
				row(code(v.Name), unit(v.Unit), v.initial(), v.Doc)
			}
		})
	}
	pageTable(b, "Integration schemes", []string{"name", "receptor outputs", "meaning"}, func(row func(...string)) {
		for _, s := range m.Schemes {
			row(code(s.Name), strings.Join(s.Outputs, ", "), s.Doc)
		}
	})
	if len(m.Schemes) > 1 {
		b.WriteString("\nThe first that takes all receptors of a population is its default.\n")
	}
	note := func(format string, args ...any) { fmt.Fprintf(b, "\n"+format+"\n", args...) }
	if len(m.Outputs) > 0 {
		note("Outputs: %s.", strings.Join(m.Outputs, ", "))
	}
	if len(m.Pairings) > 0 {
		note("Pairings: %s.", strings.Join(m.Pairings, ", "))
	}
	if m.Modulated {
		note("Needs a modulator: a population whose spikes release the third factor.")
	}
	if m.Ion != "" {
		note("Needs an ion: %s.", m.Ion)
	}
	fmt.Fprintf(b, "\n## In an experiment file\n\n```toml\n%s```\n", m.Example)
	return b.String()
}

// pageTable writes a titled table in Markdown; nothing when fill adds no row.
func pageTable(b *strings.Builder, title string, head []string, fill func(row func(cells ...string))) {
	n := 0
	fill(func(cells ...string) {
		if n++; n == 1 {
			fmt.Fprintf(b, "\n## %s\n\n| %s |\n|%s\n", title, strings.Join(head, " | "), strings.Repeat("---|", len(head)))
		}
		for i := range cells {
			cells[i] = cell(cells[i])
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
	})
}

// cell keeps text from being taken for marks of Markdown.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "*", "\\*", "<", "&lt;").Replace(s)
}

func code(s string) string { return "`" + s + "`" }
