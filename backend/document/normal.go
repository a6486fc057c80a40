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

// directions are the orders in which readers of files give a text that holds right-to-left script: as it was written; all
// of it backwards; as it stands on the page, which is backwards but for Latin words and numbers; and in the written order but
// for the right-to-left words, which are backwards. A text without such script has one.
func directions(s string) []string {
	if !hasRightToLeft(s) {
		return []string{s}
	}
	inPlace := turned(s)
	return []string{s, backwards(s), backwards(inPlace), inPlace}
}

func backwards(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

// turned reverses the stretches of right-to-left script. Signs and spaces go with the stretch before them.
func turned(s string) string {
	r := []rune(s)
	for start := 0; start < len(r); {
		rtl := isRightToLeft(r[start])
		end := start + 1
		for end < len(r) && (isRightToLeft(r[end]) == rtl || !unicode.In(r[end], unicode.L, unicode.N)) {
			end++
		}
		if rtl {
			slices.Reverse(r[start:end])
		}
		start = end
	}
	return string(r)
}

func isRightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana)
}

func hasRightToLeft(s string) bool { return strings.ContainsFunc(s, isRightToLeft) }

// readable is a text as a person reads it: NFKC, without what cannot be seen.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r == '\u00ad' {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}
