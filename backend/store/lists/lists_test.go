package lists

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

func put(t interface{ Fatal(...any) }, l *Lists, r casefile.Record) {
	id := uuid.MustParse(r.ID)
	if err := l.Put(id, 1, Encode(r), ""); err != nil {
		t.Fatal(err)
	}
}

func someID(n int) string {
	id := uuid.UUID{6: 0x70, 8: 0x80, 14: byte(n >> 8), 15: byte(n)}
	return id.String()
}

// all pages through a list to its end.
func all(t interface{ Fatal(...any) }, l *Lists, q Query) (ids []string, total int) {
	for {
		p, err := l.Find(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rows {
			ids = append(ids, r.ID)
		}
		if total = p.Total; p.Next == "" {
			return ids, total
		}
		q.Cursor = p.Next
	}
}

func TestPagesGiveEveryRowOnceInOrderAfterAnyChanges(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := New()
		rows := map[string]casefile.Record{}
		for n := range 20 {
			r := casefile.Record{Kind: casefile.KindCustomer, ID: someID(10_000 + n), Fields: map[string]any{"name": rapid.StringMatching(`[a-cA-C]{1,3}`).Draw(rt, "name")}}
			put(rt, l, r)
		}
		for range rapid.IntRange(1, 120).Draw(rt, "changes") {
			id := someID(rapid.IntRange(0, 60).Draw(rt, "id"))
			if rapid.IntRange(0, 9).Draw(rt, "remove") == 0 {
				l.Remove(uuid.MustParse(id))
				delete(rows, id)
				continue
			}
			f := map[string]any{"title": rapid.StringMatching(`[a-cA-C]{0,3}`).Draw(rt, "title"), "severity": rapid.SampledFrom([]any{"critical", "high", "low", nil}).Draw(rt, "severity"),
				"customer": someID(10_000 + rapid.IntRange(0, 19).Draw(rt, "customer")), "customers_affected": json.Number(rapid.StringMatching(`-?[0-9]{1,4}`).Draw(rt, "hit"))}
			rows[id] = casefile.Record{Kind: casefile.KindEscalation, ID: id, Fields: f}
			put(rt, l, rows[id])
			if rapid.IntRange(0, 3).Draw(rt, "look") == 0 { // so that orders are kept and mended
				all(rt, l, Query{Kind: casefile.KindEscalation, Sort: rapid.SampledFrom([]string{"title", "severity", "customer", "customers_affected"}).Draw(rt, "kept")})
			}
		}
		sort := rapid.SampledFrom([]string{"title", "severity", "customer", "customers_affected"}).Draw(rt, "sort")
		want := rapid.SampledFrom([]string{"critical", "high", ""}).Draw(rt, "want")
		q := Query{Kind: casefile.KindEscalation, Sort: sort, Descending: rapid.Bool().Draw(rt, "down"), Limit: rapid.IntRange(1, 9).Draw(rt, "limit"),
			Filters: []Filter{{Field: "severity", Op: Is, Values: []string{want}}}, Count: []string{"severity"}}
		ids, total := all(rt, l, q)
		var expect []string
		counts := map[string]int{}
		for id, r := range rows {
			counts[r.Text("severity")]++
			if r.Text("severity") == want {
				expect = append(expect, id)
			}
		}
		slices.Sort(expect)
		got := slices.Sorted(slices.Values(ids))
		if !slices.Equal(got, expect) || total != len(expect) {
			rt.Fatalf("got %v of %d, want %v", got, total, expect)
		}
		tb := l.tables[casefile.KindEscalation]
		key := func(id string) string {
			return tb.sortKey(tb.names[sort], tb.data[tb.names[sort]].get(tb.at[uuid.MustParse(id)]))
		}
		filled := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return tb.data[tb.names[sort]].get(tb.at[uuid.MustParse(id)]) == "" })
		if !slices.Equal(filled, ids[:len(filled)]) {
			rt.Fatalf("rows without a value are not last: %v", ids)
		}
		if !slices.IsSortedFunc(filled, func(a, b string) int {
			if q.Descending {
				a, b = b, a
			}
			return strings.Compare(key(a), key(b))
		}) {
			rt.Fatalf("not in order: %v", filled)
		}
		p, err := l.Find(context.Background(), q)
		if err != nil {
			rt.Fatal(err)
		}
		if len(p.Counts["severity"]) != len(counts) {
			rt.Fatalf("counts: got %v, want %v", p.Counts, counts)
		}
		for _, c := range p.Counts["severity"] {
			if c.Count != counts[c.Value] {
				rt.Fatalf("counts: got %v, want %v", p.Counts, counts)
			}
		}
	})
}

func TestARowThatIsCutOffIsRefused(t *testing.T) {
	whole := Encode(casefile.Record{Kind: casefile.KindEscalation, Fields: map[string]any{"title": "Stall", "severity": "high"}})
	for n := range whole {
		if _, _, err := decode(whole[:n], nil); err == nil && n != len("escalation")+1 && n != len(whole) {
			if _, cells, _ := decode(whole[:n], nil); len(cells)%2 != 0 {
				t.Fatalf("cut at %d: %q", n, cells)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(casefile.Record{Kind: casefile.KindEscalation, Fields: map[string]any{"title": "Stall", "tags": []any{"a", "b"}}}))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, cells, err := decode(content, nil)
		if err == nil && len(cells)%2 != 0 {
			t.Fatal(cells)
		}
	})
}

func TestNumbersCompareBySize(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.IntRange(-1e6, 1e6).Draw(rt, "a"), rapid.IntRange(-1e6, 1e6).Draw(rt, "b")
		ka, kb := numberKey(json.Number(itoa(a)).String()), numberKey(itoa(b))
		if (a < b) != (ka < kb) || (a == b) != (ka == kb) {
			rt.Fatal(a, b, ka, kb)
		}
	})
}

func itoa(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}
