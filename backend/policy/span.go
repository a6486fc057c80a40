package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Span is how long after its beginning something is due: elapsed time, or working days of a calendar.
type Span struct {
	Place
	Elapsed time.Duration
	Working int // working days; then Elapsed is 0
	said    string
}

var spanForm = regexp.MustCompile(`^(\d+)\s*(m|h|d|working days?)$`)

// fromText reads 15m, 24h, 7d, "5 working days", or 0 for at once.
func (s *Span) fromText(text string) error {
	text = strings.TrimSpace(text)
	s.said = text
	if text == "0" || text == "" {
		return nil
	}
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		return fmt.Errorf("%q is no length of time. Write 15m, 24h, 7d or 5 working days", text)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n > 10000 {
		return fmt.Errorf("%q is too long", text)
	}
	switch m[2] {
	case "m":
		s.Elapsed = time.Duration(n) * time.Minute
	case "h":
		s.Elapsed = time.Duration(n) * time.Hour
	case "d":
		s.Elapsed = time.Duration(n) * 24 * time.Hour
	default:
		s.Working = n
	}
	return nil
}

// IsZero says that the span is at once, or not given.
func (s Span) IsZero() bool { return s.Elapsed == 0 && s.Working == 0 }

// String is the span as the file says it.
func (s Span) String() string { return s.said }

// After is the instant at the end of the span. Working days are counted in the calendar and the zone of the place, and the
// wall-clock time of day is kept, also over a night in which the clocks change.
func (s Span) After(t time.Time, c *Calendar, loc *time.Location) time.Time {
	if s.Working == 0 {
		return t.Add(s.Elapsed)
	}
	return c.AddWorkingDays(t.In(loc), s.Working)
}
