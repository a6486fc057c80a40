package lists

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"precedent/backend/casefile"
)

const benchRows = 100_000

// benchLists are lists as a large workspace has them, with a fixed seed.
func benchLists(b *testing.B) *Lists {
	b.Helper()
	l, r := New(), rand.New(rand.NewPCG(3, 141))
	words := []string{"replication", "shard", "stalls", "after", "upgrade", "login", "timeout", "queue", "certificate", "renewal", "index", "Backup"}
	word := func() string { return words[r.IntN(len(words))] }
	named := func(kind casefile.Kind, n int) (ids []string) {
		for i := range n {
			id := uuid.UUID{0: byte(len(kind)), 1: 1, 6: 0x70, 8: 0x80, 14: byte(i >> 8), 15: byte(i)}.String()
			put(b, l, casefile.Record{Kind: kind, ID: id, Fields: map[string]any{"name": fmt.Sprintf("%s %s %d", word(), word(), i)}})
			ids = append(ids, id)
		}
		return ids
	}
	customers, people := named(casefile.KindCustomer, 400), named(casefile.KindPerson, 200)
	severities, states := []string{"critical", "high", "medium", "low"}, []string{"opened", "active", "monitoring", "closed"}
	for i := range benchRows {
		id := uuid.UUID{0: 1, 6: 0x70, 8: 0x80, 13: byte(i >> 16), 14: byte(i >> 8), 15: byte(i)}.String()
		at := time.Date(2010, 1, 1, 0, r.IntN(8_000_000), 0, 0, time.UTC)
		put(b, l, casefile.Record{Kind: casefile.KindEscalation, ID: id, Fields: map[string]any{
			"title": fmt.Sprintf("%s %s of %s %s %d", word(), word(), word(), word(), r.IntN(benchRows)), "severity": severities[r.IntN(4)],
			"status": states[r.IntN(4)], "customer": customers[r.IntN(400)], "dri": people[r.IntN(200)], "component": fmt.Sprint("component ", r.IntN(37)),
			"created": at.Format(time.RFC3339), "source": "old", "source_id": fmt.Sprint(i), "key": fmt.Sprintf("ESC-%06d", i),
			"tags": []any{words[r.IntN(3)], words[3+r.IntN(3)]}}})
	}
	return l
}

// benchFilters are those that are asked with every order.
var benchFilters = map[string][]Filter{
	"all rows":            nil,
	"one severity":        {{Field: "severity", Values: []string{"high"}}},
	"two filters":         {{Field: "severity", Values: []string{"critical", "high"}}, {Field: "status", Op: IsNot, Values: []string{"closed"}}},
	"of a customer":       {{Field: "customer", Values: []string{"login queue 17"}}},
	"a letter":            {{Field: "title", Op: Contains, Values: []string{"q"}}},
	"two words":           {{Field: "title", Op: Contains, Values: []string{"shard"}}, {Field: "title", Op: Contains, Values: []string{"time"}}},
	"since, without tags": {{Field: "created", Op: After, Values: []string{"2020-01-01T00:00:00Z"}}, {Field: "tags", Op: Empty}},
}

var benchCounts = []string{"severity", "status", "customer", "dri", "component", "type", "outcome", "source", "tags"}

// BenchmarkFind asks for pages in every order and filter. New is a page whose filter nobody asked for before.
func BenchmarkFind(b *testing.B) {
	l := benchLists(b)
	t := l.tables[casefile.KindEscalation]
	ways := map[string]func(q *Query, i int){
		"first page": func(*Query, int) {},
		"new":        func(*Query, int) { t.selections = nil },
		"after": func(q *Query, i int) {
			q.Offset, q.Limit = i*997%2000, 1
			p, err := l.Find(context.Background(), *q)
			if err != nil {
				b.Fatal(err)
			}
			q.Cursor, q.Offset, q.Limit = p.Next, 0, 50
		},
		"jump": func(q *Query, i int) { q.Offset = i * 7919 % benchRows },
	}
	for way, prepare := range ways {
		b.Run(way, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				for _, c := range t.cols {
					for _, filters := range benchFilters {
						q := Query{Kind: casefile.KindEscalation, Sort: c.name, Descending: i%2 == 0, Filters: filters, Count: benchCounts}
						t.order(t.names[c.name])
						prepare(&q, i+len(took))
						begun := time.Now()
						if _, err := l.Find(context.Background(), q); err != nil {
							b.Fatal(err)
						}
						took = append(took, time.Since(begun))
					}
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
		})
	}
}

// BenchmarkOrder makes the order by each column, as the first list in that order does.
func BenchmarkOrder(b *testing.B) {
	l := benchLists(b)
	t := l.tables[casefile.KindEscalation]
	for _, name := range []string{"title", "created", "severity", "customer", "key", "outcome"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				t.orders[t.names[name]] = nil
				t.order(t.names[name])
			}
		})
	}
}

// BenchmarkPut moves a row while every order and several selections are kept.
func BenchmarkPut(b *testing.B) {
	l := benchLists(b)
	t := l.tables[casefile.KindEscalation]
	for c := range t.cols {
		t.order(c)
	}
	for _, filters := range benchFilters {
		if _, err := l.Find(context.Background(), Query{Kind: casefile.KindEscalation, Filters: filters, Count: benchCounts}); err != nil {
			b.Fatal(err)
		}
	}
	id := t.ids[benchRows/2]
	content := Encode(casefile.Record{Kind: casefile.KindEscalation, Fields: map[string]any{"title": "shard", "severity": "high"}})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := l.Put(id, uint64(i), content, fmt.Sprintf("2026-03-13T07:50:%02dZ", i%60)); err != nil {
			b.Fatal(err)
		}
	}
}
