package policy

import (
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// The states of a step that Obligations leaves out.
const (
	Waiting State = "waiting" // what it comes after has not happened
	Done    State = "done"
	Passed  State = "passed" // passed over, with a reason
)

// Stand is how one step of a playbook stands in a case.
type Stand struct {
	*Duty
	State  State
	Turn   string    // the key under which the case keeps that it was ticked
	At     time.Time // when it was done or passed; zero when nothing says
	Field  string    // the field that keeps that time, and can be set back; "" = the tick, or an item
	Since  time.Time // what began its time
	Due    time.Time // zero when it has no time
	Reason string    // of a passed one
	After  []string  // fields and steps that it comes after
}

// Course is every step that the playbooks have for a case, in their order: done ones with their time, and those whose time
// has not come. Steps that come again are left out: they belong to no course.
func (p *Policy) Course(f *Facts, now time.Time) []Stand {
	out := []Stand{}
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Of != string(f.Kind) || s.Each != "" || s.Again {
			continue
		}
		if stand, ok := p.stand(s, f, now); ok {
			out = append(out, stand)
		}
	}
	return out
}

// stand is how a step stands; not ok while the case does not call for it.
func (p *Policy) stand(s *Step, f *Facts, now time.Time) (Stand, bool) {
	l := &look{now: now}
	out := Stand{Duty: s.duty, Turn: s.ID, After: s.After, Field: s.timeField()}
	t, ticked := f.ticks[s.ID]
	fulfilled := len(s.Done) > 0 && s.Done.hold(f, l)
	kept := out.Field != "" && !f.instant(f.Record, out.Field).IsZero()
	switch {
	case !s.When.hold(f, l) && !ticked && !kept:
		return out, false
	case ticked && t.passed && !fulfilled:
		out.State, out.At, out.Reason = Passed, t.at, t.reason
		return out, true
	case ticked || fulfilled || kept:
		out.State, out.At = Done, f.doneAt(s, out.Field)
		return out, true
	}
	began, due, _, ok := p.timeOf(s, f, l)
	if !ok {
		out.State = Waiting
		return out, true
	}
	if s.Untimed {
		due = time.Time{}
	}
	o := Obligation{Duty: s.duty, ID: f.ID + "/" + s.ID, Since: began, Due: due, Late: due}
	f.judge(&o, now)
	out.State, out.Since, out.Due, out.Reason = o.State, began, due, o.Reason
	return out, true
}

// timeField is the field into which doing a step writes the time; "" when it writes none.
func (s *Step) timeField() string {
	for _, d := range s.duty.Do {
		if d.Kind == "now" {
			return d.Name
		}
	}
	return ""
}

// doneAt is when a step was done: by its own field, by its tick, else by the first of the items that it asks for.
func (f *Facts) doneAt(s *Step, field string) time.Time {
	var item time.Time
	for _, c := range s.Done {
		if c.what != "has" {
			continue
		}
		for _, r := range f.items[c.kind] {
			if at := firstTime(r.Instant("at").Time, r.Instant("recorded").Time); item.IsZero() || at.Before(item) {
				item = at
			}
		}
	}
	var own time.Time
	if field != "" {
		own = f.instant(f.Record, field)
	}
	return firstTime(own, f.ticks[s.ID].at, item)
}

// Back is what taking a step back makes of the fields that it had set: each has again what the last step before it that is
// still done had set, else nothing.
func (p *Policy) Back(f *Facts, step string, now time.Time) map[string]any {
	course := p.Course(f, now)
	at := slices.IndexFunc(course, func(s Stand) bool { return s.Rule == step })
	if at < 0 {
		return nil
	}
	patch := map[string]any{}
	for _, d := range course[at].Do {
		switch d.Kind {
		case "now", "fill":
			patch[d.Name] = nil
		case "set":
			patch[d.Name] = setBefore(course[:at], d.Name)
		}
	}
	return patch
}

func setBefore(course []Stand, field string) any {
	for _, s := range slices.Backward(course) {
		for _, d := range s.Do {
			if s.State == Done && d.Kind == "set" && d.Name == field {
				return d.Value
			}
		}
	}
	return nil
}

// Names says what a waiting step comes after, in words.
func (s Stand) Names(k casefile.Kind) string {
	said := make([]string, len(s.After))
	for i, name := range s.After {
		said[i] = labelOf(k, strings.TrimPrefix(name, "step "))
	}
	return strings.Join(said, ", ")
}
