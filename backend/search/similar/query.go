package similar

import (
	"cmp"
	"math"
	"slices"
)

// Answer is what a Query gives.
type Answer struct {
	Hits  []Hit // best first
	Older []Hit // more than a year from the question, best first, their age not weighed
	Full  bool  // all ten signals were used
}

// Hit is a case like the one asked about.
type Hit struct {
	ID       string
	Score    float64
	Reasons  []Reason // they add up to Score; the heaviest first
	Evidence Evidence
}

// Reason is one part of a score.
type Reason struct {
	Signal Signal
	Value  float64 // the signal as measured
	Points float64 // what it adds to the score, or takes
}

const yearDays = 365

// Query gives the cases that are most like a case or a text (FromText). Of a text, only Title and Body need be there.
// It fails only when the folder is damaged or the index closed.
func (x *Index) Query(d Doc, o Options) (Answer, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return Answer{}, errClosed()
	}
	st := x.st
	s := x.borrow(st)
	q := st.ask(d, o, s)
	defer x.giveBack(s, q)
	pool := st.pool(q, s)
	if err := st.weigh(q, pool, s); err != nil {
		return Answer{}, damaged(err)
	}
	w := weightsOf(q, o)
	a := Answer{Full: q.full, Hits: st.rank(q, pool, w, o, s)}
	if o.Older {
		w[age] = 0
		a.Older = st.rank(q, st.old(q, pool), w, o, s)
	}
	return a, nil
}

func weightsOf(q *question, o Options) [signals]float64 {
	w := fallbackWeights
	if q.full {
		w = fullWeights
	}
	w[age] = o.Recency.weight()
	return w
}

// rank orders a pool under the weights and explains the best of it.
func (st *state) rank(q *question, pool []candidate, w [signals]float64, o Options, s *scratch) []Hit {
	for i := range pool {
		c := &pool[i]
		c.score = documentedWeight * st.documented(c.ord)
		for k := range w {
			c.score += w[k] * c.values[k]
		}
	}
	slices.SortFunc(pool, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), st.newer(b.ord, a.ord))
	})
	hits := make([]Hit, 0, min(o.limit(), len(pool)))
	for i := range pool[:cap(hits)] {
		c := &pool[i]
		h := Hit{ID: st.docs[c.ord].id, Reasons: st.reasons(c, w)}
		if !o.Bare {
			h.Evidence = st.evidenceOnce(q, c, s)
		}
		for _, r := range h.Reasons {
			h.Score += r.Points
		}
		hits = append(hits, h)
	}
	return hits
}

// reasons are the parts of a score. The length of a text is told against the mean; the rest of its weight is the same
// for all and stands apart as the base.
func (st *state) reasons(c *candidate, w [signals]float64) []Reason {
	_, mean := st.means()
	base := w[length] * math.Log1p(mean)
	out := make([]Reason, 0, signals+2)
	for k, name := range names {
		r := Reason{name, c.values[k], w[k] * c.values[k]}
		if k == length {
			r.Points -= base
		}
		if w[k] != 0 {
			out = append(out, r)
		}
	}
	if known := st.documented(c.ord); known > 0 {
		out = append(out, Reason{Documented, known, documentedWeight * known})
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Points), math.Abs(a.Points)) })
	return append(out, Reason{Base, mean, base})
}

func (st *state) documented(ord uint32) float64 {
	return float64(st.docs[ord].documented) / math.MaxUint8
}

// old are those of the pool that lie more than a year from the question.
func (st *state) old(q *question, pool []candidate) []candidate {
	var out []candidate
	for _, c := range pool {
		if math.Abs(q.days(st.docs[c.ord].created)) > yearDays {
			out = append(out, c)
		}
	}
	return out
}
