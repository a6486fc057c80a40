package policy

import (
	"fmt"
	"slices"
	"time"

	"precedent/backend/casefile"
)

// Rota is a duty that is covered by shifts of a day, or a meeting that comes every week, in one time zone.
type Rota struct {
	Place
	ID     string `yaml:"id"`
	What   string `yaml:"what"`
	Zone   string `yaml:"zone"` // IANA
	Days   []Day  `yaml:"days"`
	Shifts []Turn `yaml:"shifts"`
	Source string `yaml:"source"`
	Meets  bool   `yaml:"meets"` // it is a meeting, not a duty
}

// Turn is one shift of a day, in wall-clock time of the rota's zone: on a night in which the clocks change it is an hour
// longer or shorter.
type Turn struct {
	Place
	Name string    `yaml:"name"`
	From ClockTime `yaml:"from"`
	To   ClockTime `yaml:"to"` // not after From = on the next day
}

// ClockTime is a wall-clock time, 17:00.
type ClockTime struct{ Hour, Minute int }

func (c *ClockTime) fromText(text string) error {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return fmt.Errorf("%q is no time of day. Write 05:00 or 17:30, in quotes", text)
	}
	c.Hour, c.Minute = t.Hour(), t.Minute()
	return nil
}

// On is the time on a day, in a zone.
func (c ClockTime) On(y int, m time.Month, d int, loc *time.Location) time.Time {
	return time.Date(y, m, d, c.Hour, c.Minute, 0, 0, loc)
}

// Window is a shift as two instants.
type Window struct {
	Rota, Name string
	From, To   time.Time // in the rota's zone
	Source     string
}

// Windows are the shifts of a rota that end after a time, the first n of them: the first may have begun.
func (r *Rota) Windows(now time.Time, n int) []Window {
	loc, err := casefile.Location(r.Zone)
	if err != nil {
		return nil // the check refuses such a rota
	}
	var out []Window
	y, m, d := now.In(loc).AddDate(0, 0, -1).Date() // a shift over midnight began yesterday
	for day := range 8 * (n + 1) {
		noon := time.Date(y, m, d+day, 12, 0, 0, 0, loc)
		if !slices.Contains(r.Days, Day(noon.Weekday())) {
			continue
		}
		for _, t := range r.Shifts {
			w := t.window(r, noon)
			if w.To.After(now) {
				out = append(out, w)
			}
			if len(out) == n {
				return out
			}
		}
	}
	return out
}

// Between are the shifts of a rota of which a part lies between two times.
func (r *Rota) Between(from, to time.Time) []Window {
	loc, err := casefile.Location(r.Zone)
	if err != nil {
		return nil // the check refuses such a rota
	}
	var out []Window
	y, m, d := from.In(loc).AddDate(0, 0, -1).Date() // a shift over midnight began the day before
	for noon := time.Date(y, m, d, 12, 0, 0, 0, loc); noon.Before(to.AddDate(0, 0, 1)); noon = noon.AddDate(0, 0, 1) {
		if !slices.Contains(r.Days, Day(noon.Weekday())) {
			continue
		}
		for _, t := range r.Shifts {
			if w := t.window(r, noon); w.From.Before(to) && w.To.After(from) {
				out = append(out, w)
			}
		}
	}
	return out
}

func (t Turn) window(r *Rota, day time.Time) Window {
	y, m, d := day.Date()
	w := Window{Rota: r.ID, Name: t.Name, From: t.From.On(y, m, d, day.Location()), To: t.To.On(y, m, d, day.Location()), Source: r.Source}
	if !w.To.After(w.From) {
		w.To = t.To.On(y, m, d+1, day.Location())
	}
	return w
}

// Covered says whether a duty of a rota is on at a time.
func (r *Rota) Covered(now time.Time) bool {
	w := r.Windows(now, 1)
	return len(w) == 1 && !w[0].From.After(now)
}

// Rota finds a rota by its ID.
func (p *Policy) Rota(id string) (*Rota, bool) {
	i := slices.IndexFunc(p.Rotas, func(r Rota) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Rotas[i], true
}

func (r *Rota) check() []Mistake {
	var out []Mistake
	if _, err := casefile.Location(r.Zone); err != nil || r.Zone == "" {
		out = append(out, r.wrong("%q is no time zone. Write one such as America/Los_Angeles.", r.Zone))
	}
	if r.ID == "" || r.What == "" || r.Source == "" || len(r.Days) == 0 || len(r.Shifts) == 0 {
		out = append(out, r.wrong("the rota %q needs an id, what, a source, days and shifts.", r.ID))
	}
	return out
}
