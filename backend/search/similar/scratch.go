package similar

// scratch is the working memory of one question, kept between questions. Its tables are as long as the cases or the
// vocabulary, all zero when nobody uses them; what was written is undone by the list of what was touched.
type scratch struct {
	match []float32 // by place of case
	slot  []int32   // by term: place in question.terms, plus one
	crowd []float32 // by term: weight in the crowd's vector
	near  []int32   // by term: row of nearness, plus one
	soft  []float32 // by term: best nearness to the asked text, plus one

	touched  []uint32 // terms with a crowd weight
	nearOf   []uint32 // terms with a row of nearness
	softOf   []uint32 // terms with a soft value
	nearness []float32
	best     []float32
	entries  []entry
	pairs    []uint32
	buf      []byte
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

// giveBack makes the tables zero again.
func (x *Index) giveBack(s *scratch, q *question) {
	for i := range q.terms {
		s.slot[q.terms[i].id] = 0
	}
	for _, t := range s.touched {
		s.crowd[t] = 0
	}
	for _, t := range s.nearOf {
		s.near[t] = 0
	}
	for _, t := range s.softOf {
		s.soft[t] = 0
	}
	s.touched, s.nearOf, s.softOf = s.touched[:0], s.nearOf[:0], s.softOf[:0]
	s.nearness, s.entries, s.pairs = s.nearness[:0], s.entries[:0], s.pairs[:0]
	x.scratch.Put(s)
}

// grown gives a table of n zeros, the old one if it is long enough; after a Save the vocabulary never shrinks, but the
// number of places does.
func grown[T int32 | float32](table []T, n int) []T {
	if cap(table) >= n {
		return table[:n]
	}
	return make([]T, n, n+n/4)
}
