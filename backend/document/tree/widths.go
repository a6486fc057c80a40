package tree

import (
	"strings"
	"unicode/utf8"
)

// Bounds of what one column asks for, in characters: enough for a date's parts, and no more than a comfortable line.
const (
	narrowest = 4
	widest    = 46
	longWord  = 16 // a longer word is broken rather than given its width
)

// Wide says that a table has more columns than an upright page can hold; its pages are turned on their side.
func (t Table) Wide() bool { return len(t.Head) >= 9 }

// Widths gives each column its share of a table's width; the shares add up to 1. A column asks for something between its
// longest and its usual cell, and at least for its longest word.
func Widths(t Table) []float64 {
	n := len(t.Head)
	asked := make([]float64, n)
	sum := 0.0
	for i := range n {
		asked[i] = columnAsks(t, i)
		sum += asked[i]
	}
	for i := range asked {
		asked[i] /= sum
	}
	return asked
}

func columnAsks(t Table, column int) float64 {
	longest, total, word := 0, 0, 0
	for _, row := range append([][][]Run{t.Head}, t.Rows...) {
		if column >= len(row) {
			continue
		}
		s := Words(row[column])
		n := utf8.RuneCountInString(s)
		longest, total = max(longest, n), total+n
		for _, w := range strings.Fields(s) {
			word = max(word, min(utf8.RuneCountInString(w), longWord))
		}
	}
	usual := float64(total) / float64(len(t.Rows)+1)
	asks := (min(float64(longest), widest) + min(usual, widest)) / 2
	return max(asks, float64(word)+1, narrowest)
}
