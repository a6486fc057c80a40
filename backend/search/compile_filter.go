package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

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
		return s.days(name, v)
	case field.Number && (v.Range || strings.HasPrefix(v.Text, ">") || strings.HasPrefix(v.Text, "<")):
		return s.numberTerms(name, v)
	}
	return []string{name + "=" + v.Text}, nil
}

// days are the terms that cover a range of days, within the years that the field has anywhere.
func (s *session) days(name string, v language.Value) ([]string, error) {
	const year = 4 // digits
	first, last := "", ""
	err := eachTerm(s.reader, fieldIs, name+"@", func(e *index.DictEntry) {
		if y := strings.TrimPrefix(e.Term, name+"@"); len(y) == year {
			first, last = min(y, cmp.Or(first, y)), y
		}
	})
	if err != nil || first == "" {
		return nil, err
	}
	return dayRange(name, max(v.From, first+"-01-01"), min(cmp.Or(v.To, lastDay), last+"-12-31")), nil
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
