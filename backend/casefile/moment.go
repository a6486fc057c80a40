package casefile

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Instant is a moment that has happened: the time in UTC, the zone it was said in, and whether only the day is known.
//
// As text it is RFC 9557: 2026-03-13T07:50:00Z[Europe/Berlin]. The zone may be missing; a bare day is 2026-03-13.
type Instant struct {
	Time    time.Time // UTC; for a bare day its first moment
	Zone    string    // IANA name or an offset such as +02:00; "" when nobody said
	DayOnly bool
}

// IsZero says that the time is not known.
func (i Instant) IsZero() bool { return i.Time.IsZero() }

// String is the stored form; "" when the time is not known.
func (i Instant) String() string {
	switch {
	case i.IsZero():
		return ""
	case i.DayOnly:
		return i.Time.Format(time.DateOnly)
	case i.Zone == "":
		return i.Time.UTC().Format(time.RFC3339Nano)
	}
	return i.Time.UTC().Format(time.RFC3339Nano) + "[" + i.Zone + "]"
}

// In is the instant in a place's wall-clock time; UTC when the zone is not known here.
func (i Instant) In() time.Time {
	if loc, err := Location(i.Zone); err == nil {
		return i.Time.In(loc)
	}
	return i.Time
}

// said is the instant as a sentence has it: 2026-03-13 08:50 Europe/Berlin.
func (i Instant) said() string {
	if i.DayOnly {
		return i.Time.Format(time.DateOnly)
	}
	zone := i.Zone
	if zone == "" {
		zone = "UTC"
	}
	return i.In().Format("2006-01-02 15:04 ") + zone
}

// At makes an instant of a time as a clock gives it, in the zone of a place.
func At(t time.Time, zone string) Instant {
	return Instant{Time: t.UTC().Truncate(time.Millisecond), Zone: zone}
}

// layouts are the ways in which other programs write an instant with its offset.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700"}

// ParseInstant reads RFC 9557, RFC 3339, a wall-clock time with its zone (2026-03-13T09:00[Europe/Berlin]), or a day. A time
// without zone or offset is refused: it is never guessed.
func ParseInstant(s string) (Instant, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Instant{}, nil
	}
	if len(s) == len(time.DateOnly) { // a failing Parse costs more than all the rest here
		if t, err := time.Parse(time.DateOnly, s); err == nil {
			return Instant{Time: t, DayOnly: true}, checkYear(t, s)
		}
	}
	stamp, zone, err := cutZone(s)
	if err != nil {
		return Instant{}, err
	}
	for _, l := range layouts {
		t, err := time.Parse(l, stamp)
		if err != nil {
			continue
		}
		if _, off := t.Zone(); zone == "" && off != 0 {
			zone = t.Format("-07:00")
		}
		return Instant{Time: t.UTC(), Zone: zone}, checkYear(t, s)
	}
	return wallClock(s, stamp, zone)
}

// wallClock reads a time that names its zone and no offset. In the hour that a change of the clocks skips or repeats it
// refuses: that is two instants, or none.
func wallClock(said, stamp, zone string) (Instant, error) {
	loc, err := Location(zone)
	if err != nil {
		return Instant{}, err
	}
	for _, layout := range localLayouts {
		wall, err := time.Parse(layout, stamp)
		switch {
		case err != nil:
			continue
		case zone == "":
			return Instant{}, Faultf(Invalid, "%q does not say in which time zone. Write it with its offset, such as 2026-03-13T07:50:00+01:00, or with its place, such as 2026-03-13T07:50:00[Europe/Berlin].", clip(said))
		}
		t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), loc)
		reads := func(u time.Time) bool { return u.In(loc).Format(layout) == wall.Format(layout) }
		if !reads(t) || reads(t.Add(time.Hour)) || reads(t.Add(-time.Hour)) {
			return Instant{}, Faultf(Invalid, "%q does not exist or exists twice: the clocks were changed. Write it with its offset, such as +01:00.", clip(said))
		}
		return Instant{Time: t.UTC(), Zone: zone}, checkYear(t, said)
	}
	return Instant{}, Faultf(Invalid, "%q is not a time. Write it as 2026-03-13T07:50:00+01:00, or a day as 2026-03-13.", clip(said))
}

