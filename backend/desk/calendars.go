package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/exchange/ics"
	"precedent/backend/policy"
)

// shownWindows is how many turns of each rota are shown ahead.
const shownWindows = 4

// Shifts gives the shifts and weekly meetings of the policy that come next, the present one first, with who is on duty as
// the shift records say.
func (d *Desk) Shifts(ctx context.Context) ([]WindowView, error) {
	p, err := d.policy()
	if err != nil {
		return nil, err
	}
	people, err := d.shiftRecords(ctx)
	if err != nil {
		return nil, err
	}
	out := []WindowView{}
	for i := range p.Rotas {
		r := &p.Rotas[i]
		for _, w := range r.Windows(d.now(), shownWindows) {
			out = append(out, WindowView{Rota: r.ID, Name: w.Name, What: r.What, FromAt: casefile.At(w.From, r.Zone).String(), ToAt: casefile.At(w.To, r.Zone).String(),
				Zone: r.Zone, Person: d.onDuty(people, r.ID, w), Meeting: r.Meets, Source: w.Source})
		}
	}
	return out, nil
}

func (d *Desk) shiftRecords(ctx context.Context) ([]casefile.Record, error) {
	return d.recordsOf(ctx, casefile.KindShift)
}

// recordsOf are all records of some kinds that are not in the bin, by when they were made.
func (d *Desk) recordsOf(ctx context.Context, kinds ...casefile.Kind) ([]casefile.Record, error) {
	rows, err := d.allRows(ctx, false, kinds...)
	if err != nil {
		return nil, err
	}
	var out []casefile.Record
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return nil, casefile.Wrap(casefile.Cancelled, err, "Stopped.")
		}
		if r, err := d.store.Get(row.ID); err == nil {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.Record) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// onDuty is who has a shift of a rota that covers a window; "" when no record says.
func (d *Desk) onDuty(shifts []casefile.Record, rota string, w policy.Window) string {
	for _, r := range shifts {
		from, to := d.appointment(r, "starts"), d.appointment(r, "ends")
		if r.Text("duty") == rota && !from.After(w.From) && !to.Before(w.To) {
			return firstOf(d.nameOf(r.Text("person")), r.Text("name"))
		}
	}
	return ""
}

// appointment is an appointment of a record as an instant, in the zone that it names, else in the person's.
func (d *Desk) appointment(r casefile.Record, field string) time.Time {
	a, err := casefile.ParseAppointment(r.Text(field))
	if err != nil || a.Local == "" {
		return time.Time{}
	}
	i, err := a.Instant(firstOf(a.Zone, d.zone(), "UTC"))
	if err != nil {
		return time.Time{}
	}
	return i.In()
}

// Calendar writes a calendar file (RFC 5545): of one record (a case's standups and its next meeting with the customer, a
// shift, a customer's event), or, for "", of everything that has a time to come: standups of open cases, the weekly
// meetings, the shifts and the customers' events.
func (d *Desk) Calendar(ctx context.Context, ref string) (string, error) {
	var events []ics.Event
	name := "Precedent"
	if ref != "" {
		r, err := d.store.Find(ref)
		if err != nil {
			return "", err
		}
		name = r.Title()
		events = d.eventsOf(r)
		if len(events) == 0 {
			return "", casefile.Faultf(casefile.NotFound, "%s has no time to come. Fill in its first standup, or when it starts.", firstOf(r.Key(), r.Title()))
		}
	} else {
		all, err := d.allEvents(ctx)
		if err != nil {
			return "", err
		}
		events = all
	}
	return ics.Write(name, d.o.Program, events, d.now()), nil
}

func (d *Desk) allEvents(ctx context.Context) ([]ics.Event, error) {
	p, err := d.policy()
	if err != nil {
		return nil, err
	}
	records, err := d.recordsOf(ctx, casefile.KindEscalation, casefile.KindShift, casefile.KindCustomerEvent)
	if err != nil {
		return nil, err
	}
	var out []ics.Event
	for _, r := range records {
		out = append(out, d.eventsOf(r)...)
	}
	for i := range p.Rotas {
		out = append(out, rotaEvents(&p.Rotas[i], d.now())...)
	}
	return out, nil
}

// eventsOf are the times to come of one record.
func (d *Desk) eventsOf(r casefile.Record) []ics.Event {
	switch r.Kind {
	case casefile.KindEscalation:
		f := policy.Gather(casefile.Case{Record: r}, casefile.Record{}, d.zone())
		if !f.Open() {
			return nil
		}
		return append(d.standupEvents(r, f), d.plainEvent(r, "next_sync", "", "Meeting with the customer: "+r.Title(), r.Text("next_sync_goal"))...)
	case casefile.KindShift:
		who := firstOf(d.nameOf(r.Text("person")), r.Text("name"))
		return d.plainEvent(r, "starts", "ends", strings.TrimSpace(r.Text("duty")+" "+who), "")
	case casefile.KindCustomerEvent:
		return d.plainEvent(r, "starts", "ends", strings.TrimPrefix(d.nameOf(r.Text("customer"))+": "+r.Title(), ": "), r.Text("rollback"))
	}
	return nil
}

// standupLasts is how long a standup lasts whose record does not say.
const standupLasts = 30 * time.Minute

// standupLength is how long the standups of a case last.
func standupLength(r casefile.Record) time.Duration {
	if n, ok := r.Number("standup_minutes"); ok && n > 0 {
		return time.Duration(n) * time.Minute
	}
	return standupLasts
}

func (d *Desk) standupEvents(r casefile.Record, f *policy.Facts) []ics.Event {
	start := d.appointment(r, "standup")
	if start.IsZero() {
		return nil
	}
	lasts := standupLength(r)
	p, err := d.policy()
	if err != nil {
		return nil
	}
	about := "Internal standup"
	if m, ok := p.Message("invitation"); ok {
		about, _ = p.Write(m, func(name string) string { return d.variable(f, name) })
	}
	e := ics.Event{UID: r.ID + "-standup@precedent", Title: "Standup: " + r.Title(), Description: about, Place: r.Text("standup_url"),
		Start: start, End: start.Add(lasts), Days: f.StandupDays(), Alarm: 10 * time.Minute} // S0:138
	return []ics.Event{e}
}

// plainEvent is a time of a record that comes once; half an hour where its end is not said.
func (d *Desk) plainEvent(r casefile.Record, from, to, title, about string) []ics.Event {
	start, end := d.appointment(r, from), d.appointment(r, to)
	if start.IsZero() {
		return nil
	}
	if !end.After(start) {
		end = start.Add(standupLasts)
	}
	return []ics.Event{{UID: r.ID + "-" + from + "@precedent", Title: title, Description: about, Start: start, End: end}}
}

// rotaEvents are the shifts or meetings of a rota, as series from its next turns on.
func rotaEvents(r *policy.Rota, now time.Time) []ics.Event {
	var out []ics.Event
	for _, w := range r.Windows(now, len(r.Shifts)) {
		days := make([]time.Weekday, len(r.Days))
		for i, day := range r.Days {
			days[i] = time.Weekday(day)
		}
		out = append(out, ics.Event{UID: r.ID + "-" + w.Name + "@precedent", Title: r.What + " (" + w.Name + ")", Start: w.From, End: w.To, Days: days})
	}
	return out
}
