package policy

import (
	"slices"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// standOf is how a step of the built-in policy stands.
func standOf(t *testing.T, f *Facts, step, now string) (Stand, bool) {
	t.Helper()
	course := builtinPolicy(t).Course(f, when(t, now))
	i := slices.IndexFunc(course, func(s Stand) bool { return s.Rule == step })
	if i < 0 {
		return Stand{}, false
	}
	return course[i], true
}

func TestTheCourseShowsWhatIsDoneAndWhatWaits(t *testing.T) {
	f := emergency(map[string]any{"acknowledged": "2026-03-14T12:03:00Z", "page_state": "acknowledged",
		"ticks": map[string]any{
			"page-takeover": map[string]any{"state": "passed", "at": "2026-03-14T12:04:00Z", "reason": "No other shift."},
			"page-thread":   map[string]any{"state": "done", "at": "2026-03-14T12:02:00Z"},
		}})
	now := "2026-03-14T12:05:00Z"
	for step, want := range map[string]Stand{
		"page-ack":      {State: Done, At: when(t, "2026-03-14T12:03:00Z"), Field: "acknowledged"},
		"page-thread":   {State: Done, At: when(t, "2026-03-14T12:02:00Z")},
		"page-takeover": {State: Passed, At: when(t, "2026-03-14T12:04:00Z"), Reason: "No other shift."},
		"page-contact":  {State: Overdue, Field: "contacted"},
		"page-resolve":  {State: Waiting, Field: "page_resolved"},
	} {
		got, ok := standOf(t, f, step, now)
		if !ok || got.State != want.State || !got.At.Equal(want.At) || got.Field != want.Field || got.Reason != want.Reason {
			t.Errorf("%s: %v %s at %s by %q, %q", step, ok, got.State, got.At, got.Field, got.Reason)
		}
	}
	if _, ok := standOf(t, f, "second-page-manager", now); ok {
		t.Error("one page alone has the steps for two")
	}
}

func TestWhatTheCustomersAnswerStopsStaysInTheCourseWhereItWasDone(t *testing.T) {
	fields := map[string]any{"contacted": "2026-03-14T12:00:00Z", "customer_replied": "2026-03-14T12:20:00Z"}
	if _, ok := standOf(t, emergency(fields), "silence-follow-up", "2026-03-14T12:30:00Z"); ok {
		t.Error("a follow-up is asked of a customer who answered")
	}
	fields["followed_up"] = "2026-03-14T12:16:00Z"
	if s, ok := standOf(t, emergency(fields), "silence-follow-up", "2026-03-14T12:30:00Z"); !ok || s.State != Done {
		t.Errorf("%v %s", ok, s.State)
	}
}

func TestAnItemThatAStepAsksForGivesItsTime(t *testing.T) {
	first, second := "2026-03-14T12:30:00Z", "2026-03-14T12:10:00Z"
	f := emergency(map[string]any{"contacted": "2026-03-14T12:05:00Z"},
		item(casefile.KindOption, "o1", map[string]any{"text": "Roll back", "at": first}), item(casefile.KindOption, "o2", map[string]any{"text": "Wait", "at": second}))
	if s, _ := standOf(t, f, "call-options", "2026-03-14T13:00:00Z"); s.State != Done || !s.At.Equal(when(t, second)) {
		t.Errorf("%s at %s", s.State, s.At)
	}
}

func TestTakingAStepBackRestoresWhatTheOneBeforeHadSet(t *testing.T) {
	p, now := builtinPolicy(t), when(t, "2026-03-14T12:30:00Z")
	f := emergency(map[string]any{"acknowledged": "2026-03-14T12:03:00Z", "contacted": "2026-03-14T12:05:00Z", "page_resolved": "2026-03-14T12:06:00Z", "page_state": "resolved"})
	back := p.Back(f, "page-resolve", now)
	if back["page_state"] != "acknowledged" || back["page_resolved"] != nil {
		t.Errorf("%v", back)
	}
	if back := p.Back(f, "page-ack", now); back["page_state"] != nil || len(back) != 2 {
		t.Errorf("%v", back)
	}
	if back := p.Back(f, "no-such-step", now); back != nil {
		t.Errorf("%v", back)
	}
}

func TestTheStepsOfAnEmergencyCountFromThePage(t *testing.T) {
	f := emergency(map[string]any{"paged": "2026-03-14T11:40:00Z"})
	if s, _ := standOf(t, f, "page-ack", "2026-03-14T12:00:00Z"); s.Since.Format(time.RFC3339) != "2026-03-14T11:40:00Z" {
		t.Errorf("since %s", s.Since)
	}
}
