package policy

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// manyCases are 2,000 open escalations with 200 events each.
func manyCases() []casefile.Case {
	out := make([]casefile.Case, 2000)
	for i := range out {
		out[i] = caseWith(i, 200)
	}
	return out
}

// caseWith is an open escalation with some events: lines, updates, actions.
func caseWith(i, events int) casefile.Case {
	severities := []string{"critical", "high", "medium", "low"}
	audiences := []string{"customer", "channel", "case", "internal_meeting"}
	began := beginning.Add(time.Duration(i) * time.Minute)
	var items []casefile.Record
	for j := range events {
		at := casefile.At(began.Add(time.Duration(j)*time.Hour), "Europe/Berlin").String()
		id := fmt.Sprintf("%d-%d", i, j)
		switch {
		case j%4 == 0:
			u := told(audiences[j/4%len(audiences)], at)
			u.ID = id
			items = append(items, u)
		case j%20 == 1:
			items = append(items, item(casefile.KindAction, id, map[string]any{"text": "do", "owner": "a", "due": "2026-04-01T10:00:00[Europe/Berlin]", "status": "done"}))
		default:
			items = append(items, item(casefile.KindLine, id, map[string]any{"text": "something happened", "at": at}))
		}
	}
	c := caseOf(casefile.KindEscalation, map[string]any{"status": "active", "severity": severities[i%4], "created": casefile.At(began, "").String(),
		"zone": "Europe/Berlin", "channel": "#esc_x", "dri": "p"}, items...)
	c.ID = fmt.Sprint("case-", i)
	return c
}

// BenchmarkAgendaMemory is what an agenda of 30,000 open cases keeps in memory: their facts are dropped once it has them.
func BenchmarkAgendaMemory(b *testing.B) {
	p := builtinPolicy(b)
	now := beginning.AddDate(0, 0, 10)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		a := NewAgenda(p)
		a.Put(30_000, func(i int) *Facts { return Gather(caseWith(i, 20), casefile.Record{}, "") }, now)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
		b.ReportMetric(float64(len(a.rows)), "rows")
		runtime.KeepAlive(a)
	}
}

// BenchmarkAgenda is what is asked in 2,000 open cases, worked out anew and brought into order, from facts that were gathered.
func BenchmarkAgenda(b *testing.B) {
	p := builtinPolicy(b)
	var facts []*Facts
	for _, c := range manyCases() {
		facts = append(facts, Gather(c, casefile.Record{}, ""))
	}
	now := beginning.AddDate(0, 0, 10)
	b.ReportAllocs()
	for b.Loop() {
		a := NewAgenda(p)
		a.Put(len(facts), func(i int) *Facts { return facts[i] }, now)
		b.ReportMetric(float64(len(a.rows)), "rows")
	}
}

// BenchmarkAgendaChange is the same where one case of those changed.
func BenchmarkAgendaChange(b *testing.B) {
	p := builtinPolicy(b)
	var facts []*Facts
	for _, c := range manyCases() {
		facts = append(facts, Gather(c, casefile.Record{}, ""))
	}
	now := beginning.AddDate(0, 0, 10)
	a := NewAgenda(p)
	a.Put(len(facts), func(i int) *Facts { return facts[i] }, now)
	b.ReportAllocs()
	for b.Loop() {
		a.Put(1, func(int) *Facts { return facts[700] }, now)
	}
}

// BenchmarkGather is the taking of the facts out of the records of those cases, once they are read: the part that is done
// again only for a case that changed.
func BenchmarkGather(b *testing.B) {
	cases := manyCases()
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range cases {
			Gather(c, casefile.Record{}, "")
		}
	}
}
