package window

import (
	"context"
	"encoding/base64"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// Settings gives the workspace's settings.
func (b *Bridge) Settings() (desk.SettingsView, error) {
	return early(b, "Settings", func(g *desk.Glance) (desk.SettingsView, bool) { return g.Settings, true }, func(ctx context.Context, d *desk.Desk) (desk.SettingsView, error) { return d.Settings(ctx) })
}

// SaveSettings keeps the workspace's settings.
func (b *Bridge) SaveSettings(s desk.SettingsView) (desk.SettingsView, error) {
	return with(b, "SaveSettings", func(ctx context.Context, d *desk.Desk) (desk.SettingsView, error) { return d.SaveSettings(ctx, s) })
}

// Counts gives how many records of each kind there are.
func (b *Bridge) Counts() ([]desk.KindCount, error) {
	return early(b, "Counts", func(g *desk.Glance) ([]desk.KindCount, bool) { return g.Counts, true }, func(ctx context.Context, d *desk.Desk) ([]desk.KindCount, error) { return d.Counts(ctx) })
}

// List gives one page of a list.
func (b *Bridge) List(q desk.ListQuery) (desk.ListPage, error) {
	look := func(g *desk.Glance) (desk.ListPage, bool) {
		page, ok := g.Page(q)
		if ok {
			b.session.first.gave(q)
		}
		return page, ok
	}
	return early(b, "List", look, func(ctx context.Context, d *desk.Desk) (desk.ListPage, error) {
		defer b.session.first.gave(q)
		return d.List(ctx, q)
	})
}

// LookUp gives records whose key or title fits what is typed.
func (b *Bridge) LookUp(text string, kinds []string, limit int) ([]desk.Named, error) {
	return with(b, "LookUp", func(ctx context.Context, d *desk.Desk) ([]desk.Named, error) {
		return d.LookUp(ctx, text, kinds, limit)
	})
}

// Values gives the values already used in a field.
func (b *Bridge) Values(kind, field, prefix string, limit int) ([]string, error) {
	return with(b, "Values", func(ctx context.Context, d *desk.Desk) ([]string, error) {
		return d.Values(ctx, kind, field, prefix, limit)
	})
}

// Open gives a record with everything below it.
func (b *Bridge) Open(id string) (desk.CaseView, error) {
	return with(b, "Open", func(ctx context.Context, d *desk.Desk) (desk.CaseView, error) { return d.Show(ctx, id) })
}

// OpenCase gives a record with everything below it, of its timeline the newest lines.
func (b *Bridge) OpenCase(q desk.CaseRequest) (desk.OpenedCase, error) {
	return with(b, "OpenCase", func(ctx context.Context, d *desk.Desk) (desk.OpenedCase, error) { return d.OpenCase(ctx, q) })
}

// Lines gives the lines of a timeline behind a cursor.
func (b *Bridge) Lines(q desk.LinesRequest) (desk.LinesPage, error) {
	return with(b, "Lines", func(ctx context.Context, d *desk.Desk) (desk.LinesPage, error) { return d.Lines(ctx, q) })
}

// NewId gives an ID for a record that is still being written. (The name is the page's: newId.)
//
//nolint:staticcheck // the page's name for it decides
func (b *Bridge) NewId() (string, error) {
	return with(b, "NewId", func(_ context.Context, d *desk.Desk) (string, error) { return d.NewID(), nil })
}

// Save keeps one action.
func (b *Bridge) Save(r desk.SaveRequest) (desk.Saved, error) {
	return with(b, "Save", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Save(ctx, r) })
}

// Draft keeps a text while it is written, and gives the time when it was on the disk.
func (b *Bridge) Draft(r desk.DraftRequest) (string, error) {
	return with(b, "Draft", func(ctx context.Context, d *desk.Desk) (string, error) { return d.Draft(ctx, r) })
}

// DropDraft forgets a draft.
func (b *Bridge) DropDraft(id, field string) error {
	_, err := with(b, "DropDraft", func(ctx context.Context, d *desk.Desk) (struct{}, error) {
		return struct{}{}, d.DropDraft(ctx, id, field)
	})
	return err
}

// Drafts gives the drafts of records that do not exist yet.
func (b *Bridge) Drafts() ([]desk.DraftView, error) {
	return with(b, "Drafts", func(ctx context.Context, d *desk.Desk) ([]desk.DraftView, error) { return d.Drafts(ctx) })
}

// History gives a record's history, newest first.
func (b *Bridge) History(id, cursor string) (desk.HistoryPage, error) {
	return with(b, "History", func(ctx context.Context, d *desk.Desk) (desk.HistoryPage, error) { return d.History(ctx, id, cursor) })
}

// Version gives a record as it was after an entry.
func (b *Bridge) Version(id string, rev uint64) (desk.RecordView, error) {
	return with(b, "Version", func(ctx context.Context, d *desk.Desk) (desk.RecordView, error) { return d.Version(ctx, id, rev) })
}

// RestoreVersion makes a record as it was after an entry.
func (b *Bridge) RestoreVersion(id string, rev uint64) (desk.Saved, error) {
	return with(b, "RestoreVersion", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.RestoreVersion(ctx, id, rev) })
}

