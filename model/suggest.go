package model

import "strings"

// Suggest returns the entry of among that name was most likely meant to be,
// and "" when none is near: at most 2 edits away, or a third of the length for
// long names. Upper and lower case count as equal, so that NEST's V_th finds v_th.
func Suggest(name string, among []string) string {
	best, bestDistance := "", -1
	short := []rune(strings.ToLower(name))
	limit := max(2, len(short)/3)
	for _, candidate := range among {
		if candidate == name {
			continue
		}
		long := []rune(strings.ToLower(candidate))
		d := editDistance(short, long)
		// An edit of every letter is no resemblance: "p" is not near "n".
		if d > limit || d >= len(short) || d >= len(long) {
			continue
		}
		if bestDistance < 0 || d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// editDistance is the Levenshtein distance, with a swap of two neighbouring
// letters counted as one edit, since that is the commonest slip of the fingers.
func editDistance(a, b []rune) int {
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i, x := range a {
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(prev[j]+cost, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
