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

// directions are the orders in which readers of files give a text that holds right-to-left script: as it was written, all of
// it backwards, and, of its stretches of one direction, every mixture: the stretches in the order of the page, the letters of
// right-to-left ones as they stand on the page, the words of the others likewise. What is left without those others comes too,
// because readers move them farthest. A text without such script has one order.
func directions(s string) []string {
	if !hasRightToLeft(s) {
		return []string{s}
	}
	out := []string{s, backwards(s)}
	all := stretches(s)
	for _, list := range [][]stretch{all, onlyRightToLeft(all)} {
		for mixture := range 8 {
			out = append(out, arranged(list, mixture&1 != 0, mixture&2 != 0, mixture&4 != 0))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stretch is a part of a text in one direction. Signs and spaces go with the stretch before them.
type stretch struct {
	text string
	rtl  bool
}

func stretches(s string) []stretch {
	var out []stretch
	for _, r := range s {
		rtl := isRightToLeft(r)
		if n := len(out); n > 0 && (out[n-1].rtl == rtl || !unicode.In(r, unicode.L, unicode.N)) {
			out[n-1].text += string(r)
			continue
		}
		out = append(out, stretch{string(r), rtl})
	}
	return out
}

func onlyRightToLeft(list []stretch) []stretch {
	return slices.DeleteFunc(slices.Clone(list), func(s stretch) bool { return !s.rtl })
}

// rightToLeftOnly is what is left of a text without its words of the other direction.
func rightToLeftOnly(s string) string {
	return arranged(onlyRightToLeft(stretches(s)), false, false, false)
}

func arranged(list []stretch, reversed, letters, words bool) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = s.text
		switch {
		case s.rtl && letters:
			parts[i] = backwards(s.text)
		case !s.rtl && words:
			fields := strings.Fields(s.text)
			slices.Reverse(fields)
			parts[i] = strings.Join(fields, " ")
		}
	}
	if reversed {
		slices.Reverse(parts)
	}
	return strings.Join(parts, " ")
}

func backwards(s string) string {
	r := []rune(s)
	slices.Reverse(r)
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
