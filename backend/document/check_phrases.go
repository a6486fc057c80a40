package document

import (
	"maps"
	"strings"
)

// run is how many letters and digits in a row make an internal text recognisable. Of these, own must be in no piece of
// length common that the text shares with one the customer may read: else the neighbour of a shared phrase, a letter that
// happens to be the same, would make it a finding.
const (
	run    = 24
	own    = 8
	common = 12
)

// copied is the part of an internal item, in percent, that makes the same words in a file a copy of it, though another item
// shows them to the customer: somebody pasted there what was marked as internal.
const copied = 75

// phrases are the windows of the internal texts that the file has too.
type phrases struct {
	texts  []squeezed
	owner  []int // which of forbidden.Texts a text is
	places map[string]place
	copies map[string]place // windows of whole items
}

// place is a window's place in the internal texts.
type place struct{ text, at int }

// learn notes what is forbidden, less what is mostly what the customer may read anyway.
func (c *checker) learn() {
	facts := map[string]bool{}
	addWindows(facts, c.forbidden.Open)
	open := maps.Clone(facts)
	addWindows(open, c.forbidden.Shown)
	c.phrases = phrases{places: map[string]place{}, copies: map[string]place{}}
	for n, t := range c.forbidden.Texts {
		forms := directions(t.Text)
		if !t.File && strings.ContainsAny(t.Text, "]&<\\*_`~") {
			forms = append(forms, directions(asItReads(t.Text))...)
		}
		for _, s := range forms {
			q := squeeze(s)
			if t.Item {
				c.learnCopy(n, q, facts)
			}
			c.learnText(n, q, open)
			c.learnShort(t, q, open)
		}
	}
	c.learnNames()
}

func addWindows(to map[string]bool, texts []string) {
	for _, s := range texts {
		q := squeeze(s + "\n\n" + asItReads(s))
		for i := range q.runes() - common + 1 {
			to[q.window(i, common)] = true
		}
	}
}

// learnCopy notes an item as a whole, unless facts that the customer may read are nearly all of it.
func (c *checker) learnCopy(n int, q squeezed, facts map[string]bool) {
	if q.runes() < run || ownRunes(q, facts)[q.runes()] < own {
		return
	}
	c.note(n, q, c.phrases.copies, func(int) bool { return true })
}

func (c *checker) learnText(n int, q squeezed, open map[string]bool) {
	var free []int
	c.note(n, q, c.phrases.places, func(i int) bool {
		if free == nil {
			free = ownRunes(q, open)
		}
		return free[i+run]-free[i] >= own
	})
}

// note keeps the windows that the file has, each where it comes first.
func (c *checker) note(n int, q squeezed, in map[string]place, counts func(i int) bool) {
	p := &c.phrases
	text := -1
	for i := range q.runes() - run + 1 {
		w := q.window(i, run)
		if !c.said[w] {
			continue
		}
		if _, known := in[w]; known || !counts(i) {
			continue
		}
		if text < 0 {
			text = len(p.texts)
			p.texts, p.owner = append(p.texts, q), append(p.owner, n)
		}
		in[w] = place{text, i}
	}
}

// ownRunes counts, up to each rune, those that are in no piece shared with the open texts.
func ownRunes(q squeezed, open map[string]bool) []int {
	shared := make([]bool, q.runes())
	for i := range q.runes() - common + 1 {
		if open[q.window(i, common)] {
			for j := range common {
				shared[i+j] = true
			}
		}
	}
	sum := make([]int, q.runes()+1)
	for i, s := range shared {
		sum[i+1] = sum[i]
		if !s {
			sum[i+1]++
		}
	}
	return sum
}

// internalText looks at every window of a part.
func (c *checker) internalText(p read) {
	q := p.squeezed
	for i := 0; i+run <= q.runes(); i++ {
		at, n := c.at(q, i)
		if n == 0 {
			continue
		}
		c.add(sealedFinding(c.forbidden.Texts[c.phrases.owner[at.text]], p.Where, q.around(i, i+n)))
		i += n - 1
	}
}

// at finds the internal text that stands at a place of a part, and how much of it; 0 when there is none.
func (c *checker) at(q squeezed, i int) (place, int) {
	w := q.window(i, run)
	if at, ok := c.phrases.places[w]; ok {
		return at, run + more(q, i+run, c.phrases.texts[at.text], at.at+run)
	}
	if at, ok := c.phrases.copies[w]; ok {
		whole := c.phrases.texts[at.text]
		if n := run + more(q, i+run, whole, at.at+run); 100*n >= copied*whole.runes() {
			return at, n
		}
	}
	return place{}, 0
}

// more counts how far two texts go on alike.
func more(a squeezed, i int, b squeezed, j int) int {
	n := 0
	for i+n < a.runes() && j+n < b.runes() && a.window(i+n, 1) == b.window(j+n, 1) {
		n++
	}
	return n
}
