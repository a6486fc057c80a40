package desk

import (
	"context"
	"slices"
	"testing"
	"time"

	"precedent/backend/casefile"
)

func TestWhoWaitsForWhom(t *testing.T) {
	now := time.Date(2026, 3, 17, 12, 0, 0, 0, time.UTC)
	d := opened(t, t.TempDir(), Options{Now: func() time.Time { return now }})
	t.Cleanup(func() { closed(t, d) })
	customer := madeOf(t, d, casefile.KindCustomer, map[string]any{"name": "Veldhoorn Rail"})
	dri := madeOf(t, d, casefile.KindPerson, map[string]any{"name": "Marta Ilves"})
	other := madeOf(t, d, casefile.KindPerson, map[string]any{"name": "Ruth Okafor"})
	c := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Nodes refuse connections", "customer": customer.ID, "dri": dri.ID,
		"severity": "critical", "status": "active", "created": now.AddDate(0, 0, -3).Format(time.RFC3339)})
	madeOf(t, d, casefile.KindAction, map[string]any{"parent": c.ID, "text": "Restart node 3", "owner": other.ID, "due": "2026-03-16T09:00", "status": "open"})

	madeOf(t, d, casefile.KindAction, map[string]any{"parent": c.ID, "text": "Send the trace", "owner": "Dmitri of storage", "due": "2026-03-16T09:00", "status": "open"})

	waits, err := d.Waits(context.Background())
	must(t, waits, err)
	find := func(waits []WaitView, who, whom string) WaitView {
		t.Helper()
		i := slices.IndexFunc(waits, func(w WaitView) bool { return w.Waits == who && w.For == whom })
		if i < 0 {
			t.Fatalf("%s does not wait for %s: %+v", who, whom, waits)
		}
		return waits[i]
	}
	if w := find(waits, "Veldhoorn Rail", "Marta Ilves"); !w.OfCustomer || w.Late == 0 || w.CaseKey != c.Key {
		t.Errorf("%+v", w)
	}
	if w := find(waits, "Marta Ilves", "Ruth Okafor"); w.OfCustomer || w.Late != 1 || w.Count != 1 || w.What != "Do: Restart node 3" {
		t.Errorf("%+v", w)
	}
	if w := find(waits, "Marta Ilves", "Dmitri of storage"); w.Late != 1 { // a name that is no record of its own
		t.Errorf("%+v", w)
	}
	if !slices.IsSortedFunc(waits, func(a, b WaitView) int { return b.Late - a.Late }) {
		t.Errorf("not in order: %+v", waits)
	}
}

func TestHowManyMoveIsCountedAlsoWhereFewAreGiven(t *testing.T) {
	d := opened(t, t.TempDir(), Options{Now: func() time.Time { return time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC) }})
	defer closed(t, d)
	ana := madeOf(t, d, "person", map[string]any{"name": "Ana"})
	for i := range 3 {
		fields := map[string]any{"title": "Publishing stands still", "severity": "high", "status": "active", "created": "2026-02-02T09:00:00Z"}
		if i > 0 {
			fields["dri"] = ana.ID
		}
		madeOf(t, d, "escalation", fields)
	}
	madeOf(t, d, "escalation", map[string]any{"title": "Over", "status": "closed"})
	for most, given := range map[int][]int{-1: {0, 0}, 0: {0, 0}, 1: {1, 1}, 9: {1, 2}} {
		all, err := d.Movers(context.Background(), most)
		if must(t, all, err); all.Open != 3 || all.Stalled != 3 || all.Late != 3 || all.Unled != 1 || len(all.Movers) != 2 {
			t.Fatalf("%+v", all)
		}
		for i, m := range slices.SortedFunc(slices.Values(all.Movers), func(a, b MoverView) int { return a.All - b.All }) {
			if m.All != i+1 || len(m.Cases) != given[i] {
				t.Errorf("of %d at most: %q has %d of %d", most, m.DRI, len(m.Cases), m.All)
			}
		}
	}
}
