package window

import (
	"context"
	"path/filepath"

	"precedent/app/hold"
	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// Backups lists the last backups of this workspace.
func (b *Bridge) Backups() ([]desk.BackupView, error) {
	return with(b, "Backups", func(ctx context.Context, d *desk.Desk) ([]desk.BackupView, error) { return d.Backups(ctx) })
}

// CompareTexts marks the words in which two texts differ.
func (b *Bridge) CompareTexts(older, newer string) ([]desk.LineDiff, error) {
	return Answer(b.log, "CompareTexts", func() ([]desk.LineDiff, error) { return desk.CompareTexts(older, newer), nil })
}

// DateIsRight says that a clock that jumped is right, so that the bin may be looked after again.
func (b *Bridge) DateIsRight() error {
	_, err := with(b, "DateIsRight", func(ctx context.Context, d *desk.Desk) (struct{}, error) {
		err := d.Daily(ctx, true)
		b.session.set(func() {})
		return struct{}{}, err
	})
	return err
}

// RestoreBeside asks for a backup and an empty folder and makes a workspace of its own there, whether one is open or not: to
// look into it, or to go on there. It gives the job's ID, "" when a dialog was closed.
func (b *Bridge) RestoreBeside() (string, error) {
	return Answer(b.log, "RestoreBeside", func() (string, error) {
		file, err := b.system.AskForFile(Ask{Title: "Backup to restore", Types: []FileType{{Label: "Backup", Endings: []string{"zip"}}}})
		if err != nil || file == "" {
			return "", err
		}
		folder, err := b.system.AskForFolder(Ask{Title: "Empty folder for the restored workspace"})
		if err != nil || folder == "" {
			return "", err
		}
		return b.session.jobs.start(b.session.life(), "restore", false, func(ctx context.Context, progress func(desk.Progress), done func(func(*JobView))) error {
			_, err := desk.Restore(ctx, file, folder, false, progress)
			done(func(v *JobView) {
				v.Says = "The backup stands in " + filepath.Base(folder) + " as a workspace of its own. Open that folder to look into it."
			})
			return err
		}), nil
	})
}

// FrontOther brings the window to the front that has this folder open.
func (b *Bridge) FrontOther() error {
	return Done(b.log, "FrontOther", func() error {
		if hold.BringToFront(b.session.life(), b.session.View().Folder) {
			return nil
		}
		return casefile.Faultf(casefile.Busy, "Who has the folder open does not answer. It may be a command that is still running, or another machine.")
	})
}

// Reports lists the imports that were made, with what each refused and why.
func (b *Bridge) Reports() ([]desk.KeptReport, error) {
	return with(b, "Reports", func(ctx context.Context, d *desk.Desk) ([]desk.KeptReport, error) { return d.Reports(ctx) })
}

// SaveKeptReport asks where the list of what an earlier import refused should go. It gives the file's name, "" when nowhere.
func (b *Bridge) SaveKeptReport(id string) (string, error) {
	return with(b, "SaveKeptReport", func(ctx context.Context, d *desk.Desk) (string, error) {
		kept, err := d.Reports(ctx)
		if err != nil {
			return "", err
		}
		for _, r := range kept {
			if r.ID == id {
				return b.saveRefusals(r.Refusals)
			}
		}
		return "", casefile.Faultf(casefile.NotFound, "That report is not kept any more.")
	})
}

// Insights gives what the cases say together.
func (b *Bridge) Insights() (desk.Insights, error) {
	return with(b, "Insights", func(ctx context.Context, d *desk.Desk) (desk.Insights, error) { return d.Insights(ctx) })
}
