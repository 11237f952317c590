package shaders_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/shaders"
)

const ruleFragment = `// hebb_2: a sample.
struct Hebb2Params {
  real rate; // 1
};
struct Hebb2Pre {
  real k; // 1
};
struct Hebb2Post {
  real k; // 1
};
struct Hebb2Synapse {
  real w; // nS
  real c; // 1
};

FN void hebb_2_age_pre(Hebb2Params p, INOUT(Hebb2Pre) s, real steps) {
  s.k = s.k * gv_decay(steps, p.rate);
}
FN void hebb_2_age_post(Hebb2Params p, INOUT(Hebb2Post) s, real steps) {}
FN void hebb_2_spike_pre(Hebb2Params p, INOUT(Hebb2Pre) s) { s.k = R(1.0); }
FN void hebb_2_spike_post(Hebb2Params p, INOUT(Hebb2Post) s) {}
FN void hebb_2_at_post(Hebb2Params p, INOUT(Hebb2Synapse) s, Hebb2Pre pre, Hebb2Post post, PlasticEvent e) {
  s.w = s.w + pre.k * e.elapsed;
}
`

func TestParseRule(t *testing.T) {
	f, err := shaders.ParseRule("hebb_2", []byte(ruleFragment))
	require.NoError(t, err)
	require.Equal(t, []shaders.Field{{Name: "w", Comment: "nS", Line: 12}, {Name: "c", Comment: "1", Line: 13}}, f.Synapse)
	require.Equal(t, [4]int{2, 5, 8, 11}, f.Lines)
	require.True(t, f.Has("at_post"))
	require.False(t, f.Has("at_pre"))
	require.True(t, f.Elapsed)
	require.False(t, f.Modulator)
	glue := shaders.RuleGlue(f)
	for _, line := range []string{"#define RuleSynapse Hebb2Synapse", "#define RULE_SYNAPSE_WORDS 2", "#define RULE_HAS_AT_POST 1",
		"#define rule_at_post hebb_2_at_post", "#define RULE_STAMPED 1", "#define RULE_SYNAPSE_PACK(S_, W_) W_(0, S_.w); W_(1, S_.c);"} {
		require.Contains(t, glue, line+"\n")
	}
	require.NotContains(t, glue, "AT_PRE")
}

func TestParseRuleErrors(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"member", "real c; // 1", "uint c;", `shaders/plasticity/hebb_2.glsl:13: a struct member must be one line "real name; // unit", not "uint c;"`},
		{"struct", "struct Hebb2Pre {", "struct HebbPre {", `shaders/plasticity/hebb_2.glsl:5: a rule has the structs Hebb2Params, Pre, Post and Synapse, not "struct HebbPre {"`},
		{"verb", "hebb_2_at_post", "hebb_2_on_post", `shaders/plasticity/hebb_2.glsl:22: a rule has no function "void hebb_2_on_post"; see lib/plasticity.glsl`},
		{"result", "FN void hebb_2_at_post", "FN real hebb_2_at_post", `shaders/plasticity/hebb_2.glsl:22: a rule has no function "real hebb_2_at_post"; see lib/plasticity.glsl`},
		{"missing", "FN void hebb_2_spike_pre(Hebb2Params p, INOUT(Hebb2Pre) s) { s.k = R(1.0); }", "", `shaders/plasticity/hebb_2.glsl:1: no function hebb_2_spike_pre`},
		{"modulator", "e.elapsed", "e.modulator", `shaders/plasticity/hebb_2.glsl:1: no function hebb_2_age_modulator`},
		{"literal", "R(1.0)", "1.0", `shaders/plasticity/hebb_2.glsl:20: write the literal 1.0 as R(1.0), else C++ computes in double`},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := strings.Replace(ruleFragment, c.old, c.new, 1)
			require.NotEqual(t, ruleFragment, src)
			_, err := shaders.ParseRule("hebb_2", []byte(src))
			require.EqualError(t, err, c.want)
		})
	}
}
