package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

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
		n, err := s.term(fieldText, whole+u.whole, tierExact, 1)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
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
		ends, some, err := s.endings(folded)
		if nodes = append(nodes, ends...); err != nil || s.typing && some {
			return newAny(nodes, true), err
		}
	}
	if s.exact || words.Coded(w.Text) {
		return newAny(nodes, true), nil
	}
	return s.spellings(folded, nodes)
}

// endings are the words that an unfinished one may become: the most frequent while it is typed, all once typing rests; and
// whether any word begins so, be it this one.
func (s *session) endings(folded string) (ends []node, some bool, err error) {
	list, err := s.index.complete(s.reader, folded)
	if err != nil {
		return nil, false, err
	}
	for _, c := range list[:min(len(list), mostCompletions)] {
		if c == folded {
			continue
		}
		n, err := s.term(fieldText, c, tierExact, completionWeight)
		if err != nil {
			return nil, false, err
		}
		ends = append(ends, n)
	}
	if len(list) > mostCompletions {
		if s.typing {
			s.partial = true
		} else if all, err := s.beginning(folded); err != nil {
			return nil, false, err
		} else {
			ends = append(ends, all)
		}
	}
	return ends, len(list) > 0, nil
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
	longWord  = 40 // letters; nobody types more, and the automaton that looks for them grows with each
	// mostTypos bounds the corrections of a word, nearest and most frequent first.
	mostTypos = 40
)

// typos finds the words of the index that are the typed one but for one or two edits.
func (s *session) typos(folded, stem string) ([]index.DictEntry, error) {
	letters := utf8.RuneCountInString(folded)
	fuzzy, ok := s.reader.(index.IndexReaderFuzzy)
	if letters < minTypo || letters > longWord || !ok || strings.ContainsFunc(folded, words.Spaceless) {
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
