package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// many are cases whose order is decided by ties: scores, days and titles repeat.
func many(n int) []casefile.Case {
	out := make([]casefile.Case, n)
	for i := range out {
		out[i] = escalation(fmt.Sprintf("m%03d", (i*37)%n), nil, "title", strings.Repeat("reset ", 1+i%3)+"of a node",
			"severity", []string{"critical", "high", "low"}[i%3], "tags", []any{"t" + fmt.Sprint(i%2), "all"})
		if i%4 > 0 {
			out[i].Fields["created"] = fmt.Sprintf("2026-01-%02d", 1+i%5)
		}
	}
	return out
}

func TestPagesShowEachCaseOnceInOneOrder(t *testing.T) {
	s := newShelf(t, many(101)...)
	for _, sort := range []string{"", Relevance, Newest, Oldest, Recent} {
		for _, text := range []string{"reset", "severity:critical,high", "*"} {
			whole := s.ask(t, Query{Text: text, Sort: sort, Limit: 1000})
			var paged []string
			q := Query{Text: text, Sort: sort, Limit: 7}
			for pages := 0; ; pages++ {
				a := s.ask(t, q)
				if a.Total != whole.Total || pages > 101 {
					t.Fatalf("%s by %s: %d of %d, page %d", text, sort, a.Total, whole.Total, pages)
				}
				for _, h := range a.Hits {
					paged = append(paged, h.ID)
				}
				if q.After = a.Next; q.After == "" {
					break
				}
			}
			var all []string
			for _, h := range whole.Hits {
				all = append(all, h.ID)
			}
			if !slices.Equal(paged, all) || len(all) != whole.Total {
				t.Errorf("%s by %s:\n%v\n%v", text, sort, paged, all)
			}
		}
	}
}

func TestOrderByTimePutsUnknownTimesLast(t *testing.T) {
	s := newShelf(t, many(20)...)
	for _, sort := range []string{Newest, Oldest} {
		hits := s.ask(t, Query{Text: "*", Sort: sort}).Hits
		for i := 1; i < len(hits); i++ {
			a, b := hits[i-1].Created, hits[i].Created
			if a.IsZero() && !b.IsZero() || !b.IsZero() && (sort == Newest) == a.Time.Before(b.Time) && !a.Time.Equal(b.Time) {
				t.Errorf("%s: %s before %s", sort, a, b)
			}
		}
	}
}

func TestACursorIsReadOrRefused(t *testing.T) {
	s := newShelf(t, many(3)...)
	_, err := s.Search(context.Background(), Query{After: "nonsense"}, s.fetch)
	if casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
}

func TestFacetsCountTheWholeAnswer(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	a := s.ask(t, Query{Text: "*", Limit: 1, Facets: FacetNames()})
	got := map[string]string{}
	for _, f := range a.Facets {
		for _, v := range f.Values {
			got[f.Field] += fmt.Sprintf("%s=%s:%d ", v.Value, v.Label, v.Count)
		}
	}
	for field, want := range map[string]string{
		"kind":      "escalation=Escalation:5 ",
		"severity":  "critical=Critical:1 high=High:1 low=Low:1 medium=Medium:1 ",
		"customer":  "cus-1=Veldhoorn Rail:1 cus-2=Oakhollow Health:1 cus-3=架空精機:1 ",
		"year":      "2026=2026:4 2025=2025:1 ",
		"tag":       "storage=storage:1 upgrade=upgrade:1 ",
		"component": "storage proxy=storage proxy:1 ",
		"outcome":   "",
	} {
		if got[field] != want {
			t.Errorf("%s: %s, want %s", field, got[field], want)
		}
	}
	for _, f := range a.Facets { // each value is a filter that finds as many
		for _, v := range f.Values {
			text := fmt.Sprintf("%s:%q", f.Field, v.Value)
			if f.Field == "customer" || f.Field == "kind" || f.Field == "year" {
				text = f.Field + ":" + v.Value
			}
			if n := s.ask(t, Query{Text: text}).Total; n != v.Count {
				t.Errorf("%s finds %d, the facet says %d", text, n, v.Count)
			}
		}
	}
}

