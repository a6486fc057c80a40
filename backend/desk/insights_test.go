package desk

import (
	"context"
	"testing"
	"time"

	"precedent/backend/casefile"
)

func tile(t *testing.T, in Insights, id string) InsightTile {
	t.Helper()
	for _, tile := range in.Tiles {
		if tile.ID == id {
			return tile
		}
	}
	t.Fatalf("no tile %s", id)
	return InsightTile{}
}

func TestWhatTheCasesSayTogether(t *testing.T) {
	saturday := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	now := saturday.AddDate(0, 0, 10)
	d := opened(t, t.TempDir(), Options{Now: func() time.Time { return now }})
	t.Cleanup(func() { closed(t, d) })
	stamp := func(at time.Time) string { return at.Format(time.RFC3339) }
	filed := func(created time.Time, more map[string]any) SavedRecord {
		fields := map[string]any{"title": "Nodes refuse connections", "created": stamp(created), "status": "active", "severity": "high", "component": "storage"}
		for k, v := range more {
			fields[k] = v
		}
		return madeOf(t, d, casefile.KindEscalation, fields)
	}
	first := filed(saturday, map[string]any{"cause": "A stale secret\nof the old node"})
	ruth := madeOf(t, d, casefile.KindPerson, map[string]any{"name": "Ruth Okafor"})
	madeOf(t, d, casefile.KindAction, map[string]any{"parent": first.ID, "text": "Restart node 3", "owner": ruth.ID, "due": "2026-03-16T09:00", "status": "open"})
	second := filed(saturday.AddDate(0, 0, 2), map[string]any{"status": "closed", "closed": stamp(saturday.AddDate(0, 0, 6)), "sentiment_before": "red", "sentiment_after": "green"})
	filed(saturday.AddDate(0, 0, -100), map[string]any{"severity": "low", "component": "proxy"})
	madeOf(t, d, casefile.KindEmergency, map[string]any{"title": "Sign-in fails", "created": stamp(saturday.AddDate(0, 0, 1))})
	incident := madeOf(t, d, casefile.KindIncident, map[string]any{"title": "Webhooks late"})
	madeOf(t, d, casefile.KindCall, map[string]any{"title": "About the webhooks", "case": incident.ID, "started": stamp(saturday)})
	madeOf(t, d, casefile.KindCall, map[string]any{"title": "About the nodes", "case": first.ID, "started": stamp(saturday)})
	judged, err := d.Judge(context.Background(), second.ID, first.ID, "same_problem")
	must(t, judged, err)

	in, err := d.Insights(context.Background())
	must(t, in, err)
	for id, want := range map[string][2]string{
		"emergencies":  {"1", "0"},
		"satisfaction": {"1 of 1 (100 %)", "none"},
		"weekends":     {"2 of 3 (67 %)", "0 of 1 (0 %)"},
		"repeats":      {"2 of 2 (100 %)", "0 of 1 (0 %)"},
		"resolution":   {"4.0 days", "none"},

		"review_meetings": {"1", "0"},
	} {
		if got := tile(t, in, id); got.Now != want[0] || got.Before != want[1] {
			t.Errorf("%s: %q and %q, want %q", id, got.Now, got.Before, want)
		}
	}
	week := in.Weeks[insightWeeks-2] // from 16 March: the second was opened and closed in it
	if week.Starts != "2026-03-16" || week.Opened != 1 || week.Closed != 1 || week.Open["high"] != 1 || week.Open["low"] != 1 {
		t.Errorf("%+v", week)
	}
	bars := map[string]InsightBars{}
	for _, b := range in.Bars {
		bars[b.Field] = b
	}
	if causes := bars["cause"].Values; len(causes) != 1 || causes[0].Count.Count != 2 || causes[0].Label != "A stale secret" || len(causes[0].Cases) != 2 {
		t.Errorf("%+v", causes)
	}
	if late := bars["action"].Values; len(late) != 1 || late[0].Label != "Ruth Okafor" || late[0].Cases[0].Title != "Restart node 3" || tile(t, in, "actions").Now != "1" {
		t.Errorf("%+v", late)
	}
	if days := bars["weekday"].Values; len(days) != 7 || days[0].Label != "Monday" || days[5].Count.Count != 1 || days[6].Count.Count != 1 {
		t.Errorf("%+v", days)
	}
	if bar := bars["component"].Values[0]; bar.Value != "storage" || bar.Count.Count != 2 || bar.List != "escalation?component=storage" {
		t.Errorf("%+v", bar)
	}
}
