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
