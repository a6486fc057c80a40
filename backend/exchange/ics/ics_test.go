package ics

import (
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestASeriesKeepsItsWallClockTimeAndBringsTheRulesOfItsZone(t *testing.T) {
	start := time.Date(2026, 3, 26, 10, 0, 0, 0, berlin(t))
	text := Write("Standups", "Precedent", []Event{{
		UID: "a@precedent", Title: "Standup; Lindqvist, Marine", Description: "one\ntwo", Start: start, End: start.Add(30 * time.Minute),
		Days: []time.Weekday{time.Monday, time.Thursday}, Alarm: 10 * time.Minute,
	}}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	for _, want := range []string{
		"DTSTART;TZID=Europe/Berlin:20260326T100000", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH", "TZID:Europe/Berlin",
		"BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "DTSTART:20260329T020000", "TRIGGER:-PT10M", "DTSTAMP:20260301T000000Z",
	} {
		if !strings.Contains(text, want+"\r\n") {
			t.Errorf("no line %q", want)
		}
	}
	cal, err := ical.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := cal.Events()[0].GetProperty(ical.ComponentPropertySummary).Value; got != "Standup; Lindqvist, Marine" {
		t.Errorf("the title came back as %q", got)
	}
}

func TestTheSameEventsAreTheSameBytes(t *testing.T) {
	e := []Event{{UID: "a", Title: "Shift", Start: time.Date(2026, 1, 1, 5, 0, 0, 0, time.UTC), End: time.Date(2026, 1, 1, 11, 0, 0, 0, time.UTC)}}
	stamp := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	first := Write("a", "p", e, stamp)
	if second := Write("a", "p", e, stamp); first != second {
		t.Error("two writings differ")
	}
}
