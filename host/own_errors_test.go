package host

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOwnModelErrors: every mistake in a model's file is reported with its line
// before anything is compiled.
func TestOwnModelErrors(t *testing.T) {
	for _, c := range []struct {
		want  string
		edits []string
	}{
		{`my_lif.glsl:4: there is no directive @equatoin (did you mean "equation"?)`, []string{"@equation spike", "@equatoin spike"}},
		{`my_lif.glsl:1: @neuron: the name is "my_fil", but the code has my_lif_step`, []string{"@neuron my_lif", "@neuron my_fil"}},
		{`my_lif.glsl:1: there is no line // @neuron my_lif TITLE`, []string{"@neuron", "neuron"}},
		{`my_lif.glsl:7: @param: the default of c_m is -250, must be above 0 and at most 1e+06`, []string{"250 pF (0", "-250 pF (0"}},
		{`my_lif.glsl:7: @param: expected NAME DEFAULT UNIT [MIN, MAX] MEANING, such as c_m 250 pF (0, 1e6] membrane capacitance, not "c_m pF 250"`,
			[]string{"c_m     250 pF (0, 1e6]   membrane capacitance", "c_m pF 250"}},
		{`my_lif.glsl:7: @param: the upper bound of c_m belongs to the range: write ] instead of )`, []string{"pF (0, 1e6]", "pF (0, 1e6)"}},
		{`my_lif.glsl:7: @param: expected [MIN, MAX] or (MIN, MAX] with two numbers after the unit, not "(0, inf]   membrane capacitance"`, []string{"pF (0, 1e6]", "pF (0, inf]"}},
		{`my_lif.glsl:10: @param: expected [MIN, MAX] or (MIN, MAX] with two numbers after the unit, not "[0; 1e6] spike threshold"`, []string{"mV [-1e4, 1e4] spike", "mV [0; 1e6] spike"}},
		{`my_lif.glsl:10: @param: expected [MIN, MAX] or (MIN, MAX] with two numbers after the unit, not "[0 1e6] spike threshold"`, []string{"mV [-1e4, 1e4] spike", "mV [0 1e6] spike"}},
		{`my_lif.glsl:8: @param: "dt" cannot be a name: small letters, digits and _, and neither dt nor a function`, []string{"@param g_l ", "@param dt "}},
		{`my_lif.glsl:8: @param: "c_m" stands in line 7 already`, []string{"@param g_l ", "@param c_m "}},
		{`my_lif.glsl:15: @state: the default of v is "e_x", neither a number nor a parameter`, []string{"@state v          e_l", "@state v e_x"}},
		{`my_lif.glsl:16: @state: the members of the state struct and the states must have one order; number 2 is "refrac" here, "refractory" in the struct`,
			[]string{"@state refractory", "@state refrac"}},
		{`my_lif.glsl:44: member "refractory" needs a line // @state refractory DEFAULT UNIT MEANING`, []string{"// @state refractory 0", "// refractory 0"}},
		{`my_lif.glsl:18: @scheme: scheme exact: there is no "curent" (did you mean "current"?)`, []string{"exact current voltage", "exact curent voltage"}},
		{`my_lif.glsl:19: @scheme: scheme "exact" stands twice in the file`, []string{"@scheme exponential_euler", "@scheme exact"}},
		{`my_lif.glsl:1: there is no line // @scheme NAME OUTPUTS: MEANING; OUTPUTS are those of current, conductance and voltage receptors that the scheme reads`,
			[]string{"@scheme", "scheme"}},
		{`my_lif.glsl:1: an exact scheme needs the line // @membrane r = EXPRESSION (mV/pA)`, []string{"@membrane r =", "membrane r ="}},
		{`my_lif.glsl:21: membrane tau of my_lif: "c_m / g_k": there is no parameter "g_k" (did you mean "g_l"?)`, []string{"tau = c_m / g_l", "tau = c_m / g_k"}},
		{`my_lif.glsl:22: membrane r of my_lif: "r_m": the membrane may name parameters only, r_m is none`, []string{"r = 1 / g_l\n//\n", "r = r_m\n//\n"}},
		{`my_lif.glsl:21: membrane tau of my_lif: "dt * c_m / g_l": the membrane may name parameters only, dt is none`, []string{"tau = c_m / g_l", "tau = dt * c_m / g_l"}},
		{`my_lif.glsl:21: @membrane: "c_m /": expected a number but found end of the expression`, []string{"tau = c_m / g_l", "tau = c_m /"}},
		{`my_lif.glsl:25: alpha of my_lif: "exp(-dt * gl / c_m)": there is no parameter "gl" (did you mean "g_l"?)`, []string{"exp(-dt * g_l", "exp(-dt * gl"}},
		{`my_lif.glsl:25: @derive: expected NAME = EXPRESSION, not "alpha exp(-dt * g_l / c_m)"`, []string{"alpha = exp", "alpha exp"}},
		{`my_lif.glsl:34: member "r_m" is neither a @param nor a @derive (did you mean "c_m"?)`, []string{"// @derive r_m", "// r_m"}},
		{`my_lif.glsl:28: my_lif needs v_reset < v_th, here -50 and -55`, []string{"v_reset -70 mV", "v_reset -50 mV"}},
		{`my_lif.glsl:28: @require: "v_rset": there is no parameter "v_rset" (did you mean "v_reset"?)`, []string{"v_reset < v_th", "v_rset < v_th"}},
		{`my_lif.glsl:28: @require: expected EXPRESSION < EXPRESSION (or <=, >, >=), not "v_reset v_th"`, []string{"v_reset < v_th", "v_reset v_th"}},
		{`my_lif.glsl:57: exp() differs between GLSL and C++; use gv_exp of lib/math.glsl`, []string{"gv_exp_decay(", "exp("}},
		{`my_lif.glsl:48: this { is not closed before line 64, where the next function or struct begins`, []string{"  } else if", "  else if"}},
		{`my_lif.glsl:65: this ( is not closed before the ; of line 65`, []string{"my_lif_flow(p, s, x, scheme);", "my_lif_flow(p, s, x, scheme;"}},
		{`my_lif.glsl:1: there is no function "FN bool NAME_step(", which makes a step of the model NAME`, []string{"FN bool my_lif_step", "FN int my_lif_step"}},
	} {
		_, err := editedModel(t, c.edits...)
		require.EqualError(t, err, c.want, "%q", c.edits)
	}
	_, err := LoadNeuron("testdata/own/none.glsl")
	require.EqualError(t, err, "read neuron model: open testdata/own/none.glsl: no such file or directory")
}

