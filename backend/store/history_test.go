package store

import (
	"context"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// TestTheValuesOfAFieldLeaveOutWhatWasUndone also holds that what stands below a record is not looked at.
func TestTheValuesOfAFieldLeaveOutWhatWasUndone(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), testOptions())
	first := save(t, s, Change{Kind: casefile.KindEscalation, Patch: map[string]any{"title": "Sign-in loops", "severity": "high"}}).Records[0]
	save(t, s, Change{Kind: casefile.KindLine, Patch: map[string]any{"parent": first.ID, "text": "A line"}})
	to := func(severity any) Saved {
		r, err := s.Get(first.ID)
		if err != nil {
			t.Fatal(err)
		}
		return save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": severity}})
	}
	to("low")
	mistake := to("medium")
	if _, err := s.Undo(ctx, mistake.Seq, ""); err != nil {
		t.Fatal(err)
	}
	to(nil)
	to("critical")
	values, err := s.Values(ctx, first.ID, "severity")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range values {
		text, _ := v.Value.(string)
		got = append(got, text)
		if v.At.IsZero() {
			t.Error("a value has no time")
		}
	}
	if s := strings.Join(got, " "); s != "high low  critical" {
		t.Errorf("%q", s)
	}
}
