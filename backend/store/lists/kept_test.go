package lists

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// drawn makes rows of few values, so that many are equal, and queries that fit them.
type drawn struct{ t *rapid.T }

var sorts = []string{"title", "severity", "customer", "customers_affected", "created", "tags", Moved}

func (d drawn) escalation(id string) casefile.Record {
	f := map[string]any{
		"title":    rapid.StringMatching(`[a-cA-C ]{0,4}`).Draw(d.t, "title"),
		"severity": rapid.SampledFrom([]any{"critical", "high", "low", nil}).Draw(d.t, "severity"),
		"customer": rapid.SampledFrom([]any{someID(10_000), someID(10_001), someID(10_002), nil}).Draw(d.t, "customer"),
		"created":  rapid.SampledFrom([]any{"2026-03-12T09:26:00Z", "2026-03-13", "2026-03-13T07:50:00Z[Europe/Berlin]", nil}).Draw(d.t, "created"),
		"deleted":  rapid.SampledFrom([]any{nil, nil, nil, "2026-03-14T07:50:00Z"}).Draw(d.t, "deleted"),
		"tags":     rapid.SampledFrom([]any{nil, []any{"a"}, []any{"a", "b"}, []any{"c"}}).Draw(d.t, "tags"),
	}
	if n := rapid.StringMatching(`-?[0-9]{0,2}`).Draw(d.t, "hit"); json.Valid([]byte(n)) {
		f["customers_affected"] = json.Number(n)
	}
	return casefile.Record{Kind: casefile.KindEscalation, ID: id, Fields: f}
}

func (d drawn) customer() casefile.Record {
	return casefile.Record{Kind: casefile.KindCustomer, ID: someID(10_000 + rapid.IntRange(0, 2).Draw(d.t, "which")),
		Fields: map[string]any{"name": rapid.StringMatching(`[a-cA-C]{1,3}`).Draw(d.t, "name")}}
}

func (d drawn) query() Query {
	filters := [][]Filter{
		nil,
		{{Field: "severity", Values: []string{"high", ""}}},
		{{Field: "severity", Op: IsNot, Values: []string{"low"}}, {Field: "tags", Op: Is, Values: []string{"a"}}},
		{{Field: "title", Op: Contains, Values: []string{"a"}}, {Field: "title", Op: Contains, Values: []string{"bc"}}},
		{{Field: "customer", Op: Contains, Values: []string{"b"}}},
		{{Field: "customer", Values: []string{"abc"}}, {Field: "created", Op: After, Values: []string{"2026-03-12T10:00:00Z"}}},
		{{Field: "customers_affected", Op: Before, Values: []string{"5"}}},
		{{Field: "customer", Op: Empty}},
	}
	return Query{Kind: casefile.KindEscalation, Sort: rapid.SampledFrom(sorts).Draw(d.t, "sort"), Descending: rapid.Bool().Draw(d.t, "down"),
		Limit: rapid.IntRange(1, 9).Draw(d.t, "limit"), Offset: rapid.IntRange(0, 5).Draw(d.t, "offset"), Binned: rapid.Bool().Draw(d.t, "binned"),
		Filters: rapid.SampledFrom(filters).Draw(d.t, "filters"), Count: []string{"severity", "customer", "tags", "title"}}
}

func TestWhatIsKeptIsWhatWouldBeMadeAnew(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, l, rows := drawn{rt}, New(), map[string]casefile.Record{}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			id := someID(rapid.IntRange(0, 30).Draw(rt, "id"))
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0:
				l.Remove(uuid.MustParse(id))
				delete(rows, id)
			case 1:
				c := d.customer()
				put(rt, l, c)
				rows[c.ID] = c
			default:
				rows[id] = d.escalation(id)
				put(rt, l, rows[id])
			}
			q := d.query()
			fresh := New()
			for _, id := range slices.Sorted(maps.Keys(rows)) {
				put(rt, fresh, rows[id])
			}
			got, err := l.Find(context.Background(), q)
			want, err2 := fresh.Find(context.Background(), q)
			if err != nil || err2 != nil || !reflect.DeepEqual(got, want) {
				rt.Fatalf("%+v: got %+v (%v), want %+v (%v)", q, got, err, want, err2)
			}
			if !reflect.DeepEqual(l.Counts(), fresh.Counts()) {
				rt.Fatal(l.Counts(), fresh.Counts())
			}
			knowsWhatIsEmpty(rt, l.tables[casefile.KindEscalation])
		}
	})
}

func TestWalkingByCursorGivesEveryRowThatStaysAsItIsOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, l := drawn{rt}, New()
		for n := range 3 {
			put(rt, l, casefile.Record{Kind: casefile.KindCustomer, ID: someID(10_000 + n), Fields: map[string]any{"name": string(rune('a' + n))}})
		}
		for n := range 60 {
			id := someID(n)
			put(rt, l, d.escalation(id))
		}
		q := d.query()
		q.Offset = 0
		stays := map[string]bool{}
		before, _ := all(rt, l, q)
		for _, id := range before {
			stays[id] = true
		}
		seen := map[string]int{}
		for {
			p, err := l.Find(context.Background(), q)
			if err != nil {
				rt.Fatal(err)
			}
			for _, r := range p.Rows {
				seen[r.ID]++
			}
			if q.Cursor = p.Next; q.Cursor == "" {
				break
			}
			for range rapid.IntRange(0, 3).Draw(rt, "changes") {
				id := someID(rapid.IntRange(0, 90).Draw(rt, "id")) // also rows that are new
				delete(stays, id)
				if rapid.Bool().Draw(rt, "gone") {
					l.Remove(uuid.MustParse(id))
				} else {
					put(rt, l, d.escalation(id))
				}
			}
		}
		for id := range stays {
			if seen[id] != 1 {
				rt.Fatalf("%s was given %d times by %+v", id, seen[id], q)
			}
		}
	})
}

// knowsWhatIsEmpty holds the bits of each row to its cells.
func knowsWhatIsEmpty(t *rapid.T, table *table) {
	for row := range table.ids {
		for c := range table.cols {
			if has := table.data[c].get(uint32(row)) != ""; table.empty(uint32(row), c) == has {
				t.Fatalf("row %d is said to have a value in %s: %v, and it is %v", row, table.cols[c].name, !has, has)
			}
		}
	}
}
