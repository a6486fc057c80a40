package policy

import (
	"cmp"
	"slices"
	"strings"
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

// ask is an obligation as the rules find it: before it has the name of its case, and says how pressing it is.
type ask struct {
	duty             *Duty
	turn             string // the obligation's ID without the case
	person           string
	since, due, late time.Time
}

// Obligations are everything that the rules ask of a case at a time, fulfilled ones left out: in the order in which they
// are to be done. The same facts, policy and time give the same answer.
func (p *Policy) Obligations(f *Facts, now time.Time) []Obligation {
	asks := p.asks(nil, f, &look{now: now})
	out := make([]Obligation, len(asks))
	for i, a := range asks {
		out[i] = Obligation{Duty: a.duty, ID: f.ID + "/" + a.turn, Case: f.ID, Person: a.person, Due: a.due, Late: a.late, Zone: f.Zone, Since: a.since}
		f.judge(&out[i], now)
	}
	slices.SortFunc(out, compareDue)
	return out
}

// asks appends what the rules ask of a case, in the order of the rules.
func (p *Policy) asks(out []ask, f *Facts, l *look) []ask {
	if !f.Open() {
		return out
	}
	out = p.clocks(out, f, l)
	out = p.steps(out, f, l)
	return p.dates(out, f, l)
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
	o.State = pressing(o.Due, o.Late, o.Optional, now)
	s, ok := f.snoozes[o.Turn()]
	switch {
	case ok && now.Before(s.until):
		o.State, o.Until, o.Reason = Snoozed, s.until, s.reason
	case ok:
		o.Woke = s.until
	}
}

// pressing is the state of what is not put off.
func pressing(due, late time.Time, optional bool, now time.Time) State {
	switch {
	case due.IsZero():
		return Open
	case now.Before(due):
		return Upcoming
	case optional || now.Before(late):
		return Due
	}
	return Overdue
}

// Turn is the obligation's ID without the case: the key under which the case keeps that it was done or put off.
func (o Obligation) Turn() string {
	_, turn, _ := strings.Cut(o.ID, "/")
	return turn
}

// turnLayout names a turn of what comes again by the instant that began it. It has no dots: a turn is part of a field's path.
const turnLayout = "20060102T150405Z"

// TurnOf names a turn of a rule or a step.
func TurnOf(rule string, t time.Time) string {
	b := make([]byte, 0, len(rule)+1+len(turnLayout))
	b = append(append(b, rule...), '@')
	return string(t.UTC().AppendFormat(b, turnLayout))
}

func (p *Policy) clocks(out []ask, f *Facts, l *look) []ask {
	for i := range p.Clocks {
		c := &p.Clocks[i]
		if c.Of != string(f.Kind) || !c.When.hold(f, l) {
			continue
		}
		often, runs := c.frequency(f.Text("severity"))
		if own, ok := f.ownFrequency(c.ID); ok {
			often = own
		} else if c.Off || !runs {
			continue
		}
		began := f.last(max(c.Times, 1), c.Restarts, l)
		id := TurnOf(c.ID, began)
		if began.IsZero() || f.ticked(id) {
			continue
		}
		due := p.after(often.Due, began, f)
		late := due
		if !often.Late.IsZero() {
			late = p.after(often.Late, began, f)
		}
		out = append(out, ask{duty: c.duty, turn: id, since: began, due: due, late: late})
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

func (p *Policy) steps(out []ask, f *Facts, l *look) []ask {
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Of != string(f.Kind) || !s.When.hold(f, l) || len(s.Done) > 0 && s.Done.hold(f, l) {
			continue
		}
		began, due, id, ok := p.timeOf(s, f, l)
		if !ok || f.ticked(id) {
			continue
		}
		if s.Untimed {
			due = time.Time{}
		}
		out = append(out, ask{duty: s.duty, turn: id, since: began, due: due, late: due})
	}
	return out
}

// timeOf is when a step's time begins and ends, and the name of its turn; not ok while it does not ask.
func (p *Policy) timeOf(s *Step, f *Facts, l *look) (began, due time.Time, id string, ok bool) {
	if s.Each != "" {
		return p.occurrence(s, f, l)
	}
	began, ok = f.beginning(s.After, l)
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
func (f *Facts) beginning(after []string, l *look) (time.Time, bool) {
	if len(after) == 0 {
		return f.Began, !f.Began.IsZero()
	}
	var latest time.Time
	for _, a := range after {
		t := f.moment(a)
		if t.IsZero() || !l.came(t) {
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

func (p *Policy) dates(out []ask, f *Facts, l *look) []ask {
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
			if o, ok := d.obligation(f, r, l); ok {
				out = append(out, o)
			}
		}
	}
	return out
}

func (d *Date) obligation(f *Facts, r casefile.Record, l *look) (ask, bool) {
	if len(d.Until) > 0 && d.Until.hold(&Facts{Record: r}, l) {
		return ask{}, false
	}
	due := f.instant(r, d.Field)
	id, item := d.ID+"@"+r.ID, r.ID
	if d.Item == "" {
		id, item = TurnOf(d.ID, due), ""
	}
	if due.IsZero() || f.ticked(id) {
		return ask{}, false
	}
	duty := *d.duty
	duty.Do = slices.Clone(duty.Do)
	for i := range duty.Do {
		duty.Do[i].Item = item
	}
	if d.Item != "" {
		duty.What += ": " + r.Title()
	}
	return ask{duty: &duty, turn: id, person: r.Text(d.Owner), due: due, late: due,
		since: firstTime(r.Instant("at").Time, r.Instant("created").Time, f.Began)}, true
}
