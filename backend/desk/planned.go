package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
)

// PlannedQuery asks what is planned between two times; From before To.
type PlannedQuery struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// PlannedEntry is one thing that is planned: what it is (standup, meeting, event, shift, duty), when, in which zone it was
// set, and the record that it comes from ("" for a duty or a meeting of the policy, which no record covers).
type PlannedEntry struct {
	ID       string `json:"id"` // the same for the same turn
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	StartAt  string `json:"startAt"`
	EndAt    string `json:"endAt"`
	Zone     string `json:"zone"`
	Person   string `json:"person"`
	Customer string `json:"customer"`
	Record   string `json:"record"`
	Key      string `json:"key"`
	About    string `json:"about"`
	Source   string `json:"source"` // where the rule stands, of what the policy plans
}

// PlannedAnswer is what is planned, the first one first, in the person's zone.
type PlannedAnswer struct {
	Zone    string         `json:"zone"`
	Entries []PlannedEntry `json:"entries"`
}

// mostPlanned bounds the days that are asked about at once.
const mostPlanned = 100 * 24 * time.Hour

// Planned gives what is planned between two times: the standups and meetings of open escalations, customers' events, shifts,
// and the duties and weekly meetings of the policy.
func (d *Desk) Planned(ctx context.Context, q PlannedQuery) (PlannedAnswer, error) {
	v := PlannedAnswer{Zone: d.zone(), Entries: []PlannedEntry{}}
	from, err := d.asked(q.From)
	if err != nil {
		return v, err
	}
	to, err := d.asked(q.To)
	switch {
	case err != nil:
		return v, err
	case !to.After(from) || to.Sub(from) > mostPlanned:
		return v, casefile.Faultf(casefile.Invalid, "Ask for a stretch of up to a hundred days, its beginning before its end.")
	}
	p, err := d.policy()
	if err != nil {
		return v, err
	}
	records, err := d.recordsOf(ctx, casefile.KindEscalation, casefile.KindShift, casefile.KindCustomerEvent)
	if err != nil {
		return v, err
	}
	var shifts []casefile.Record
	for _, r := range records {
		if r.Kind == casefile.KindShift {
			shifts = append(shifts, r)
		}
		v.Entries = append(v.Entries, d.plannedBy(r, from, to)...)
	}
	for i := range p.Rotas {
		v.Entries = append(v.Entries, d.plannedDuties(&p.Rotas[i], shifts, from, to)...)
	}
	slices.SortStableFunc(v.Entries, func(a, b PlannedEntry) int { return strings.Compare(a.StartAt, b.StartAt) })
	return v, nil
}

// plannedBy is what a record plans.
func (d *Desk) plannedBy(r casefile.Record, from, to time.Time) []PlannedEntry {
	e := PlannedEntry{Record: r.ID, Key: r.Key(), Title: r.Title(), Customer: d.nameOf(r.Text("customer"))}
	switch r.Kind {
	case casefile.KindEscalation:
		f := policy.Gather(casefile.Case{Record: r}, casefile.Record{}, d.zone())
		if !f.Open() {
			return nil
		}
		e.Person = d.nameOf(r.Text("dri"))
		return append(d.plannedStandups(e, r, f, from, to), d.plannedOnce(e, "meeting", r, "next_sync", "", from, to)...)
	case casefile.KindShift:
		e.Person, e.About = firstOf(d.nameOf(r.Text("person")), r.Text("name")), r.Text("duty")
		e.Title = firstOf(r.Title(), e.Person)
		return d.plannedOnce(e, "shift", r, "starts", "ends", from, to)
	}
	e.Person, e.About = r.Text("contact"), r.Text("rollback")
	if e.Title == "" {
		e.Title = casefile.EnumLabel(r.Text("type"))
	}
	return d.plannedOnce(e, "event", r, "starts", "ends", from, to)
}

// plannedOnce is a time of a record that comes once.
func (d *Desk) plannedOnce(e PlannedEntry, kind string, r casefile.Record, starts, ends string, from, to time.Time) []PlannedEntry {
	start, end := d.appointment(r, starts), d.appointment(r, ends)
	if start.IsZero() {
		return nil
	}
	if !end.After(start) {
		end = start.Add(standupLasts)
	}
	if !start.Before(to) || !end.After(from) {
		return nil
	}
	if kind == "meeting" {
		e.About = r.Text("next_sync_goal")
	}
	return []PlannedEntry{e.at(kind, start, end)}
}

// at is the entry with its times.
func (e PlannedEntry) at(kind string, start, end time.Time) PlannedEntry {
	zone := start.Location().String()
	e.Kind, e.Zone = kind, zone
	e.StartAt, e.EndAt = casefile.At(start, zone).String(), casefile.At(end, zone).String()
	e.ID = policy.TurnOf(kind+" "+e.Record+e.Title, start)
	return e
}

// plannedStandups are the turns of a case's standups: at the same time of day in the zone of the first, on its days.
func (d *Desk) plannedStandups(e PlannedEntry, r casefile.Record, f *policy.Facts, from, to time.Time) []PlannedEntry {
	first := d.appointment(r, "standup")
	if first.IsZero() {
		return nil
	}
	days := f.StandupDays()
	lasts := standupLength(r)
	e.About = r.Text("standup_url")
	var out []PlannedEntry
	start := laterOf(first, from.Add(-24*time.Hour)).In(first.Location())
	for y, m, day := start.Date(); ; day++ {
		at := time.Date(y, m, day, first.Hour(), first.Minute(), 0, 0, first.Location())
		if !at.Before(to) {
			return out
		}
		if !at.Before(first) && at.Add(lasts).After(from) && slices.Contains(days, at.Weekday()) {
			out = append(out, e.at("standup", at, at.Add(lasts)))
		}
	}
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// plannedDuties are the turns of a rota, with who has them as the shift records say.
func (d *Desk) plannedDuties(r *policy.Rota, shifts []casefile.Record, from, to time.Time) []PlannedEntry {
	var out []PlannedEntry
	for _, w := range r.Between(from, to) {
		e := PlannedEntry{Title: r.What, About: w.Name, Person: d.onDuty(shifts, r.ID, w), Source: w.Source}
		kind := "duty"
		if r.Meets {
			kind = "meeting"
		}
		out = append(out, e.at(kind, w.From, w.To))
	}
	return out
}
