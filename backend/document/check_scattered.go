package document

import (
	"slices"
	"strings"
)

// scatter is how many other words may stand among those of a text that a reader gives in another order.
const scatter = 2

// rightToLeftWords are a text's words in right-to-left script, in the form in which they are compared.
func rightToLeftWords(s string) []string {
	var out []string
	for _, w := range strings.Fields(rightToLeftOnly(s)) {
		if q := squeeze(w).text; q != "" {
			out = append(out, q)
		}
	}
	return out
}

// scattered looks for internal texts in right-to-left script whose words a reader of PDF files gives in an order of its
// own, as it does within the lines of a narrow cell: so many neighbours that a run's letters are together, near each other.
func (c *checker) scattered(p read) {
	words := rightToLeftWords(p.Text)
	if len(words) == 0 {
		return
	}
	at := map[string][]int{}
	for i, w := range words {
		at[w] = append(at[w], i)
	}
	for _, t := range c.forbidden.Texts {
		if !hasRightToLeft(t.Text) {
			continue
		}
		if from, to, ok := gathered(rightToLeftWords(t.Text), words, at, c.openWords()); ok {
			c.add(sealedFinding(t, p.Where, strings.Join(words[from:to], " ")))
		}
	}
}

// openWords are the words in right-to-left script that the customer may read anyway.
func (c *checker) openWords() map[string]bool {
	if c.mayRead == nil {
		c.mayRead = map[string]bool{}
		for _, s := range slices.Concat(c.forbidden.Open, c.forbidden.Shown) {
			for _, w := range rightToLeftWords(s) {
				c.mayRead[w] = true
			}
		}
	}
	return c.mayRead
}

// gathered gives where in a file's words a run of neighbours of a text stands, in whichever order.
func gathered(text, words []string, at map[string][]int, open map[string]bool) (from, to int, ok bool) {
	for i := range text {
		group, letters, free := i, 0, 0
		for ; group < len(text) && letters < run; group++ {
			n := len([]rune(text[group]))
			letters += n
			if !open[text[group]] {
				free += n
			}
		}
		if letters < run || free < own {
			continue
		}
		span := group - i + scatter
		for _, p := range at[text[i]] {
			for from := max(0, p-span+1); from <= p; from++ {
				if to := min(len(words), from+span); holdsAll(words[from:to], text[i:group]) {
					return from, to, true
				}
			}
		}
	}
	return 0, 0, false
}

// holdsAll says that every word of some, as often as it is there, is among others.
func holdsAll(among, some []string) bool {
	left := slices.Clone(among)
	for _, w := range some {
		i := slices.Index(left, w)
		if i < 0 {
			return false
		}
		left[i] = ""
	}
	return true
}
