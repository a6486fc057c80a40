package window

import (
	"context"

	"precedent/backend/desk"
)

// Cockpit gives the steps of an emergency as they stand, and the way to engineering.
func (b *Bridge) Cockpit(id string) (desk.CockpitView, error) {
	return with(b, "Cockpit", func(ctx context.Context, d *desk.Desk) (desk.CockpitView, error) { return d.Cockpit(ctx, id) })
}

// Step does a step of a case's playbook, dates it anew, passes it over or takes it back.
func (b *Bridge) Step(r desk.StepRequest) (desk.Saved, error) {
	return with(b, "Step", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Step(ctx, r) })
}

// Tick says of a criterion of a case that it holds, or takes that back.
func (b *Bridge) Tick(id, step string, on bool, reason string) (desk.Saved, error) {
	return with(b, "Tick", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Tick(ctx, id, step, on, reason) })
}

// Promote makes an escalation of an incident or an emergency; a reason is wanted where the process proposes none.
func (b *Bridge) Promote(id, reason string) (desk.Saved, error) {
	return with(b, "Promote", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Promote(ctx, id, reason) })
}

// Review gives the review of an incident or an emergency; the first time it makes one.
func (b *Bridge) Review(id string) (desk.Saved, error) {
	return with(b, "Review", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Review(ctx, id) })
}
