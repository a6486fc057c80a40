package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// benchSize is how many escalations the benchmarks work on.
const benchSize = 100_000

// benchWorkspace fills a workspace once; PRECEDENT_BENCH_DIR keeps it between runs.
func benchWorkspace(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("PRECEDENT_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	if _, err := os.Stat(filepath.Join(dir, manifestName)); err == nil {
		return dir
	}
	s := open(b, dir, Options{Who: "Mara Lindt"})
	var people, customers []string
	for i := range 200 {
		r := save(b, s, Change{Kind: casefile.KindPerson, Patch: map[string]any{"name": fmt.Sprintf("Person %d", i)}},
			Change{Kind: casefile.KindCustomer, Patch: map[string]any{"name": fmt.Sprintf("Customer %d", i)}}).Records
		people, customers = append(people, r[0].ID), append(customers, r[1].ID)
	}
	sev := []string{"critical", "high", "medium", "low"}
	status := []string{"opened", "active", "monitoring", "closed"}
	for i := 0; i < benchSize; i += 500 {
		var changes []Change
		for j := i; j < i+500; j++ {
			changes = append(changes, Change{Kind: casefile.KindEscalation, Patch: map[string]any{
				"title": fmt.Sprintf("Replication of shard %d stalls after the upgrade", j*7919%benchSize), "severity": sev[j%4], "status": status[j/3%4],
				"customer": customers[j%200], "dri": people[j/7%200], "component": fmt.Sprintf("component %d", j%37),
				"created": fmt.Sprintf("20%02d-%02d-%02dT%02d:%02d:00Z[Europe/Berlin]", 10+j%16, 1+j%12, 1+j%28, j%24, j%60),
				"source":  "old", "source_id": fmt.Sprint(j), "description": strings.Repeat("What was seen on the replica and what was done about it. ", 20)}})
		}
		if _, err := s.Save(context.Background(), Action{Name: "import", Import: true, Job: "bench", Changes: changes}); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

func BenchmarkOpen(b *testing.B) {
	dir := benchWorkspace(b)
	for b.Loop() {
		s := open(b, dir, Options{})
		if s.Report().Rebuilt != "" {
			b.Fatal(s.Report().Rebuilt)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRebuild(b *testing.B) {
	dir := benchWorkspace(b)
	for b.Loop() {
		if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
			b.Fatal(err)
		}
		s := open(b, dir, Options{})
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	ctx := context.Background()
	s := open(b, benchWorkspace(b), Options{Who: "Mara Lindt"})
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.Logf("heap with the lists in memory: %d MB", m.HeapAlloc>>20)
	counts := []string{"severity", "status", "customer", "dri", "component", "type", "outcome", "source", "tags"}
	queries := map[string]ListQuery{
		"first page":     {Kind: casefile.KindEscalation, Sort: "created", Descending: true},
		"with counts":    {Kind: casefile.KindEscalation, Sort: "created", Descending: true, Count: counts},
		"filtered":       {Kind: casefile.KindEscalation, Sort: "created", Filters: []Filter{{Field: "severity", Op: "is", Values: []string{"critical", "high"}}, {Field: "status", Op: "is_not", Values: []string{"closed"}}}, Count: counts},
		"jump":           {Kind: casefile.KindEscalation, Sort: "created", Offset: 90_000},
		"by customer":    {Kind: casefile.KindEscalation, Sort: "customer"},
		"title contains": {Kind: casefile.KindEscalation, Sort: "created", Filters: []Filter{{Field: "title", Op: "contains", Values: []string{"shard 777"}}}},
	}
	for name, q := range queries {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.List(ctx, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	p, err := s.List(ctx, queries["first page"])
	if err != nil {
		b.Fatal(err)
	}
	b.Run("save", func(b *testing.B) {
		r, err := s.Get(p.Rows[0].ID)
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; b.Loop(); i++ {
			r = save(b, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"title": fmt.Sprint("Title ", i)}}).Records[0]
		}
	})
	b.Run("first page after a save", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			newEscalation(b, s, fmt.Sprint("New ", i))
			b.StartTimer()
			if _, err := s.List(ctx, queries["with counts"]); err != nil {
				b.Fatal(err)
			}
		}
	})
}
