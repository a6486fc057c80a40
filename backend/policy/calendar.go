package policy

import (
	"fmt"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/us"
)

// holidays are the public holidays of each country that a calendar may name.
var holidays = map[string][]*cal.Holiday{
	"at": at.Holidays, "be": be.Holidays, "ca": ca.Holidays, "ch": ch.Holidays, "de": de.Holidays, "dk": dk.Holidays,
	"es": es.Holidays, "fi": fi.Holidays, "fr": fr.Holidays, "gb": gb.Holidays, "ie": ie.Holidays, "it": it.Holidays,
	"jp": jp.Holidays, "nl": nl.Holidays, "no": no.Holidays, "nz": nz.Holidays, "pl": pl.Holidays, "pt": pt.Holidays,
	"se": se.Holidays, "us": us.Holidays,
}

// Calendar says which days are worked, in places whose zones it names. The zero value works Monday to Friday.
type Calendar struct {
	Place
	ID       string   `yaml:"id"`
	Zones    []string `yaml:"zones"`    // IANA zones; * stands for a part of a name
	Country  string   `yaml:"country"`  // whose public holidays are free
	Weekdays []Day    `yaml:"weekdays"` // the days that are worked
	Free     []string `yaml:"free"`     // further free days: 2026-12-24

	years *years
}

// Day is a day of the week.
type Day time.Weekday

func (d *Day) fromText(text string) error {
	for i := range 7 {
		if time.Weekday(i).String()[:3] == text || time.Weekday(i).String() == text {
			*d = Day(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no day. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun", text)
}

// workdays says for each day of a year whether it is worked.
type workdays [366]bool

// years keeps the tables of the years that were asked for: which day is free is asked thousands of times a second.
type years struct{ known sync.Map } // year → *workdays

func (c *Calendar) year(y int) *workdays {
	if table, ok := c.years.known.Load(y); ok {
		return table.(*workdays)
	}
	table := c.workdays(y)
	c.years.known.Store(y, table)
	return table
}

func (c *Calendar) workdays(y int) *workdays {
	var table workdays
	for day := time.Date(y, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() == y; day = day.AddDate(0, 0, 1) {
		table[day.YearDay()-1] = slices.Contains(c.Weekdays, Day(day.Weekday())) && !slices.Contains(c.Free, day.Format(time.DateOnly))
	}
	for _, h := range holidays[c.Country] {
		for _, near := range []int{y, y + 1} { // a new year's day on a Saturday is observed in the old year
			actual, observed := h.Calc(near)
			for _, day := range []time.Time{actual, observed} {
				if day.Year() == y {
					table[day.YearDay()-1] = false
				}
			}
		}
	}
	return &table
}

// covers says whether the calendar holds in a zone.
func (c *Calendar) covers(zone string) bool {
	return slices.ContainsFunc(c.Zones, func(pattern string) bool {
		ok, err := path.Match(pattern, zone)
		return ok && err == nil
	})
}

// Works says whether the day of a time, in its own zone, is a working day.
func (c *Calendar) Works(t time.Time) bool { return c.year(t.Year())[t.YearDay()-1] }

// AddWorkingDays is the same wall-clock time on the n-th working day after a time's day, in the time's own zone. What
// begins on a free day is counted from the next working day on.
func (c *Calendar) AddWorkingDays(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	for ; n > 0; n-- {
		for free := true; free; {
			d++
			day := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
			free = !c.Works(day)
		}
	}
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}
