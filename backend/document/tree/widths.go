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
	shortCell = 18 // a shorter cell, such as a date and time, is kept on one line where there is room
	padding   = 2
	lineHolds = 92 // characters of a table's width, at the size of type that its columns ask for
)

// Wide says that a table has more columns than an upright page can hold; its pages are turned on their side.
func (t Table) Wide() bool { return len(t.Head) >= 9 }

// Widths gives each column its share of a table's width; the shares add up to 1. A column has room for its longest word
// first, then for its short cells, then for a comfortable line of its longest one, then for all of it; what is left goes to all
// alike.
func Widths(t Table) []float64 {
	n := len(t.Head)
	widths, short, line, all := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		widths[i], short[i], all[i] = columnAsks(t, i)
		line[i] = min(all[i], max(short[i], widest+padding))
	}
	for _, wish := range [][]float64{short, line, all} {
		grow(widths, wish)
	}
	total := 0.0
	for _, w := range widths {
		total += w
	}
	for i := range widths {
		widths[i] /= total
	}
	return widths
}

// grow brings the columns nearer to what they wish for, each by the same part of its way, as far as the line holds them.
func grow(widths, wish []float64) {
	left, more := float64(lineHolds), 0.0
	for i, w := range widths {
		left -= w
		more += max(0, wish[i]-w)
	}
	if left <= 0 || more == 0 {
		return
	}
	part := min(1, left/more)
	for i, w := range widths {
		widths[i] += part * max(0, wish[i]-w)
	}
}

// columnAsks gives what a column's longest word needs, what its short cells need to stand on one line, and what its longest
// cell would fill.
func columnAsks(t Table, column int) (word, short, all float64) {
	longestWord, longestShort, longest := narrowest, 0, 0
	for _, row := range append([][][]Run{t.Head}, t.Rows...) {
		if column >= len(row) {
			continue
		}
		s := Words(row[column])
		for line := range strings.SplitSeq(s, "\n") {
			n := utf8.RuneCountInString(line)
			longest = max(longest, n)
			if n <= shortCell {
				longestShort = max(longestShort, n)
			}
		}
		for _, w := range strings.Fields(s) {
			longestWord = max(longestWord, min(utf8.RuneCountInString(w), longWord))
		}
	}
	word = float64(longestWord + padding)
	short = max(word, float64(longestShort+padding))
	return word, short, max(short, float64(longest+padding))
}

// wideValue is from how many characters on a fact takes a row of its own.
const wideValue = 34

// Rows puts facts into rows of one or two.
func (f Facts) Rows() [][]Fact {
	var out [][]Fact
	open := false // the last row has room
	for _, p := range f.Pairs {
		wide := utf8.RuneCountInString(Words(p.Value)) > wideValue
		if open && !wide {
			out[len(out)-1] = append(out[len(out)-1], p)
			open = false
			continue
		}
		out = append(out, []Fact{p})
		open = !wide
	}
	return out
}

// Whole says that a row of facts is one that has it to itself.
func Whole(row []Fact) bool {
	return len(row) == 1 && utf8.RuneCountInString(Words(row[0].Value)) > wideValue
}
