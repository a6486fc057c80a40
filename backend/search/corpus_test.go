package search

import (
	"context"
	"fmt"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// now is the clock of all tests.
var now = time.Date(2026, 3, 13, 12, 0, 0, 0, time.UTC)

var testNames = map[string][]string{
	"cus-1": {"Veldhoorn Rail", "VR"}, "cus-2": {"Oakhollow Health"}, "cus-3": {"架空精機", "Kaku Seiki"}, "per-1": {"Priya Sharma"},
}

func testOptions() Options {
	return Options{Names: func(id string) []string { return testNames[id] }, Now: func() time.Time { return now }}
}

// record makes a record from pairs of field and value.
func record(kind casefile.Kind, id string, pairs ...any) casefile.Record {
	r := casefile.Record{Kind: kind, ID: id, Fields: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		r.Fields[name] = pairs[i+1]
	}
	return r
}

func escalation(id string, items []casefile.Record, pairs ...any) casefile.Case {
	return casefile.Case{Record: record(casefile.KindEscalation, id, pairs...), Items: items}
}

// shelf is a store of cases in memory with the index made of them.
type shelf struct {
	*Index
	cases map[string]casefile.Case
}

func newShelf(t testing.TB, cases ...casefile.Case) *shelf {
	t.Helper()
	s := &shelf{cases: map[string]casefile.Case{}}
	for _, c := range cases {
		s.cases[c.ID] = c
	}
	x, err := Rebuild(context.Background(), t.TempDir(), testOptions(), s.feed(7), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Index = x
	return s
}

func (s *shelf) feed(seq uint64) Feed {
	return func(yield func(casefile.Case) error) (uint64, error) {
		for _, c := range s.cases {
			if err := yield(c); err != nil {
				return 0, err
			}
		}
		return seq, nil
	}
}

func (s *shelf) fetch(id string) (casefile.Case, error) {
	c, ok := s.cases[id]
	if !ok {
		return c, casefile.Faultf(casefile.NotFound, "no %s", id)
	}
	return c, nil
}

func (s *shelf) ask(t testing.TB, q Query) Answer {
	t.Helper()
	a, err := s.Search(context.Background(), q, s.fetch)
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	return a
}

// ids are the hits of a query, in order.
func (s *shelf) ids(t testing.TB, text string) []string {
	t.Helper()
	out := []string{}
	for _, h := range s.ask(t, Query{Text: text}).Hits {
		out = append(out, h.ID)
	}
	return out
}

func (s *shelf) wants(t *testing.T, text string, want ...string) {
	t.Helper()
	if got := s.ids(t, text); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", text, got, want)
	}
}
