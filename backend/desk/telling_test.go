package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// TestADigestWaitsForTheEndOfTheQuietHours: at night only an emergency is told, in the morning everything at once, and nothing
// twice after that.
func TestADigestWaitsForTheEndOfTheQuietHours(t *testing.T) {
	d, now, _ := dueDesk(t)
	ctx := context.Background()
	if _, err := d.SaveSettings(ctx, SettingsView{Zone: "Europe/Berlin", QuietFrom: "20:00", QuietTo: "07:00"}); err != nil {
		t.Fatal(err)
	}
	if s, err := d.Settings(ctx); err != nil || s.QuietFrom != "20:00" || s.QuietTo != "07:00" {
		t.Fatalf("%+v %v", s, err)
	}
	*now = time.Date(2026, 3, 9, 20, 30, 0, 0, time.UTC) // 21:30 in Berlin
	teller := NewTeller(*now)
	tell := func() string {
		t.Helper()
		says, err := d.Tell(ctx, teller)
		if err != nil {
			t.Fatal(err)
		}
		return says
	}
	*now = now.Add(13 * time.Minute)
	if s := tell(); s != "" {
		t.Errorf("in quiet hours it tells %q", s)
	}
	*now = now.Add(time.Minute)
	if _, err := d.Make(ctx, "emergency", map[string]any{"title": "Page", "status": "open", "paged": casefile.At(*now, "").String()}); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(10 * time.Minute)
	if s := tell(); !strings.Contains(s, "EMG-") {
		t.Errorf("of the emergency it tells %q", s)
	}
	*now = time.Date(2026, 3, 10, 9, 30, 0, 0, time.UTC)
	if s := tell(); !strings.Contains(s, "things are due") {
		t.Errorf("in the morning it tells %q", s)
	}
	*now = now.Add(time.Minute)
	if s := tell(); s != "" {
		t.Errorf("a minute later it tells %q", s)
	}
	*now = now.Add(10 * time.Second)
	if _, err := d.Make(ctx, "emergency", map[string]any{"title": "Another page", "status": "open", "paged": casefile.At(*now, "").String()}); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Minute)
	if s := tell(); !strings.Contains(s, "EMG-") {
		t.Errorf("by day an emergency waits for the next digest: %q", s)
	}
}
