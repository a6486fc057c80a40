package window

import (
	"context"

	"precedent/backend/desk"
)

// Due gives what the process asks: of one record, or of all open cases.
func (b *Bridge) Due(q desk.DueQuery) (desk.DueAnswer, error) {
	return with(b, "Due", func(ctx context.Context, d *desk.Desk) (desk.DueAnswer, error) { return d.Due(ctx, q) })
}

// Digest gives what came due since a time, and whether these are quiet hours.
func (b *Bridge) Digest(since string) (desk.DigestView, error) {
	return with(b, "Digest", func(ctx context.Context, d *desk.Desk) (desk.DigestView, error) { return d.Digest(ctx, since) })
}

// Do records the event that fulfils an obligation, or why it is passed over.
func (b *Bridge) Do(r desk.DoRequest) (desk.Saved, error) {
	return with(b, "Do", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Do(ctx, r) })
}

// Snooze puts an obligation off until a time to come, with a reason.
func (b *Bridge) Snooze(r desk.SnoozeRequest) (desk.Saved, error) {
	return with(b, "Snooze", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Snooze(ctx, r) })
}

// Guide gives what the policy says of a case beyond what is due: the rule of its severity, who should lead and take part, the
// steps of its playbooks.
func (b *Bridge) Guide(id string) (desk.GuideView, error) {
	return with(b, "Guide", func(ctx context.Context, d *desk.Desk) (desk.GuideView, error) { return d.Guide(ctx, id) })
}

// Advise says what the policy says of a case that is about to be opened with some fields.
func (b *Bridge) Advise(kind string, fields map[string]any) (desk.AdviceView, error) {
	return with(b, "Advise", func(ctx context.Context, d *desk.Desk) (desk.AdviceView, error) { return d.Advise(ctx, kind, fields) })
}

// Planned gives what is planned between two times: standups, meetings, customers' events, shifts.
func (b *Bridge) Planned(q desk.PlannedQuery) (desk.PlannedAnswer, error) {
	return with(b, "Planned", func(ctx context.Context, d *desk.Desk) (desk.PlannedAnswer, error) { return d.Planned(ctx, q) })
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

// UsePolicyVersion puts a version into use again that the workspace has used before, or builtin.
func (b *Bridge) UsePolicyVersion(version string) (desk.Saved, error) {
	return with(b, "UsePolicyVersion", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.UsePolicyVersion(ctx, version) })
}

// DiffPolicy shows the lines in which two versions differ: "" = the one in use, builtin = the program's own.
func (b *Bridge) DiffPolicy(from, to string) (desk.PolicyDiff, error) {
	return with(b, "DiffPolicy", func(ctx context.Context, d *desk.Desk) (desk.PolicyDiff, error) { return d.DiffPolicy(ctx, from, to) })
}

// SetPolicyValue changes one common value in the line of the file where it stands.
func (b *Bridge) SetPolicyValue(place desk.PolicyPlace, value string) (desk.Saved, error) {
	return with(b, "SetPolicyValue", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) {
		return d.SetPolicyValue(ctx, place, value)
	})
}

// EditPolicy changes one entry of one of the lists of the policy that are edited field by field.
func (b *Bridge) EditPolicy(e desk.PolicyEdit) (desk.Saved, error) {
	return with(b, "EditPolicy", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.EditPolicy(ctx, e) })
}

// Waits gives who waits for whom.
func (b *Bridge) Waits() ([]desk.WaitView, error) {
	return with(b, "Waits", func(ctx context.Context, d *desk.Desk) ([]desk.WaitView, error) { return d.Waits(ctx) })
}

// Movers gives the open escalations in numbers and by their DRI, at most so many of each, with what stands still and why.
func (b *Bridge) Movers(most int) (desk.MoversView, error) {
	return with(b, "Movers", func(ctx context.Context, d *desk.Desk) (desk.MoversView, error) { return d.Movers(ctx, most) })
}

// Gates says what is missing before a field of a case gets a value.
func (b *Bridge) Gates(id, field, value string) ([]desk.GateView, error) {
	return with(b, "Gates", func(ctx context.Context, d *desk.Desk) ([]desk.GateView, error) {
		return d.Gates(ctx, id, field, value)
	})
}

// Move gives a field of a case a value through the gates before it.
func (b *Bridge) Move(r desk.MoveRequest) (desk.Saved, error) {
	return with(b, "Move", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Move(ctx, r) })
}

// Message writes a short text of the policy for a case.
func (b *Bridge) Message(id, message string) (desk.MessageView, error) {
	return with(b, "Message", func(ctx context.Context, d *desk.Desk) (desk.MessageView, error) { return d.Message(ctx, id, message) })
}
