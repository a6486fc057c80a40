package policy

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

var beginning = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// drawnCase is an open escalation with updates at any times around the present, and ticks.
func drawnCase(r *rapid.T) ([]casefile.Record, map[string]any) {
	audiences := []string{"customer", "channel", "case", "customer_meeting", "internal_meeting", "declaration"}
	var items []casefile.Record
	for i := range rapid.IntRange(0, 12).Draw(r, "updates") {
		at := beginning.Add(time.Duration(rapid.IntRange(0, 60*24*30).Draw(r, "minute")) * time.Minute)
		u := told(rapid.SampledFrom(audiences).Draw(r, "audience"), at.Format(time.RFC3339))
		u.ID = fmt.Sprint("u", i)
		items = append(items, u)
	}
	fields := map[string]any{"status": "active", "created": beginning.Format(time.RFC3339), "zone": "Europe/Berlin",
		"severity": rapid.SampledFrom([]string{"critical", "high", "medium", "low", ""}).Draw(r, "severity")}
	for _, name := range []string{"channel", "case_url", "dri", "standup_url"} {
		if rapid.Bool().Draw(r, name) {
			fields[name] = "https://example.com/" + name
		}
	}
	return items, fields
}

func drawnTime(r *rapid.T) time.Time {
	return beginning.Add(time.Duration(rapid.IntRange(0, 60*24*40).Draw(r, "now")) * time.Minute)
}

// TestObligationsAreDeterministic: the order in which records arrive changes nothing.
func TestObligationsAreDeterministic(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(r *rapid.T) {
		items, fields := drawnCase(r)
		now := drawnTime(r)
		shuffled := rapid.Permutation(slices.Clone(items)).Draw(r, "order")
		a := p.Obligations(Gather(caseOf(casefile.KindEscalation, fields, items...), casefile.Record{}, ""), now)
		b := p.Obligations(Gather(caseOf(casefile.KindEscalation, fields, shuffled...), casefile.Record{}, ""), now)
		if !reflect.DeepEqual(a, b) {
			r.Fatalf("%v\n%v", a, b)
		}
	})
}

// TestNoAudienceIsLost: whatever arrives late or back-dated, each clock of the severity asks exactly once, and never later
// than the latest contact allows.
func TestNoAudienceIsLost(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(r *rapid.T) {
		items, fields := drawnCase(r)
		now := drawnTime(r)
		f := Gather(caseOf(casefile.KindEscalation, fields, items...), casefile.Record{}, "")
		list := p.Obligations(f, now)
		for i := range p.Clocks {
			c := &p.Clocks[i]
			often, runs := c.frequency(f.Text("severity"))
			n := 0
			for _, o := range list {
				if o.Rule != c.ID {
					continue
				}
				n++
				if latest := p.after(often.Due, f.last(1, c.Restarts, &look{now: now}), f); o.Due.After(latest) {
					r.Fatalf("%s is due at %s, after %s", c.ID, o.Due, latest)
				}
			}
			want := 0
			if runs && !c.Off {
				want = 1
			}
			if n != want {
				r.Fatalf("%s asks %d times, want %d", c.ID, n, want)
			}
		}
	})
}

// TestAFulfilledObligationNeverComesBack: what one more event fulfilled stays so, whatever else arrives, back-dated or not,
// and however late one asks.
func TestAFulfilledObligationNeverComesBack(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(r *rapid.T) {
		items, fields := drawnCase(r)
		now := drawnTime(r)
		ids := func(items []casefile.Record, at time.Time) map[string]bool {
			out := map[string]bool{}
			for _, o := range p.Obligations(Gather(caseOf(casefile.KindEscalation, fields, items...), casefile.Record{}, ""), at) {
				if o.Group == "cadence" {
					out[o.ID] = true
				}
			}
			return out
		}
		before := ids(items, now)
		doing := told(rapid.SampledFrom([]string{"customer", "channel", "case"}).Draw(r, "does"), now.Format(time.RFC3339))
		items = append(items, doing)
		after := ids(items, now)
		more, _ := drawnCase(r)
		for i := range more {
			more[i].ID += "late"
		}
		later := now.Add(time.Duration(rapid.IntRange(0, 60*24*10).Draw(r, "later")) * time.Minute)
		again := ids(append(items, more...), later)
		for id := range before {
			if !after[id] && again[id] {
				r.Fatalf("%s came back", id)
			}
		}
	})
}

// TestWorkingDays: the n-th working day is worked, keeps the time of day, and has n-1 worked days between.
func TestWorkingDays(t *testing.T) {
	p := builtinPolicy(t)
	rapid.Check(t, func(r *rapid.T) {
		zone := rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "UTC"}).Draw(r, "zone")
		loc, err := casefile.Location(zone)
		if err != nil {
			r.Fatal(err)
		}
		c := p.calendar(zone)
		from := time.Date(2024, 1, 1, rapid.IntRange(4, 23).Draw(r, "hour"), 30, 0, 0, loc).AddDate(0, 0, rapid.IntRange(0, 2000).Draw(r, "day"))
		n := rapid.IntRange(1, 20).Draw(r, "n")
		to := c.AddWorkingDays(from, n)
		worked := 0
		for day := from.AddDate(0, 0, 1); !day.After(to); day = day.AddDate(0, 0, 1) {
			if c.Works(day) {
				worked++
			}
		}
		if !c.Works(to) || to.Hour() != from.Hour() || worked != n {
			r.Fatalf("%s + %d = %s, %d days worked", from, n, to, worked)
		}
	})
}
