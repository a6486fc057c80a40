package command

import (
	"context"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type importCmd struct {
	Paths  []string `arg:"" help:"Files or folders."`
	Format string   `enum:"auto,precedent,markdown,csv,export" default:"auto" help:"auto, precedent, markdown, csv or export."`
	Source string   `placeholder:"NAME" help:"What the other system is called; a record is known by it and its ID there."`
	Kind   string   `default:"escalation" help:"Kind of the records where the files do not say."`
	Zone   string   `placeholder:"ZONE" help:"Time zone of times that name none, such as Europe/Berlin."`
	Dates  string   `enum:"day,month," default:"" placeholder:"ORDER" help:"What comes first in a table's 03/04/2026: day or month."`
	Map    []string `sep:"none" placeholder:"COLUMN=FIELD" help:"Where a column of a table goes, if the guess is wrong; COLUMN=- leaves it out."`
	Strict bool     `help:"Exit with 1 when anything was refused."`
	Look   bool     `help:"Only show how the files would be read."`
}

func (c *importCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	req := desk.ImportRequest{Format: c.Format, Source: c.Source, Kind: c.Kind, Zone: c.Zone, Dates: c.Dates, Strict: c.Strict}
	for _, p := range c.Paths {
		req.Paths = append(req.Paths, s.path(p))
	}
	for _, m := range c.Map {
		column, field, ok := cutLast(m, "=")
		if !ok {
			return &UsageError{Says: "--map takes COLUMN=FIELD, such as --map \"Opened on=created\"."}
		}
		req.Mapping = append(req.Mapping, desk.ColumnChoice{Column: column, Field: field})
	}
	if c.Look {
		preview, err := d.PreviewImport(s.ctx, req)
		if err != nil {
			return err
		}
		return s.answer(preview, func() { s.printPreview(preview) })
	}
	report, err := d.Import(s.ctx, req, s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	if err := s.answer(report, func() { s.print("%s", report.Says) }); err != nil {
		return err
	}
	s.printRefusals(report.Refusals)
	if c.Strict && report.Refused > 0 {
		return errFound
	}
	return nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func (s *session) printRefusals(list []desk.Refusal) {
	for _, r := range list {
		where := r.File
		if r.Line > 0 {
			where += ":" + itoa(r.Line)
		}
		s.warn("%s: %s", where, r.Says)
	}
}

func (s *session) printPreview(p desk.ImportPreview) {
	s.print("Format: %s (%s)", p.Format, p.Because)
	for _, col := range p.Columns {
		to := col.Field
		switch to {
		case "":
			to = "kept under other fields"
		case "-":
			to = "left out"
		}
		s.print("  %s → %s   such as %s", col.Name, to, s.clip(strings.Join(col.Samples, " | "), 60))
	}
	for _, r := range p.Records {
		s.print("  %s: %s", r.Kind, s.clip(casefile.Record{Fields: r.Fields}.Title(), s.Width-20))
	}
	s.printRefusals(p.Refusals)
}

type verifyCmd struct{}

func (c *verifyCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	report, err := d.Verify(s.ctx, s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	if err := s.answer(report, func() { s.print("%s", report.Says) }); err != nil {
		return err
	}
	for _, f := range report.Wrong {
		s.warn("%s", f)
	}
	if len(report.Wrong) > 0 {
		return errFound
	}
	return nil
}

type reindexCmd struct{}

func (c *reindexCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	n, err := d.Reindex(s.ctx, s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	return s.answer(map[string]int{"cases": n}, func() { s.print("%d cases are indexed.", n) })
}

type backupCmd struct {
	File string `arg:"" help:"File to write, such as precedent-backup.zip."`
}

func (c *backupCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	report, err := d.Backup(s.ctx, s.path(c.File), s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	return s.answer(report, func() { s.print("%s", report.Says) })
}

type restoreCmd struct {
	File    string `arg:"" help:"Backup to restore."`
	Replace bool   `help:"Move the present workspace aside first."`
}

func (c *restoreCmd) Run(s *session) error {
	var report desk.CareReport
	err := s.host.Replace(s.ctx, func(ctx context.Context, workspace string) error {
		var err error
		report, err = desk.Restore(ctx, s.path(c.File), workspace, c.Replace, s.progress)
		return err
	})
	s.progressEnd()
	if err != nil {
		return err
	}
	return s.answer(report, func() { s.print("%s", report.Says) })
}

type exportCmd struct {
	Dir string `arg:"" help:"Folder to write; it must be empty or new."`
}

func (c *exportCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	report, err := d.ExportAll(s.ctx, s.path(c.Dir), s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	return s.answer(report, func() { s.print("%s", report.Says) })
}

type sampleCmd struct{}

func (c *sampleCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	report, err := d.Sample(s.ctx, s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	return s.answer(report, func() { s.print("%s", report.Says) })
}

type noticesCmd struct{}

func (c *noticesCmd) Run(s *session) error {
	text, err := s.host.Notices()
	if err != nil {
		return err
	}
	return s.answer(map[string]string{"notices": text}, func() { s.print("%s", text) })
}

type versionCmd struct{}

func (c *versionCmd) Run(s *session) error {
	return s.answer(map[string]string{"version": s.host.Version()}, func() { s.print("precedent %s", s.host.Version()) })
}
