package policy

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"precedent/backend/casefile"
)

// State says how pressing an obligation is.
type State string

// The states, the most pressing first.
const (
	Overdue  State = "overdue"  // its last moment has passed
	Due      State = "due"      // its time has come, and it is not late yet
	Upcoming State = "upcoming" // its time will come
	Open     State = "open"     // it has no time: to be done, or proposed
	Snoozed  State = "snoozed"  // put off, with a reason and an end
)

// Obligation is one thing that a rule asks of somebody in a case.
type Obligation struct {
	ID       string // case ID, "/", rule, and for what comes again or has several: "@" and its turn. It names the same duty for ever
	Case     string // ID of the case
	Rule     string // ID of the rule
	Group    string // playbook of a step; "cadence" and "dates" for the others
	What     string
	For      string    // the role of who does it; "" where Person says it all
	Person   string    // who, as an item names them; "" = whoever has the role
	Due      time.Time // UTC; zero when it has no time
	Late     time.Time // from when on it is overdue; Due or later
	Zone     string    // IANA zone in which the time is meant
	Since    time.Time // what began its time
	Why      string    // the rule
	Source   string    // where the rule stands
	DoneBy   string    // what fulfils it, in words
	Do       []Deed    // what one key does, as one action
	Template string    // the text that goes with it; "" = none
	Optional bool      // proposed, never late
	State    State
	Until    time.Time // of a snoozed one: its end
	Reason   string    // of a snoozed one: why
}

// Deed is the event that fulfils an obligation.
type Deed struct {
	Kind  string // tick, tell, now, set, fill, add, or item
	Name  string // the audience, field or kind of item
	Value string // the value to set
	Item  string // ID of the item whose field it is; "" = of the case
}

// Obligations are everything that the rules ask of a case at a time, fulfilled ones left out: in the order in which they
// are to be done. The same facts, policy and time give the same answer.
func (p *Policy) Obligations(f *Facts, now time.Time) []Obligation {
	if !f.Open() {
		return nil
	}
	var out []Obligation
	out = p.clocks(out, f, now)
	out = p.steps(out, f, now)
	out = p.dates(out, f)
	for i := range out {
		out[i].Case, out[i].Zone = f.ID, f.Zone
		f.judge(&out[i], now)
	}
	slices.SortStableFunc(out, func(a, b Obligation) int { return compareDue(a, b) })
	return out
}

// ObligationsOf are the obligations of many cases together, in the order in which they are to be done, each with the case
// that it belongs to. The work is shared among the processors.
func (p *Policy) ObligationsOf(cases []*Facts, now time.Time) ([]Obligation, []*Facts) {
	each := make([][]Obligation, len(cases))
	var next atomic.Int64
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(cases); i = int(next.Add(1)) - 1 {
				each[i] = p.Obligations(cases[i], now)
			}
		})
	}
	work.Wait()
	return merge(each, cases)
}

// merge brings the obligations of many cases into one order.
func merge(each [][]Obligation, cases []*Facts) ([]Obligation, []*Facts) {
	type owed struct {
		o *Obligation
		f *Facts
	}
	var all []owed
	for i := range each {
		for j := range each[i] {
			all = append(all, owed{&each[i][j], cases[i]})
		}
	}
	slices.SortFunc(all, func(a, b owed) int { return compareDue(*a.o, *b.o) })
	out, of := make([]Obligation, len(all)), make([]*Facts, len(all))
	for i, w := range all {
		out[i], of[i] = *w.o, w.f
	}
	return out, of
}

// compareDue puts what is due first, first; what has no time, last.
func compareDue(a, b Obligation) int {
	if a.Due.IsZero() != b.Due.IsZero() {
		if a.Due.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.ID, b.ID))
}

// judge says how pressing an obligation is, and whether it was put off.
func (f *Facts) judge(o *Obligation, now time.Time) {
	switch {
	case o.Due.IsZero():
		o.State = Open
	case o.Optional && !now.Before(o.Due), !o.Optional && !now.Before(o.Due) && now.Before(o.Late):
		o.State = Due
	case !now.Before(o.Late):
		o.State = Overdue
	default:
		o.State = Upcoming
	}
	if s, ok := f.snoozes[o.Turn()]; ok && now.Before(s.until) {
		o.State, o.Until, o.Reason = Snoozed, s.until, s.reason
	}
}

// Turn is the obligation's ID without the case: the key under which the case keeps that it was done or put off.
func (o Obligation) Turn() string {
	_, turn, _ := strings.Cut(o.ID, "/")
	return turn
}

// turnLayout names a turn of what comes again by the instant that began it.
const turnLayout = "20060102T150405Z"

func (p *Policy) clocks(out []Obligation, f *Facts, now time.Time) []Obligation {
	for i := range p.Clocks {
		c := &p.Clocks[i]
		often, runs := c.frequency(f.Text("severity"))
		often, own := f.ownFrequency(c.ID, often)
		if c.Off && !own || !runs && !own || c.Of != string(f.Kind) || !c.When.hold(f, now) {
			continue
		}
		began := f.last(max(c.Times, 1), c.Restarts, now)
		turn := c.ID + "@" + began.UTC().Format(turnLayout)
		if began.IsZero() || f.ticked(turn) {
			continue
		}
		calendar := p.calendar(f.Zone)
		out = append(out, Obligation{
			ID: f.ID + "/" + turn, Rule: c.ID, Group: "cadence", What: c.What, For: c.For, Why: c.Why, Source: c.Source,
			Since: began, Due: often.Due.After(began, calendar, f.location).UTC(), Late: often.late().After(began, calendar, f.location).UTC(),
			DoneBy: "an update for " + words(c.Restarts), Do: []Deed{{Kind: "tell", Name: c.Restarts[0]}}, Template: c.Template,
		})
	}
	return out
}

// ownFrequency is the cadence that a case sets for itself, for one clock: in hours, with a reason.
func (f *Facts) ownFrequency(clock string, often Frequency) (Frequency, bool) {
	m, _ := f.Fields["cadence"].(map[string]any)
	own, ok := m[clock].(map[string]any)
	if !ok {
		return often, false
	}
	hours, ok := casefile.Record{Fields: own}.Number("hours")
	if !ok || hours <= 0 {
		return often, false
	}
	return Frequency{Due: Span{Elapsed: time.Duration(hours * float64(time.Hour))}}, true
}

func (p *Policy) steps(out []Obligation, f *Facts, now time.Time) []Obligation {
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Of != string(f.Kind) || f.ticked(s.ID) || !s.When.hold(f, now) || len(s.Done) > 0 && s.Done.hold(f, now) {
			continue
		}
		began, ok := f.beginning(s.After, now)
		if !ok {
			continue
		}
		due := s.Within.After(began, p.calendar(f.Zone), f.location).UTC()
		out = append(out, Obligation{
			ID: f.ID + "/" + s.ID, Rule: s.ID, Group: s.Playbook, What: s.What, For: s.For, Why: s.Why, Source: s.Source,
			Since: began, Due: due, Late: due, DoneBy: s.doneBy(), Do: deeds(s.Do, ""), Template: s.Template, Optional: s.Optional,
		})
	}
	return out
}

// beginning is the latest of the instants that a step's time begins with; not ok while one of them has not come.
func (f *Facts) beginning(after []string, now time.Time) (time.Time, bool) {
	if len(after) == 0 {
		return f.Began, !f.Began.IsZero()
	}
	var latest time.Time
	for _, a := range after {
		t := f.moment(a)
		if t.IsZero() || t.After(now) {
			return t, false
		}
		if t.After(latest) {
			latest = t
		}
	}
	return latest, true
}

// moment is an instant as a rule names it: a field, told AUDIENCE (the first time), step ID.
func (f *Facts) moment(name string) time.Time {
	word, rest, _ := strings.Cut(name, " ")
	switch word {
	case "told":
		if times := f.told[rest]; len(times) > 0 {
			return times[0]
		}
		return time.Time{}
	case "step":
		return f.ticks[rest].at
	case "created":
		return f.Began
	}
	return f.instant(f.Record, name)
}

// deeds reads what a rule says that one key does; without a word of it, it ticks.
func deeds(said []string, item string) []Deed {
	if len(said) == 0 {
		return []Deed{{Kind: "tick"}}
	}
	out := make([]Deed, len(said))
	for i, text := range said {
		kind, rest, _ := strings.Cut(text, " ")
		name, value, _ := strings.Cut(rest, "=")
		out[i] = Deed{Kind: kind, Name: name, Value: value, Item: item}
	}
	return out
}

func (s *Step) doneBy() string {
	if len(s.Done) == 0 {
		return "ticking it"
	}
	said := make([]string, len(s.Done))
	for i, c := range s.Done {
		said[i] = c.said
	}
	return strings.Join(said, " and ")
}

func (p *Policy) dates(out []Obligation, f *Facts) []Obligation {
	for i := range p.Dates {
		d := &p.Dates[i]
		for _, r := range f.items[casefile.Kind(d.Item)] {
			item := Facts{Record: r}
			due := f.instant(r, d.Field)
			if due.IsZero() || d.Until.hold(&item, due) {
				continue
			}
			turn := d.ID + "@" + r.ID
			if f.ticked(turn) {
				continue
			}
			out = append(out, Obligation{
				ID: f.ID + "/" + turn, Rule: d.ID, Group: "dates", What: d.What + ": " + r.Title(), Person: r.Text(d.Owner), Why: d.Why,
				Source: d.Source, Since: firstTime(r.Instant("at").Time, r.Instant("created").Time, f.Began), Due: due, Late: due,
				DoneBy: words(d.Do), Do: deeds(d.Do, r.ID),
			})
		}
	}
	return out
}
