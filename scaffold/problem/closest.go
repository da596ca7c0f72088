package problem

import "strings"

// DidYouMean returns a hint that names the candidate closest to word, or nothing where none is close: more than a third
// of the word would have to change. The distance is that of optimal string alignment (Damerau 1964): insertions,
// deletions, substitutions and swaps of neighbours.
func DidYouMean(word string, candidates []string) []string {
	const (
		longest = 100     // nothing that a person types is longer
		most    = 500_000 // comparisons of characters; it keeps thousands of candidates below some milliseconds
	)
	best, bestDistance := "", max(1, len(word)/3)+1
	compared := 0
	for _, c := range candidates {
		difference := max(len(word), len(c)) - min(len(word), len(c))
		if len(word) > longest || len(c) > longest || difference >= bestDistance {
			continue
		}
		if compared += len(word) * len(c); compared > most {
			break
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	if best == "" {
		return nil
	}
	return []string{`did you mean "` + best + `"?`}
}

func distance(a, b string) int {
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
