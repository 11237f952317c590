package host

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// lineIndex turns byte offsets of a text into lines and columns.
type lineIndex struct {
	src    string
	starts []int
}

func newLineIndex(src string) lineIndex {
	starts := []int{0}
	for i := range len(src) {
		if src[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return lineIndex{src, starts}
}

// position returns the line and column of an offset, both from 1; columns
// count characters, as editors do.
func (x lineIndex) position(offset int) (line, column int) {
	offset = min(max(offset, 0), len(x.src))
	line = sort.Search(len(x.starts), func(i int) bool { return x.starts[i] > offset })
	return line, utf8.RuneCountInString(x.src[x.starts[line-1]:offset]) + 1
}

// resolvePath follows a path such as population, exc, params, tau_m through
// the file and returns the deepest node that exists: the offending key, or the
// table that lacks it.
func resolvePath(root *node, path []string) *node {
	n := root
	for _, part := range path {
		var c *node
		if n.kind == kindArray {
			if k, err := strconv.Atoi(part); err == nil && k >= 0 && k < len(n.children) {
				c = n.children[k]
			}
		} else {
			c = n.get(part)
		}
		if c == nil {
			break
		}
		n = c
	}
	return n
}

// splitTemplate parts a path that begins with template, NAME from the path inside.
func splitTemplate(path []string) (template string, inside []string) {
	if len(path) > 2 && path[0] == "template" {
		return path[1], path[2:]
	}
	return "", path
}

// entryKey names an entry of a section in the map of origins.
func entryKey(section, name string) string { return section + "\x00" + name }

// related reports whether one path is the beginning of the other.
func related(a, b []string) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// parts are the tables of named parts that a population has.
var parts = []string{"receptor", "channel", "ion"}

// describePath is how a message names a place: population "exc": receptor "ampa".
func describePath(path []string) string {
	var b strings.Builder
	template, path := splitTemplate(path)
	if template != "" {
		b.WriteString("template " + strconv.Quote(template) + ": ")
	}
	for i := 0; i+1 < len(path); i += 2 {
		if i > 0 && !slices.Contains(parts, path[i]) {
			break
		}
		if i > 0 {
			b.WriteString(": ")
		}
		b.WriteString(sectionNoun(path[i]) + " " + strconv.Quote(path[i+1]))
	}
	return strings.TrimSuffix(b.String(), ": ")
}

// sectionNoun is what one entry of a section is called.
func sectionNoun(section string) string {
	if section == "constants" {
		return "constant"
	}
	return section
}
