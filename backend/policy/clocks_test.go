package policy

import (
	"testing"
	"time"

	"precedent/backend/casefile"
)

// TestClocksOfEachAudience holds the clocks to C2: from Monday 2026-03-09 10:00 in Berlin on.
func TestClocksOfEachAudience(t *testing.T) {
	for _, c := range []struct{ severity, clock, due string }{
		{"critical", "customer", "2026-03-10T09:00:00Z"}, {"critical", "customer-meeting", "2026-03-10T09:00:00Z"},
		{"critical", "internal-meeting", "2026-03-10T09:00:00Z"}, {"critical", "case", "2026-03-10T09:00:00Z"},
		{"high", "customer", "2026-03-11T17:00:00Z"}, {"high", "case", "2026-03-11T17:00:00Z"},
		{"medium", "customer", "2026-03-16T09:00:00Z"}, {"medium", "internal-meeting", "2026-03-16T09:00:00Z"},
		{"low", "customer", ""}, {"low", "customer-meeting", ""}, {"low", "case", ""},
		{"critical", "channel", "2026-03-10T09:00:00Z"}, {"low", "channel", "2026-03-10T09:00:00Z"}, {"", "channel", "2026-03-10T09:00:00Z"},
		{"critical", "customer-week", "2026-03-16T09:00:00Z"}, {"medium", "customer-week", "2026-03-16T09:00:00Z"}, {"low", "customer-week", ""},
		{"critical", "executive", ""},
	} {
		if got := dueAt(t, escalation(c.severity), c.clock, "2026-03-09T10:00:00Z"); got != c.due {
			t.Errorf("%s at %q is due at %q, want %q", c.clock, c.severity, got, c.due)
		}
	}
}

func TestMediumIsDueAfterAWeekAndLateAfterTwo(t *testing.T) {
	p, f := builtinPolicy(t), escalation("medium")
	for at, want := range map[string]State{"2026-03-16T08:59:00Z": Upcoming, "2026-03-16T09:00:00Z": Due, "2026-03-23T08:59:00Z": Due, "2026-03-23T09:00:00Z": Overdue} {
		if o, _ := asked(p.Obligations(f, when(t, at)), "customer"); o.State != want {
			t.Errorf("at %s it is %s, want %s", at, o.State, want)
		}
	}
}

func TestHighCountsThroughTheWeekend(t *testing.T) {
	f := escalation("high", told("customer", "2026-03-13T16:00:00Z")) // a Friday
	if got := dueAt(t, f, "customer", "2026-03-13T17:00:00Z"); got != "2026-03-16T00:00:00Z" {
		t.Error(got)
	}
}

func TestThreeContactsInAnySevenDays(t *testing.T) {
	f := escalation("high", told("customer", "2026-03-10T09:00:00Z"), told("customer", "2026-03-12T09:00:00Z"), told("customer", "2026-03-13T09:00:00Z"))
	if got := dueAt(t, f, "customer-week", "2026-03-13T10:00:00Z"); got != "2026-03-17T09:00:00Z" {
		t.Errorf("with three contacts it is due at %s, when the first of them is a week old", got)
	}
	p := builtinPolicy(t)
	if o, _ := asked(p.Obligations(f, when(t, "2026-03-17T09:00:00Z")), "customer-week"); o.State != Overdue {
		t.Errorf("with two contacts in seven days it is %s", o.State)
	}
}

func TestAPostingTellsItsAudience(t *testing.T) {
	u := told("customer", "2026-03-09T12:00:00Z")
	u.Fields["postings"] = map[string]any{"p": map[string]any{"destination": "channel", "at": "2026-03-09T13:00:00Z"}}
	if got := dueAt(t, escalation("high", u), "channel", "2026-03-09T14:00:00Z"); got != "2026-03-10T13:00:00Z" {
		t.Error(got)
	}
}

func TestACaseHasItsOwnCadence(t *testing.T) {
	f := escalation("low")
	f.Fields["cadence"] = map[string]any{"customer": map[string]any{"hours": jsonNumber("4"), "reason": "agreed"}}
	if got := dueAt(t, f, "customer", "2026-03-09T09:00:00Z"); got != "2026-03-09T13:00:00Z" {
		t.Error(got)
	}
}

func TestInsideAServicesProjectTheCaseIsNotAsked(t *testing.T) {
	f := escalation("high")
	f.Fields["in_project"] = true
	p := builtinPolicy(t)
	list := p.Obligations(f, when(t, "2026-03-09T10:00:00Z"))
	for _, rule := range []string{"case", "open-case", "day-task-entry", "manage-tasks"} {
		if _, ok := asked(list, rule); ok {
			t.Errorf("%s asks", rule)
		}
	}
}

func TestAnUpdateInTheFutureDoesNotStopAClock(t *testing.T) {
	f := escalation("critical", told("customer", "2026-03-20T09:00:00Z"))
	if got := dueAt(t, f, "customer", "2026-03-09T10:00:00Z"); got != "2026-03-10T09:00:00Z" {
		t.Error(got)
	}
}

// TestAClockThatJumps goes forward a month and back: what is asked depends on the time alone.
func TestAClockThatJumps(t *testing.T) {
	p, f := builtinPolicy(t), escalation("critical")
	now := when(t, "2026-03-09T10:00:00Z")
	before := rulesOf(p.Obligations(f, now))
	p.Obligations(f, now.AddDate(0, 1, 0))
	if after := rulesOf(p.Obligations(f, now)); before != after {
		t.Errorf("%s, then %s", before, after)
	}
}

