package exchange

import (
	"regexp"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// localLayouts are wall-clock times without a zone, as other programs write them.
var localLayouts = []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02 3:04 PM", "2006-01-02 3:04:05 PM", "2006-01-02 3:04PM"}

// withZone gives a wall-clock time the zone in which the person said that the source writes its times. Anything else
// stays as it is. Without a zone, and in the hour that a clock change skips or repeats, it refuses: a time is never guessed.
func withZone(text, zone string) (string, error) {
	trimmed := strings.TrimSpace(text)
	if utc, ok := strings.CutSuffix(trimmed, " UTC"); ok {
		trimmed, zone = utc, "UTC"
	}
	for _, layout := range localLayouts {
		if _, err := time.Parse(layout, trimmed); err != nil {
			continue
		}
		if zone == "" {
			return "", casefile.Faultf(casefile.Invalid, "%q does not say in which time zone. Say in which zone the source writes its times.", clip(trimmed))
		}
		return wallClock(layout, trimmed, zone)
	}
	return text, nil
}

func wallClock(layout, text, zone string) (string, error) {
	loc, err := casefile.Location(zone)
	if err != nil {
		return "", err
	}
	t, err := time.ParseInLocation(layout, text, loc)
	if err != nil {
		return "", err
	}
	same := func(u time.Time) bool { return u.In(loc).Format(layout) == t.Format(layout) }
	read, _ := time.Parse(layout, text)
	if t.Format(layout) != read.Format(layout) || same(t.Add(time.Hour)) || same(t.Add(-time.Hour)) {
		return "", casefile.Faultf(casefile.Invalid, "%q does not exist or exists twice in %s: the clocks were changed. Write it with its offset, such as +01:00.", clip(text), zone)
	}
	if zone == "UTC" {
		zone = ""
	}
	return casefile.Instant{Time: t.UTC(), Zone: zone}.String(), nil
}

// Date orders of CSVMapping.
const (
	DayFirst   = "day" // 31.12.2025, 31/12/2025
	MonthFirst = "month"
)

var writtenDate = regexp.MustCompile(`^\s*(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(.*)$`)

// isoDate turns 31.12.2025 and 12/31/2025 into 2025-12-31, keeping what follows. Dots always mean that the day is first;
// with slashes and dashes the order must be known, or the text stays as it is.
func isoDate(text, order string) string {
	m := writtenDate.FindStringSubmatch(text)
	if m == nil {
		return strings.Replace(text, "/", "-", 2*yearFirst(text))
	}
	first, second := pad2(m[1]), pad2(m[3])
	switch {
	case m[2] == ".", order == DayFirst:
		return m[4] + "-" + second + "-" + first + clockOf(m[5])
	case order == MonthFirst:
		return m[4] + "-" + first + "-" + second + clockOf(m[5])
	}
	return text
}

var slashedISO = regexp.MustCompile(`^\s*\d{4}/\d{2}/\d{2}\b`)

func yearFirst(text string) int {
	if slashedISO.MatchString(text) {
		return 1
	}
	return 0
}

func pad2(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

var shortClock = regexp.MustCompile(`^(\d):`)

// clockOf is the rest of a date with its hour in two digits, unless it is of the twelve-hour clock.
func clockOf(rest string) string {
	rest = strings.TrimLeft(rest, ", ")
	if rest == "" {
		return ""
	}
	if upper := strings.ToUpper(rest); !strings.HasSuffix(upper, "M") {
		rest = shortClock.ReplaceAllString(rest, "0$1:")
	} else {
		rest = upper
	}
	return " " + rest
}

// needsOrder says that a date can be read in two ways.
func needsOrder(text string) bool {
	m := writtenDate.FindStringSubmatch(text)
	return m != nil && m[2] != "."
}
