package expr_test

import (
	"fmt"

	"github.com/galvani-sim/galvani/model/expr"
)

func Example() {
	x, err := expr.Eval("round(3200 * scale) / 2 ^ 3", expr.Scope{Numbers: map[string]float64{"scale": 0.5}})
	fmt.Println(x, err)
	_, err = expr.Eval("3200 * scael", expr.Scope{Numbers: map[string]float64{"scale": 0.5}})
	fmt.Println(err)
	// Output:
	// 200 <nil>
	// "3200 * scael": there is no name "scael" (there is scale)
}