// checkYear refuses years that no case has, which are typing mistakes and which sort keys cannot hold.
func checkYear(t time.Time, said string) error {
	if y := t.Year(); y < 1900 || y > 2999 {
		return Faultf(Invalid, "%q is not in the years 1900 to 2999.", clip(said))
	}
	return nil
}

func cutZone(s string) (stamp, zone string, err error) {
	stamp, zone, found := strings.Cut(s, "[")
	if !found {
		return s, "", nil
	}
	zone, ok := strings.CutSuffix(zone, "]")
	if !ok {
		return "", "", Faultf(Invalid, "%q has a zone that does not end. Write it as [Europe/Berlin].", clip(s))
	}
	if _, err := Location(zone); err != nil {
		return "", "", err
	}
	return stamp, zone, nil
}

// zones are the IANA zones that were asked for: reading one from the zone files for every time of a rebuild is its
// twelfth part. There are some six hundred; what is no zone is not kept.
var zones sync.Map // name → *time.Location

// Location finds an IANA zone or an offset such as +02:00. Abbreviations such as CET are refused: they name several zones
// or none, so the case's own zone must be asked (DESIGN, Times).
func Location(zone string) (*time.Location, error) {
	if t, err := time.Parse("-07:00", zone); err == nil {
		_, off := t.Zone()
		return time.FixedZone(zone, off), nil
	}
	if loc, ok := zones.Load(zone); ok {
		return loc.(*time.Location), nil
	}
	if zone == "" || zone == "UTC" || strings.Contains(zone, "/") {
		if loc, err := time.LoadLocation(zone); err == nil {
			zones.Store(zone, loc)
			return loc, nil
		}
	}
	return nil, Faultf(Invalid, "%q is not a time zone. Use a name such as Europe/Berlin or America/New_York.", clip(zone))
}

// Appointment is a moment to come, as people agree on it: a wall-clock time and its zone. What instant that is is decided
// when it is asked, because zones change their rules.
type Appointment struct {
	Local string // 2026-03-20T14:00:00
	Zone  string
}

const localLayout = "2006-01-02T15:04:05"

// localLayouts are the ways in which people write a wall-clock time.
var localLayouts = []string{localLayout, "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

// ParseAppointment reads 2026-03-20T14:00:00[Europe/Berlin]; the seconds may be missing.
func ParseAppointment(s string) (Appointment, error) {
	if strings.TrimSpace(s) == "" {
		return Appointment{}, nil
	}
	stamp, zone, err := cutZone(strings.TrimSpace(s))
	if err != nil {
		return Appointment{}, err
	}
	for _, l := range append(slices.Clip(localLayouts), time.DateOnly) {
		if t, err := time.Parse(l, stamp); err == nil {
			return Appointment{Local: t.Format(localLayout), Zone: zone}, checkYear(t, s)
		}
	}
	return Appointment{}, Faultf(Invalid, "%q is not an appointment. Write it as 2026-03-20T14:00[Europe/Berlin].", clip(s))
}

// String is the stored form.
func (a Appointment) String() string {
	switch {
	case a.Local == "":
		return ""
	case a.Zone == "":
		return a.Local
	}
	return a.Local + "[" + a.Zone + "]"
}

// Instant is the moment of the appointment. fallback is the case's zone, for appointments that name none.
func (a Appointment) Instant(fallback string) (Instant, error) {
	zone := a.Zone
	if zone == "" {
		zone = fallback
	}
	loc, err := Location(zone)
	if err != nil {
		return Instant{}, err
	}
	t, err := time.ParseInLocation(localLayout, a.Local, loc)
	if err != nil {
		return Instant{}, Faultf(Invalid, "%q is not an appointment.", clip(a.Local))
	}
	return Instant{Time: t.UTC(), Zone: zone}, nil
}

// clip keeps a piece of somebody's input short enough for a sentence.
func clip(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}
