package similar

import (
	"context"
	"math"
	"math/rand/v2"

	"precedent/backend/casefile"
)

const (
	// sweeps of the subspace iteration; more change nothing that the ranking notices.
	sweeps = 3
	// growth after which vectors are learnt again; cases that came since need none of their own.
	growth = 1.05
	// chunk is how many cases are read under one lock, so that a writer never waits long.
	chunk = 256
)

// LearnDue tells whether Learn would do something: from 1,000 cases on, when there are no vectors yet or a twentieth
// more cases than when they were learnt.
func (x *Index) LearnDue() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	st := x.st
	return !x.closed && st.living >= vectorsFrom &&
		(st.vectors == nil || float64(st.living) >= growth*float64(st.learnt) || 2*st.living < st.learnt)
}

// Learn takes the term vectors from the cases there are and puts them to use. It may take some ten seconds at 100,000
// cases, and is meant for the background: questions and writers go on meanwhile. It works on so many processors: one leaves
// the others to whoever types, and the vectors are the same. The next Save keeps them. It
// does nothing when it is not due or already under way, and leaves things as they were when the context ends.
func (x *Index) Learn(ctx context.Context, processors int) error {
	if !x.learning.TryLock() {
		return nil // somebody is at it
	}
	defer x.learning.Unlock()
	if !x.LearnDue() {
		return nil
	}
	m, err := x.collect(ctx)
	if err != nil {
		return err
	}
	v, err := m.learn(ctx, cores(processors))
	if err != nil {
		return stopped(err)
	}
	return x.adopt(v, m.cases)
}

func stopped(err error) error {
	return casefile.Wrap(casefile.Cancelled, err, "Learning which words belong together was stopped; similar cases work without.")
}

// matrix is the cases by their terms, in sparse rows of unit length.
type matrix struct {
	cases  int
	from   []int // of each row in terms and weights, and the end of the last
	terms  []int32
	weight []float32
	column []int32  // by term of the vocabulary, -1 for none
	ids    []uint32 // the term of each column
	rare   *rarity
}

// collect reads the cases a chunk at a time. Places do not move meanwhile; a case that is changed is read as it was or
// as it is.
func (x *Index) collect(ctx context.Context) (*matrix, error) {
	x.folding.Lock()
	defer x.folding.Unlock()
	m := &matrix{from: []int{0}}
	for ord := 0; ; ord += chunk {
		if err := ctx.Err(); err != nil {
			return nil, stopped(err)
		}
		more, err := x.collectChunk(m, ord)
		if err != nil {
			return nil, err
		}
		if !more {
			return m, nil
		}
	}
}

func (x *Index) collectChunk(m *matrix, from int) (more bool, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return false, errClosed()
	}
	st := x.st
	if m.column == nil {
		m.number(st)
	}
	var entries []entry
	if m.rare == nil {
		m.rare = newRarity(m.cases)
	}
	for ord := from; ord < min(from+chunk, len(st.docs)); ord++ {
		if st.docs[ord].dead {
			continue
		}
		if entries, _, err = st.read(uint32(ord), entries[:0], nil); err != nil {
			return false, damaged(err)
		}
		m.row(st, entries)
	}
	return from+chunk < len(st.docs), nil
}

// number gives a column to every term that is in two cases or more.
func (m *matrix) number(st *state) {
	m.cases = st.living
	m.column = make([]int32, st.words.size())
	for id, df := range st.words.df {
		m.column[id] = -1
		if df >= 2 {
			m.column[id] = int32(len(m.ids))
			m.ids = append(m.ids, uint32(id))
		}
	}
}

func (m *matrix) row(st *state, entries []entry) {
	from, n := len(m.terms), 0.0
	for _, e := range entries {
		if int(e.id) >= len(m.column) || m.column[e.id] < 0 {
			continue
		}
		w := frequency(e.title, e.body) * m.rare.of(st.words.df[e.id])
		m.terms = append(m.terms, m.column[e.id])
		m.weight = append(m.weight, float32(w))
		n += w * w
	}
	scale := float32(1 / (math.Sqrt(n) + 1e-9))
	for i := from; i < len(m.weight); i++ {
		m.weight[i] *= scale
	}
	m.from = append(m.from, len(m.terms))
}

