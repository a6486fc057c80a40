package search

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
	"precedent/backend/casefile/sidebyside"
	"precedent/backend/search/language"
)

// Query is what a person asks.
type Query struct {
	Text       string
	Unfinished bool           // the last word may go on
	Typing     bool           // asked at each keystroke: unfinished, no facets, at most TypingLimit hits
	Limit      int            // hits wanted; DefaultLimit when 0
	After      string         // the cursor of the answer before, Answer.Next
	Facets     []string       // what to count: FacetNames, or nothing
	Sort       string         // Relevance when empty
	Exact      bool           // neither stems nor corrections
	Zone       *time.Location // for today and 7d; UTC when nil

	noTypos bool // for the test that compares with a scan
}

// Limits of an answer.
const (
	DefaultLimit = 50
	TypingLimit  = 20
	MostLimit    = 1000
)

// Answer is what was found.
type Answer struct {
	Hits       []Hit
	Total      int  // cases that fit
	TotalExact bool // false while typing, when not all words that begin so, or not all cases, were looked at
	Facets     []Facet
	Next       string        // the cursor of the next page; "" at the end
	Took       time.Duration // of which most is the reading of the cases
	Reading    string        // how the query was understood; as a query it means the same
	Findings   []string      // what in it was strange, one sentence each
	Also       []string      // other spellings that were looked for too
}

// Hit is a case that fits, with the texts in it that say why.
type Hit struct {
	ID      string
	Key     string
	Kind    casefile.Kind
	Title   string
	Created casefile.Instant
	Binned  bool
	Score   float64 // comparable within one answer; hits with corrected words lie below all others
	Case    casefile.Case
	Matches []Match // the best, in the order of the case
	More    int     // further texts that match
}

// Facet counts the values that the cases found have in a field.
type Facet struct {
	Field  string
	Values []FacetValue // the most frequent first
}

// FacetValue is one value with the number of cases. As a filter it is Field:Value.
type FacetValue struct {
	Value string
	Label string
	Count int
}

// mostFacetValues bounds what a facet shows.
const mostFacetValues = 50

// FacetNames are the fields that can be counted.
func FacetNames() []string { return slices.Clone(facets) }

// Fetch reads a case from the store. It is called from several goroutines at once.
type Fetch func(id string) (casefile.Case, error)

// Search answers a query. The cases on the page are read through fetch, and the lines that match are cut from them; a
// case that the store no longer has is left out. No text is an error: what cannot be read as meant is read as words.
func (x *Index) Search(ctx context.Context, q Query, fetch Fetch) (Answer, error) {
	begun := x.options.now()
	q = q.bounded()
	after, err := readCursor(q.After)
	if err != nil {
		return Answer{}, err
	}
	expr, findings := language.Parse(q.Text, language.Env{Now: begun, Zone: q.Zone, Typing: q.Typing})
	a := Answer{Reading: expr.String(), Hits: []Hit{}, Facets: []Facet{}, Findings: []string{}, Also: []string{}}
	for _, f := range findings {
		a.Findings = append(a.Findings, f.Says)
	}
	var hits []*found
	also := map[string][]string{}
	err = guard(func() error {
		return x.read(func(r index.IndexReader) (err error) {
			s := &session{index: x, reader: r, state: *x.now.Load(), unfinished: q.Unfinished, typing: q.Typing, exact: q.Exact, noTypos: q.noTypos, also: also}
			defer s.close()
			hits, err = s.run(ctx, q, expr, after, &a)
			return err
		})
	})
	if err != nil {
		return Answer{}, err
	}
	for _, word := range slices.Sorted(maps.Keys(also)) {
		a.Also = append(a.Also, also[word]...)
	}
	if err := x.fill(ctx, &a, hits, newMarker(expr, q, also), fetch); err != nil {
		return Answer{}, err
	}
	a.Took = x.options.now().Sub(begun)
	return a, nil
}

func (q Query) bounded() Query {
	if q.Limit <= 0 {
		q.Limit = DefaultLimit
	}
	q.Limit = min(q.Limit, MostLimit)
	if !slices.Contains([]string{Newest, Oldest, Recent}, q.Sort) {
		q.Sort = Relevance
	}
	if q.Typing {
		q.Unfinished, q.Limit, q.Facets = true, min(q.Limit, TypingLimit), nil
	}
	return q
}

// run finds the documents of a page, and what is told of all.
func (s *session) run(ctx context.Context, q Query, e language.Expr, after *place, a *Answer) ([]*found, error) {
	n, err := s.compile(e)
	if err != nil {
		return nil, err
	}
	c := newCollector(s, q, after)
	if err := c.run(ctx, n); err != nil {
		return nil, err
	}
	for _, f := range c.top {
		if err := c.fillID(f); err != nil {
			return nil, err
		}
	}
	if c.more && len(c.top) > 0 {
		last := c.top[len(c.top)-1]
		if err := c.fillSecond(last); err != nil {
			return nil, err
		}
		a.Next = last.place.cursor()
	}
	a.Total, a.TotalExact = c.total, !s.partial
	a.Facets = s.index.facets(c.counts)
	return c.top, nil
}

// facets puts the counts into words, in the order in which they were asked for.
func (x *Index) facets(c *counter) []Facet {
	out := []Facet{}
	if c == nil {
		return out
	}
	c.fold()
	for i, field := range c.fields {
		f := Facet{Field: strings.TrimPrefix(field, facetPrefix), Values: []FacetValue{}}
		for v, n := range c.totals[i] {
			f.Values = append(f.Values, FacetValue{Value: v, Count: n})
		}
		slices.SortFunc(f.Values, func(a, b FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		f.Values = f.Values[:min(len(f.Values), mostFacetValues)]
		for j, v := range f.Values {
			f.Values[j].Label = x.label(f.Field, v.Value)
		}
		out = append(out, f)
	}
	return out
}

// label is what a person reads for a value.
func (x *Index) label(field, value string) string {
	switch field {
	case "customer":
		if names := x.options.names(value); len(names) > 0 {
			return names[0]
		}
		return value
	case "kind":
		return casefile.EnumLabel(casefile.Kind(value).One())
	}
	if f, ok := language.Lookup(field); ok && slices.Contains(f.Enum, value) {
		return casefile.EnumLabel(value)
	}
	return value
}

// fill reads the cases and cuts the lines that match, several at a time.
func (x *Index) fill(ctx context.Context, a *Answer, hits []*found, m *marker, fetch Fetch) error {
	filled, wrong := make([]Hit, len(hits)), make([]error, len(hits))
	sidebyside.Do(len(hits), func(i int) {
		if wrong[i] = ctx.Err(); wrong[i] == nil {
			filled[i], wrong[i] = x.hit(hits[i].place, m, fetch)
		}
	})
	for i, h := range filled {
		switch err := wrong[i]; {
		case ctx.Err() != nil:
			return casefile.Wrap(casefile.Cancelled, ctx.Err(), "The search was stopped.")
		case errors.Is(err, casefile.ErrNotFound):
			a.Total, a.TotalExact = a.Total-1, false
		case err != nil:
			return err
		default:
			a.Hits = append(a.Hits, h)
		}
	}
	return nil
}

func (x *Index) hit(p place, m *marker, fetch Fetch) (Hit, error) {
	c, err := fetch(p.ID)
	if err != nil {
		return Hit{}, err
	}
	h := Hit{ID: c.ID, Key: c.Key(), Kind: c.Kind, Title: c.Title(), Created: c.Instant("created"), Binned: c.Binned(), Score: p.First, Case: c}
	h.Matches, h.More = m.matches(&c, x.options)
	return h, nil
}
