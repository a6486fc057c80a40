package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// benchDesk opens a workspace of made-up escalations, in PRECEDENT_BENCH_DIR where that names one to keep between runs.
func benchDesk(b *testing.B, cases int) *Desk {
	b.Helper()
	dir := os.Getenv("PRECEDENT_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	d := opened(b, dir, Options{Now: time.Now})
	b.Cleanup(func() { closed(b, d) })
	page, err := d.List(context.Background(), ListQuery{Kind: "escalation", Limit: 1})
	if must(b, page, err).All >= cases {
		return d
	}
	const part = 500
	for i := 0; i < cases; i += part {
		var r SaveRequest
		for j := i; j < min(i+part, cases); j++ {
			r.Changes = append(r.Changes, Change{Kind: "escalation", Patch: map[string]any{
				"title": fmt.Sprintf("Replication of shard %d stalls", j), "severity": []string{"critical", "high", "medium", "low"}[j%4],
				"created": "2026-03-12T09:26:00Z", "description": strings.Repeat("What was seen on the replica and what was done about it. ", 18)}})
		}
		saved, err := d.Save(context.Background(), r)
		must(b, saved, err)
	}
	return d
}

// someIDs are IDs of escalations of a workspace.
func someIDs(b *testing.B, d *Desk) []string {
	b.Helper()
	page, err := d.List(context.Background(), ListQuery{Kind: "escalation", Limit: 100})
	ids := make([]string, 0, 100)
	for _, r := range must(b, page, err).Rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// median reports the middle of what single rounds took, which other work on the machine moves less than their mean.
func median(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
}

func BenchmarkSaveLine(b *testing.B) {
	d := benchDesk(b, 2000)
	ids := someIDs(b, d)
	var took []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		begun := time.Now()
		_, err := d.Save(context.Background(), SaveRequest{Action: "log", Changes: []Change{{Kind: "line", ID: d.NewID(), Patch: map[string]any{
			"parent": ids[i%len(ids)], "text": "The replica was paused and caught up again", "at": "2026-03-13T09:26:00Z"}}}})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	median(b, took)
}

// BenchmarkLongCase shows a case of 5,000 lines whole, as a command does, and opens it as the page does. bytes is what then
// goes to the page.
func BenchmarkLongCase(b *testing.B) {
	const lines, part = 5000, 500
	d := opened(b, b.TempDir(), Options{Now: time.Now})
	b.Cleanup(func() { closed(b, d) })
	long := madeOf(b, d, "escalation", map[string]any{"title": "The long one"})
	for i := 0; i < lines; i += part {
		var r SaveRequest
		for j := range part {
			r.Changes = append(r.Changes, Change{Kind: "line", Patch: map[string]any{"parent": long.ID, "visibility": "internal", "who": "Mara Lindt",
				"text": fmt.Sprintf("Replica %d was paused and caught up again", i+j), "at": time.Unix(1770000000+int64(i+j), 0).UTC().Format(time.RFC3339)}})
		}
		saved, err := d.Save(context.Background(), r)
		must(b, saved, err)
	}
	for name, open := range map[string]func() (any, error){
		"whole":  func() (any, error) { return d.Show(context.Background(), long.ID) },
		"newest": func() (any, error) { return d.OpenCase(context.Background(), CaseRequest{ID: long.ID, Lines: 200}) },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			b.ReportAllocs()
			for b.Loop() {
				begun := time.Now()
				v, err := open()
				text, encoding := json.Marshal(must(b, v, err))
				if encoding != nil {
					b.Fatal(encoding)
				}
				took = append(took, time.Since(begun))
				b.ReportMetric(float64(len(text)), "bytes")
			}
			median(b, took)
		})
	}
}