// learn is the truncated singular value decomposition by randomised subspace iteration (Halko, Martinsson and Tropp,
// 2011): multiply a random block by the matrix and its transpose, keeping its columns orthonormal.
func (m *matrix) learn(ctx context.Context, on cores) (*vectors, error) {
	r := rand.New(rand.NewPCG(7, 7)) // always the same, so that equal cases give equal vectors
	v := make([]float32, len(m.ids)*dimensions)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	u := make([]float32, (len(m.from)-1)*dimensions)
	for range sweeps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m.times(v, u, on)
		orthonormal(u, on)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m.transposed(u, v, on)
	}
	orthonormal(v, on)
	m.times(v, u, on)
	return m.pack(v, strengths(u)), nil
}

// times sets u to the matrix times v.
func (m *matrix) times(v, u []float32, on cores) {
	clear(u)
	on.each(func(part, of int) {
		first, end := stretch(len(m.from)-1, part, of)
		for d := first; d < end; d++ {
			to := (*[dimensions]float32)(u[d*dimensions:])
			for k := m.from[d]; k < m.from[d+1]; k++ {
				addScaled(to, (*[dimensions]float32)(v[int(m.terms[k])*dimensions:]), m.weight[k])
			}
		}
	})
}

// transposed sets v to the transposed matrix times u.
func (m *matrix) transposed(u, v []float32, on cores) {
	clear(v)
	on.each(func(part, of int) {
		for d := range len(m.from) - 1 {
			from := (*[dimensions]float32)(u[d*dimensions:])
			for k := m.from[d]; k < m.from[d+1]; k++ {
				if t := int(m.terms[k]); t%of == part {
					addScaled((*[dimensions]float32)(v[t*dimensions:]), from, m.weight[k])
				}
			}
		}
	})
}

func addScaled(to, from *[dimensions]float32, w float32) {
	for i := 0; i < dimensions; i += 4 {
		to[i] += w * from[i]
		to[i+1] += w * from[i+1]
		to[i+2] += w * from[i+2]
		to[i+3] += w * from[i+3]
	}
}

// strengths are the singular values: the lengths of the columns of the matrix times V.
func strengths(u []float32) (s [dimensions]float64) {
	for i, x := range u {
		s[i%dimensions] += float64(x) * float64(x)
	}
	for i := range s {
		s[i] = math.Sqrt(s[i])
	}
	return s
}

// pack scales the term matrix by the singular values and keeps it small.
func (m *matrix) pack(v []float32, strength [dimensions]float64) *vectors {
	out := &vectors{row: m.column}
	for i, s := range strength {
		if s > 1e-6 {
			out.inverse[i] = float32(1 / s)
		}
	}
	out.data = make([]int8, 0, len(v))
	long := make([]float64, dimensions)
	for t := range m.ids {
		for i := range long {
			long[i] = float64(v[t*dimensions+i]) * strength[i]
		}
		out.pack(long)
	}
	return out
}

// adopt puts vectors to use, and counts the pairs, which are asked from now on. Counting reads every record once.
func (x *Index) adopt(v *vectors, cases int) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.closed {
		return errClosed()
	}
	pairs, err := x.st.countPairs()
	if err != nil {
		return damaged(err)
	}
	return x.change(func(st *state) error {
		st.vectors, st.pairs, st.learnt = v, pairs, cases
		return nil
	})
}

// countPairs counts from the records: only a writer changes them, and it is the one who asks.
func (st *state) countPairs() (*pairCounts, error) {
	p := newPairCounts(st.living)
	var entries []entry
	var pairs []uint32
	var err error
	for ord := range st.docs {
		if st.docs[ord].dead {
			continue
		}
		if entries, pairs, err = st.read(uint32(ord), entries[:0], pairs[:0]); err != nil {
			return nil, err
		}
		for _, h := range pairs {
			p.add(h)
		}
	}
	return p, nil
}
