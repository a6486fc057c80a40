package similar

import (
	"cmp"
	"math"
	"slices"
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

// match adds up BM25F over the postings of the question's terms, the heaviest first. Of a question asked while a person
// types only so many postings are read: what the common words of a long text add hardly changes who is in the pool, and
// the signals are worked out from the records anyway.
func (st *state) match(q *question, s *scratch) {
	s.spread(st)
	left := math.MaxInt
	if q.typed {
		left = typedPostings
	}
	for _, i := range q.byWeight() {
		t := &q.terms[i]
		st.matchTerm(t.id, float32(t.weight)*(caseSaturation+1), s)
		if left -= int(st.words.df[t.id]); left < 0 {
			return
		}
	}
}

// matchTerm is where a question spends its time: no call is made for a posting, but for the rare large numbers.
func (st *state) matchTerm(id uint32, weight float32, s *scratch) {
	match, spreads := s.match, s.spreads[:len(s.match)]
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
