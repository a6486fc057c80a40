package window

import (
	"context"
	"path/filepath"
	"strings"

	"precedent/backend/desk"
)

// Cards gives what may be copied elsewhere of a record, filled.
func (b *Bridge) Cards(r desk.CardRequest) ([]desk.CardView, error) {
	return with(b, "Cards", func(ctx context.Context, d *desk.Desk) ([]desk.CardView, error) { return d.Cards(ctx, r) })
}

// Post notes that a text went out, and does what the process asked for with it.
func (b *Bridge) Post(r desk.PostRequest) (desk.Saved, error) {
	return with(b, "Post", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Post(ctx, r) })
}

// Ledger gives where the texts of a record went.
func (b *Bridge) Ledger(id string) ([]desk.PostingView, error) {
	return with(b, "Ledger", func(ctx context.Context, d *desk.Desk) ([]desk.PostingView, error) { return d.Ledger(ctx, id) })
}

// ChangePosting gives a posting another address, or takes it out of the ledger.
func (b *Bridge) ChangePosting(c desk.PostingChange) (desk.Saved, error) {
	return with(b, "ChangePosting", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.ChangePosting(ctx, c) })
}

// CheckText says what a customer may not read in a text about a case.
func (b *Bridge) CheckText(t desk.TextCheck) ([]desk.DocumentFinding, error) {
	return with(b, "CheckText", func(ctx context.Context, d *desk.Desk) ([]desk.DocumentFinding, error) { return d.CheckText(ctx, t) })
}

// SaveCalendar asks where the calendar file of a record's standups and meetings should go. It gives the file's name, "" when
// nowhere.
func (b *Bridge) SaveCalendar(id string) (string, error) {
	return with(b, "SaveCalendar", func(ctx context.Context, d *desk.Desk) (string, error) {
		text, err := d.Calendar(ctx, id)
		if err != nil {
			return "", err
		}
		path, err := b.system.AskWhereToSave(Ask{Title: "Save the calendar", Name: "standups.ics", Types: []FileType{{Label: "Calendar", Endings: []string{"ics"}}}})
		if err != nil || path == "" {
			return "", err
		}
		return baseName(path), desk.WriteFile(path, []byte(text))
	})
}

// ExportWithReceipt writes a document where the person says, and beside it what was checked.
func (b *Bridge) ExportWithReceipt(r desk.ExportRequest) (desk.Exported, error) {
	return with(b, "ExportWithReceipt", func(ctx context.Context, d *desk.Desk) (desk.Exported, error) {
		path, exported, err := b.writeDocument(ctx, d, r)
		if err != nil || path == "" {
			return exported, err
		}
		text, err := exported.Receipt.JSON()
		if err != nil {
			return exported, err
		}
		return exported, desk.WriteFile(strings.TrimSuffix(path, filepath.Ext(path))+".receipt.json", text)
	})
}
