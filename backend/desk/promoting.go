package desk

import (
	"context"
	"slices"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// What follows from a case: an escalation of its own, a review.

// Promote makes an escalation of an incident or an emergency; both stay linked (S1:61). Where the rules speak of such cases and
// do not propose it for this one, a reason is wanted, which the link keeps; where they do, their step is done with it.
func (d *Desk) Promote(ctx context.Context, ref, reason string) (Saved, error) {
	p, err := d.policy()
	if err != nil {
		return Saved{}, err
	}
	f, err := d.factsOfOne(ctx, ref)
	if err != nil {
		return Saved{}, err
	}
	if f.Kind != casefile.KindIncident && f.Kind != casefile.KindEmergency {
		return Saved{}, casefile.Faultf(casefile.Invalid, "An incident or an emergency becomes an escalation; %s is a %s.", f.Key(), f.Kind.One())
	}
	asked := p.Promotion(f, d.now())
	if asked.Duty != nil && !asked.Proposed && reason == "" {
		return Saved{}, casefile.Faultf(casefile.Refused, "The process proposes no escalation of %s (%s). Say why it needs one all the same.", f.Key(), asked.Source)
	}
	changes := d.promoted(f.Record, reason)
	if asked.Turn != "" {
		changes = join(changes, d.ticked(f.Record, asked.Turn, d.stamp()))
	}
	d.noteMoves(changes)
	return d.save(ctx, "promote", changes)
}

// ticked is the change that keeps of a step that it was done.
func (d *Desk) ticked(r casefile.Record, turn, at string) store.Change {
	return store.Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"ticks": map[string]any{turn: map[string]any{"state": "done", "at": at, "who": d.who()}}}}
}

// promoted are the changes that make an escalation of a case: the escalation first.
func (d *Desk) promoted(r casefile.Record, reason string) []store.Change {
	fields := taken(r, casefile.KindEscalation, "title", "description", "customer", "component", "incident_severity", "started", "detected", "zone", "confidential")
	fields["status"], fields["type"], fields["origin"] = "seeking_dri", "account", "team"
	why := "made from it"
	if reason != "" {
		why += ": " + reason
	}
	id := d.NewID()
	changes := []store.Change{
		{Kind: casefile.KindEscalation, ID: id, Patch: fields},
		{Kind: casefile.KindLink, Patch: map[string]any{"parent": id, "to": r.ID, "type": "related", "reason": why}},
	}
	if r.Kind == casefile.KindEmergency {
		changes = append(changes, store.Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"escalation": id}})
	}
	return changes
}

// taken are the named fields of a record that another kind has too.
func taken(r casefile.Record, k casefile.Kind, names ...string) map[string]any {
	out := map[string]any{}
	for _, name := range names {
		if v, ok := r.Fields[name]; ok {
			if _, has := casefile.FieldOf(k, name); has {
				out[name] = v
			}
		}
	}
	return out
}

// Review gives the review of an incident or an emergency; the first time it makes one of what is recorded there. Without an
// action it was there already.
func (d *Desk) Review(ctx context.Context, ref string) (Saved, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return Saved{}, err
	}
	if r.Kind != casefile.KindIncident && r.Kind != casefile.KindEmergency {
		return Saved{}, casefile.Faultf(casefile.Invalid, "An incident or an emergency is reviewed; %s is a %s.", r.Key(), r.Kind.One())
	}
	named, err := d.store.Links(r.ID)
	if err != nil {
		return Saved{}, err
	}
	at := slices.IndexFunc(named, func(o casefile.Record) bool {
		return o.Kind == casefile.KindReview && !o.Binned() && o.Text("of") == r.ID
	})
	if at >= 0 {
		o := named[at]
		return Saved{Records: []SavedRecord{{ID: o.ID, Key: o.Key(), Rev: o.Rev}}, Conflicts: []ConflictView{}, Missing: []GateView{}}, nil
	}
	fields := taken(r, casefile.KindReview, "title", "description", "customer", "company", "product", "component", "incident_severity", "cause", "fix",
		"detected_by", "users_affected", "workflow_impact", "started", "detected", "mitigated", "resolved", "zone", "confidential")
	fields["of"], fields["status"] = r.ID, "draft"
	if impact := r.Text("impact_customer"); impact != "" {
		fields["impact"] = impact
	}
	changes := []store.Change{{Kind: casefile.KindReview, ID: d.NewID(), Patch: fields}}
	d.noteMoves(changes)
	return d.save(ctx, "review", changes)
}