// A population's parameters are checked with the model's own rules, for every member.
func TestOwnModelParameters(t *testing.T) {
	net := tonic(ownModel(t, "my_lif"))
	net.Populations[0].Params = constants(map[string]float64{"v_reset": -50})
	require.EqualError(t, net.Validate(), `population "cell": my_lif needs v_reset < v_th, here -50 and -55`)
	net.Populations[0].Params = constants(map[string]float64{"c_mm": 1})
	require.EqualError(t, net.Validate(), `population "cell": my_lif has no parameter "c_mm" (did you mean "c_m"?)`)
	net = tonic(ownModel(t, "my_noise"))
	net.Populations[0].Params = constants(map[string]float64{"rate": 2e4})
	require.EqualError(t, net.Validate(), `population "cell": my_noise needs rate * dt <= 1000, here 2000 and 1000`)
}

// What the time step decides is not judged before there is one, nor is a value
// that the defaults leave without end.
func TestOwnModelRequiresOfTheStep(t *testing.T) {
	own, err := editedModel(t, "v_reset < v_th", "dt <= 0.05")
	require.NoError(t, err)
	net := tonic(own)
	require.EqualError(t, net.Validate(), `population "cell": my_lif needs dt <= 0.05, here 0.1 and 0.05`)
	net.DT = 0.05
	require.NoError(t, net.Validate())

	own, err = editedModel(t, "v_reset < v_th", "1 < dt_c") // through a derived parameter
	require.NoError(t, err)
	require.EqualError(t, tonic(own).Validate(), `population "cell": my_lif needs 1 < dt_c, here 1 and 0.0004`)

	own, err = editedModel(t, "r_m = 1 / g_l", "r_m = 1 / i_e") // i_e is 0 by default, 500 in the network
	require.NoError(t, err)
	net = tonic(own)
	require.NoError(t, net.Validate())
	net.Populations[0].Params = nil
	require.ErrorContains(t, net.Validate(), `population "cell": r_m of my_lif: "1 / i_e" does not give a finite number`)
}
