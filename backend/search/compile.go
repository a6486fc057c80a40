package search

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

// session is one search: a snapshot of the index, and what was opened in it.
type session struct {
	index   *Index
	reader  index.IndexReader
	state   state
	typing  bool
	exact   bool
	noTypos bool
	opened  []index.TermFieldReader
	also    map[string][]string // the corrections that were added to a word
	partial bool                // not all completions of the last word were taken
}

func (s *session) close() {
	for _, r := range s.opened {
		_ = r.Close()
	}
}

// compile turns an expression into a node. What lies in the bin is left out unless it is asked for.
func (s *session) compile(e language.Expr) (node, error) {
	var last language.Expr
	if s.typing {
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
	return n, nil
}

// dispensable finds the words that a hit need not have: those in every text, when other words are there to look for.
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

// term is a word with its weight; noNode when no case has it.
func (s *session) term(field, text string, t tier, weight float64) (node, error) {
	p, err := s.open(field, text, true, false)
	if err != nil || p == nil {
		return noNode{}, err
	}
	return &termNode{postings: p, idf: weight * idf(s.state.count, p.count()), average: s.state.averageLength(), tier: t}, nil
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

// word compiles a typed word: its key, itself, its stem, its completions, its corrections.
func (s *session) word(w language.Word, last bool) (node, error) {
	u := unitOf(w.Text)
	if len(u.tokens) == 0 {
		return s.everything()
	}
	nodes, err := s.keys(w.Text, w.Prefix || last)
	if err != nil {
		return nil, err
	}
	var n node
	if one := u.tokens[0]; len(u.tokens) == 1 && one.Kind == words.Word {
		n, err = s.single(w, one.Text, last)
	} else {
		n, err = s.phrase(w.Text, w.Prefix || last, nil)
	}
	if err != nil {
		return nil, err
	}
	nodes = append(nodes, n)
	if u.whole != "" {
		whole, err := s.term(fieldText, u.whole, tierExact, 1)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, whole)
	}
	return newAny(nodes, false), nil
}

// single compiles a word of one token.
func (s *session) single(w language.Word, folded string, last bool) (node, error) {
	exact, err := s.term(fieldText, folded, tierExact, 1)
	if err != nil {
		return nil, err
	}
	nodes := []node{exact}
	switch {
	case w.Prefix:
		n, err := s.beginning(folded)
		return newAny(append(nodes, n), true), err
	case last:
		list, err := s.index.complete(s.reader, folded)
		if err != nil {
			return nil, err
		}
		s.partial = s.partial || len(list) > mostCompletions
		for _, c := range list[:min(len(list), mostCompletions)] {
			if c == folded {
				continue
			}
			n, err := s.term(fieldText, c, tierExact, completionWeight)
			if err != nil {
				return nil, err
			}
			nodes = append(nodes, n)
		}
		if len(list) > 0 {
			return newAny(nodes, true), nil
		}
	}
	if s.exact || words.Coded(w.Text) {
		return exact, nil
	}
	return s.spellings(folded, nodes)
}

// Weights of a word's other forms against itself.
const (
	completionWeight = 0.9
	stemWeight       = 0.8
	typoWeight       = 0.5 // divided by the number of edits
)

// spellings adds the stem, and the corrections of a word that is rare as typed.
func (s *session) spellings(folded string, nodes []node) (node, error) {
	stem := words.Stem(folded)
	forms := []struct{ field, term string }{{fieldStem, stem}}
	if stem != folded {
		forms = append(forms, struct{ field, term string }{fieldText, stem})
	}
	for _, f := range forms {
		n, err := s.term(f.field, f.term, tierStem, stemWeight)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	if s.noTypos || s.known(nodes) >= rare {
		return newAny(nodes, true), nil
	}
	typos, err := s.typos(folded, stem)
	if err != nil {
		return nil, err
	}
	for _, t := range typos {
		n, err := s.term(fieldText, t.Term, tierTypo, typoWeight/float64(t.EditDistance))
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		s.also[folded] = append(s.also[folded], t.Term)
	}
	return newAny(nodes, true), nil
}

// rare is how many cases must have a word for it to be taken as typed: then looking for other spellings would only bring
// in other words (rest for reset).
const rare = 10

// known is about how many cases have one of the terms.
func (s *session) known(nodes []node) uint64 {
	most := uint64(0)
	for _, n := range nodes {
		if t, ok := n.(*termNode); ok {
			most = max(most, t.count())
		}
	}
	return most
}

// A typing mistake is corrected from minTypo letters on, by one edit up to shortWord letters and two above, and never in
// the first letter.
const (
	minTypo   = 4
	shortWord = 7
	// mostTypos bounds the corrections of a word, nearest and most frequent first.
	mostTypos = 40
)

// typos finds the words of the index that are the typed one but for one or two edits.
func (s *session) typos(folded, stem string) ([]index.DictEntry, error) {
	letters := utf8.RuneCountInString(folded)
	fuzzy, ok := s.reader.(index.IndexReaderFuzzy)
	if letters < minTypo || !ok || strings.ContainsFunc(folded, words.Spaceless) {
		return nil, nil
	}
	edits := 1
	if letters > shortWord {
		edits = 2
	}
	_, n := utf8.DecodeRuneInString(folded)
	dict, automaton, err := fuzzy.FieldDictFuzzyAutomaton(fieldText, folded, edits, folded[:n])
	if err != nil {
		return nil, damaged(err)
	}
	defer func() { _ = dict.Close() }()
	var all []index.DictEntry
	for {
		e, err := dict.Next()
		if err != nil {
			return nil, damaged(err)
		}
		if e == nil {
			break
		}
		if e.Term == folded || words.Coded(e.Term) || words.Stem(e.Term) == stem {
			continue
		}
		found := *e
		if automaton != nil {
			_, found.EditDistance = automaton.MatchAndDistance(e.Term)
		}
		found.EditDistance = max(found.EditDistance, 1)
		all = append(all, found)
	}
	slices.SortFunc(all, func(a, b index.DictEntry) int {
		if c := int(a.EditDistance) - int(b.EditDistance); c != 0 {
			return c
		}
		return strings.Compare(a.Term, b.Term)
	})
	return all[:min(len(all), mostTypos)], nil
}

// mostTerms is how many terms are walked side by side; more are gathered into a set beforehand.
const mostTerms = 64

// beginning is the words that begin with a prefix.
func (s *session) beginning(prefix string) (node, error) {
	var terms []string
	if err := eachTerm(s.reader, fieldText, prefix, func(e *index.DictEntry) { terms = append(terms, e.Term) }); err != nil {
		return nil, err
	}
	if len(terms) > mostTerms {
		n, err := s.set(rating{tier: tierExact}, fieldText, terms...)
		if err != nil {
			return nil, err
		}
		n.rated.score = completionWeight * idf(s.state.count, n.size)
		return n, nil
	}
	nodes := make([]node, 0, len(terms))
	for _, t := range terms {
		n, err := s.term(fieldText, t, tierExact, completionWeight)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return newAny(nodes, true), nil
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

// keys finds the cases whose key was typed: whole, or its first characters when they are of one case or come with the
// kind's prefix; and those that another program calls so.
func (s *session) keys(typed string, open bool) ([]node, error) {
	var terms []string
	source, err := s.has(termSource + words.Fold(typed))
	if err != nil {
		return nil, err
	}
	if source {
		terms = append(terms, termSource+words.Fold(typed))
	}
	if prefix, digits, ok := casefile.ReadKey(typed); ok {
		found, err := s.keyTerms(prefix, digits)
		if err != nil {
			return nil, err
		}
		// An unfinished word of letters alone is hardly a key: resetting begins like one.
		if prefix != "" || len(found) == 1 && (!open || strings.ContainsAny(digits, "23456789")) {
			terms = append(terms, found...)
		}
	}
	if len(terms) == 0 {
		return nil, nil
	}
	n, err := s.set(rating{tier: tierKey}, fieldIs, terms...)
	return []node{n}, err
}

// keyTerms are the terms of the keys that begin so.
func (s *session) keyTerms(prefix, digits string) ([]string, error) {
	begin := termKey + digits
	if prefix != "" {
		begin = termFull + prefix + "-" + digits
	}
	var terms []string
	err := eachTerm(s.reader, fieldIs, begin, func(e *index.DictEntry) { terms = append(terms, e.Term) })
	return terms, err
}

func (s *session) has(term string) (bool, error) {
	p, err := s.open(fieldIs, term, false, false)
	return p != nil, err
}

// filter compiles a filter: one of its values must hold.
func (s *session) filter(f language.Filter) (node, error) {
	field, ok := language.Lookup(f.Field)
	if !ok {
		return noNode{}, nil
	}
	names := field.In
	if len(names) == 0 {
		names = []string{field.Name}
	}
	var nodes []node
	for _, v := range f.Any {
		n, err := s.value(field, names, v)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n...)
	}
	return newAny(nodes, true), nil
}

func (s *session) value(field language.Field, names []string, v language.Value) ([]node, error) {
	var terms []string
	for _, name := range names {
		more, err := s.terms(field, name, v)
		if err != nil {
			return nil, err
		}
		terms = append(terms, more...)
	}
	set, err := s.set(rating{tier: tierNone}, fieldIs, terms...)
	if err != nil {
		return nil, err
	}
	nodes := []node{set}
	if v.Text == "false" && slices.Contains(field.Enum, "false") {
		all, err := s.everything()
		if err != nil {
			return nil, err
		}
		yes, _, err := s.isTrue(names)
		return []node{&allNode{wanted: []node{all}, not: []node{yes}}}, err
	}
	if field.Text && !v.Range && v.Text != "" {
		n, err := s.phrase(v.Text, v.Prefix, names)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// isTrue is the cases where a yes-or-no field says yes; whoever did not say is no.
func (s *session) isTrue(names []string) (node, []string, error) {
	terms := make([]string, len(names))
	for i, n := range names {
		terms[i] = n + "=true"
	}
	n, err := s.set(rating{tier: tierNone}, fieldIs, terms...)
	return n, terms, err
}

// terms are the terms of the index that say that a field has a value.
func (s *session) terms(field language.Field, name string, v language.Value) ([]string, error) {
	switch {
	case name == language.Key:
		prefix, digits, ok := casefile.ReadKey(v.Text)
		if !ok {
			return nil, nil
		}
		return s.keyTerms(prefix, digits)
	case name == language.ID:
		return []string{termID + v.Text, termSource + words.Fold(v.Text)}, nil
	case name == language.Has:
		return []string{termHas + v.Text, termHas + strings.TrimSuffix(v.Text, "s")}, nil
	case v.Range && field.Date:
		return dayRange(name, v.From, v.To), nil
	case field.Number && (v.Range || strings.HasPrefix(v.Text, ">") || strings.HasPrefix(v.Text, "<")):
		return s.numberTerms(name, v)
	}
	return []string{name + "=" + v.Text}, nil
}

// numberTerms are the values of a number field that lie in a range.
func (s *session) numberTerms(name string, v language.Value) ([]string, error) {
	var terms []string
	err := eachTerm(s.reader, fieldIs, name+"=", func(e *index.DictEntry) {
		n, err := strconv.ParseFloat(strings.TrimPrefix(e.Term, name+"="), 64)
		if err == nil && inRange(n, v) {
			terms = append(terms, e.Term)
		}
	})
	return terms, err
}

func inRange(n float64, v language.Value) bool {
	bound := func(s string) (float64, bool) {
		f, err := strconv.ParseFloat(s, 64)
		return f, err == nil
	}
	if rest, ok := strings.CutPrefix(v.Text, ">"); ok {
		f, _ := bound(rest)
		return n > f
	}
	if rest, ok := strings.CutPrefix(v.Text, "<"); ok {
		f, _ := bound(rest)
		return n < f
	}
	from, low := bound(v.From)
	to, high := bound(v.To)
	return (!low || n >= from) && (!high || n <= to)
}
