package host

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExpressions(t *testing.T) {
	names := map[string]float64{"scale": 4, "x_1": 0.5, "e": 3}
	for src, want := range map[string]float64{
		"3":                         3,
		" 3200 * scale ":            12800,
		"80 / (4000*scale)":         0.005,
		"1 + 2 * 3 - 4 / 2":         5,
		"10 - 3 - 2":                5,
		"64 / 4 / 2":                8,
		"2 ^ 3 ^ 2":                 512,
		"-2 ^ 2":                    -4,
		"2 ^ -1":                    0.5,
		"--3":                       3,
		"+3 - -3":                   6,
		"(((1)))":                   1,
		"1e3 + 1.5E-1 + .5 + 2.":    1002.65,
		"1e3e":                      math.NaN(), // an error: nothing joins 1e3 and e
		"min(3, 1, 2) + max(3, 4)":  5,
		"sqrt(16) + floor(2.7)":     6,
		"round(2.5) + round(-2.5)":  0,
		"exp(0) + log(exp(2))":      3,
		"x_1 * e":                   1.5,
		"round(3200 * 0.1 * scale)": 1280,
	} {
		got, err := evalExpr(src, names)
		if math.IsNaN(want) {
			require.Error(t, err, src)
			continue
		}
		require.NoError(t, err, src)
		if !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
			t.Errorf("%s = %g, want %g", src, got, want)
		}
	}
}

func TestExpressionErrors(t *testing.T) {
	for src, want := range map[string]string{
		"":           `"": expected a number but found end of the expression`,
		"3 +":        `"3 +": expected a number but found end of the expression`,
		"3 4":        `"3 4": unexpected '4' at character 3`,
		"3 € 4":      `"3 € 4": unexpected '€' at character 3`,
		"(3":         `"(3": expected ) but found end of the expression`,
		"1.2.3":      `"1.2.3": "1.2.3" is not a number`,
		"scael":      `"scael": there is no constant "scael" (did you mean "scale"?)`,
		"sqr(2)":     `"sqr(2)": there is no constant "sqr" (did you mean "sqrt"?)`,
		"wholly":     `"wholly": there is no constant "wholly" ([constants] has other, scale)`,
		"sqrt":       `"sqrt": sqrt is a function and needs ( after it`,
		"sqrt(1, 2)": `"sqrt(1, 2)": sqrt takes 1 argument, got 2`,
		"min(1)":     `"min(1)": min takes at least 2 arguments, got 1`,
		"min(1 2)":   `"min(1 2)": expected ) but found '2' at character 7`,
		"sqrt(-1)":   `"sqrt(-1)" does not give a finite number (a division by zero, or the root or logarithm of a negative number?)`,
	} {
		_, err := evalExpr(src, map[string]float64{"scale": 1, "other": 2})
		require.EqualError(t, err, want)
	}
	_, err := evalExpr(strings.Repeat("(", 100000), nil)
	require.EqualError(t, err, "the expression is nested more than 100 deep")
	_, err = evalExpr(strings.Repeat("-", 100000)+"1", nil)
	require.Error(t, err)
	_, err = evalExpr(strings.Repeat("min(1,", 100000), nil)
	require.Error(t, err)
}
