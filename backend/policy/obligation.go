package policy

import (
	"cmp"
	"math"
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
	*Duty
	ID     string    // case ID, "/", rule, and for what comes again or has several: "@" and its turn. It names the same duty for ever
	Case   string    // ID of the case
	Person string    // who, as an item names them; "" = whoever has the role
	Due    time.Time // UTC; zero when it has no time
	Late   time.Time // from when on it is overdue; Due or later
	Zone   string    // IANA zone in which the time is meant
	Since  time.Time // what began its time
	State  State
	Until  time.Time // of a snoozed one: its end
	Woke   time.Time // when a snooze that is over ended; zero without one
	Reason string    // of a snoozed one: why
}

// Duty is what the obligations of one rule have in common.
type Duty struct {
	Rule     string // ID of the rule
	Group    string // playbook of a step; "cadence" and "dates" for the others
	What     string
	For      string // the role of who does it; "" where Person says it all
	Why      string // the rule
	Source   string // where the rule stands
	DoneBy   string // what fulfils it, in words
	Do       []Deed // what one key does, as one action
	Document string // kind of document that goes with it; "" = none
	Message  string // ID of the message that goes with it; "" = none
	Optional bool   // proposed, never late
}

// Obligations are everything that the rules ask of a case at a time, fulfilled ones left out: in the order in which they
// are to be done. The same facts, policy and time give the same answer.
func (p *Policy) Obligations(f *Facts, now time.Time) []Obligation {
	out := p.unsorted(f, now)
	slices.SortFunc(out, compareDue)
	return out
}

// unsorted are the obligations of a case in the order of the rules.
func (p *Policy) unsorted(f *Facts, now time.Time) []Obligation {
	if !f.Open() {
		return nil
	}
	const usual = 32 // obligations of a case
	out := make([]Obligation, 0, usual)
	out = p.clocks(out, f, now)
	out = p.steps(out, f, now)
	out = p.dates(out, f, now)
	for i := range out {
		out[i].Case, out[i].Zone = f.ID, f.Zone
		f.judge(&out[i], now)
	}
	return out
}

// Owed is an obligation with the case that it belongs to.
type Owed struct {
	*Obligation
	Of *Facts
}

// ObligationsOf are the obligations of many cases together, in the order in which they are to be done. The work is shared
// among the processors.
func (p *Policy) ObligationsOf(cases []*Facts, now time.Time) []Owed {
	each := make([][]Obligation, len(cases))
	var next atomic.Int64
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(cases); i = int(next.Add(1)) - 1 {
				each[i] = p.unsorted(cases[i], now)
			}
		})
	}
	work.Wait()
	return merge(each, cases)
}

// merge brings the obligations of many cases into one order.
func merge(each [][]Obligation, cases []*Facts) []Owed {
	n := 0
	for _, list := range each {
		n += len(list)
	}
	type keyed struct {
		due int64 // the first half of compareDue: comparing times themselves is most of the work
		Owed
	}
	all := make([]keyed, 0, n)
	for i := range each {
		for j := range each[i] {
			o := &each[i][j]
			due := int64(math.MaxInt64)
			if !o.Due.IsZero() {
				due = o.Due.UnixNano()
			}
			all = append(all, keyed{due, Owed{o, cases[i]}})
		}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if a.due != b.due {
			return cmp.Compare(a.due, b.due)
		}
		return strings.Compare(a.ID, b.ID)
	})
	out := make([]Owed, len(all))
	for i, k := range all {
		out[i] = k.Owed
	}
	return out
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
	s, ok := f.snoozes[o.Turn()]
	switch {
	case ok && now.Before(s.until):
		o.State, o.Until, o.Reason = Snoozed, s.until, s.reason
	case ok:
		o.Woke = s.until
	}
}

// Turn is the obligation's ID without the case: the key under which the case keeps that it was done or put off.
func (o Obligation) Turn() string {
	_, turn, _ := strings.Cut(o.ID, "/")
	return turn
}

// turnLayout names a turn of what comes again by the instant that began it. It has no dots: a turn is part of a field's path.
const turnLayout = "20060102T150405Z"

// TurnOf names a turn of a rule or a step.
func TurnOf(rule string, t time.Time) string { return rule + "@" + t.UTC().Format(turnLayout) }

