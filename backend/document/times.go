package document

import (
	"fmt"
	"time"

	"precedent/backend/casefile"
)

// local is an instant in the document's zone.
func (b *builder) local(i casefile.Instant) time.Time { return inZone(i, b.facts.zone) }

// moment writes an instant in the document's zone.
func (b *builder) moment(i casefile.Instant) string { return moment(i, b.facts.zone) }

// appointment writes a time to come: the day is what a table has room for.
func appointment(s string) string {
	a, err := casefile.ParseAppointment(s)
	if err != nil || a.Local == "" {
		return ""
	}
	t, err := time.Parse("2006-01-02T15:04:05", a.Local)
	if err != nil {
		return ""
	}
	return t.Format("2 Jan 2006")
}

// between is the time from one instant to another in words, "" when it is not known. Where one of them is only a day, it is
// counted in days.
func between(from, to casefile.Instant) string {
	if from.IsZero() || to.IsZero() || to.Time.Before(from.Time) {
		return ""
	}
	d := to.Time.Sub(from.Time)
	if from.DayOnly || to.DayOnly {
		return plural(int(to.Time.Truncate(24*time.Hour).Sub(from.Time.Truncate(24*time.Hour))/(24*time.Hour)), "day")
	}
	return span(d)
}

// span is a length of time in words.
func span(d time.Duration) string {
	minutes := int(d / time.Minute)
	days, hours, rest := minutes/(24*60), minutes/60%24, minutes%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, rest)
	}
	return fmt.Sprintf("%d min", rest)
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
