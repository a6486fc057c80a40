package similar

import (
	"cmp"
	"slices"

	"precedent/backend/casefile/sidebyside"
)

// candidate is a case of the pool on its way to become a hit.
type candidate struct {
	ord     uint32
	match   float64 // BM25F over all tokens
	values  [signals]float64
	score   float64
	norm    float64 // length of its log-frequency vector
	entries []entry
	pairs   []uint32
}

// pool draws the cases that match best over all tokens, best first. Age plays no part, so that an old case with the
// same words is in it.
func (st *state) pool(q *question, s *scratch) []candidate {
	st.match(q, s)
	h := poolHeap{st: st, size: q.poolSize()}
	for ord, m := range s.match {
		if m > 0 && h.wants(m) && st.allowed(q, uint32(ord)) {
			h.push(ranked{uint32(ord), m})
		}
	}
	clear(s.match)
	slices.SortFunc(h.all, func(a, b ranked) int { return -h.compare(a, b) })
	out := make([]candidate, len(h.all))
	for i, r := range h.all {
		out[i] = candidate{ord: r.ord, match: float64(r.match)}
	}
	return out
}

// match adds up BM25F over the postings of the question's terms, the heaviest first. Only so many postings are read: what the
// common words of a long text add hardly changes who is in the pool, and the signals are worked out from the records anyway.
func (st *state) match(q *question, s *scratch) {
	s.spread(st)
	terms, many := st.worthReading(q)
	if many < worthTwo {
		for _, t := range terms {
			st.matchTerm(t, s.match, s.spreads)
		}
		return
	}
	lists := st.dealt(terms)
	s.other = grown(s.other, len(s.match))
	tables := [2][]float32{s.match, s.other}
	sidebyside.Do(len(lists), func(i int) {
		for _, t := range lists[i] {
			st.matchTerm(t, tables[i], s.spreads)
		}
	})
	for ord, m := range s.other {
		s.match[ord] += m
	}
	clear(s.other)
}

// worthTwo is from how many postings on two processors read them faster than one.
const worthTwo = 100_000

// worthReading are the terms of a question whose postings are read, the heaviest first, and how many those are.
func (st *state) worthReading(q *question) (terms []*asked, many int) {
	most := mostPostings
	if q.typed {
		most = typedPostings
	}
	for _, i := range q.byWeight() {
		if many > most {
			break
		}
		terms = append(terms, &q.terms[i])
		many += int(st.words.df[q.terms[i].id])
	}
	return terms, many
}

// dealt deals terms out to two processors, each to the one that has fewer postings to read: always alike, for sums of floats
// depend on their order.
func (st *state) dealt(terms []*asked) (lists [2][]*asked) {
	var many [2]uint64
	for _, t := range terms {
		to := 0
		if many[1] < many[0] {
			to = 1
		}
		lists[to] = append(lists[to], t)
		many[to] += uint64(st.words.df[t.id])
	}
	return lists
}

// matchTerm is where a question spends its time: no call is made for a posting, but for the rare large numbers.
func (st *state) matchTerm(t *asked, match []float32, spreads []spread) {
	id, weight := t.id, float32(t.weight)*(caseSaturation+1)
	spreads = spreads[:len(match)]
	r := reader{b: st.filePostings(id)}
	ord, base := uint64(0), uint64(st.base)
	for r.at < len(r.b) {
		ord += r.uvarint()
		var counts uint64
		if r.at < len(r.b) && r.b[r.at] < 0x80 {
			counts = uint64(r.b[r.at])
			r.at++
		} else {
			counts = r.uvarint()
		}
		if ord >= base || r.bad {
			break // cannot be: the section was checked when it was read
		}
		g := float32(counts>>1) * spreads[ord].body
		if counts&1 != 0 {
			g += float32(r.uvarint()) * spreads[ord].title
		}
		match[ord] += weight * g / (g + caseSaturation)
	}
	for _, p := range st.fresh[id] {
		g := float32(p.body)*spreads[p.ord].body + float32(p.title)*spreads[p.ord].title
		match[p.ord] += weight * g / (g + caseSaturation)
	}
}

// allowed tells whether a case may be an answer to the question.
func (st *state) allowed(q *question, ord uint32) bool {
	d := &st.docs[ord]
	if d.dead || q.skip[ord] {
		return false
	}
	return q.before == unknownTime || d.created != unknownTime && d.created < q.before
}

type ranked struct {
	ord   uint32
	match float32
}

// poolHeap keeps the best, the worst of them on top.
type poolHeap struct {
	st   *state
	size int
	all  []ranked
}

func (h *poolHeap) wants(m float32) bool { return len(h.all) < h.size || m >= h.all[0].match }

// compare is positive when a is better.
func (h *poolHeap) compare(a, b ranked) int {
	if c := cmp.Compare(a.match, b.match); c != 0 {
		return c
	}
	return h.st.newer(a.ord, b.ord)
}

// newer orders equals: the newer first, unknown times last, then by id so that the order never depends on chance.
func (st *state) newer(a, b uint32) int {
	x, y := &st.docs[a], &st.docs[b]
	return cmp.Or(cmp.Compare(x.created, y.created), cmp.Compare(y.id, x.id))
}

func (h *poolHeap) push(r ranked) {
	if len(h.all) < h.size {
		h.all = append(h.all, r)
		for i := len(h.all) - 1; i > 0; {
			up := (i - 1) / 2
			if h.compare(h.all[i], h.all[up]) >= 0 {
				break
			}
			h.all[i], h.all[up] = h.all[up], h.all[i]
			i = up
		}
		return
	}
	if h.compare(r, h.all[0]) > 0 {
		h.all[0] = r
		h.sink()
	}
}

func (h *poolHeap) sink() {
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(h.all) {
			return
		}
		if down+1 < len(h.all) && h.compare(h.all[down+1], h.all[down]) < 0 {
			down++
		}
		if h.compare(h.all[down], h.all[i]) >= 0 {
			return
		}
		h.all[i], h.all[down] = h.all[down], h.all[i]
		i = down
	}
}

func sortPairs(pairs []pair) {
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.hash, b.hash) })
}
