package model

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSuggest(t *testing.T) {
	params := []string{"c_m", "g_l", "tau_m", "e_l", "v_th", "v_reset", "t_ref"}
	for _, c := range []struct {
		name, want string
		among      []string
	}{
		{"taum", "tau_m", params},
		{"V_th", "v_th", params},
		{"vreset", "v_reset", params},
		{"v_rseet", "v_reset", params},
		{"zzzz", "", params},
		{"p", "", []string{"n", "q"}},
		{"n", "", []string{"n"}},
		{"", "", params},
		{"fixed_prob", "", []string{"fixed_probability"}},
		{"fixed_probabilty", "fixed_probability", []string{"fixed_indegree", "fixed_probability"}},
		{"x", "", nil},
	} {
		require.Equal(t, c.want, Suggest(c.name, c.among), c.name)
	}
}

func TestEditDistance(t *testing.T) {
	// kitten/sitting is the textbook example: 3 edits.
	require.Equal(t, 3, editDistance([]rune("kitten"), []rune("sitting")))
	require.Equal(t, 0, editDistance([]rune("v_th"), []rune("v_th")))
	require.Equal(t, 4, editDistance(nil, []rune("v_th")))
	require.Equal(t, 1, editDistance([]rune("ab"), []rune("ba")))
}
