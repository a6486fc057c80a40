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
	padding   = 2
	lineHolds = 92 // characters of a table's width, at the size of type that its columns ask for
)

// Wide says that a table has more columns than an upright page can hold; its pages are turned on their side.
func (t Table) Wide() bool { return len(t.Head) >= 9 }

// Widths gives each column its share of a table's width; the shares add up to 1. A column has room for its longest word
// first; what is left goes to those whose cells are longer.
func Widths(t Table) []float64 {
	n := len(t.Head)
	least, more := make([]float64, n), make([]float64, n)
	sumLeast, sumMore := 0.0, 0.0
	for i := range n {
		least[i], more[i] = columnAsks(t, i)
		sumLeast, sumMore = sumLeast+least[i], sumMore+more[i]
	}
	left := max(0, lineHolds-sumLeast)
	if sumMore == 0 {
		sumMore = 1
	}
	total := 0.0
	for i := range least {
		least[i] += left * more[i] / sumMore
		total += least[i]
	}
	for i := range least {
		least[i] /= total
	}
	return least
}

// columnAsks gives what a column's longest word needs, and how much more its cells could use.
func columnAsks(t Table, column int) (least, more float64) {
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
	least = float64(max(word, narrowest) + padding)
	asks := (min(float64(longest), widest) + min(usual, widest)) / 2
	return least, max(0, asks+padding-least)
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
