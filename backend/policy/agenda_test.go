package policy

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

func putAll(a *Agenda, now time.Time, facts ...*Facts) {
	a.Put(len(facts), func(i int) *Facts { return facts[i] }, now)
}

// said is an agenda at a time in words, to be compared.
func saidOf(a *Agenda, now time.Time) []string {
	var out []string
	for r := range a.Rows() {
		out = append(out, fmt.Sprint(r.ID(), " ", r.State(now), " ", r.DueAt()))
	}
	return out
}

// TestAnAgendaSaysWhatObligationsSay: until the time that an entry names the rows say what working it out anew would say, and
// in the same order; the states of what is in them follow the clock.
func TestAnAgendaSaysWhatObligationsSay(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(r *rapid.T) {
		items, fields := drawnCase(r)
		fields["standup"] = rapid.SampledFrom([]string{"", "2026-03-12T09:30[Europe/Berlin]"}).Draw(r, "standup")
		fields["snoozes"] = map[string]any{"open-channel": map[string]any{"until": drawnTime(r).Format(time.RFC3339), "reason": "later"}}
		f := Gather(caseOf(casefile.KindEscalation, fields, items...), casefile.Record{}, "")
		a, now := NewAgenda(p), drawnTime(r)
		putAll(a, now, f)
		later := now.Add(time.Duration(rapid.IntRange(0, 60*36).Draw(r, "later")) * time.Minute)
		if e := a.Entry(f.ID); !e.Till().IsZero() && !later.Before(e.Till()) {
			if !slices.Contains(a.Stale(later), f.ID) {
				r.Fatal("an entry whose time is over is not stale")
			}
			later = e.Till().Add(-time.Second)
		}
		var want []string
		for _, o := range p.Obligations(f, later) {
			want = append(want, fmt.Sprint(o.ID, " ", o.State, " ", o.Due))
		}
		if got := saidOf(a, later); !slices.Equal(got, want) {
			r.Fatalf("at %s, worked out at %s:\n%q\n%q", later, now, got, want)
		}
	})
}

// TestAnAgendaInPartsIsTheWholeOne: cases that are put one by one, changed and dropped leave what putting the rest at once
// gives.
func TestAnAgendaInPartsIsTheWholeOne(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(r *rapid.T) {
		now := drawnTime(r)
		kept := map[string]*Facts{}
		a := NewAgenda(p)
		for range rapid.IntRange(1, 12).Draw(r, "changes") {
			items, fields := drawnCase(r)
			c := caseOf(casefile.KindEscalation, fields, items...)
			c.ID = fmt.Sprint("case-", rapid.IntRange(0, 4).Draw(r, "case"))
			if rapid.IntRange(0, 3).Draw(r, "drop") == 0 {
				a.Drop(c.ID)
				delete(kept, c.ID)
				continue
			}
			kept[c.ID] = Gather(c, casefile.Record{}, "")
			putAll(a, now, kept[c.ID])
		}
		whole := NewAgenda(p)
		for _, f := range kept {
			putAll(whole, now, f)
		}
		if got, want := saidOf(a, now), saidOf(whole, now); !slices.Equal(got, want) {
			r.Fatalf("%q\n%q", got, want)
		}
	})
}
