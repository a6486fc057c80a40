// Package ics writes calendars that other programs read (RFC 5545).
//
// It gives a file of events in wall-clock time of a named zone, with that zone's rules beside them, so that a series stays
// at ten o'clock when the clocks change. It never reads one, sends one, or knows what an event is about; a record passes
// through it as an Event that the desk made of it.
package ics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"
)

// Event is one entry of a calendar, or a series of them.
type Event struct {
	UID         string // the same event has the same for ever
	Title       string
	Description string
	Place       string
	Start, End  time.Time      // in the zone in which it is meant
	Days        []time.Weekday // of a weekly series; none = it happens once
	Until       time.Time      // the end of a series; zero = it has none
	Alarm       time.Duration  // before the start; 0 = none
}

// local is the form of a wall-clock time beside its zone.
const local = "20060102T150405"

// Write gives a calendar file. stamp is the time of writing; the same events and stamp give the same bytes.
func Write(name, program string, events []Event, stamp time.Time) string {
	cal := ical.NewCalendarFor(program)
	cal.SetMethod(ical.MethodPublish)
	cal.SetXWRCalName(name)
	for _, z := range zonesOf(events) {
		addZone(cal, z)
	}
	for _, e := range events {
		addEvent(cal, e, stamp)
	}
	return cal.Serialize(ical.WithNewLineWindows)
}

func addEvent(cal *ical.Calendar, e Event, stamp time.Time) {
	v := cal.AddEvent(e.UID)
	v.SetDtStampTime(stamp.UTC())
	setTime(v, ical.ComponentPropertyDtStart, e.Start)
	setTime(v, ical.ComponentPropertyDtEnd, e.End)
	v.SetSummary(e.Title)
	if e.Description != "" {
		v.SetDescription(e.Description)
	}
	if e.Place != "" {
		v.SetLocation(e.Place)
	}
	if len(e.Days) > 0 {
		v.AddRrule(rule(e))
	}
	if e.Alarm > 0 {
		a := v.AddAlarm()
		a.SetAction(ical.ActionDisplay)
		a.SetTrigger("-PT" + strconv.Itoa(int(e.Alarm/time.Minute)) + "M")
		a.SetProperty(ical.ComponentPropertyDescription, e.Title)
	}
}

// setTime writes a time with its zone; the library by itself would turn it into UTC, and a series would move with the clocks.
func setTime(v *ical.VEvent, property ical.ComponentProperty, t time.Time) {
	if t.Location() == time.UTC {
		v.SetProperty(property, t.Format(local)+"Z")
		return
	}
	v.SetProperty(property, t.Format(local), ical.WithTZID(t.Location().String()))
}

// rule is the recurrence of a weekly series (RFC 5545, 3.3.10).
func rule(e Event) string {
	days := make([]string, len(e.Days))
	for i, d := range e.Days {
		days[i] = strings.ToUpper(d.String()[:2])
	}
	out := "FREQ=WEEKLY;BYDAY=" + strings.Join(days, ",")
	if !e.Until.IsZero() {
		out += ";UNTIL=" + e.Until.UTC().Format(local) + "Z"
	}
	return out
}

// zone is a time zone with the stretch of time for which its rules are written out.
type zone struct {
	loc      *time.Location
	from, to time.Time
}

// seriesYears is how far the rules of a zone are written out for a series that has no end. Programs know the zones by their
// names; the rules are for those that do not.
const seriesYears = 5

func zonesOf(events []Event) []zone {
	var out []zone
	for _, e := range events {
		loc := e.Start.Location()
		if loc == time.UTC {
			continue
		}
		to := e.End
		if len(e.Days) > 0 {
			to = e.Start.AddDate(seriesYears, 0, 0)
		}
		i := slices.IndexFunc(out, func(z zone) bool { return z.loc.String() == loc.String() })
		if i < 0 {
			out = append(out, zone{loc, e.Start, to})
			continue
		}
		if e.Start.Before(out[i].from) {
			out[i].from = e.Start
		}
		if to.After(out[i].to) {
			out[i].to = to
		}
	}
	slices.SortFunc(out, func(a, b zone) int { return strings.Compare(a.loc.String(), b.loc.String()) })
	return out
}

// addZone writes a zone's rules out as the changes of its clocks, the one that holds at the beginning first.
func addZone(cal *ical.Calendar, z zone) {
	v := cal.AddTimezone(z.loc.String())
	at := z.from.In(z.loc)
	start, end := at.ZoneBounds()
	if start.IsZero() {
		start = time.Date(1970, 1, 1, 0, 0, 0, 0, z.loc)
	}
	for {
		addChange(v, start, z.loc)
		if end.IsZero() || end.After(z.to) {
			return
		}
		start = end
		_, end = start.In(z.loc).ZoneBounds()
	}
}

func addChange(v *ical.VTimezone, start time.Time, loc *time.Location) {
	name, to := start.In(loc).Zone()
	_, from := start.Add(-time.Second).In(loc).Zone()
	set := func(c interface {
		SetProperty(ical.ComponentProperty, string, ...ical.PropertyParameter)
	}) {
		c.SetProperty(ical.ComponentPropertyDtStart, start.UTC().Add(time.Duration(from)*time.Second).Format(local))
		c.SetProperty(ical.ComponentProperty(ical.PropertyTzoffsetfrom), offset(from))
		c.SetProperty(ical.ComponentProperty(ical.PropertyTzoffsetto), offset(to))
		c.SetProperty(ical.ComponentProperty(ical.PropertyTzname), name)
	}
	if start.In(loc).IsDST() {
		d := &ical.Daylight{}
		v.Components = append(v.Components, d)
		set(d)
		return
	}
	set(v.AddStandard())
}

func offset(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	return fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds%3600/60)
}
