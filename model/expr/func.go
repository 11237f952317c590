package expr

import (
	"fmt"
	"math"
)

// function is a function an expression may call.
type function struct {
	name     string
	min, max int // number of arguments
	call     func(args []float64) float64
}

// functions lists the functions of expressions.
var functions = []function{
	{"min", 2, math.MaxInt, func(a []float64) float64 { return fold(a, math.Min) }},
	{"max", 2, math.MaxInt, func(a []float64) float64 { return fold(a, math.Max) }},
	{"sqrt", 1, 1, func(a []float64) float64 { return math.Sqrt(a[0]) }},
	{"exp", 1, 1, func(a []float64) float64 { return math.Exp(a[0]) }},
	{"log", 1, 1, func(a []float64) float64 { return math.Log(a[0]) }},
	{"sin", 1, 1, func(a []float64) float64 { return math.Sin(a[0]) }},
	{"cos", 1, 1, func(a []float64) float64 { return math.Cos(a[0]) }},
	{"tanh", 1, 1, func(a []float64) float64 { return math.Tanh(a[0]) }},
	{"abs", 1, 1, func(a []float64) float64 { return math.Abs(a[0]) }},
	{"round", 1, 1, func(a []float64) float64 { return math.Round(a[0]) }},
	{"floor", 1, 1, func(a []float64) float64 { return math.Floor(a[0]) }},
	{"equal", 2, 2, func(a []float64) float64 {
		if a[0] == a[1] {
			return 1
		}
		return 0
	}},
}

// Functions returns the names of the functions of expressions.
func Functions() []string {
	var names []string
	for _, f := range functions {
		names = append(names, f.name)
	}
	return names
}

func fold(a []float64, f func(x, y float64) float64) float64 {
	r := a[0]
	for _, x := range a[1:] {
		r = f(r, x)
	}
	return r
}

func findFunction(name string) *function {
	for i := range functions {
		if functions[i].name == name {
			return &functions[i]
		}
	}
	return nil
}

func plural(least, most int) string {
	switch {
	case most == math.MaxInt:
		return fmt.Sprintf("at least %d arguments", least)
	case least == 1:
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", least)
}
