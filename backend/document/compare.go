package document

import (
	"strings"
	"unicode"
)

// Difference is a section that is not the same in two versions of a document.
type Difference struct {
	ID     string
	Title  string
	Change string // added, removed or changed
	Lines  []DiffLine
}

// DiffLine is a line with its sign: "+" only in the newer, "-" only in the older, " " in both.
type DiffLine struct{ Sign, Text string }

// Compare names the sections that were added, removed or changed, those of the newer version in its order and then those that
// are gone, each with its lines.
func Compare(older, newer []Written) []Difference {
	before := map[string]Written{}
	for _, s := range older {
		before[s.ID] = s
	}
	var out []Difference
	for _, s := range newer {
		was, had := before[s.ID]
		delete(before, s.ID)
		switch {
		case !had:
			out = append(out, Difference{s.ID, s.Title, "added", lineDiff("", s.Text)})
		case was.Text != s.Text || was.Title != s.Title:
			out = append(out, Difference{s.ID, s.Title, "changed", lineDiff(titledText(was), titledText(s))})
		}
	}
	for _, s := range older {
		if _, gone := before[s.ID]; gone {
			out = append(out, Difference{s.ID, s.Title, "removed", lineDiff(s.Text, "")})
		}
	}
	return out
}

func titledText(s Written) string { return strings.TrimSpace(s.Title + "\n" + s.Text) }

// mostLines bounds the table of diff; longer texts are told as all old, then all new.
const mostLines = 2000

func lineDiff(a, b string) []DiffLine { return diff(linesOf(a), linesOf(b)) }

// CompareWords marks the words in which two short texts differ; neighbours of one sign are one piece. Texts of more than
// mostLines words are compared line by line.
func CompareWords(older, newer string) []DiffLine {
	before, after := wordsOf(older), wordsOf(newer)
	if len(before) > mostLines || len(after) > mostLines {
		before, after = strings.SplitAfter(older, "\n"), strings.SplitAfter(newer, "\n")
	}
	out := []DiffLine{}
	for _, piece := range diff(before, after) {
		if last := len(out) - 1; last >= 0 && out[last].Sign == piece.Sign {
			out[last].Text += piece.Text
			continue
		}
		out = append(out, piece)
	}
	return out
}

// wordsOf cuts a text into words, runs of spaces and single other characters; together they are the text again.
func wordsOf(s string) (words []string) {
	kind := func(r rune) int {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			return 1
		case unicode.IsSpace(r):
			return 2
		}
		return 0
	}
	begin, last := 0, 0
	for i, r := range s {
		if now := kind(r); i > begin && (now != last || now == 0) {
			words, begin = append(words, s[begin:i]), i
		}
		last = kind(r)
	}
	if begin < len(s) {
		words = append(words, s[begin:])
	}
	return words
}

// diff is a longest common subsequence of pieces.
func diff(before, after []string) []DiffLine {
	var out []DiffLine
	if len(before) > mostLines || len(after) > mostLines {
		return append(signed("-", before), signed("+", after)...)
	}
	common := commonLines(before, after)
	i, j := 0, 0
	for i < len(before) || j < len(after) {
		switch {
		case i < len(before) && j < len(after) && before[i] == after[j]:
			out = append(out, DiffLine{" ", before[i]})
			i, j = i+1, j+1
		case j == len(after) || i < len(before) && common[i+1][j] >= common[i][j+1]:
			out = append(out, DiffLine{"-", before[i]})
			i++
		default:
			out = append(out, DiffLine{"+", after[j]})
			j++
		}
	}
	return out
}

// commonLines is how many lines the rests of two texts have in common, by where the rests begin.
func commonLines(a, b []string) [][]int {
	out := make([][]int, len(a)+1)
	for i := range out {
		out[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			out[i][j] = max(out[i+1][j], out[i][j+1])
			if a[i] == b[j] {
				out[i][j] = out[i+1][j+1] + 1
			}
		}
	}
	return out
}

func linesOf(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func signed(sign string, lines []string) []DiffLine {
	var out []DiffLine
	for _, l := range lines {
		out = append(out, DiffLine{sign, l})
	}
	return out
}
