package shaders

import (
	"fmt"
	"regexp"
	"strings"
)

// topLevel begins what can stand outside of all brackets only.
var topLevel = regexp.MustCompile(`^\s*(FN|struct)\s`)

// unbalanced returns the line of a bracket that has no partner and what is
// wrong with it; the message is empty when all have one. A function or struct
// that begins inside a bracket shows that one before it was not closed.
func unbalanced(src string) (line int, msg string) {
	type bracket struct {
		char rune
		line int
		loop bool // for (a; b; c)
	}
	var open []bracket
	partner := map[rune]rune{')': '(', ']': '[', '}': '{'}
	for i, text := range strings.Split(src, "\n") {
		code, _, _ := strings.Cut(text, "//")
		if len(open) > 0 && topLevel.MatchString(code) {
			b := open[len(open)-1]
			return b.line, fmt.Sprintf("this %c is not closed before line %d, where the next function or struct begins", b.char, i+1)
		}
		for k, c := range code {
			switch c {
			case '(', '[', '{':
				open = append(open, bracket{c, i + 1, strings.HasSuffix(strings.TrimRight(code[:k], " "), "for")})
			case ';':
				if b := len(open) - 1; b >= 0 && open[b].char == '(' && !open[b].loop {
					return open[b].line, fmt.Sprintf("this ( is not closed before the ; of line %d", i+1)
				}
			case ')', ']', '}':
				if len(open) == 0 {
					return i + 1, fmt.Sprintf("this %c closes nothing", c)
				}
				b := open[len(open)-1]
				if b.char != partner[c] {
					return b.line, fmt.Sprintf("this %c is not closed before the %c of line %d", b.char, c, i+1)
				}
				open = open[:len(open)-1]
			}
		}
	}
	if len(open) > 0 {
		b := open[len(open)-1]
		return b.line, fmt.Sprintf("this %c is not closed", b.char)
	}
	return 0, ""
}
