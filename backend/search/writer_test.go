package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"precedent/backend/casefile"
)

// plenty is more cases than two batches of a Writer take, every third of high severity, with two tags each fifth.
func plenty() []casefile.Case {
	out := make([]casefile.Case, 2*writerCases+500)
	for i := range out {
		c := escalation(fmt.Sprintf("case-%05d", i), nil, "title", fmt.Sprintf("Number %d", i), "severity", "low",
			"created", fmt.Sprintf("2025-%02d-%02d", 1+i%12, 1+i%28))
		if i%3 == 0 {
			c.Fields["severity"] = "high"
		}
		if i%5 == 0 {
			c.Fields["tags"] = []any{"storage", "upgrade"}
		}
		out[i] = c
	}
	return out
}

// TestManyCasesAreWrittenInSeveralBatches rebuilds from a feed that gives some cases twice, as a store does that mends
// itself, and asks the index, which then has several segments.
func TestManyCasesAreWrittenInSeveralBatches(t *testing.T) {
	all := plenty()
	s := &shelf{cases: map[string]casefile.Case{}}
	for _, c := range all {
		s.cases[c.ID] = c
	}
	var told []int
	feed := func(yield func(casefile.Case) error) (uint64, error) {
		for _, c := range append(slices.Clone(all[:100]), all...) {
			if err := yield(c); err != nil {
				return 0, err
			}
		}
		return 3, nil
	}
	x, err := Rebuild(context.Background(), t.TempDir(), testOptions(), feed, func(done int) { told = append(told, done) })
	must(t, err)
	t.Cleanup(func() { must(t, x.Close()) })
	s.Index = x
	if x.Count() != len(all) || x.Seq() != 3 || !slices.IsSorted(told) || len(told) < 3 {
		t.Fatalf("%d cases at %d, told %v", x.Count(), x.Seq(), told)
	}
	countsAre(t, s, len(all))
	w := x.Writer(context.Background(), nil)
	defer w.Stop()
	for _, c := range all[:writerCases+1] { // the first third becomes new segments, the old ones have holes
		must(t, w.Put(c))
	}
	for _, c := range all[len(all)-500:] {
		delete(s.cases, c.ID)
		must(t, w.Remove(c.ID))
	}
	must(t, w.End(9))
	if x.Count() != len(all)-500 || x.Seq() != 9 {
		t.Fatalf("%d cases at %d", x.Count(), x.Seq())
	}
	must(t, x.Check(context.Background()))
	countsAre(t, s, len(all)-500)
}

// countsAre compares facets and the order by time with the cases themselves.
func countsAre(t *testing.T, s *shelf, total int) {
	t.Helper()
	want := map[string]map[string]int{"severity": {}, "tag": {}, "year": {"2025": total}}
	for _, c := range s.cases {
		want["severity"][c.Text("severity")]++
		for _, tag := range c.Strings("tags") {
			want["tag"][tag]++
		}
	}
	for _, order := range []string{Newest, Oldest, Relevance} {
		a := s.ask(t, Query{Text: "*", Limit: MostLimit, Sort: order, Facets: []string{"severity", "tag", "year"}})
		got := map[string]map[string]int{}
		for _, f := range a.Facets {
			got[f.Field] = map[string]int{}
			for _, v := range f.Values {
				got[f.Field][v.Value] = v.Count
			}
		}
		if a.Total != total || !maps.EqualFunc(got, want, maps.Equal[map[string]int, map[string]int]) {
			t.Errorf("%s: %d, %v, want %v", order, a.Total, got, want)
		}
		if order == Relevance {
			continue
		}
		if !slices.IsSortedFunc(a.Hits, func(a, b Hit) int {
			c := a.Created.Time.Compare(b.Created.Time)
			if order == Newest {
				c = -c
			}
			return c
		}) {
			t.Errorf("%s is not sorted", order)
		}
	}
}

// TestAWriterThatIsStoppedLeavesTheSequence gives up in the middle: what is in is whole, and the index says no more than it
// knows.
func TestAWriterThatIsStoppedLeavesTheSequence(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	w := s.Writer(context.Background(), nil)
	all := plenty()
	for _, c := range all[:writerCases+1] {
		must(t, w.Put(c))
	}
	w.Stop()
	if s.Seq() != 7 || s.Count() != len(s.cases)+writerCases {
		t.Errorf("%d cases at %d", s.Count(), s.Seq())
	}
	must(t, s.Check(context.Background()))
}
