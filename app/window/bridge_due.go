package window

import (
	"context"

	"precedent/backend/desk"
)

// Due gives what the process asks: of one record, or of all open cases.
func (b *Bridge) Due(q desk.DueQuery) (desk.DueAnswer, error) {
	return with(b, "Due", func(ctx context.Context, d *desk.Desk) (desk.DueAnswer, error) { return d.Due(ctx, q) })
}

// Do records the event that fulfils an obligation, or why it is passed over.
func (b *Bridge) Do(r desk.DoRequest) (desk.Saved, error) {
	return with(b, "Do", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Do(ctx, r) })
}

// Snooze puts an obligation off until a time to come, with a reason.
func (b *Bridge) Snooze(r desk.SnoozeRequest) (desk.Saved, error) {
	return with(b, "Snooze", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Snooze(ctx, r) })
}

// PolicyInUse gives the policy in use: its files, its rules, and the common values for a form.
func (b *Bridge) PolicyInUse() (desk.PolicyView, error) {
	return with(b, "PolicyInUse", func(ctx context.Context, d *desk.Desk) (desk.PolicyView, error) { return d.PolicyInUse(ctx) })
}

// CheckPolicy looks for mistakes in files, without using them.
func (b *Bridge) CheckPolicy(files []desk.PolicyFile) (desk.PolicyCheck, error) {
	return with(b, "CheckPolicy", func(ctx context.Context, d *desk.Desk) (desk.PolicyCheck, error) { return d.CheckPolicy(ctx, files) })
}

// UsePolicy puts files into use as the workspace's policy.
func (b *Bridge) UsePolicy(files []desk.PolicyFile) (desk.Saved, error) {
	return with(b, "UsePolicy", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.UsePolicy(ctx, files) })
}

// SetPolicyValue changes one common value in the line of the file where it stands.
func (b *Bridge) SetPolicyValue(place desk.PolicyPlace, value string) (desk.Saved, error) {
	return with(b, "SetPolicyValue", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.SetPolicyValue(ctx, place, value)
	})
}

// Movers gives the open escalations by their DRI, with what stands still and why.
func (b *Bridge) Movers() ([]desk.MoverView, error) {
	return with(b, "Movers", func(ctx context.Context, d *desk.Desk) ([]desk.MoverView, error) { return d.Movers(ctx) })
}
