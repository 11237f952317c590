package main

import (
	"fmt"
	"io"
	"strings"
)

// printModels lists models, one line each.
func printModels(w io.Writer, tables []modelTable) error {
	b := &strings.Builder{}
	t := newTabs(b)
	kind := ""
	for _, m := range tables {
		if m.Kind != kind {
			if kind != "" {
				fmt.Fprintln(t)
			}
			kind = m.Kind
			fmt.Fprintf(t, "%s models\n", kind)
		}
		fmt.Fprintf(t, "  %s\t%s\n", m.Name, m.Title)
	}
	fmt.Fprintln(t, "\ngalvani models NAME describes one of them.")
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printModel describes one model.
func printModel(w io.Writer, m modelTable) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s (%s model): %s\n", m.Name, m.Kind, m.Title)
	if m.Equations != "" {
		fmt.Fprintf(b, "\n  %s\n", strings.ReplaceAll(strings.TrimSpace(m.Equations), "\n", "\n  "))
	}
	section(b, "parameters", []string{"name", "unit", "default", "range", "trainable", ""}, func(row func(...string)) {
		for _, p := range m.Params {
			row(p.Name, unit(p.Unit), number(p.Default), bounds(p), yesNo(p.Trainable), p.Doc)
		}
	})
	for _, list := range m.variables() {
		section(b, list.title, []string{"name", "unit", "initial", ""}, func(row func(...string)) {
			for _, v := range list.vars {
				row(v.Name, unit(v.Unit), v.initial(), v.Doc)
			}
		})
	}
	section(b, "schemes, the first that takes all receptors is the default", []string{"name", "receptor outputs", ""}, func(row func(...string)) {
		for _, s := range m.Schemes {
			row(s.Name, strings.Join(s.Outputs, " "), s.Doc)
		}
	})
	if len(m.Pairings) > 0 {
		fmt.Fprintf(b, "\npairings: %s\n", strings.Join(m.Pairings, ", "))
	}
	if m.Modulated {
		b.WriteString("\nneeds a modulator: a population whose spikes release the third factor\n")
	}
	if len(m.Outputs) > 0 {
		fmt.Fprintf(b, "\noutputs: %s\n", strings.Join(m.Outputs, ", "))
	}
	if m.Ion != "" {
		fmt.Fprintf(b, "\nneeds an ion: %s\n", m.Ion)
	}
	if m.Paper != "" {
		fmt.Fprintf(b, "\nfrom: %s\n", m.Paper)
	}
	fmt.Fprintf(b, "\nan experiment with it (galvani help experiment)\n\n  %s\n", strings.ReplaceAll(strings.TrimSpace(m.Example), "\n", "\n  "))
	text := strings.ReplaceAll(b.String(), "\n  \n", "\n\n")
	_, err := io.WriteString(w, text)
	return err
}

// variableList is a titled list of state variables.
type variableList struct {
	title string
	vars  []modelVar
}

// variables are the lists of state variables that a model has.
func (m modelTable) variables() []variableList {
	state := "state variables"
	if m.Kind == "plasticity" {
		state = "state of every synapse"
	}
	return []variableList{{state, m.State}, {"traces of every source", m.Pre}, {"traces of every target", m.Post}}
}

// initial says with which value a variable begins.
func (v modelVar) initial() string {
	switch {
	case v.FromParam != "":
		return v.FromParam
	case v.Follows:
		return "follows"
	}
	return number(v.Default)
}

// section prints a titled table; nothing when fill adds no row.
func section(w io.Writer, title string, head []string, fill func(row func(cells ...string))) {
	rows := [][]string{head}
	fill(func(cells ...string) { rows = append(rows, cells) })
	if len(rows) == 1 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for i := range rows {
		rows[i][0] = "  " + rows[i][0]
	}
	printTable(w, rows, len(head))
}

// bounds writes a parameter's range as an interval.
func bounds(p modelParam) string {
	open := "["
	if p.Open {
		open = "("
	}
	return fmt.Sprintf("%s%s, %s]", open, number(p.Min), number(p.Max))
}

func number(x float64) string { return fmt.Sprintf("%g", x) }

func unit(s string) string {
	if s == "" {
		return "1"
	}
	return s
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
