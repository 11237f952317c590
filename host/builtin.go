package host

import (
	"embed"
	"fmt"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

//go:embed experiments/*.toml
var builtinFiles embed.FS

// Builtins returns the names of the built-in networks, the main one first.
func Builtins() []string {
	return []string{"coba-lif", "coba-lif-dense", "coba-hh", "coba-hh-dense", "whole-brain", "microcircuit", "cortex-29", "decision", "stdp", "thalamic-relay"}
}

// Tasks returns the names of the built-in experiments that galvani train trains.
func Tasks() []string {
	return []string{"yinyang", "yinyang-surrogate", "mnist", "randman", "pattern", "pattern-eprop", "mnist-reservoir", "sines"}
}

// Fits returns the names of the built-in experiments that galvani fit fits.
func Fits() []string { return []string{"fit-hh", "fit-rates"} }

// BuiltinTitle returns the title of a built-in network, "" when there is none of that name.
func BuiltinTitle(name string) string {
	src, err := BuiltinSource(name)
	if err != nil {
		return ""
	}
	root, err := readTree(src)
	if err != nil || root.get("title") == nil {
		return ""
	}
	return root.get("title").text
}

// BuiltinSource returns the experiment file of a built-in network.
func BuiltinSource(name string) ([]byte, error) {
	src, err := builtinFiles.ReadFile("experiments/" + name + ".toml")
	if err == nil {
		return src, nil
	}
	hint := ""
	all := append(append(Builtins(), Tasks()...), Fits()...)
	if s := model.Suggest(name, all); s != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", s)
	}
	return nil, fmt.Errorf("there is no built-in network %q%s; there are %s", name, hint, strings.Join(all, ", "))
}

// Builtin returns a built-in network; set replaces constants such as scale.
func Builtin(name string, set map[string]float64) (*Experiment, error) {
	src, err := BuiltinSource(name)
	if err != nil {
		return nil, err
	}
	return ParseExperiment(name+".toml", src, set)
}
