package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// schedule is when a step comes again: with the internal standups, at a time of every working day, or of one day a week.
type schedule struct {
	standup bool
	days    []Day // nil = working days
	at      ClockTime
}

// readSchedule reads standup, 16:00 or Tue 15:00.
func readSchedule(text string) (schedule, error) {
	if text == "standup" {
		return schedule{standup: true}, nil
	}
	var s schedule
	if day, rest, two := strings.Cut(text, " "); two {
		var d Day
		if err := d.fromText(day); err != nil {
			return s, err
		}
		s.days, text = []Day{d}, rest
	}
	if err := s.at.fromText(text); err != nil {
		return s, fmt.Errorf("\"each\" is standup, 16:00 or Tue 15:00: %w", err)
	}
	return s, nil
}

// occurrence is the turn of a recurring step that asks at a time: the last that has come while nobody did it and it still
// makes sense, else the next. One that was missed gives way to the next: it does not pile up.
func (p *Policy) occurrence(s *Step, f *Facts, l *look) (began, due time.Time, id string, ok bool) {
	plan, err := readSchedule(s.Each)
	if err != nil {
		return began, due, "", false // the check refuses such a step
	}
	if plan.standup {
		if plan, ok = f.standups(); !ok {
			return began, due, "", false
		}
	}
	calendar := p.calendar(f.Zone)
	y, m, d := l.day(f.location)
	for day := range 15 {
		noon := time.Date(y, m, d+day, 12, 0, 0, 0, f.location)
		if plan.days == nil && !calendar.Works(noon) || plan.days != nil && !slices.Contains(plan.days, Day(noon.Weekday())) {
			continue
		}
		at := plan.at.On(y, m, d+day, f.location)
		id = TurnOf(s.ID, at)
		gone := s.Before.Elapsed > 0 && l.came(at) // what prepares something makes no sense after it
		if gone || at.Before(f.Began) || f.ticked(id) || f.toldOn(s, noon, l) || plan.standup && at.Before(f.firstStandup()) {
			continue
		}
		due = at.Add(-s.Before.Elapsed).UTC()
		return firstTime(f.firstStandup(), f.Began), due, id, true
	}
	return began, due, "", false
}

// toldOn says whether an update of a day did what a recurring step asks for.
func (f *Facts) toldOn(s *Step, day time.Time, l *look) bool {
	y, m, d := day.Date()
	from, to := time.Date(y, m, d, 0, 0, 0, 0, f.location), time.Date(y, m, d+1, 0, 0, 0, 0, f.location)
	if len(s.Settles) == 0 {
		return false
	}
	for _, audience := range s.Settles {
		if !slices.ContainsFunc(f.told[audience], func(t time.Time) bool { return !t.Before(from) && t.Before(to) && l.came(t) }) {
			return false
		}
	}
	return true
}

func (f *Facts) firstStandup() time.Time { return f.instant(f.Record, "standup") }

// standups is the series of the case's internal standups: at the time of the first, on the days it names, else on working
// days.
func (f *Facts) standups() (schedule, bool) {
	first, err := casefile.ParseAppointment(f.Text("standup"))
	if err != nil || first.Local == "" {
		return schedule{}, false
	}
	i, err := first.Instant(f.Zone)
	if err != nil {
		return schedule{}, false
	}
	local := i.Time.In(f.location)
	s := schedule{at: ClockTime{local.Hour(), local.Minute()}}
	for _, name := range f.Strings("standup_days") {
		var d Day
		if len(name) >= 3 && d.fromText(casefile.Capital(strings.ToLower(name[:3]))) == nil {
			s.days = append(s.days, d)
		}
	}
	return s, true
}

// StandupDays are the days of the case's internal standups: those that it names, else Monday to Friday.
func (f *Facts) StandupDays() []time.Weekday {
	s, _ := f.standups()
	if s.days == nil {
		return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	}
	out := make([]time.Weekday, len(s.days))
	for i, d := range s.days {
		out[i] = time.Weekday(d)
	}
	return out
}
