package model

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest returns the word that was most likely meant by a misspelt one, or ""
// if none is near.
func Nearest(misspelt string, words []string) string {
	s := strings.ToLower(misspelt)
	best, least := "", 1+max(1, min(len(s)/3, 3))
	for _, w := range words {
		if d := editDistance(s, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// NearestFirst are words with those first that come near a misspelt one.
func NearestFirst(misspelt string, words []string) []string {
	s := strings.ToLower(misspelt)
	sorted := slices.Clone(words)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(editDistance(s, a), editDistance(s, b)) })
	return sorted
}

// editDistance is how many letters must be put in, left out, changed or swapped
// with their neighbour to make b of a.
func editDistance(a, b string) int {
	if len(a) > 64 || len(b) > 64 { // no name is so long
		return max(len(a), len(b))
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
