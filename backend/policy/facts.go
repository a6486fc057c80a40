package policy

import (
	"slices"
	"time"

	"precedent/backend/casefile"
)

// Facts is what the rules read of a case, taken out of its records once: reading two hundred events again for every rule
// and at every tick of the clock would cost a thousand times as much. It never changes and may be kept while the records
// it was made from do.
type Facts struct {
	casefile.Record                 // the case itself
	Customer        casefile.Record // its customer; the zero value when it names none
	Zone            string          // IANA zone of the case, else of the customer, else of the person
	Began           time.Time       // when the case was created, else when it was recorded

	location *time.Location
	told     map[string][]time.Time // audience → when an update went to it, the earliest first
	promised casefile.Record        // the update to the customer that promised the latest next one
	items    map[casefile.Kind][]casefile.Record
	ticks    map[string]tick
	snoozes  map[string]snooze
}

// tick is a step that was done, or passed with a reason.
type tick struct {
	at     time.Time
	passed bool
	reason string
}

// snooze puts an obligation off.
type snooze struct {
	until  time.Time
	reason string
}

// Gather takes the facts out of a case. zone is the person's, for cases and customers that name none; an unknown one is UTC.
func Gather(c casefile.Case, customer casefile.Record, zone string) *Facts {
	f := &Facts{Record: c.Record, Customer: customer, told: map[string][]time.Time{}, items: map[casefile.Kind][]casefile.Record{}, ticks: map[string]tick{}, snoozes: map[string]snooze{}}
	f.setZone(c.Text("zone"), customer.Text("zone"), zone)
	f.Began = firstTime(c.Instant("created").Time, c.Instant("recorded").Time)
	for _, r := range c.Items {
		switch r.Kind {
		case casefile.KindLine: // no rule reads what was said
		case casefile.KindUpdate:
			f.addUpdate(r)
		default:
			f.items[r.Kind] = append(f.items[r.Kind], r)
		}
	}
	for _, list := range f.told {
		slices.SortFunc(list, time.Time.Compare)
	}
	for _, e := range c.Entries("ticks") {
		at, _ := casefile.ParseInstant(e.Text("at")) // one that cannot be read still says that it was done
		f.ticks[e.ID] = tick{at.Time, e.Text("state") == "passed", e.Text("reason")}
	}
	for _, e := range c.Entries("snoozes") {
		if until, err := casefile.ParseInstant(e.Text("until")); err == nil {
			f.snoozes[e.ID] = snooze{until.Time, e.Text("reason")}
		}
	}
	return f
}

func (f *Facts) setZone(zones ...string) {
	f.location = time.UTC
	for _, z := range zones {
		if loc, err := casefile.Location(z); err == nil && z != "" {
			f.Zone, f.location = z, loc
			return
		}
	}
}

// addUpdate notes whom an update told: its own audience, and every place where it was posted that is one.
func (f *Facts) addUpdate(r casefile.Record) {
	at := firstTime(r.Instant("at").Time, r.Instant("created").Time, r.Instant("recorded").Time)
	audience := r.Text("audience")
	f.told[audience] = append(f.told[audience], at)
	for _, p := range r.Entries("postings") {
		to := p.Text("destination")
		if to == audience {
			continue
		}
		posted, _ := casefile.ParseInstant(p.Text("at")) // without a time of its own it went out with the update
		f.told[to] = append(f.told[to], firstTime(posted.Time, at))
	}
	if r.Text("next_due") != "" && audience == "customer" && !at.Before(f.promised.Instant("at").Time) {
		f.promised = r
	}
}

func firstTime(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// closedStates are the states in which nothing of a case is due any more.
var closedStates = []string{"closed", "draft", "shared", "done", "withdrawn"}

// Open says that the case is under way. One that was imported without saying its state is taken for an old one: a
// customer's whole past would be due otherwise.
func (f *Facts) Open() bool {
	status := f.Text("status")
	if f.Binned() || f.Text("closed") != "" || slices.Contains(closedStates, status) {
		return false
	}
	return status != "" || f.Text("source") == ""
}

func (f *Facts) ticked(step string) bool {
	_, ok := f.ticks[step]
	return ok
}

// last is the n-th latest time at which an audience of the list was told, counted from 1 and up to now; the case's
// beginning where there were fewer.
func (f *Facts) last(n int, audiences []string, now time.Time) time.Time {
	var latest []time.Time
	for _, a := range audiences {
		times := f.told[a]
		end, _ := slices.BinarySearchFunc(times, now, func(t, now time.Time) int {
			if t.After(now) {
				return 1
			}
			return -1
		})
		latest = append(latest, times[max(0, end-n):end]...)
	}
	if len(latest) < n {
		return f.Began
	}
	slices.SortFunc(latest, time.Time.Compare)
	return latest[len(latest)-n]
}

// instant is a field of the case as an instant: of an appointment in the case's zone; the end of the day where only the
// day is known, because nobody can be late within it.
func (f *Facts) instant(r casefile.Record, field string) time.Time {
	text := r.Text(field)
	if text == "" {
		return time.Time{}
	}
	if def, ok := casefile.FieldOf(r.Kind, field); ok && def.Type == casefile.TypeMeeting {
		a, err := casefile.ParseAppointment(text)
		if err != nil {
			return time.Time{}
		}
		i, err := a.Instant(f.Zone)
		if err != nil {
			return time.Time{}
		}
		return i.Time
	}
	return r.Instant(field).Time
}

// Holder is who has a role in the case: the person of the field of that name, else of the role that nobody has ended. It
// is a person's ID, or a name as somebody wrote it; "" when nobody has it.
func (f *Facts) Holder(role string) string {
	if person := f.Text(role); person != "" {
		return person
	}
	for _, r := range f.items[casefile.KindRole] {
		if r.Text("role") == role && r.Text("to") == "" {
			return r.Text("person")
		}
	}
	return ""
}
