package host

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/galvani-sim/galvani/model/expr"
)

// ModelReference returns the description of the files of users' own neuron
// models as plain text, with an example that runs.
func ModelReference() string {
	b := &strings.Builder{}
	b.WriteString(modelIntro)
	for line := range strings.Lines(ownExample) {
		b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
	}
	heading(b, "Directives")
	b.WriteString("Comments that begin with @, in any order but that of expressions, which use what stands above them.\n")
	table := func(rows [][2]string) {
		w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
		for _, r := range rows {
			fmt.Fprintf(w, "  %s\t%s\n", r[0], r[1])
		}
		_ = w.Flush() // a strings.Builder does not fail
	}
	table(directiveRows)
	fmt.Fprintf(b, `
Expressions are those of experiment files: + - * / ^ ( ), %s and sum, over the parameters, dt (the
time step in ms) and what was derived above. They are evaluated in float64, once for every distinct set of parameters.
`, strings.Join(expr.Functions(), ", "))
	heading(b, "The code")
	b.WriteString(modelCode)
	table(codeRows)
	heading(b, "Where it runs")
	b.WriteString(modelDevices)
	return b.String()
}

const modelIntro = `NEURON MODELS OF YOUR OWN

A model is one file, NAME.glsl, in the form of the built-in ones: comments that say what its parameters and states
are, two structs and a function that makes one step. An experiment names it by its path, relative to the experiment
file:  model = "./NAME.glsl". From Go: own, err := host.LoadNeuron(path), then Population{Own: own}.
galvani models ./NAME.glsl shows how it is understood.

`

const ownExample = `// @neuron leaky a leaky integrate-and-fire neuron
// @equation tau dv/dt = e_l - v + r i
// @equation spike when v >= v_th: v = e_l
// @paper Lapicque 1907
// @param tau  20 ms (0, 1e6]     time constant
// @param e_l -70 mV [-200, 200]  resting potential
// @param v_th -55 mV [-200, 200] threshold
// @param r   0.1 GOhm (0, 1e3]   resistance of the membrane
// @state v e_l mV membrane potential
// @scheme exact current voltage exact: propagator of the linear equation
// @membrane tau = tau
// @membrane r = r
// @derive decay = exp(-dt / tau)
// @require e_l < v_th
struct LeakyParams {
  real e_l;   // mV
  real v_th;  // mV
  real r;     // GOhm
  real decay; // exp(-dt / tau)
};

struct LeakyState {
  real v; // mV
};

FN bool leaky_step(LeakyParams p, INOUT(LeakyState) s, NeuronInput x, int scheme) {
  real v_inf = p.e_l + p.r * x.i;
  real v = v_inf + (s.v - v_inf) * p.decay + x.dv;
  bool spike = v >= p.v_th;
  s.v = spike ? p.e_l : v;
  return spike;
}
`

var directiveRows = [][2]string{
	{"@neuron NAME TITLE", "the name, that of the function NAME_step; must be there"},
	{"@equation TEXT", "a line of the equations, for people"},
	{"@paper TEXT", "where the model comes from"},
	{"@param NAME DEFAULT UNIT [MIN, MAX] MEANING", "a parameter; (MIN excludes the lower bound; without a range from -1e9 to 1e9; the unit of plain numbers is 1"},
	{"@state NAME DEFAULT UNIT MEANING", "a state variable, in the order of the state struct; the default is a number or a parameter"},
	{"@derive NAME = EXPRESSION", "a member of the parameter struct that follows from parameters"},
	{"@require EXPRESSION < EXPRESSION", "what parameters must hold (<, <=, >, >=)"},
	{"@scheme NAME OUTPUTS: MEANING", "an integration scheme, the first is number 0; at least one. OUTPUTS lists which receptors it reads: current"},
	{"", "(x.i), conductance (x.g and x.ge), voltage (x.dv). Three words may follow: held, receptors act during a step"},
	{"", "with their value at its end; average, with their mean; exact, their effect on v is integrated with the membrane"},
	{"@membrane tau = EXPRESSION", "for exact schemes: the time constant of v in ms, and"},
	{"@membrane r = EXPRESSION", "its resistance, mV per pA"},
	{"@source", "the model only emits spikes and takes no receptors"},
	{"@silent", "the model never spikes and acts through couplings"},
}

const modelCode = `struct NameParams and struct NameState (NAME in CamelCase) have members of type real, one a line: at most 32 parameters,
each a @param or a @derive, and 16 states. The first state must stay finite; call it v, in mV, if it is the membrane
potential. The function

    FN bool NAME_step(NameParams p, INOUT(NameState) s, NeuronInput x, int scheme)

takes the state from the beginning of a step to its end and returns whether the neuron spikes. Other functions may
stand above it, each beginning with FN. Both GLSL and C++ compile the text: real, int, uint and bool are the types,
floating literals are R(1.5), and arguments that are results are INOUT(T). A line "// uses: channels" gives the
populations ion channels, whose conductances are in x.g and x.ge. There are
`

var codeRows = [][2]string{
	{"x.i", "pA: stimuli, couplings and current receptors"},
	{"x.g, x.ge", "nS and pA: the sum of the conductances, and of each times its reversal potential"},
	{"x.dv", "mV: the jump that voltage receptors make"},
	{"x.u", "a random number from 0 to 1, another one in every step"},
	{"gv_exp, gv_expm1, gv_log, gv_sqrt, gv_sin, gv_cos", "functions with the same bits on every device"},
	{"gv_exp_decay(x)", "exp of x <= 0, faster"},
	{"gv_exprelr(x)", "x / (exp(x) - 1), also at 0"},
	{"select(c, a, b)", "a when c, else b, without a branch"},
}

const modelDevices = `On Vulkan devices glslc compiles it (Debian: apt-get install glslc), on the native engine a C++ compiler: the one that
CXX names, else c++ or g++. What comes out is kept in galvani/models in the user's folder for caches, under
the hash of everything it is made from, so each text is compiled once. Compilers' messages have the lines of the file.
The same text gives the same spikes on both engines, as with the built-in models. galvani run leaves a copy of the
file beside run.toml. Models of one's own have no gradients: galvani train does not take them. A model is a program:
run none from people you would not take a program from.
`