func (p *Policy) clocks(out []Obligation, f *Facts, now time.Time) []Obligation {
	for i := range p.Clocks {
		c := &p.Clocks[i]
		if c.Of != string(f.Kind) || !c.When.hold(f, now) {
			continue
		}
		often, runs := c.frequency(f.Text("severity"))
		if own, ok := f.ownFrequency(c.ID); ok {
			often = own
		} else if c.Off || !runs {
			continue
		}
		began := f.last(max(c.Times, 1), c.Restarts, now)
		id := TurnOf(c.ID, began)
		if began.IsZero() || f.ticked(id) {
			continue
		}
		out = append(out, Obligation{Duty: c.duty, ID: f.ID + "/" + id, Since: began, Due: p.after(often.Due, began, f), Late: p.after(often.late(), began, f)})
	}
	return out
}

// after is the end of a span in the case's calendar, in UTC.
func (p *Policy) after(s Span, t time.Time, f *Facts) time.Time {
	if s.Working == 0 {
		return t.Add(s.Elapsed)
	}
	return s.After(t, p.calendar(f.Zone), f.location).UTC()
}

// ownFrequency is the cadence that a case sets for itself, for one clock: in hours, with a reason.
func (f *Facts) ownFrequency(clock string) (Frequency, bool) {
	m, _ := f.Fields["cadence"].(map[string]any)
	own, _ := m[clock].(map[string]any)
	hours, ok := casefile.Record{Fields: own}.Number("hours")
	if !ok || hours <= 0 {
		return Frequency{}, false
	}
	return Frequency{Due: Span{Elapsed: time.Duration(hours * float64(time.Hour))}}, true
}

func (p *Policy) steps(out []Obligation, f *Facts, now time.Time) []Obligation {
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Of != string(f.Kind) || !s.When.hold(f, now) || len(s.Done) > 0 && s.Done.hold(f, now) {
			continue
		}
		began, due, id, ok := p.timeOf(s, f, now)
		if !ok || f.ticked(id) {
			continue
		}
		if s.Untimed {
			due = time.Time{}
		}
		out = append(out, Obligation{Duty: s.duty, ID: f.ID + "/" + id, Since: began, Due: due, Late: due})
	}
	return out
}

// timeOf is when a step's time begins and ends, and the name of its turn; not ok while it does not ask.
func (p *Policy) timeOf(s *Step, f *Facts, now time.Time) (began, due time.Time, id string, ok bool) {
	if s.Each != "" {
		return p.occurrence(s, f, now)
	}
	began, ok = f.beginning(s.After, now)
	if !ok {
		return began, due, "", false
	}
	id = s.ID
	if s.Again {
		id = TurnOf(s.ID, began)
	}
	return began, p.after(s.Within, began, f), id, true
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

// moment is an instant as a rule names it: a field, told AUDIENCE (the first time), step ID (the last time).
func (f *Facts) moment(name string) time.Time {
	word, rest, _ := strings.Cut(name, " ")
	switch word {
	case "told":
		if times := f.told[rest]; len(times) > 0 {
			return times[0]
		}
		return time.Time{}
	case "step":
		return f.tickedAt(rest)
	case "created":
		return f.Began
	}
	return f.instant(f.Record, name)
}

func (p *Policy) dates(out []Obligation, f *Facts, now time.Time) []Obligation {
	for i := range p.Dates {
		d := &p.Dates[i]
		if d.Of != "" && d.Of != string(f.Kind) {
			continue
		}
		dated := f.items[casefile.Kind(d.Item)]
		if d.Item == "" {
			dated = []casefile.Record{f.Record}
		}
		for _, r := range dated {
			if o, ok := d.obligation(f, r, now); ok {
				out = append(out, o)
			}
		}
	}
	return out
}

func (d *Date) obligation(f *Facts, r casefile.Record, now time.Time) (Obligation, bool) {
	if len(d.Until) > 0 && d.Until.hold(&Facts{Record: r}, now) {
		return Obligation{}, false
	}
	due := f.instant(r, d.Field)
	id, item := d.ID+"@"+r.ID, r.ID
	if d.Item == "" {
		id, item = TurnOf(d.ID, due), ""
	}
	if due.IsZero() || f.ticked(id) {
		return Obligation{}, false
	}
	duty := *d.duty
	duty.Do = slices.Clone(duty.Do)
	for i := range duty.Do {
		duty.Do[i].Item = item
	}
	if d.Item != "" {
		duty.What += ": " + r.Title()
	}
	return Obligation{Duty: &duty, ID: f.ID + "/" + id, Person: r.Text(d.Owner), Due: due, Late: due,
		Since: firstTime(r.Instant("at").Time, r.Instant("created").Time, f.Began)}, true
}
