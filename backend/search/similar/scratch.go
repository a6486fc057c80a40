package similar

// scratch is the working memory of one question, kept between questions. Its tables are as long as the cases or the
// vocabulary, all zero when nobody uses them; what was written is undone by the list of what was touched.
type scratch struct {
	match []float32 // by place of case
	other []float32 // the same of a second processor
	slot  []int32   // by term: place in question.terms, plus one
	crowd []float32 // by term: weight in the crowd's vector
	near  []int32   // by term: row of nearness, plus one
	soft  []float32 // by term: best nearness to the asked text, plus one

	spreads  []spread // by place of case
	spreadOf spreadOf

	touched  []uint32 // terms with a crowd weight
	nearOf   []uint32 // terms with a row of nearness
	softOf   []uint32 // terms with a soft value
	nearness []float32
	best     []float32
	entries  []entry
	pairs    []uint32
	rare     *rarity
	twin     *scratch // of a second processor, which shares slot and crowd; nil until there was work for it
}

func (x *Index) borrow(st *state) *scratch {
	s, _ := x.scratch.Get().(*scratch)
	if s == nil {
		s = &scratch{}
	}
	s.match = grown(s.match, len(st.docs))
	n := st.words.size()
	s.slot, s.crowd = grown(s.slot, n), grown(s.crowd, n)
	if st.vectors != nil {
		s.near, s.soft = grown(s.near, n), grown(s.soft, n)
	}
	return s
}

// second is the working memory for a second processor.
func (s *scratch) second(st *state) *scratch {
	if s.twin == nil {
		s.twin = &scratch{}
	}
	t := s.twin
	t.slot, t.crowd = s.slot, s.crowd
	t.rarity(int(s.rare.cases))
	if st.vectors != nil {
		t.near, t.soft = grown(t.near, len(s.near)), grown(t.soft, len(s.soft))
	}
	return t
}

// giveBack makes the tables zero again.
func (x *Index) giveBack(s *scratch, q *question) {
	for i := range q.terms {
		s.slot[q.terms[i].id] = 0
	}
	for _, t := range s.touched {
		s.crowd[t] = 0
	}
	s.touched = s.touched[:0]
	s.clear()
	if s.twin != nil {
		s.twin.clear()
		s.twin.slot, s.twin.crowd = nil, nil
	}
	x.scratch.Put(s)
}

// clear makes zero again what two processors do not share.
func (s *scratch) clear() {
	for _, t := range s.nearOf {
		s.near[t] = 0
	}
	for _, t := range s.softOf {
		s.soft[t] = 0
	}
	s.nearOf, s.softOf = s.nearOf[:0], s.softOf[:0]
	s.nearness, s.entries, s.pairs = s.nearness[:0], s.entries[:0], s.pairs[:0]
}

// grown gives a table of n zeros, the old one if it is long enough; after a Save the vocabulary never shrinks, but the
// number of places does.
func grown[T int32 | float32 | spread](table []T, n int) []T {
	if cap(table) >= n {
		return table[:n]
	}
	return make([]T, n, n+n/4)
}

// spread is what a count in a case is multiplied by for its length against the mean, in the body and in the title.
type spread struct{ body, title float32 }

// spreadOf says what the spreads were worked out from; what was added since changes it.
type spreadOf struct {
	st                *state
	cases, living     int
	sumTitle, sumBody int64
}

// spread works out the spreads anew when the cases have changed.
func (s *scratch) spread(st *state) {
	of := spreadOf{st, len(st.docs), st.living, st.sumTitle, st.sumBody}
	if s.spreadOf == of {
		return
	}
	s.spreadOf, s.spreads = of, grown(s.spreads, len(st.docs))
	meanTitle, meanBody := st.means()
	perTitle, perBody := float32(titleSpread/meanTitle), float32(bodySpread/meanBody)
	for i := range s.spreads {
		s.spreads[i] = spread{1 / (1 - bodySpread + perBody*st.lenBody[i]), caseTitle / (1 - titleSpread + perTitle*st.lenTitle[i])}
	}
}

// rarity is kept from one question to the next, for it fills itself.
func (s *scratch) rarity(cases int) *rarity {
	if s.rare == nil || s.rare.cases != float64(cases) {
		s.rare = newRarity(cases)
	}
	return s.rare
}
