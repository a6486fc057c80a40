package policy

import (
	"slices"
	"strings"
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
	Began           time.Time       // when the case was created, else when it was recorded; of an emergency, when it was paged

	concurrent bool // another emergency, paged before this one, is open

	nextStep bool // an open action has an owner and a date
	settled  bool // there are exit criteria, each met, not met or waived

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

// Gather takes the facts out of a case. zone is the person's, for cases and customers that name none; an unknown one is
// UTC. named are the records that name the case: calls, reviews, briefs, emergencies.
func Gather(c casefile.Case, customer casefile.Record, zone string, named ...casefile.Record) *Facts {
	f := &Facts{Record: c.Record, Customer: customer, told: map[string][]time.Time{}, items: map[casefile.Kind][]casefile.Record{}, ticks: map[string]tick{}, snoozes: map[string]snooze{}}
	f.setZone(c.Text("zone"), customer.Text("zone"), zone)
	f.Began = firstTime(c.Instant("created").Time, c.Instant("recorded").Time)
	if c.Kind == casefile.KindEmergency {
		f.Began = f.Paged()
	}
	for _, r := range c.Items {
		switch r.Kind {
		case casefile.KindLine: // no rule reads what was said
		case casefile.KindUpdate:
			f.addUpdate(r)
		default:
			f.items[r.Kind] = append(f.items[r.Kind], r)
		}
	}
	f.addNamed(named)
	for _, list := range f.told {
		slices.SortFunc(list, time.Time.Compare)
	}
	f.keepPromise()
	f.nextStep, f.settled = f.findNextStep(), f.criteriaSettled()
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

// addNamed notes the records that name the case. A call with the customer is a meeting with the customer.
func (f *Facts) addNamed(named []casefile.Record) {
	for _, r := range named {
		f.items[r.Kind] = append(f.items[r.Kind], r)
		if began := r.Instant("started").Time; r.Kind == casefile.KindCall && !began.IsZero() {
			f.told["customer_meeting"] = append(f.told["customer_meeting"], began)
		}
	}
}

// keepPromise leaves the promise of a next update standing until the customer was told again.
func (f *Facts) keepPromise() {
	told := f.told["customer"]
	if f.promised.ID != "" && !told[len(told)-1].After(f.promised.Instant("at").Time) {
		f.items[casefile.KindUpdate] = []casefile.Record{f.promised}
	}
}

// Beside gives the facts of an emergency while another one, paged before it, is open.
func (f *Facts) Beside() *Facts {
	beside := *f
	beside.concurrent = true
	return &beside
}

// Paged is when an emergency was paged, else when it began.
func (f *Facts) Paged() time.Time { return firstTime(f.Instant("paged").Time, f.Began) }

func firstTime(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// over are the states in which nothing of a case is due any more, and in which nothing is due yet.
var over = map[casefile.Kind][]string{
	casefile.KindEscalation: {"draft", "closed"}, casefile.KindEmergency: {"closed"}, casefile.KindIncident: {"closed"},
	casefile.KindReview: {"shared"}, casefile.KindBrief: {"done", "withdrawn"},
}

// Open says that the case is under way. One that was imported without saying its state is taken for an old one: a
// customer's whole past would be due otherwise.
func (f *Facts) Open() bool {
	status := f.Text("status")
	if f.Binned() || f.Text("closed") != "" || slices.Contains(over[f.Kind], status) {
		return false
	}
	return status != "" || f.Text("source") == ""
}

// ticked says whether a step, or a turn of one, was done or passed.
func (f *Facts) ticked(step string) bool {
	_, ok := f.ticks[step]
	return ok
}

// tickedAt is when a step was last done: the latest of its turns where it has any.
func (f *Facts) tickedAt(step string) time.Time {
	at := f.ticks[step].at
	for id, t := range f.ticks {
		if name, _, turn := strings.Cut(id, "@"); turn && name == step && t.at.After(at) {
			at = t.at
		}
	}
	return at
}

// last is the n-th latest time at which an audience of the list was told, counted from 1 and up to now; the case's
// beginning where there were fewer.
func (f *Facts) last(n int, audiences []string, l *look) time.Time {
	var few [8]time.Time // a clock looks back at three at most, of few audiences
	latest := few[:0]
	for _, a := range audiences {
		times := f.told[a]
		end := len(times)
		for end > 0 && !l.came(times[end-1]) { // few are in the future
			end--
		}
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

// LastTold is when an audience was last told, up to a time; any of them for "". Zero = never.
func (f *Facts) LastTold(audience string, now time.Time) time.Time {
	var last time.Time
	for to, times := range f.told {
		if audience != "" && to != audience {
			continue
		}
		for _, t := range times {
			if t.After(last) && !t.After(now) {
				last = t
			}
		}
	}
	return last
}