func TestImportedCasesWithoutAStateAskNothing(t *testing.T) {
	c := caseOf(casefile.KindEscalation, map[string]any{"source": "crm", "created": "2020-01-01T00:00:00Z", "severity": "critical"})
	if list := builtinPolicy(t).Obligations(Gather(c, casefile.Record{}, ""), when(t, "2026-03-09T10:00:00Z")); len(list) > 0 {
		t.Error(rulesOf(list))
	}
}

func TestADaylightSavingNightKeepsWallClockTime(t *testing.T) {
	// In Berlin the clocks go forward on Sunday 2026-03-29 at two.
	f := escalation("medium", told("customer", "2026-03-27T09:00:00Z")) // Friday, ten o'clock
	if got := dueAt(t, f, "customer", "2026-03-27T10:00:00Z"); got != "2026-04-07T08:00:00Z" {
		t.Errorf("due at %s; five working days on, Good Friday and Easter Monday free, it is ten o'clock in summer time", got)
	}
	// Elapsed hours are elapsed hours: a day has 23 that night.
	f = escalation("critical", told("customer", "2026-03-28T12:00:00Z"))
	if got := dueAt(t, f, "customer", "2026-03-28T13:00:00Z"); got != "2026-03-29T12:00:00Z" {
		t.Error(got)
	}
}

func TestTheCustomersZoneCountsWhenTheCaseNamesNone(t *testing.T) {
	c := caseOf(casefile.KindEscalation, map[string]any{"status": "active", "severity": "medium", "created": "2026-07-02T22:00:00Z"})
	customer := casefile.Record{Kind: casefile.KindCustomer, ID: "c", Fields: map[string]any{"zone": "America/New_York"}}
	f := Gather(c, customer, "Europe/Berlin")
	// Thursday evening in New York; Friday is Independence Day observed. In Berlin it would have begun on the Friday.
	if got := dueAt(t, f, "customer", "2026-07-02T23:00:00Z"); got != "2026-07-10T22:00:00Z" {
		t.Error(got)
	}
}

func TestSevenWorkingDaysOverChristmas(t *testing.T) {
	c := caseOf(casefile.KindIncident, map[string]any{"status": "resolved", "incident_severity": "s1", "created": "2026-12-21T08:00:00Z", "resolved": "2026-12-21T14:30:00Z", "zone": "Europe/Berlin"})
	f := Gather(c, casefile.Record{}, "")
	// 22, 23, 24, 28, 29, 30, 31 December: the 25th is Christmas, the 26th a Saturday.
	if got := dueAt(t, f, "review-complete", "2026-12-21T15:00:00Z"); got != "2026-12-31T14:30:00Z" {
		t.Error(got)
	}
}

func TestUSFederalShifts(t *testing.T) {
	r, ok := builtinPolicy(t).Rota("us-federal")
	if !ok {
		t.Fatal("there is no such rota")
	}
	// In Los Angeles the clocks go forward on Sunday 2026-03-08.
	for _, c := range []struct{ now, name, from, to string }{
		{"2026-03-07T14:00:00Z", "AM", "2026-03-07T13:00:00Z", "2026-03-07T19:00:00Z"},
		{"2026-03-07T19:00:00Z", "PM", "2026-03-07T19:00:00Z", "2026-03-08T01:00:00Z"},
		{"2026-03-08T11:00:00Z", "AM", "2026-03-08T12:00:00Z", "2026-03-08T18:00:00Z"},
		{"2026-03-09T01:00:00Z", "AM", "2026-03-09T12:00:00Z", "2026-03-09T18:00:00Z"},
	} {
		w := r.Windows(when(t, c.now), 1)[0]
		if w.Name != c.name || w.From.UTC().Format(time.RFC3339) != c.from || w.To.UTC().Format(time.RFC3339) != c.to {
			t.Errorf("at %s: %s %s to %s", c.now, w.Name, w.From.UTC(), w.To.UTC())
		}
	}
	if r.Covered(when(t, "2026-03-08T02:00:00Z")) {
		t.Error("nobody is on duty at six in the evening")
	}
}

func TestTheWeeklyReviewIsOnTuesday(t *testing.T) {
	r, ok := builtinPolicy(t).Rota("incident-review")
	if !ok || !r.Meets {
		t.Fatal("there is no such meeting")
	}
	for _, w := range r.Windows(when(t, "2026-03-11T10:00:00Z"), 3) {
		if w.From.Weekday() != time.Tuesday {
			t.Error(w.From)
		}
	}
}

func TestAStandupIsAnnouncedTenMinutesBefore(t *testing.T) {
	f := escalation("high")
	f.Fields["standup"], f.Fields["channel"] = "2026-03-10T10:00:00[Europe/Berlin]", "#esc_acme"
	if got := dueAt(t, f, "manage-standup-reminder", "2026-03-09T10:00:00Z"); got != "2026-03-10T08:50:00Z" {
		t.Errorf("the first is due at %s", got)
	}
	if got := dueAt(t, f, "manage-standup-reminder", "2026-03-13T12:00:00Z"); got != "2026-03-16T08:50:00Z" {
		t.Errorf("after Friday's, Monday's is due at %s", got)
	}
}
