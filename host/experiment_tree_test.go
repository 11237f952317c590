package host

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// shape writes a tree as one line: key{...} for tables, key[...] for lists.
func shape(n *node) string {
	var parts []string
	for _, c := range n.children {
		parts = append(parts, shape(c))
	}
	inner := strings.Join(parts, " ")
	switch n.kind {
	case kindTable:
		return n.key + "{" + inner + "}"
	case kindArray:
		return n.key + "[" + inner + "]"
	}
	return n.key + ":" + n.text
}

func TestTreeShapes(t *testing.T) {
	for src, want := range map[string]string{
		"":                                 "{}",
		"z = 1\na = 2.50":                  "{z:1 a:2.50}",
		"a.b.c = 1\na.b.d = 2":             "{a{b{c:1 d:2}}}",
		"[b]\nx=1\n[a]\n[b.c]\ny=true":     "{b{x:1 c{y:true}} a{}}",
		"[a.b]\nx=1\n[a]\ny=2":             "{a{b{x:1} y:2}}",
		"x = [1, [2, 3], {a = 1}]":         "{x[:1 [:2 :3] {a:1}]}",
		`"é\u0041 b" = 'c:\d'`:             `{éA b:c:\d}`,
		"a = \"\"\"\nx\ny\"\"\" # comment": "{a:x\ny}",
		"a = { b.c = 1, b.d = 2 }":         "{a{b{c:1 d:2}}}",
		"a = [\n 1, # one\n 2,\n]\r\nb=1":  "{a[:1 :2] b:1}",
		"d = 1979-05-27T07:32:00Z":         "{d:1979-05-27T07:32:00Z}",
	} {
		root, err := readTree([]byte(src))
		require.NoError(t, err, src)
		require.Equal(t, want, shape(root), src)
	}
}

// What TOML forbids, go-toml's parser does not see; these are found here.
func TestTreeErrors(t *testing.T) {
	for src, want := range map[string]string{
		"a = 1\na = 2":             `2:1: the key "a" appears twice in one table (first on line 1)`,
		"[a]\n[a]":                 `2:2: the table [a] appears twice (first on line 1)`,
		"a = 1\n[a]":               `2:2: "a" is already given on line 1 and cannot be a table here`,
		"a = { b = 1 }\n[a.c]":     `2:2: "a" is already given on line 1 and cannot be a table here`,
		"a = { b = 1 }\na.c = 2":   `2:1: "a" is already given on line 1 and cannot be extended here`,
		"[a.b]\n[a]\nb.c = 1":      `3:1: "b" is already given on line 1 and cannot be extended here`,
		"a.b = 1\n[a]":             `2:2: "a" is already given on line 1 and cannot be a table here`,
		"a = { b = 1, b = 2 }":     `1:14: the key "b" appears twice in one table (first on line 1)`,
		"[[a.b]]":                  `1:3: [[a.b]] is an array of tables, which experiments do not use; write [a.b.NAME] with a name for each`,
		"a = ":                     `1:4: not valid TOML: expected value, not end of input`,
		"é = 1":                    `1:1: not valid TOML: invalid character at start of key: U+00C3 'Ã'`,
		"a = \"x\nb = 1":           `1:7: not valid TOML: basic strings cannot have new lines`,
		"\"é\" = 1\n\"é\" = [1, }": `2:11: not valid TOML: unexpected character U+007D '}' at start of value`,
	} {
		_, err := ParseExperiment("f", []byte(src), nil)
		require.EqualError(t, err, "f:"+want, "%q", src)
	}
}

func TestLineIndex(t *testing.T) {
	x := newLineIndex("ab\nçd\r\n\nz")
	for offset, want := range map[int][2]int{0: {1, 1}, 2: {1, 3}, 3: {2, 1}, 5: {2, 2}, 8: {3, 1}, 9: {4, 1}, 10: {4, 2}, 99: {4, 2}, -1: {1, 1}} {
		line, column := x.position(offset)
		require.Equal(t, want, [2]int{line, column}, offset)
	}
}
