package search

import (
	"context"

	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

// session is one search: a snapshot of the index, and what was opened in it.
type session struct {
	index      *Index
	reader     index.IndexReader
	state      state
	unfinished bool // the last word may go on
	typing     bool
	exact      bool
	noTypos    bool
	opened     []index.TermFieldReader
	also       map[string][]string // the corrections that were added to a word
	partial    bool                // not all completions of the last word were taken
}

func (s *session) close() {
	for _, r := range s.opened {
		_ = r.Close()
	}
}

// compile turns an expression into a node. What lies in the bin is left out unless it is asked for.
func (s *session) compile(e language.Expr) (node, error) {
	var last language.Expr
	if s.unfinished {
		if all := language.Words(e); len(all) > 0 {
			last = all[len(all)-1]
		}
	}
	n, err := s.expr(e, last)
	if err != nil || language.Asks(e, language.Is, language.Binned) {
		return n, err
	}
	bin, err := s.set(rating{tier: tierNone}, fieldIs, termBinned)
	return &allNode{wanted: []node{n}, not: []node{bin}}, err
}

// expr compiles one expression. last is the word that is still being typed.
func (s *session) expr(e, last language.Expr) (node, error) {
	switch e := e.(type) {
	case language.And:
		return s.and(e, last)
	case language.Or:
		return s.or(e, last)
	case language.Not:
		return s.and(language.And{e}, nil)
	case language.Word:
		return s.word(e, e == last)
	case language.Phrase:
		return s.phrase(e.Text, false, nil)
	case language.Filter:
		return s.filter(e)
	}
	return s.everything()
}

func (s *session) and(list language.And, last language.Expr) (node, error) {
	n := &allNode{}
	optional := dispensable(list, last)
	for i, e := range list {
		if optional[i] {
			continue
		}
		to := &n.wanted
		if not, ok := e.(language.Not); ok {
			e, to = not.X, &n.not
		}
		m, err := s.expr(e, last)
		if err != nil {
			return nil, err
		}
		*to = append(*to, m)
	}
	if len(n.wanted) == 0 {
		all, err := s.everything()
		if err != nil {
			return nil, err
		}
		n.wanted = []node{all}
	}
	return n.sorted(), nil
}

// dispensable finds the words that a hit need not have: those in every text, when other words are there to look for, and
// nobody is typing another word that begins so.
func dispensable(list language.And, last language.Expr) map[int]bool {
	out, others := map[int]bool{}, 0
	for i, e := range list {
		w, ok := e.(language.Word)
		if ok && !w.Prefix && e != last && words.Stop(words.Fold(w.Text)) {
			out[i] = true
			continue
		}
		if _, phrase := e.(language.Phrase); ok || phrase {
			others++
		}
	}
	if others == 0 {
		return nil
	}
	return out
}

func (s *session) or(list language.Or, last language.Expr) (node, error) {
	nodes := make([]node, 0, len(list))
	for _, e := range list {
		n, err := s.expr(e, last)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return newAny(nodes, false), nil
}

// everything is every case.
func (s *session) everything() (node, error) {
	r, err := s.reader.DocIDReaderAll()
	if err != nil {
		return nil, damaged(err)
	}
	defer func() { _ = r.Close() }()
	n := &setNode{rated: rating{tier: tierNone}}
	for {
		id, err := r.Next()
		if err != nil {
			return nil, damaged(err)
		}
		if id == nil {
			return n, nil
		}
		n.add(id.Value())
	}
}

// set is the documents that have one of the terms.
func (s *session) set(rated rating, field string, terms ...string) (*setNode, error) {
	n := &setNode{rated: rated}
	for _, t := range terms {
		r, err := s.reader.TermFieldReader(context.Background(), []byte(t), field, false, false, false)
		if err != nil {
			return nil, damaged(err)
		}
		if err := fillSet(n, r); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func fillSet(n *setNode, r index.TermFieldReader) error {
	defer func() { _ = r.Close() }()
	var doc index.TermFieldDoc
	for {
		d, err := r.Next(doc.Reset())
		if err != nil {
			return damaged(err)
		}
		if d == nil {
			return nil
		}
		n.add(d.ID.Value())
	}
}

// unit is a word as typed, cut as the index cuts: one token, or several that stand side by side.
type unit struct {
	tokens []words.Token // words, pairs; of a pair run its last character is left out
	whole  string        // the joined word, when it is one
}

// unitOf cuts a typed word or phrase.
func unitOf(text string) unit {
	var u unit
	pairs := false
	for _, t := range words.All(text) {
		switch t.Kind {
		case words.Whole:
			u.whole = t.Text
		case words.Part:
		case words.Last:
			if !pairs {
				u.tokens = append(u.tokens, t)
			}
			pairs = false
		default:
			pairs = t.Kind == words.Pair
			u.tokens = append(u.tokens, t)
		}
	}
	return u
}

// phrase compiles words that stand side by side, in the given fields or anywhere. With open the last one may be unfinished.
func (s *session) phrase(text string, open bool, fields []string) (node, error) {
	u := unitOf(text)
	if len(u.tokens) == 0 {
		return s.everything()
	}
	n := &phraseNode{rated: rating{tier: tierExact}, mean: s.state.averageLength()}
	first := u.tokens[0].Pos
	for i, t := range u.tokens {
		last := i == len(u.tokens)-1
		sl, count, err := s.slot(t, last && open)
		if err != nil || len(sl.terms) == 0 {
			return noNode{}, err
		}
		sl.offset = uint64(t.Pos - first)
		n.idf += idf(s.state.count, count)
		n.slots = append(n.slots, sl)
	}
	if fields == nil {
		return n, nil
	}
	marks, err := s.marks(fields)
	if err != nil || marks == nil {
		return noNode{}, err
	}
	n.marks, n.rated.tier = marks, tierNone
	return n, nil
}

// slot opens one place of a phrase: a term, or what begins with it.
func (s *session) slot(t words.Token, open bool) (slot, uint64, error) {
	terms := []string{t.Text}
	if open || t.Kind == words.Last {
		terms = nil
		if err := eachTerm(s.reader, fieldText, t.Text, func(e *index.DictEntry) { terms = append(terms, e.Term) }); err != nil {
			return slot{}, 0, err
		}
	}
	var sl slot
	count := uint64(0)
	for _, term := range terms {
		p, err := s.open(fieldText, term, true, true)
		if err != nil {
			return slot{}, 0, err
		}
		if p != nil {
			sl.terms = append(sl.terms, p)
			count += p.count()
		}
	}
	return sl, count, nil
}

func (s *session) marks(fields []string) (*fieldMarks, error) {
	m := &fieldMarks{}
	var err error
	if m.every, err = s.open(fieldText, mark, true, true); err != nil || m.every == nil {
		return nil, err
	}
	for _, f := range fields {
		p, err := s.open(fieldText, mark+f, true, true)
		if err != nil {
			return nil, err
		}
		if p != nil {
			m.those = append(m.those, p)
		}
	}
	if len(m.those) == 0 {
		return nil, nil
	}
	return m, nil
}
