package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// squeezed is a text reduced to what survives any rendering: its letters, digits and their marks, in NFKC and lower case.
// White space, hyphens, punctuation, signs of markup and of direction, emoji: all that a renderer or a reader of files adds,
// drops or moves is gone, so a sentence is the same in one line, over three cells or across a page.
type squeezed struct {
	text   string
	starts []int // byte offsets in text of each rune, and its end
	from   []int // for each rune, where it begins in the original
	origin string
}

func squeeze(s string) squeezed {
	q := squeezed{origin: s}
	var b strings.Builder
	var it norm.Iter
	it.InitString(norm.NFKC, s)
	for !it.Done() {
		at := it.Pos()
		for _, r := range string(it.Next()) {
			if !unicode.In(r, unicode.L, unicode.N, unicode.M) || unicode.Is(unicode.Variation_Selector, r) {
				continue
			}
			q.starts = append(q.starts, b.Len())
			q.from = append(q.from, at)
			b.WriteRune(unicode.ToLower(r))
		}
	}
	q.text = sortLamAlef(b.String())
	q.starts = append(q.starts, len(q.text))
	return q
}

var lamAlef = regexp.MustCompile("[\u0622\u0623\u0625\u0627\u0644]{2,}")

// sortLamAlef makes the order of lam and alef the same everywhere: in print they are one sign, and readers of PDF files give
// its two letters in either order. All of them take two bytes, so that positions stay.
func sortLamAlef(s string) string {
	return lamAlef.ReplaceAllStringFunc(s, func(m string) string {
		r := []rune(m)
		slices.Sort(r)
		return string(r)
	})
}

func (q squeezed) runes() int { return len(q.from) }

// window is n runes from the i-th on.
func (q squeezed) window(i, n int) string { return q.text[q.starts[i]:q.starts[i+n]] }

// around gives the original about the runes i to j, for a person to see what was found.
func (q squeezed) around(i, j int) string {
	start := q.from[max(0, i-contextRunes)]
	end := len(q.origin)
	if j+contextRunes < q.runes() {
		end = q.from[j+contextRunes]
	}
	return strings.Join(strings.Fields(q.origin[start:end]), " ")
}

const contextRunes = 30

// backwards is the text as a reader of files gives it that keeps right-to-left text in the order of the page.
func backwards(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func hasRightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana)
	})
}

// readable is a text as a person reads it: NFKC, without what cannot be seen.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r == '\u00ad' {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}
