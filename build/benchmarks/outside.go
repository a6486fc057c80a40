package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
	"precedent/backend/document/engine"
)

// cold starts the program for one command each, on the wide workspace that nobody has open. Its files are warm.
func (b *bench) cold(ctx context.Context) error {
	if b.binary == "" {
		b.report.cannot("cold: without --binary there is no program to start")
		return nil
	}
	key, err := b.firstKey(ctx)
	if err != nil {
		return err
	}
	if err := b.closeWide(); err != nil {
		return err
	}
	q := &questions{cases: b.file.cases, r: draws(6)}
	paper := filepath.Join(b.home, "cold.pdf")
	commands := []struct {
		what  string
		args  func() []string
		bound bound
		pdf   bool
	}{
		{"search", func() []string { return []string{"search", strings.Join(q.words(3), " OR ")} }, most(400), false},
		{"show", func() []string { return []string{"show", key} }, most(400), false},
		{"similar --text", func() []string { return []string{"similar", "--text", strings.Join(q.words(8), " ")} }, most(700), false},
		{"document rca, PDF", func() []string { return []string{"document", "rca", key, "--format", "pdf", "-o", paper} }, most(1500), true},
	}
	for _, c := range commands {
		if c.pdf && !engine.Carried() {
			b.report.cannot("cold, a PDF: built without the PDF engine")
			continue
		}
		var us, cpu took
		for i := range 1 + min(b.rounds, 12) {
			if i == 1 {
				us, cpu = nil, nil // the first one warms: files into memory, the PDF engine compiled
			}
			if err := us.time(func() error { return b.start(ctx, c.args(), &cpu) }); err != nil {
				return err
			}
		}
		note := fmt.Sprintf("p50 %s ms, of the processor %s ms", figure(us.at(50)), figure(cpu.at(50)))
		b.report.add(row{Part: "cold", What: c.what + ", p95", Unit: "ms", Ours: us.at(95), Note: note}, c.bound)
	}
	return nil
}

// start runs the program, whose own small memory of workspaces is kept apart from the person's.
func (b *bench) start(ctx context.Context, args []string, cpu *took) error {
	c := exec.CommandContext(ctx, b.binary, append([]string{"--workspace", b.wideDir()}, args...)...) //nolint:gosec // the program that is measured
	c.Env = append(os.Environ(), "XDG_CONFIG_HOME="+filepath.Join(b.home, "config"))
	var wrong bytes.Buffer
	c.Stderr = &wrong
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", args[0], err, wrong.Bytes())
	}
	*cpu = append(*cpu, c.ProcessState.UserTime()+c.ProcessState.SystemTime())
	return nil
}

func (b *bench) firstKey(ctx context.Context) (string, error) {
	d, err := b.openWide(ctx)
	if err != nil {
		return "", err
	}
	r, err := oldest(ctx, d, 1)
	if err != nil {
		return "", err
	}
	return r[0].Key, nil
}

// oldest gives the first escalations that were made: the very first one is the longest of its workspace.
func oldest(ctx context.Context, d *desk.Desk, n int) ([]desk.ListRow, error) {
	p, err := d.List(ctx, desk.ListQuery{Kind: string(casefile.KindEscalation), Sort: "created", Limit: n})
	if err == nil && len(p.Rows) == 0 {
		err = errors.New("the workspace has no cases")
	}
	return p.Rows, err
}

// documents writes one RCA in every format, and closures one after the other.
func (b *bench) documents(ctx context.Context) error {
	const lines, closures = 30, 200
	n := min(closures, b.rounds)
	m, err := b.makeWorkspace("documents", sizes{escalations: n + 1, lines: lines + 3*n, longest: lines, customers: 20})
	if err != nil {
		return err
	}
	d, err := openDesk(ctx, filepath.Join(b.home, "documents"))
	if err != nil {
		return err
	}
	err = b.documentsOf(ctx, d, &m, n)
	return errors.Join(err, d.Close())
}

func (b *bench) documentsOf(ctx context.Context, d *desk.Desk, m *made, n int) error {
	if err := importInto(ctx, d, m); err != nil {
		return err
	}
	rows, err := oldest(ctx, d, n+1)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		format string
		bound  bound
	}{{"pdf", most(80)}, {"docx", most(20)}, {"html", most(20)}, {"md", most(20)}} {
		if f.format == "pdf" && !engine.Carried() {
			b.report.cannot("documents, PDF: built without the PDF engine")
			continue
		}
		var us took
		for i := range 3 + min(b.rounds, 40) {
			if i == 3 {
				us = nil // the first ones warm
			}
			if err := us.time(func() error { return export(ctx, d, "rca", rows[0].ID, f.format) }); err != nil {
				return err
			}
		}
		b.report.add(row{Part: "documents", What: "RCA of 30 lines, " + f.format + ", warm, p95", Unit: "ms", Ours: us.at(95), Note: fmt.Sprintf("p50 %s ms", figure(us.at(50)))}, f.bound)
	}
	if !engine.Carried() {
		return nil
	}
	var us took
	err = us.time(func() error {
		for _, r := range rows[1:] {
			if err := export(ctx, d, "closure", r.ID, "pdf"); err != nil {
				return err
			}
		}
		return nil
	})
	b.report.add(row{Part: "documents", What: fmt.Sprintf("%d closures, pdf, each", len(rows)-1), Unit: "ms", Ours: us.at(50) / float64(len(rows)-1)}, most(60))
	return err
}

func export(ctx context.Context, d *desk.Desk, kind, id, format string) error {
	data, e, err := d.Document(ctx, desk.ExportRequest{Kind: kind, ID: id, Audience: "internal", Format: format})
	if err == nil && len(data) == 0 {
		err = fmt.Errorf("%s as %s was refused with %d findings", kind, format, len(e.Findings))
	}
	return err
}