func TestTypingCompletesTheLastWord(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	for text, want := range map[string]string{
		"stora": "storage", "connection res": "storage", "hauptstr": "german", "Haupts": "german", "検索サ": "japanese", "検": "japanese",
		"соед": "russian", "err_conn_re": "japanese", "esc-7k": "", "esc-7k3": "", "esc-7k3f": "storage", "7k3f": "storage",
		"reg": "registry", `severity:high "pull ans`: "registry", "registri": "registry", "no": "storage",
	} {
		var got []string
		a := s.ask(t, Query{Text: text, Typing: true, Facets: FacetNames()})
		for _, h := range a.Hits {
			got = append(got, h.ID)
		}
		if strings.Join(got, " ") != want || len(a.Facets) > 0 {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	if n := len(newShelf(t, many(60)...).ask(t, Query{Text: "res", Typing: true}).Hits); n != TypingLimit {
		t.Errorf("%d hits while typing", n)
	}
}

// Who pauses within a word keeps what was found while typing, and everything else that begins so, counted.
func TestAnUnfinishedWordFindsAllThatBeginSo(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	for text, want := range map[string]string{
		"stora": "storage", "connection res": "storage", "検索サ": "japanese", "соед": "russian",
		"connexion": "storage", // no word begins so: what is spelt nearly so
	} {
		a := s.ask(t, Query{Text: text, Unfinished: true, Facets: FacetNames()})
		if len(a.Hits) == 0 || a.Hits[0].ID != want || !a.TotalExact || a.Total != len(a.Hits) || len(a.Facets) == 0 || len(a.Hits[0].Matches) == 0 {
			t.Errorf("%s: %+v, want %s", text, a, want)
		}
	}
	var list []casefile.Case
	for i := range 3 * mostCompletions {
		list = append(list, escalation(fmt.Sprintf("c%02d", i), nil, "title", fmt.Sprintf("res%cx answers", 'a'+i)))
	}
	s = newShelf(t, list...)
	if a := s.ask(t, Query{Text: "res", Unfinished: true}); a.Total != len(list) || !a.TotalExact {
		t.Errorf("%d of %d that begin so, exact %t", a.Total, len(list), a.TotalExact)
	}
	if a := s.ask(t, Query{Text: "res"}); a.Total != 0 {
		t.Errorf("%d hits of a finished word that nobody wrote", a.Total)
	}
}

func TestNearerHitsComeFirst(t *testing.T) {
	var list []casefile.Case
	for i := range 30 { // so that no word is rare
		list = append(list, escalation(fmt.Sprint("x", i), nil, "title", fmt.Sprint("other thing ", i)))
	}
	long := strings.Repeat("something else entirely ", 50)
	list = append(list,
		escalation("key", nil, "title", "A case", "key", "ESC-RESET0"),
		escalation("exact", nil, "title", "A case", "description", long+"with a reset in it"),
		escalation("stem", nil, "title", "Resets resets resets"),
		escalation("typo", nil, "title", "Resrt resrt resrt"))
	s := newShelf(t, list...)
	s.wants(t, "reset", "key", "exact", "stem", "typo")
	s.wants(t, `"reset"`, "exact")
	a := s.ask(t, Query{Text: "reset"})
	if !slices.Equal(a.Also, []string{"resrt"}) {
		t.Error(a.Also)
	}
	if exact := s.ask(t, Query{Text: "reset", Exact: true}); exact.Total != 2 {
		t.Errorf("%d hits exactly", exact.Total)
	}
}

func TestATitleOutranksALine(t *testing.T) {
	s := newShelf(t,
		escalation("line", []casefile.Record{record(casefile.KindLine, "l", "text", "the proxy failed")}, "title", "Something about nodes"),
		escalation("title", []casefile.Record{record(casefile.KindLine, "k", "text", "about the nodes")}, "title", "Something failed proxy"))
	s.wants(t, "proxy", "title", "line")
}

func TestWhatIsPutIsFoundAndWhatIsRemovedIsNot(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	ctx := context.Background()
	c := s.cases["storage"].Clone()
	changed := casefile.Case{Record: c, Items: []casefile.Record{record(casefile.KindLine, "new", "text", "a watermelon appeared")}}
	s.cases["storage"] = changed
	must(t, s.Update(ctx, []casefile.Case{changed}, []string{"registry", "never-there"}, 8))
	must(t, s.Update(ctx, []casefile.Case{changed}, []string{"registry"}, 9))
	s.wants(t, "watermelon", "storage")
	s.wants(t, "decided")
	s.wants(t, "registry")
	if s.Count() != 5 || s.Seq() != 9 {
		t.Error(s.Count(), s.Seq())
	}
	must(t, s.Check(ctx))
	delete(s.cases, "german") // the store is ahead of the index
	if a := s.ask(t, Query{Text: "hauptstrasse"}); len(a.Hits) != 0 || a.Total != 0 || a.TotalExact {
		t.Errorf("%+v", a)
	}
}

func TestARebuildAnswersOnlyWhenItIsWhole(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	ctx := context.Background()
	broken := errors.New("the store went away")
	_, err := Rebuild(ctx, s.dir, testOptions(), func(yield func(casefile.Case) error) (uint64, error) {
		s.wants(t, "decided", "storage") // the old one answers meanwhile
		return 0, errors.Join(yield(s.cases["german"]), broken)
	}, nil)
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	delete(s.cases, "registry")
	var told []int
	next, err := Rebuild(ctx, s.dir, testOptions(), s.feed(12), func(done int) { told = append(told, done) })
	must(t, err)
	must(t, s.Close())
	must(t, next.Close())
	again, err := Open(s.dir, testOptions())
	must(t, err)
	defer func() { must(t, again.Close()) }()
	if again.Seq() != 12 || again.Count() != 5 || !slices.Equal(told, []int{5}) {
		t.Error(again.Seq(), again.Count(), told)
	}
	if homes := generations(t, s.dir); len(homes) != 1 {
		t.Error("old generations are still there:", homes)
	}
}

func TestAStoppedSearchSaysSo(t *testing.T) {
	s := newShelf(t, aCorpus()...)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := s.Search(ctx, Query{Text: "*"}, s.fetch); casefile.CodeOf(err) != casefile.Cancelled {
		t.Error(err)
	}
}

func TestHugeAndBrokenTextsDoNoHarm(t *testing.T) {
	word := strings.Repeat("abcdefghij", 1<<17)
	s := newShelf(t,
		casefile.Case{Record: record(casefile.KindEscalation, "huge", "title", word, "description", "before\x00after \xff\xfe broken"),
			Texts: map[string]string{"att": strings.Repeat("log line 0xdeadbeef\n", 60_000) + " needle"}},
		escalation("other", nil, "title", "needle"))
	s.wants(t, word, "huge")
	s.wants(t, strings.Repeat("ab", 120))
	s.wants(t, "after", "huge")
	s.wants(t, "before broken", "huge")
	s.wants(t, "0xdeadbeef", "huge")
	s.wants(t, "needle", "other") // beyond the first megabyte
	for _, h := range s.ask(t, Query{Text: "0xdeadbeef"}).Hits {
		for _, m := range h.Matches {
			if len(m.Text) > 2*snippet || len(m.Marks) == 0 {
				t.Errorf("%d bytes, %d marks", len(m.Text), len(m.Marks))
			}
		}
	}
}

func TestAnAttachmentIsFoundByItsText(t *testing.T) {
	c := escalation("c", nil, "title", "With a log")
	c.Files = []casefile.Record{record(casefile.KindAttachment, "f1", "file_name", "balancer.log", "media_type", "image/png", "caption", "a picture")}
	c.Texts = map[string]string{"f1": "backend bk_store/node3 went down"}
	s := newShelf(t, c)
	for _, q := range []string{"bk_store", "balancer.log", "attachment.content:node3", "has:screenshot", "has:attachments", "caption:picture"} {
		a := s.ask(t, Query{Text: q})
		if len(a.Hits) != 1 || len(a.Hits[0].Matches) == 0 || a.Hits[0].Matches[0].ItemID != "f1" {
			t.Errorf("%s: %+v", q, a.Hits)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{`"unclosed field: /[/ * AND OR`, "a* b?", "é*", "*", "key:ESC-7K", "created:>9999d", "検*", "title:*", `""`, "a\x00b"} {
		f.Add(q, false)
		f.Add(q, true)
	}
	s := newShelf(f, aCorpus()...)
	f.Fuzz(func(t *testing.T, text string, typing bool) {
		a := s.ask(t, Query{Text: text, Typing: typing, Facets: FacetNames()})
		for _, h := range a.Hits {
			for _, m := range h.Matches {
				var whole strings.Builder
				for _, p := range m.Parts() {
					whole.WriteString(p.Text)
				}
				if whole.String() != m.Text {
					t.Errorf("%q: the parts of %q are %q", text, m.Text, whole.String())
				}
			}
		}
	})
}
