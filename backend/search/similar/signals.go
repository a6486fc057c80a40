package similar

import (
	"errors"
	"math"
	"slices"

	"precedent/backend/casefile/sidebyside"
)

// weigh works out the ten signals of a pool and orders it by score.
func (st *state) weigh(q *question, pool []candidate, s *scratch) error {
	shares := shared(st, pool, s)
	wrong := make([]error, len(shares))
	sidebyside.Do(len(shares), func(i int) { wrong[i] = st.load(q, shares[i].pool, shares[i].s) })
	if err := errors.Join(wrong...); err != nil {
		return err
	}
	for i := range q.terms {
		s.slot[q.terms[i].id] = int32(i + 1)
	}
	own := st.gather(q, pool, s)
	sidebyside.Do(len(shares), func(i int) { shares[i].near = st.measure(q, shares[i].pool, shares[i].s) })
	for i := range own {
		pool[i].values[crowd] -= own[i]
	}
	q.near = shares[0].near
	st.ages(q, pool)
	relative(pool)
	return nil
}

// portion is a part of the pool, which one processor works on with a memory of its own.
type portion struct {
	pool []candidate
	s    *scratch
	near *cover
}

// worthSharing is from how many candidates on two processors are faster than one.
const worthSharing = 64

func shared(st *state, pool []candidate, s *scratch) []portion {
	if len(pool) < worthSharing {
		return []portion{{pool: pool, s: s}}
	}
	half := len(pool) / 2
	return []portion{{pool: pool[:half], s: s}, {pool: pool[half:], s: s.second(st)}}
}

// measure works out what can be said of each candidate by itself.
func (st *state) measure(q *question, pool []candidate, s *scratch) (near *cover) {
	meanTitle, meanBody := st.means()
	if q.full {
		near = st.newCover(q, s)
	}
	for i := range pool {
		c := &pool[i]
		st.counts(q, c, s, meanTitle, meanBody)
		c.values[length] = math.Log1p(float64(st.lenBody[c.ord]))
		if near == nil {
			st.plainCover(q, c, s)
			continue
		}
		near.weigh(c)
		c.values[phrase], _ = st.phrase(q, c, s)
	}
	return near
}

// load reads the records of the pool, pairs only when they are asked for.
func (st *state) load(q *question, pool []candidate, s *scratch) error {
	for i := range pool {
		c := &pool[i]
		body, err := st.record(c.ord)
		if err != nil {
			return err
		}
		from, fromPair := len(s.entries), len(s.pairs)
		if s.entries, body, err = decodeTerms(body, st.words.size(), s.entries); err != nil {
			return err
		}
		if q.full {
			if s.pairs, err = decodePairs(body, s.pairs); err != nil {
				return err
			}
		}
		c.entries, c.pairs = s.entries[from:], s.pairs[fromPair:]
	}
	return nil
}

// df is the number of cases that have a term, the asking text counted as one.
func (st *state) df(q *question, s *scratch, id uint32) uint32 {
	if s.slot[id] != 0 {
		return st.words.df[id] + q.extra
	}
	return st.words.df[id]
}

func (st *state) rarity(q *question, s *scratch, id uint32) float64 {
	if k := s.slot[id]; k != 0 {
		return q.terms[k-1].rarity
	}
	return s.rare.of(st.words.df[id])
}

// common is the share of the titles that have a term. Of an everyday word, such as "incident" or "error", it says nothing
// that not both have it; the rarer ones are not looked up, for their share is next to nothing.
func (st *state) common(id uint32) float64 {
	share := float64(st.words.titled[id]) / float64(st.living+fewTitles)
	if share > rareTitle && everyday(st.words.surface(id)) {
		return 0
	}
	return share
}

