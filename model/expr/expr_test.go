package expr

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExpressions(t *testing.T) {
	names := map[string]float64{"scale": 4, "x_1": 0.5, "e": 3}
	grids := map[string]Grid{"list": {[][]float64{{1, 2, 4}}, true}, "table": {[][]float64{{1, 2}, {3, 5}}, false}}
	for src, want := range map[string]float64{
		"list[0] + list[x_1 * 4]":                               5,
		"table[1, list[0]]":                                     5,
		"sum(k, 0, 2, list[k])":                                 7,
		"2 * sum(i, 0, 1, sum(j, 0, 1, table[i, j] * (i + 1)))": 38,
		"sum(scale, 1, 3, scale) + scale":                       10,
		"equal(scale, 4) + equal(scale, 3)":                     1,
		"3":                                                     3,
		" 3200 * scale ":                                        12800,
		"80 / (4000*scale)":                                     0.005,
		"1 + 2 * 3 - 4 / 2":                                     5,
		"10 - 3 - 2":                                            5,
		"64 / 4 / 2":                                            8,
		"2 ^ 3 ^ 2":                                             512,
		"-2 ^ 2":                                                -4,
		"2 ^ -1":                                                0.5,
		"--3":                                                   3,
		"+3 - -3":                                               6,
		"(((1)))":                                               1,
		"1e3 + 1.5E-1 + .5 + 2.":                                1002.65,
		"1e3e":                                                  math.NaN(), // an error: nothing joins 1e3 and e
		"min(3, 1, 2) + max(3, 4)":                              5,
		"sqrt(16) + floor(2.7)":                                 6,
		"round(2.5) + round(-2.5)":                              0,
		"sin(0.5)^2 + cos(0.5)^2 + tanh(0) + abs(-3)": 4,
		"exp(0) + log(exp(2))":                        3,
		"x_1 * e":                                     1.5,
		"round(3200 * 0.1 * scale)":                   1280,
	} {
		got, err := Eval(src, Scope{Numbers: names, Grids: grids})
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
		"":                            `"": expected a number but found end of the expression`,
		"3 +":                         `"3 +": expected a number but found end of the expression`,
		"3 4":                         `"3 4": unexpected '4' at character 3`,
		"3 € 4":                       `"3 € 4": unexpected '€' at character 3`,
		"(3":                          `"(3": expected ) but found end of the expression`,
		"1.2.3":                       `"1.2.3": "1.2.3" is not a number`,
		"wholly":                      `"wholly": there is no name "wholly" (there is list, other, scale, table)`,
		"sqrt":                        `"sqrt": sqrt is a function and needs ( after it`,
		"sqrt(1, 2)":                  `"sqrt(1, 2)": sqrt takes 1 argument, got 2`,
		"min(1)":                      `"min(1)": min takes at least 2 arguments, got 1`,
		"min(1 2)":                    `"min(1 2)": expected ) but found '2' at character 7`,
		"list":                        `"list": list is a list and needs an index: list[0]`,
		"list[2]":                     `"list[2]": list has 2 elements, there is no element 2 (they count from 0)`,
		"list[-1]":                    `"list[-1]": an index: -1 is negative`,
		"list[0.5]":                   `"list[0.5]": an index: expected a whole number, got 0.5`,
		"table[0]":                    `"table[0]": table is a list of lists and needs two indices: table[0, 0]`,
		"table[2,0]":                  `"table[2,0]": table has 2 rows, there is no row 2 (they count from 0)`,
		"table[1,1]":                  `"table[1,1]": table has 1 elements, there is no element 1 (they count from 0)`,
		"sum(1, 2)":                   `"sum(1, 2)": sum begins with a name for its number: sum(k, first, last, expression)`,
		"sum(k,2,1,k)":                `"sum(k,2,1,k)": sum from 2 to 1: must be whole numbers, the first not above the last`,
		"sum(k,0,999,sum(j,0,999,1))": "the sums of the expression have more than 100000 terms",
		"scale[0]":                    `"scale[0]": unexpected '[' at character 6`,
		"list[0, 1]":                  `"list[0, 1]": expected ] but found ',' at character 7`,
		"none[0]":                     `"none[0]": there is no name "none" (there is list, other, scale, table)`,
		"sqrt(-1)":                    `"sqrt(-1)" does not give a finite number (a division by zero, or the root or logarithm of a negative number?)`,
	} {
		_, err := Eval(src, Scope{Numbers: map[string]float64{"scale": 1, "other": 2}, Grids: map[string]Grid{"list": {[][]float64{{1, 2}}, true}, "table": {[][]float64{{1, 2}, {3}}, false}}})
		require.EqualError(t, err, want)
	}
	_, err := Eval(strings.Repeat("(", 100000), Scope{})
	require.EqualError(t, err, "the expression is nested more than 100 deep")
	_, err = Eval(strings.Repeat("-", 100000)+"1", Scope{})
	require.Error(t, err)
	_, err = Eval(strings.Repeat("min(1,", 100000), Scope{})
	require.Error(t, err)
}

// An expression that was parsed once gives what each scope says; Check sees
// names and no values.
func TestParsedExpressions(t *testing.T) {
	e, err := Parse("sum(k, 1, n, k * a) / b")
	require.NoError(t, err)
	require.Equal(t, []string{"n", "a", "b"}, e.Names())
	for a, want := range map[float64]float64{1: 3, 2: 6} {
		x, err := e.Eval(Scope{Numbers: map[string]float64{"n": 3, "a": a, "b": 2}})
		require.NoError(t, err)
		require.Equal(t, want, x)
	}
	require.NoError(t, e.Check(Scope{Numbers: map[string]float64{"n": math.NaN(), "a": 1, "b": 0}}))
	require.EqualError(t, e.Check(Scope{Numbers: map[string]float64{"n": 1, "b": 0}}),
		`"sum(k, 1, n, k * a) / b": there is no name "a" (there is b, n)`)
}
