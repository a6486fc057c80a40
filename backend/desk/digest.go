package desk

import (
	"context"
	"fmt"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
)

// Digest gives what came due since a time, for a notification that tells all of it at once, and for the list of what
// happened while nobody looked. In quiet hours only emergencies are told; the rest waits for their end.
func (d *Desk) Digest(ctx context.Context, since string) (DigestView, error) {
	from, err := d.asked(since)
	if err != nil {
		return DigestView{Fresh: []ObligationView{}}, err
	}
	_, quiet := d.quiet(d.now())
	return d.digest(ctx, from, !quiet)
}

// digest is the digest of a stretch that began at a time: of everything, or of emergencies alone.
func (d *Desk) digest(ctx context.Context, from time.Time, all bool) (DigestView, error) {
	now := d.now()
	v := DigestView{At: d.stamp(), Fresh: []ObligationView{}, AwaySince: casefile.At(from, d.zone()).String()}
	end, quiet := d.quiet(now)
	v.Quiet, v.QuietTo = quiet, momentIn(end, d.zone())
	p, err := d.policy()
	if err != nil {
		return v, err
	}
	page := duePage{now: now, answer: &DueAnswer{}}
	err = d.withAgenda(ctx, func(a *policy.Agenda, _ time.Time) error {
		var next time.Time
		for r := range a.Rows() {
			v.count(r, now, &next)
			fresh := !r.Duty.Optional && (all || r.Of.Kind == casefile.KindEmergency) && r.CameDue(from, now)
			if state := r.State(now); fresh && (state == policy.Due || state == policy.Overdue) {
				page.rows = append(page.rows, r)
			}
		}
		v.NextAt, v.Count = momentIn(next, d.zone()), len(page.rows)
		page.rows = page.rows[:min(len(page.rows), mostFresh)]
		d.viewRows(p, &page, d.agenda.recent)
		return nil
	})
	if page.answer.Obligations != nil {
		v.Fresh = page.answer.Obligations
	}
	v.Says = v.line()
	return v, err
}

// mostFresh bounds how many of those that came due are shown: who was away for a month reads the rest on Today.
const mostFresh = 100

func (v *DigestView) count(r *policy.Row, now time.Time, next *time.Time) {
	switch r.State(now) {
	case policy.Overdue:
		v.Overdue++
	case policy.Due:
		v.Due++
	case policy.Upcoming:
		if next.IsZero() {
			*next = r.DueAt()
		}
	}
}

// line tells all of it in one line; "" when there is nothing to tell.
func (v *DigestView) line() string {
	switch {
	case len(v.Fresh) == 0:
		return ""
	case v.Count == 1:
		return fmt.Sprintf("%s: %s", v.Fresh[0].CaseKey, v.Fresh[0].What)
	}
	return fmt.Sprintf("%d things are due; the first: %s, %s", v.Count, v.Fresh[0].CaseKey, v.Fresh[0].What)
}

func counted(n int, what string) string {
	if n == 1 {
		return "one " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// quiet says whether a time lies in the person's quiet hours, and when they end.
func (d *Desk) quiet(now time.Time) (end time.Time, quiet bool) {
	r, err := d.store.Get(casefile.SettingsID)
	if err != nil {
		return end, false
	}
	from, okFrom := timeOfDay(r.Text("quiet_from"))
	to, okTo := timeOfDay(r.Text("quiet_to"))
	if !okFrom || !okTo || from == to {
		return end, false
	}
	local := now.In(d.location())
	y, m, day := local.Date()
	for _, back := range []int{-1, 0} { // those that began yesterday may last until this morning
		begin := from.On(y, m, day+back, local.Location())
		end = to.On(y, m, day+back, local.Location())
		if !end.After(begin) {
			end = to.On(y, m, day+back+1, local.Location())
		}
		if !now.Before(begin) && now.Before(end) {
			return end, true
		}
	}
	return time.Time{}, false
}

func timeOfDay(text string) (policy.ClockTime, bool) {
	t, err := time.Parse("15:04", text)
	return policy.ClockTime{Hour: t.Hour(), Minute: t.Minute()}, err == nil
}