// gather adds the vectors of the best of the pool into one, each weighted by the cube of its match against the best; it
// gives the weights back, for a case is not part of its own crowd.
func (st *state) gather(q *question, pool []candidate, s *scratch) []float64 {
	own := make([]float64, min(len(pool), crowdSize))
	for i := range own {
		c := &pool[i]
		norm := 0.0
		for _, e := range c.entries {
			w := frequency(e.title, e.body) * st.rarity(q, s, e.id)
			norm += w * w
		}
		r := c.match / pool[0].match
		own[i] = r * r * r
		scale := own[i] / (math.Sqrt(norm) + 1e-9)
		for _, e := range c.entries {
			if s.crowd[e.id] == 0 {
				s.touched = append(s.touched, e.id)
			}
			s.crowd[e.id] += float32(scale * frequency(e.title, e.body) * st.rarity(q, s, e.id))
		}
	}
	return own
}

// counts works out the signals that need only the counts of terms: words, rare, crowd and contrast.
func (st *state) counts(q *question, c *candidate, s *scratch, meanTitle, meanBody float64) {
	perTitle := 1 - titleSpread + titleSpread*float64(st.lenTitle[c.ord])/meanTitle
	perBody := 1 - bodySpread + bodySpread*float64(st.lenBody[c.ord])/meanBody
	norm, dot := 0.0, 0.0
	c.values[contrast] = q.common
	for _, e := range c.entries {
		w := frequency(e.title, e.body)
		k := s.slot[e.id]
		if k == 0 {
			if e.listed&inTitle != 0 {
				c.values[contrast] += st.common(e.id)
			}
			w *= s.rare.of(st.words.df[e.id])
			norm += w * w
			dot += w * float64(s.crowd[e.id])
			continue
		}
		t := &q.terms[k-1]
		w *= t.rarity
		norm += w * w
		dot += w * float64(s.crowd[e.id])
		c.values[contrast] -= t.common
		c.values[rare] = max(c.values[rare], t.rarity)
		if !isCompound(t.key) {
			g := caseTitle*float64(e.title)/perTitle + float64(e.body)/perBody
			c.values[words] += t.weight * (caseSaturation + 1) * g / (g + caseSaturation)
		}
	}
	c.norm = math.Sqrt(norm) + 1e-9
	c.values[crowd] = dot / c.norm
}

// phrase finds the rarest pair of neighbouring words that both texts have; its place among the question's pairs is
// below zero when there is none. Both words must be in the case, so that a mere collision of hashes is none.
func (st *state) phrase(q *question, c *candidate, s *scratch) (float64, int) {
	best, at, j := 0.0, -1, 0
	for i := range q.pairs {
		for j < len(c.pairs) && c.pairs[j] < q.pairs[i].hash {
			j++
		}
		if j == len(c.pairs) {
			break
		}
		if c.pairs[j] != q.pairs[i].hash || !c.has(q.terms[q.pairs[i].first].id) || !c.has(q.terms[q.pairs[i].second].id) {
			continue
		}
		if r := s.rare.of(st.pairs.of(c.pairs[j]) + q.extra); r > best {
			best, at = r, i
		}
	}
	return best, at
}

func (c *candidate) has(id uint32) bool {
	_, ok := slices.BinarySearchFunc(c.entries, id, func(e entry, id uint32) int { return int(e.id) - int(id) })
	return ok
}

// ages sets the signal of age from the days between the two, whichever came first. A case of unknown time is taken to
// be as old as the middle one of the pool, so that not knowing neither helps nor harms.
func (st *state) ages(q *question, pool []candidate) {
	var known []float64
	for i := range pool {
		d := math.Abs(q.days(st.docs[pool[i].ord].created))
		pool[i].values[age] = math.Log1p(d)
		if !math.IsNaN(d) {
			known = append(known, math.Log1p(d))
		}
	}
	middle := 0.0
	if len(known) > 0 {
		slices.Sort(known)
		middle = known[len(known)/2]
	}
	for i := range pool {
		if math.IsNaN(pool[i].values[age]) {
			pool[i].values[age] = middle
		}
	}
}

// relative divides the match of words by the best of the pool.
func relative(pool []candidate) {
	best := 1e-9
	for i := range pool {
		best = max(best, pool[i].values[words])
	}
	for i := range pool {
		pool[i].values[words] /= best
	}
}
