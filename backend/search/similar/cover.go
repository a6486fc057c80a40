package similar

// cover tells how much of one text's terms another text covers: a term the other has counts whole, one it has not
// counts by the nearest term it has.
type cover struct {
	st     *state
	q      *question
	s      *scratch
	rows   []int32 // of the question's title terms, -1 for none
	titles []wide  // of the same, mirrored
	leads  []wide  // of the question's listed terms that have a vector, mirrored
	place  []int32 // by term of the question: place among its title terms, -1 for none
	topic  [dimensions]float32
}

func (st *state) newCover(q *question, s *scratch) *cover {
	c := &cover{st: st, q: q, s: s, rows: make([]int32, len(q.title)), titles: make([]wide, len(q.title)),
		place: make([]int32, len(q.terms))}
	for i := range c.place {
		c.place[i] = -1
	}
	for i, t := range q.title {
		c.place[t] = int32(i)
		if c.rows[i] = st.vectors.of(q.terms[t].id); c.rows[i] >= 0 {
			c.titles[i] = st.vectors.mirrored(c.rows[i])
		}
	}
	for _, t := range q.lead {
		if row := st.vectors.of(q.terms[t].id); row >= 0 {
			c.leads = append(c.leads, st.vectors.mirrored(row))
		}
	}
	for i := range q.terms {
		if t := &q.terms[i]; st.vectors.of(t.id) >= 0 {
			st.vectors.add(&c.topic, st.vectors.of(t.id), frequency(uint16(t.title), uint16(t.body))*t.rarity)
		}
	}
	st.vectors.settle(&c.topic)
	s.best = append(s.best[:0], make([]float32, len(q.title))...)
	return c
}

// weigh sets the signals title, theirTitle and topic of a candidate.
func (c *cover) weigh(d *candidate) {
	clear(c.s.best)
	var theirs, theirsAll float64
	var sum [dimensions]float32
	for _, e := range d.entries {
		if e.listed == 0 || c.st.df(c.q, c.s, e.id) < 2 {
			continue
		}
		c.covers(e.id)
		if e.listed&inTitle == 0 {
			continue
		}
		r := c.st.rarity(c.q, c.s, e.id)
		theirs += r * float64(c.covered(e.id))
		theirsAll += r
		if row := c.st.vectors.of(e.id); row >= 0 {
			c.st.vectors.add(&sum, row, r)
		}
	}
	d.values[theirTitle] = theirs / (theirsAll + 1e-9)
	d.values[title] = c.share()
	c.st.vectors.settle(&sum)
	for i := range sum {
		d.values[topic] += float64(sum[i] * c.topic[i])
	}
}

// covers raises, for each title term of the question, the best nearness met in the candidate.
func (c *cover) covers(id uint32) {
	if k := c.s.slot[id]; k != 0 && c.place[k-1] >= 0 {
		c.s.best[c.place[k-1]] = 1
	}
	for i, n := range c.nearness(id) {
		if n > c.s.best[i] {
			c.s.best[i] = n
		}
	}
}

// nearness gives the cosines of a term to the question's title terms, worked out once for a question.
func (c *cover) nearness(id uint32) []float32 {
	n := len(c.titles)
	if at := int(c.s.near[id]); at > 0 {
		return c.s.nearness[(at-1)*n : at*n]
	}
	row := c.st.vectors.of(id)
	if row < 0 || n == 0 {
		return nil
	}
	w := c.st.vectors.widened(row)
	for i, t := range c.rows {
		cos := float32(0)
		if t >= 0 && t != row {
			cos = w.cosine(&c.titles[i])
		}
		c.s.nearness = append(c.s.nearness, cos)
	}
	c.s.nearOf = append(c.s.nearOf, id)
	c.s.near[id] = int32(len(c.s.nearOf))
	return c.s.nearness[len(c.s.nearness)-n:]
}

// title is the nearness of a term to one of the question's title terms; without vectors nothing is near.
func (c *cover) title(at int, id uint32) float32 {
	if c == nil {
		return 0
	}
	if n := c.nearness(id); n != nil {
		return n[at]
	}
	return 0
}

// cosine of two terms; without vectors nothing is near.
func (c *cover) cosine(a, b uint32) float32 {
	if c == nil {
		return 0
	}
	x, y := c.st.vectors.of(a), c.st.vectors.of(b)
	if x < 0 || y < 0 {
		return 0
	}
	return c.st.vectors.cosine(x, y)
}

// share is the part of the question's title that the candidate covers, by rarity.
func (c *cover) share() float64 {
	var got, all float64
	for i, t := range c.q.title {
		r := c.q.terms[t].rarity
		got += r * float64(c.s.best[i])
		all += r
	}
	return got / (all + 1e-9)
}

// covered is how well the asked text covers a term of a candidate's title.
func (c *cover) covered(id uint32) float32 {
	if k := c.s.slot[id]; k != 0 && c.q.terms[k-1].listed != 0 {
		return 1
	}
	if known := c.s.soft[id]; known != 0 {
		return known - 1
	}
	best := float32(0)
	if row := c.st.vectors.of(id); row >= 0 {
		w := c.st.vectors.widened(row)
		for i := range c.leads {
			best = max(best, w.cosine(&c.leads[i]))
		}
	}
	c.s.soft[id] = best + 1
	c.s.softOf = append(c.s.softOf, id)
	return best
}

// plainCover sets title and theirTitle without vectors: a term is there or not.
func (st *state) plainCover(q *question, c *candidate, s *scratch) {
	var asked, theirs, theirsAll float64
	for _, e := range c.entries {
		if e.listed == 0 || st.df(q, s, e.id) < 2 {
			continue
		}
		k := s.slot[e.id]
		if k != 0 && q.terms[k-1].listed&inTitle != 0 {
			asked += q.terms[k-1].rarity
		}
		if e.listed&inTitle != 0 {
			r := st.rarity(q, s, e.id)
			theirsAll += r
			if k != 0 && q.terms[k-1].listed != 0 {
				theirs += r
			}
		}
	}
	all := 0.0
	for _, t := range q.title {
		all += q.terms[t].rarity
	}
	c.values[title] = asked / (all + 1e-9)
	c.values[theirTitle] = theirs / (theirsAll + 1e-9)
}
