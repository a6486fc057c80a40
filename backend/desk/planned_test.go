package desk

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// TestWhatIsPlannedComesInItsOwnZone: standups keep their time of day over the night in which the clocks change, an event in
// another zone stands at its instant, and a shift record names who has a duty.
func TestWhatIsPlannedComesInItsOwnZone(t *testing.T) {
	d, _, id := dueDesk(t)
	ctx := context.Background()
	for _, a := range []Assignment{{"standup", "2026-03-26T09:30[Europe/Berlin]"}, {"next_sync", "2026-03-27T16:00[America/New_York]"}} {
		if _, err := d.Set(ctx, id, []Assignment{a}); err != nil {
			t.Fatal(err)
		}
	}
	for kind, fields := range map[string]map[string]any{
		"customer_event": {"title": "Go-live of the new shop", "type": "launch", "customer": "Lindqvist Marine", "starts": "2026-03-28T22:00[Asia/Tokyo]", "ends": "2026-03-29T02:00[Asia/Tokyo]"},
		"shift":          {"name": "AM", "person": "Ada", "duty": "us-federal", "starts": "2026-03-28T05:00[America/Los_Angeles]", "ends": "2026-03-28T11:00[America/Los_Angeles]"},
	} {
		if _, err := d.Make(ctx, kind, fields); err != nil {
			t.Fatal(err)
		}
	}
	a, err := d.Planned(ctx, PlannedQuery{From: "2026-03-26T00:00:00+01:00", To: "2026-03-31T00:00:00+02:00"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range a.Entries {
		if e.Kind != "duty" || e.Person != "" {
			got = append(got, fmt.Sprint(e.Kind, " ", e.StartAt, " ", e.Person))
		}
	}
	want := []string{
		"standup 2026-03-26T08:30:00Z[Europe/Berlin] Ada",
		"standup 2026-03-27T08:30:00Z[Europe/Berlin] Ada",
		"meeting 2026-03-27T20:00:00Z[America/New_York] Ada",
		"duty 2026-03-28T12:00:00Z[America/Los_Angeles] Ada",
		"shift 2026-03-28T12:00:00Z[America/Los_Angeles] Ada",
		"event 2026-03-28T13:00:00Z[Asia/Tokyo] ",
		"standup 2026-03-30T07:30:00Z[Europe/Berlin] Ada",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if _, err := d.Planned(ctx, PlannedQuery{From: "2026-03-26", To: "2026-03-25"}); err == nil {
		t.Error("a stretch that ends before it begins is answered")
	}
}
