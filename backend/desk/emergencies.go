package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// Cockpit gives the steps of an emergency as they stand, the way to engineering, and what else is open at the same time.
func (d *Desk) Cockpit(ctx context.Context, ref string) (CockpitView, error) {
	v := CockpitView{Steps: []StandView{}, Others: []OtherView{}, Messages: []Choice{}}
	guide, err := d.Guide(ctx, ref)
	if err != nil {
		return v, err
	}
	v.Route, v.Messages, v.Papers = guide.Route, guide.Messages, guide.Papers
	p, f, err := d.factsAndPolicy(ctx, ref)
	if err != nil {
		return v, err
	}
	if f.Kind != casefile.KindEmergency {
		return v, casefile.Faultf(casefile.Invalid, "%s is a %s. The cockpit is an emergency's.", f.Key(), f.Kind.One())
	}
	now := d.now()
	v.At = casefile.At(now, d.zone()).String()
	for _, s := range p.Course(f, now) {
		v.Steps = append(v.Steps, d.viewStand(p, f, s))
	}
	v.Others, err = d.otherEmergencies(ctx, f)
	v.Second = len(v.Others) > 0 && f.Open() && d.pagedBefore(v.Others[0].ID, f)
	return v, err
}

func (d *Desk) factsAndPolicy(ctx context.Context, ref string) (*policy.Policy, *policy.Facts, error) {
	p, err := d.policy()
	if err != nil {
		return nil, nil, err
	}
	f, err := d.factsOfOne(ctx, ref)
	return p, f, err
}

func (d *Desk) viewStand(p *policy.Policy, f *policy.Facts, s policy.Stand) StandView {
	v := StandView{
		Step: s.Rule, Playbook: s.Group, What: s.What, Why: s.Why, Source: s.Source, Role: casefile.EnumLabel(s.For), State: string(s.State),
		DoneAt: momentIn(s.At, f.Zone), Reason: s.Reason, SinceAt: momentIn(s.Since, f.Zone), DueAt: momentIn(s.Due, f.Zone),
		Does: viewDeeds(s.Do, f.Kind), Document: s.Document, Message: s.Message, Optional: s.Optional, Held: []GateView{},
	}
	if s.State == policy.Waiting {
		v.After = s.Names(f.Kind)
	}
	if s.State == policy.Done {
		return v
	}
	for _, deed := range s.Do {
		if deed.Kind == "set" {
			v.Held = append(v.Held, viewGates(p.Held(f, deed.Name, deed.Value, d.now()), f.Kind)...)
		}
	}
	return v
}

// otherEmergencies are the open ones beside this one, the first page first.
func (d *Desk) otherEmergencies(ctx context.Context, f *policy.Facts) ([]OtherView, error) {
	open, err := d.openEmergencies(ctx)
	if err != nil {
		return []OtherView{}, err
	}
	out := []OtherView{}
	for _, r := range open {
		if r.ID == f.ID {
			continue
		}
		paged := policy.Gather(casefile.Case{Record: r}, casefile.Record{}, d.zone()).Began
		out = append(out, OtherView{ID: r.ID, Key: r.Key(), Title: r.Title(), Customer: d.nameOf(r.Text("customer")), PagedAt: momentIn(paged, firstOf(r.Text("zone"), d.zone()))})
	}
	return out, nil
}

func (d *Desk) pagedBefore(id string, f *policy.Facts) bool {
	other, err := d.gather(id)
	return err == nil && other.Began.Before(f.Began)
}

// Step does a step of a case's playbook, dates a done one anew, passes it over with a reason, or takes it back. Nothing has
// to come before it: what is missing is only said.
func (d *Desk) Step(ctx context.Context, r StepRequest) (Saved, error) {
	p, f, err := d.factsAndPolicy(ctx, r.Record)
	if err != nil {
		return Saved{}, err
	}
	course := p.Course(f, d.now())
	i := slices.IndexFunc(course, func(s policy.Stand) bool { return s.Rule == r.Step })
	if i < 0 {
		return Saved{}, casefile.Faultf(casefile.NotFound, "%s has no step %q now.", f.Key(), casefile.FirstLine(r.Step))
	}
	at, err := d.asked(r.At)
	if err != nil {
		return Saved{}, err
	}
	stamp := casefile.At(at, d.zone()).String()
	changes, err := d.stepChanges(p, f, course[i], r, stamp)
	if err != nil {
		return Saved{}, err
	}
	d.noteMoves(changes)
	return d.save(ctx, "step: "+course[i].What, changes)
}

func (d *Desk) stepChanges(p *policy.Policy, f *policy.Facts, s policy.Stand, r StepRequest, stamp string) ([]store.Change, error) {
	own := store.Change{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: map[string]any{}}
	tick := func(entry any) { own.Patch["ticks"] = map[string]any{s.Turn: entry} }
	switch r.How {
	case "back":
		maps.Copy(own.Patch, p.Back(f, s.Rule, d.now()))
		tick(nil)
		return []store.Change{own}, nil
	case "pass":
		if strings.TrimSpace(r.Reason) == "" {
			return nil, casefile.Faultf(casefile.Invalid, "Say why it is passed over: who reads it later must find the reason.")
		}
		tick(map[string]any{"state": "passed", "at": stamp, "who": d.who(), "reason": r.Reason})
		return []store.Change{own}, nil
	case "do":
	default:
		return nil, casefile.Faultf(casefile.Invalid, "A step is done, passed or taken back, not %q.", casefile.FirstLine(r.How))
	}
	if s.Field != "" {
		own.Patch[s.Field] = stamp
	} else {
		tick(map[string]any{"state": "done", "at": stamp, "who": d.who()})
	}
	changes := []store.Change{own}
	if s.State == policy.Done { // only its time is another one
		return changes, nil
	}
	for _, deed := range s.Do {
		if deed.Kind == "tick" || deed.Kind == "now" && deed.Name == s.Field {
			continue
		}
		c, err := d.deedChange(deed, f, DoRequest{Text: r.Text, Value: r.Value}, stamp)
		if err != nil {
			return nil, err
		}
		changes = join(changes, c)
	}
	return changes, nil
}
