package similar

import (
	"cmp"
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
	st.match(q, s.match)
	h := poolHeap{st: st}
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

// match adds up BM25F over the postings of the question's terms.
func (st *state) match(q *question, into []float32) {
	meanTitle, meanBody := st.means()
	perTitle, perBody := float32(titleSpread/meanTitle), float32(bodySpread/meanBody)
	for i := range q.terms {
		weight := float32(q.terms[i].weight) * (caseSaturation + 1)
		st.eachPosting(q.terms[i].id, func(p posting) {
			g := float32(p.body) / (1 - bodySpread + perBody*st.lenBody[p.ord])
			if p.title > 0 {
				g += caseTitle * float32(p.title) / (1 - titleSpread + perTitle*st.lenTitle[p.ord])
			}
			into[p.ord] += weight * g / (g + caseSaturation)
		})
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

// poolHeap keeps the best poolSize, the worst of them on top.
type poolHeap struct {
	st  *state
	all []ranked
}

func (h *poolHeap) wants(m float32) bool { return len(h.all) < poolSize || m >= h.all[0].match }

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
	if len(h.all) < poolSize {
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
