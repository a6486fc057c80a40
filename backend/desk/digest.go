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
	now := d.now()
	v := DigestView{At: d.stamp(), Fresh: []ObligationView{}, AwaySince: since}
	from, err := d.asked(since)
	if err != nil {
		return v, err
	}
	p, err := d.policy()
	if err != nil {
		return v, err
	}
	open, err := d.openFacts(ctx)
	if err != nil {
		return v, err
	}
	end, quiet := d.quiet(now)
	v.Quiet, v.QuietTo = quiet, momentIn(end, d.zone())
	var next time.Time
	for _, o := range p.ObligationsOf(open, now) {
		switch o.State {
		case policy.Overdue:
			v.Overdue++
		case policy.Due:
			v.Due++
		case policy.Upcoming:
			if next.IsZero() || o.Due.Before(next) {
				next = o.Due
			}
			continue
		default:
			continue
		}
		if !o.Optional && cameDue(*o.Obligation, from, now) && (!quiet || o.Of.Kind == casefile.KindEmergency) {
			v.Fresh = append(v.Fresh, d.viewObligation(*o.Obligation, o.Of))
		}
	}
	v.NextAt = momentIn(next, d.zone())
	v.Says = digestLine(v.Fresh)
	return v, nil
}

// cameDue says that an obligation became due, or overdue, in a stretch of time. A snooze that ended in it counts as well.
func cameDue(o policy.Obligation, from, to time.Time) bool {
	within := func(t time.Time) bool { return t.After(from) && !t.After(to) }
	return within(o.Due) || within(o.Late) || within(o.Woke)
}

func digestLine(fresh []ObligationView) string {
	switch len(fresh) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%s: %s", fresh[0].CaseKey, fresh[0].What)
	}
	cases := map[string]bool{}
	for _, o := range fresh {
		cases[o.CaseID] = true
	}
	return fmt.Sprintf("%d things are due in %s; the first: %s, %s", len(fresh), counted(len(cases), "case"), fresh[0].CaseKey, fresh[0].What)
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
