package evaluate

import (
	"cmp"
	"slices"

	"precedent/backend/search/similar"
)

// wholePool asks for the whole pool.
const wholePool = 1 << 20

// fitted are the signals whose weights are learnt. That of age is fixed: left free it wins recent matches at the cost of
// the old ones, which are the ones nobody remembers.
var fitted = []similar.Signal{similar.Words, similar.Title, similar.TheirTitle, similar.Length, similar.Rare,
	similar.Topic, similar.Crowd, similar.Phrase, similar.Contrast}

// sampleOf turns an answer that holds the whole pool into a sample.
func sampleOf(hits []similar.Hit, q Query, age float64) sample {
	s := sample{query: q, age: age}
	for _, h := range hits {
		x, fixed := make([]float64, len(fitted)), 0.0
		for _, r := range h.Reasons {
			if k := slices.Index(fitted, r.Signal); k >= 0 {
				x[k] = r.Value
			} else if r.Signal == similar.Age {
				fixed += r.Points
			}
		}
		s.ids = append(s.ids, h.ID)
		s.values = append(s.values, x)
		s.fixed = append(s.fixed, fixed)
		s.relevant = append(s.relevant, slices.Contains(q.Relevant, h.ID))
	}
	return s
}

// rank orders the candidates by weights.
func (s *sample) rank(w []float64) []similar.Hit {
	hits := make([]similar.Hit, len(s.ids))
	for i, id := range s.ids {
		hits[i] = similar.Hit{ID: id, Score: s.fixed[i]}
		for k, v := range s.values[i] {
			hits[i].Score += w[k] * v
		}
	}
	slices.SortStableFunc(hits, func(a, b similar.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(len(hits), Depth)]
}

// holdOut judges either half of the questions with weights learnt from the other.
func (r *run) holdOut() {
	middle := len(r.samples) / 2
	learnt := [2][]float64{fit(r.samples[middle:], len(fitted)), fit(r.samples[:middle], len(fitted))}
	for i := range r.judged {
		w := learnt[0]
		if i >= middle {
			w = learnt[1]
		}
		r.all = append(r.all, judge(r.judged[i].rank(w), r.judged[i].query, r.judged[i].age))
	}
	for of, w := range append(learnt[:], fit(r.samples, len(fitted))) {
		r.report.Weights[of] = map[similar.Signal]float64{}
		for k, name := range fitted {
			r.report.Weights[of][name] = w[k]
		}
	}
}