// Undo takes back an action.
func (b *Bridge) Undo(action string) (desk.Undone, error) {
	return with(b, "Undo", func(ctx context.Context, d *desk.Desk) (desk.Undone, error) { return d.Undo(ctx, action) })
}

// Resolve takes one side of a conflict: standing or kept.
func (b *Bridge) Resolve(conflict, take string) (desk.Saved, error) {
	return with(b, "Resolve", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Resolve(ctx, conflict, take) })
}

// Conflicts gives every field that has two values.
func (b *Bridge) Conflicts() ([]desk.ConflictView, error) {
	return with(b, "Conflicts", func(ctx context.Context, d *desk.Desk) ([]desk.ConflictView, error) { return d.Conflicts(ctx) })
}

// Remove puts records into the bin.
func (b *Bridge) Remove(ids []string) (desk.Saved, error) {
	return with(b, "Remove", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Remove(ctx, ids) })
}

// Bin gives what is in the bin.
func (b *Bridge) Bin(cursor string) (desk.BinPage, error) {
	return with(b, "Bin", func(ctx context.Context, d *desk.Desk) (desk.BinPage, error) { return d.Bin(ctx, cursor) })
}

// Restore takes records out of the bin.
func (b *Bridge) Restore(ids []string) (desk.Saved, error) {
	return with(b, "Restore", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.TakeBack(ctx, ids) })
}

// Purge removes records of the bin for good. It gives the job's ID.
func (b *Bridge) Purge(ids []string, reason string) (string, error) {
	return b.job("Purge", "purge", false, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		report, err := d.Purge(ctx, desk.PurgeRequest{Records: ids, OlderThanDays: -1, Reason: reason}, progress)
		done(func(v *JobView) { v.Says = report.Says })
		return err
	})
}

// maxPasted bounds a file that comes through the page (backend.ts, attach).
const maxPasted = 25 << 20

// ChooseAttachments asks for files and keeps them with a case.
func (b *Bridge) ChooseAttachments(caseID string) ([]desk.AttachmentView, error) {
	return with(b, "ChooseAttachments", func(ctx context.Context, d *desk.Desk) ([]desk.AttachmentView, error) {
		paths, err := b.system.AskForFiles(Ask{Title: "Files to keep with the case"})
		out := []desk.AttachmentView{}
		for _, p := range paths {
			if err != nil {
				break
			}
			var a desk.AttachmentView
			if a, err = d.AttachFile(ctx, caseID, p, false); err == nil {
				out = append(out, a)
			}
		}
		return out, err
	})
}

// Attach keeps a pasted or dropped file with a case.
func (b *Bridge) Attach(caseID, name, mediaType, encoded string) (desk.AttachmentView, error) {
	return with(b, "Attach", func(ctx context.Context, d *desk.Desk) (desk.AttachmentView, error) {
		if base64.StdEncoding.DecodedLen(len(encoded)) > maxPasted {
			return desk.AttachmentView{}, casefile.Faultf(casefile.Invalid, "The file is larger than 25 MB. Use Attach files to take it from the disk.")
		}
		data, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return desk.AttachmentView{}, casefile.Wrap(casefile.Invalid, err, "The file did not arrive whole. Try again.")
		}
		return d.AttachBytes(ctx, caseID, name, mediaType, data)
	})
}

// AttachmentPreview gives a bounded look at a file.
func (b *Bridge) AttachmentPreview(id string) (desk.AttachmentPreview, error) {
	return with(b, "AttachmentPreview", func(ctx context.Context, d *desk.Desk) (desk.AttachmentPreview, error) { return d.Preview(ctx, id) })
}

// OpenAttachment hands a read-only copy of a file to the system's program for it.
func (b *Bridge) OpenAttachment(id string) error {
	_, err := with(b, "OpenAttachment", func(ctx context.Context, d *desk.Desk) (struct{}, error) {
		dir, err := b.copies.folder(d.HandOut)
		if err != nil {
			return struct{}{}, err
		}
		path, err := d.CopyAttachment(ctx, id, dir)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, b.system.ShowFile(path)
	})
	return err
}

// SaveAttachment asks where a copy of a file should go. It gives the name it was saved under, "" when nowhere.
func (b *Bridge) SaveAttachment(id string) (string, error) {
	return with(b, "SaveAttachment", func(ctx context.Context, d *desk.Desk) (string, error) {
		name, err := d.AttachmentName(ctx, id)
		if err != nil {
			return "", err
		}
		path, err := b.system.AskWhereToSave(Ask{Title: "Save a copy", Name: name})
		if err != nil || path == "" {
			return "", err
		}
		return baseName(path), d.SaveAttachment(ctx, id, path)
	})
}

// Merge makes one of two customers, or of two people.
func (b *Bridge) Merge(keep, other string) (desk.Saved, error) {
	return with(b, "Merge", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Merge(ctx, keep, other) })
}

// SplitOff makes a record of its own of an alias.
func (b *Bridge) SplitOff(id, alias string) (desk.Saved, error) {
	return with(b, "SplitOff", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.SplitOff(ctx, id, alias) })
}

// PossiblySame gives those whose names are nearly those of a customer or person.
func (b *Bridge) PossiblySame(id string) ([]desk.Named, error) {
	return with(b, "PossiblySame", func(ctx context.Context, d *desk.Desk) ([]desk.Named, error) { return d.PossiblySame(ctx, id) })
}
