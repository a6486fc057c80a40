package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// Gates says what is missing before a field of a case gets a value, such as status closed.
func (d *Desk) Gates(ctx context.Context, ref, field, value string) ([]GateView, error) {
	held, f, err := d.held(ctx, ref, field, value)
	if err != nil {
		return []GateView{}, err
	}
	return viewGates(held, f.Kind), nil
}

func viewGates(held []policy.Closed, k casefile.Kind) []GateView {
	out := []GateView{}
	for _, g := range held {
		out = append(out, GateView{ID: g.ID, Says: g.Says, Why: g.Why, Source: g.Source, Blocks: g.Blocks, Fix: viewDeeds(g.Fix, k)})
	}
	return out
}

func (d *Desk) held(ctx context.Context, ref, field, value string) ([]policy.Closed, *policy.Facts, error) {
	p, err := d.policy()
	if err != nil {
		return nil, nil, err
	}
	if role, err := d.store.Find(ref); err == nil && role.Kind == casefile.KindRole {
		return d.heldRole(ctx, p, role, field)
	}
	f, err := d.factsOfOne(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	if _, ok := casefile.FieldOf(f.Kind, field); !ok {
		return nil, nil, casefile.Faultf(casefile.Invalid, "%s has no field %q.", casefile.Capital(f.Kind.One()), field)
	}
	return p.Held(f, field, value, d.now()), f, nil
}

// heldRole says what speaks against ending a role: a stable counterpart stays.
func (d *Desk) heldRole(ctx context.Context, p *policy.Policy, role casefile.Record, field string) ([]policy.Closed, *policy.Facts, error) {
	f, err := d.factsOfOne(ctx, role.Parent())
	if err != nil || field != "to" {
		return nil, f, err
	}
	if says := p.LeavingSticky(f, role); says != "" {
		return []policy.Closed{{ID: "gate-sticky-role", Says: says, Why: "The customer sees one face of product until the end.", Source: "S0:228"}}, f, nil
	}
	return nil, f, nil
}

// Move gives a field of a case a value through the gates before it, as one action with what they miss, or with the reasons for
// those that are passed. The code is refused while one that blocks has neither; the sentence names them.
func (d *Desk) Move(ctx context.Context, r MoveRequest) (Saved, error) {
	held, f, err := d.held(ctx, r.Record, r.Field, r.Value)
	if err != nil {
		return Saved{}, err
	}
	patch := map[string]any{r.Field: readFor(f.Kind, r.Field, r.Value)}
	d.stampState(f, r, patch)
	changes := []store.Change{{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: patch}}
	ticks := map[string]any{}
	var without []string
	for _, g := range held {
		fill, reason := strings.TrimSpace(r.Fills[g.ID]), strings.TrimSpace(r.Reasons[g.ID])
		switch {
		case fill != "" && len(g.Fix) > 0:
			c, err := d.deedChange(g.Fix[0], f, DoRequest{Text: fill, Value: fill}, d.stamp())
			if err != nil {
				return Saved{}, err
			}
			changes = join(changes, c)
		case reason != "":
			ticks[d.passedAs(g)] = map[string]any{"state": "passed", "at": d.stamp(), "who": d.who(), "reason": reason}
		case g.Blocks:
			without = append(without, g.Says+" ("+g.Source+", "+g.ID+")")
		}
	}
	if len(without) > 0 {
		return Saved{}, casefile.Faultf(casefile.Refused, "Something is missing: %s. See to it, or give the reason why not.", strings.Join(without, "; "))
	}
	if len(ticks) > 0 {
		patch["ticks"] = ticks
	}
	d.noteMoves(changes)
	return d.save(ctx, "move", changes)
}

// passedAs is the key under which the case keeps why a gate was passed: one that asks each time has the time in it.
func (d *Desk) passedAs(g policy.Closed) string {
	if g.Each {
		return policy.TurnOf(g.ID, d.now())
	}
	return g.ID
}

// missing says what the process wants that changes of fields did not give: to who sets them by hand, past the gates, which
// refuse nothing. What asks for a reason each time asks who goes through the gates.
func (d *Desk) missing(ctx context.Context, changes []store.Change) []GateView {
	out := []GateView{}
	p, err := d.policy()
	if err != nil {
		return out
	}
	for _, c := range changes {
		if !slices.Contains(dutyKinds, c.Kind) || c.ID == "" {
			continue
		}
		for field, v := range c.Patch {
			value, ok := v.(string)
			if !ok || !p.Watches(string(c.Kind), field) {
				continue
			}
			f, err := d.factsOfOne(ctx, c.ID)
			if err != nil {
				continue
			}
			held := slices.DeleteFunc(p.Held(f, field, value, d.now()), func(g policy.Closed) bool { return g.Each })
			out = append(out, viewGates(held, f.Kind)...)
		}
	}
	return out
}

// reached are the states that are reached at a time of their own, with the field that keeps it, in their order.
var reached = []struct{ status, field string }{
	{"mitigated", "mitigated"}, {"solved", "resolved"}, {"resolved", "resolved"}, {"reviewed", "reviewed"}, {"shared", "shared"}, {"closed", "closed"},
}

// stampState keeps the time of a state beside it where nobody wrote one, and takes the time of the close away when the case
// is opened again.
func (d *Desk) stampState(f *policy.Facts, r MoveRequest, patch map[string]any) {
	if r.Field != "status" {
		return
	}
	for _, s := range reached {
		if _, has := casefile.FieldOf(f.Kind, s.field); has && r.Value == s.status && f.Text(s.field) == "" {
			patch[s.field] = d.stamp()
		}
	}
	if r.Value != "closed" && f.Text("closed") != "" {
		patch["closed"] = nil
	}
}

// watched are the fields of an escalation whose changes the policy asks something after (S0:167-171, S0:179).
var watched = map[string]string{"severity": "severity-changed", "status": "status-changed"}

// noteMoves adds to changes what the policy must know of them and what no field keeps: that the severity or the state
// changed, and, of a new case, the version of the policy that it runs under.
func (d *Desk) noteMoves(changes []store.Change) {
	p, err := d.policy()
	if err != nil {
		return // the program's own; its tests hold it
	}
	for i := range changes {
		c := &changes[i]
		if c.Patch == nil || !slices.Contains(dutyKinds, c.Kind) {
			continue
		}
		was, err := d.store.Get(c.ID)
		if _, keeps := casefile.FieldOf(c.Kind, "policy_version"); err != nil && keeps {
			if _, said := c.Patch["policy_version"]; !said {
				c.Patch["policy_version"] = p.Version
			}
		}
		if err == nil && c.Kind == casefile.KindEscalation {
			d.noteChange(c, was, p.Version)
		}
	}
}

func (d *Desk) noteChange(c *store.Change, was casefile.Record, version string) {
	for field, step := range watched {
		next, set := c.Patch[field].(string)
		if !set || was.Text(field) == "" || was.Text(field) == next {
			continue
		}
		ticks, _ := c.Patch["ticks"].(map[string]any)
		ticks = maps.Clone(ticks)
		if ticks == nil {
			ticks = map[string]any{}
		}
		// Two changes within a second are two turns: the second one finds another revision.
		turn := fmt.Sprintf("%s-%d", policy.TurnOf(step, d.now()), was.Rev)
		ticks[turn] = map[string]any{"state": "done", "at": d.stamp(), "who": d.who(), "reason": was.Text(field) + " → " + next}
		c.Patch["ticks"], c.Patch["policy_version"] = ticks, version
	}
}

// Tick says of a step or a criterion of a case that it is done or holds, or takes that back.
func (d *Desk) Tick(ctx context.Context, ref, step string, on bool, reason string) (Saved, error) {
	p, err := d.policy()
	if err != nil {
		return Saved{}, err
	}
	if !p.Has(step) {
		return Saved{}, casefile.Faultf(casefile.NotFound, "The policy has no step or criterion %q.", step)
	}
	r, err := d.store.Find(ref)
	if err != nil {
		return Saved{}, err
	}
	var entry any
	if on {
		tick := map[string]any{"state": "done", "at": d.stamp(), "who": d.who()}
		if reason != "" {
			tick["reason"] = reason
		}
		entry = tick
	}
	return d.save(ctx, "tick", []store.Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"ticks": map[string]any{step: entry}}}})
}

// wholeDays is how many whole days have passed.
func wholeDays(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }
