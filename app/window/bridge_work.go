package window

import (
	"context"
	"os"
	"path/filepath"
	"strconv"

	"precedent/backend/desk"
)

func baseName(path string) string { return filepath.Base(path) }

// Search answers a query.
func (b *Bridge) Search(q desk.SearchQuery) (desk.SearchPage, error) {
	return with(b, "Search", func(ctx context.Context, d *desk.Desk) (desk.SearchPage, error) { return d.Search(ctx, q) })
}

// Similar finds past cases like a record or a text.
func (b *Bridge) Similar(q desk.SimilarQuery) (desk.SimilarAnswer, error) {
	return with(b, "Similar", func(ctx context.Context, d *desk.Desk) (desk.SimilarAnswer, error) { return d.Similar(ctx, q) })
}

// Judge keeps what a person says of two cases: same_problem, not_related, or "" to take that back.
func (b *Bridge) Judge(here, there, as string) (desk.Saved, error) {
	return with(b, "Judge", func(ctx context.Context, d *desk.Desk) (desk.Saved, error) { return d.Judge(ctx, here, there, as) })
}

// ImportSource is what a person chose to import.
type ImportSource struct {
	Token  string `json:"token"`
	Name   string `json:"name"`
	Files  int    `json:"files"`
	Size   int64  `json:"size"`
	Format string `json:"format"`
}

// ImportOrder is a desk.ImportRequest with a token instead of paths.
type ImportOrder struct {
	Token   string              `json:"token"`
	Format  string              `json:"format"`
	Source  string              `json:"source"`
	Kind    string              `json:"kind"`
	Zone    string              `json:"zone"`
	Mapping []desk.ColumnChoice `json:"mapping"`
	Strict  bool                `json:"strict"`
}

func (b *Bridge) request(o ImportOrder) (desk.ImportRequest, error) {
	paths, err := b.chosen.get(o.Token)
	return desk.ImportRequest{Paths: paths, Format: o.Format, Source: o.Source, Kind: o.Kind, Zone: o.Zone, Mapping: o.Mapping, Strict: o.Strict}, err
}

// ChooseImport asks for files or a folder to import; null when the dialog was closed.
func (b *Bridge) ChooseImport(what string) (*ImportSource, error) {
	return Answer(b.log, "ChooseImport", func() (*ImportSource, error) {
		paths, err := b.askForImport(what)
		if err != nil || len(paths) == 0 {
			return nil, err
		}
		out := &ImportSource{Token: b.chosen.keep(paths), Name: baseName(paths[0]), Files: len(paths), Format: desk.FormatOf(paths[0])}
		for _, p := range paths {
			if info, err := os.Stat(p); err == nil && !info.IsDir() {
				out.Size += info.Size()
			}
		}
		return out, nil
	})
}

func (b *Bridge) askForImport(what string) ([]string, error) {
	if what == "folder" {
		path, err := b.system.AskForFolder(Ask{Title: "Folder to import"})
		if err != nil || path == "" {
			return nil, err
		}
		return []string{path}, nil
	}
	return b.system.AskForFiles(Ask{Title: "Files to import", Types: []FileType{
		{Label: "Everything that can be imported", Endings: []string{"jsonl", "json", "md", "markdown", "csv", "tsv", "zip"}},
		{Label: "All files", Endings: []string{"*"}},
	}})
}

// PreviewImport shows how files would be read.
func (b *Bridge) PreviewImport(o ImportOrder) (desk.ImportPreview, error) {
	return with(b, "PreviewImport", func(ctx context.Context, d *desk.Desk) (desk.ImportPreview, error) {
		r, err := b.request(o)
		if err != nil {
			return desk.ImportPreview{}, err
		}
		return d.PreviewImport(ctx, r)
	})
}

// StartImport imports files. It gives the job's ID.
func (b *Bridge) StartImport(o ImportOrder) (string, error) {
	r, err := b.request(o)
	if err != nil {
		return "", err
	}
	return b.job("StartImport", "import", true, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		report, err := d.Import(ctx, r, progress)
		done(func(v *JobView) { v.report(report) })
		return err
	})
}

// report fills a job's view with what an import did.
func (v *JobView) report(r desk.ImportReport) {
	v.Made, v.Changed, v.Same, v.Refused, v.Refusals = r.Made, r.Changed, r.Same, r.Refused, r.Refusals
	v.Action, v.Says = r.Action, r.Says
}

// LoadSample loads the sample cases. It gives the job's ID.
func (b *Bridge) LoadSample() (string, error) {
	return b.job("LoadSample", "sample", true, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		report, err := d.Sample(ctx, progress)
		done(func(v *JobView) { v.report(report) })
		return err
	})
}

// SaveReport asks where the list of refusals of an import should go. It gives the file's name, "" when nowhere.
func (b *Bridge) SaveReport(jobID string) (string, error) {
	return Answer(b.log, "SaveReport", func() (string, error) {
		list, err := b.session.jobs.refusals(jobID)
		if err != nil {
			return "", err
		}
		return b.saveRefusals(list)
	})
}

func (b *Bridge) saveRefusals(list []desk.Refusal) (string, error) {
	path, err := b.system.AskWhereToSave(Ask{Title: "Save the report", Name: "import-report.csv"})
	if err != nil || path == "" {
		return "", err
	}
	table, err := desk.RefusalTable(list)
	if err != nil {
		return "", err
	}
	return baseName(path), desk.WriteFile(path, table)
}

// Backup asks where a backup should go and writes it. It gives the job's ID, "" when the dialog was closed.
func (b *Bridge) Backup() (string, error) {
	return b.careOf("Backup", "backup", Ask{Title: "Save a backup", Name: "precedent-backup.zip", Types: []FileType{{Label: "Backup", Endings: []string{"zip"}}}},
		func(ctx context.Context, d *desk.Desk, path string, progress func(desk.Progress)) (desk.CareReport, error) {
			return d.Backup(ctx, path, progress)
		})
}

// careOf asks for a path and runs a job with it.
func (b *Bridge) careOf(method, kind string, ask Ask, do func(context.Context, *desk.Desk, string, func(desk.Progress)) (desk.CareReport, error)) (string, error) {
	path, err := Answer(b.log, method, func() (string, error) { return b.system.AskWhereToSave(ask) })
	if err != nil || path == "" {
		return "", err
	}
	return b.job(method, kind, true, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		report, err := do(ctx, d, path, progress)
		done(func(v *JobView) { v.Says = report.Says })
		return err
	})
}

// RestoreBackup asks for a backup and puts it in the place of the workspace, which is moved aside.
func (b *Bridge) RestoreBackup() (string, error) {
	path, err := Answer(b.log, "RestoreBackup", func() (string, error) {
		return b.system.AskForFile(Ask{Title: "Backup to restore", Types: []FileType{{Label: "Backup", Endings: []string{"zip"}}}})
	})
	if err != nil || path == "" {
		return "", err
	}
	return b.job("RestoreBackup", "restore", false, func(ctx context.Context, _ *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		return b.session.Replace(ctx, func(ctx context.Context, workspace string) error {
			report, err := desk.Restore(ctx, path, workspace, true, progress)
			done(func(v *JobView) { v.Says = report.Says })
			return err
		})
	})
}

// Verify compares everything kept with a replay of the journal. It gives the job's ID.
func (b *Bridge) Verify() (string, error) {
	return b.job("Verify", "verify", true, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		report, err := d.Verify(ctx, progress)
		done(func(v *JobView) {
			v.Says, v.Refused = report.Says, len(report.Wrong)
			for _, w := range report.Wrong {
				v.Refusals = append(v.Refusals, desk.Refusal{Says: w})
			}
		})
		return err
	})
}

// Reindex builds the search index anew. It gives the job's ID.
func (b *Bridge) Reindex() (string, error) {
	return b.job("Reindex", "reindex", true, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		n, err := d.Reindex(ctx, progress)
		done(func(v *JobView) { v.Says = strconv.Itoa(n) + " cases are indexed." })
		return err
	})
}

// ExportAll asks for a folder and writes everything into a new one in it. It gives the job's ID, "" when the dialog was closed.
func (b *Bridge) ExportAll() (string, error) {
	path, err := Answer(b.log, "ExportAll", func() (string, error) {
		return b.system.AskForFolder(Ask{Title: "Where to write everything"})
	})
	if err != nil || path == "" {
		return "", err
	}
	return b.job("ExportAll", "export", true, func(ctx context.Context, d *desk.Desk, progress func(desk.Progress), done func(func(*JobView))) error {
		report, err := d.ExportAll(ctx, filepath.Join(path, d.ExportName()), progress)
		done(func(v *JobView) { v.Says = report.Says })
		return err
	})
}
