package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"precedent/backend/desk"
	"precedent/backend/document/engine"
)

// part is a piece of the bench that can be run alone.
type part struct {
	name string
	run  func(*bench, context.Context) error
}

// parts in their order: those that read come before those that write, and cold commands after the workspace is closed.
var parts = []part{
	{"import", (*bench).importing},
	{"search", (*bench).searching},
	{"lists", (*bench).listing},
	{"due", (*bench).due},
	{"saving", (*bench).saving},
	{"reindex", (*bench).reindexing},
	{"cold", (*bench).cold},
	{"similar", (*bench).similar},
	{"documents", (*bench).documents},
	{"start", (*bench).starting},
	{"window", (*bench).windows},
}

func partNames() []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.name
	}
	return out
}

// bench is a run on its way. What several parts need is made by the first of them.
type bench struct {
	asked
	report *report

	file   *made      // of the wide workspace
	wide   *desk.Desk // nil until it is imported, and after it was closed
	sqlite *sqlite
	deepIn bool                                      // the deep workspace is imported
	took   struct{ ours, theirs, cpu time.Duration } // the import; cpu is that of ours
}

func (b *bench) run(ctx context.Context) error {
	var wrong error
	for _, p := range parts {
		if len(b.parts) > 0 && !slices.Contains(b.parts, p.name) || ctx.Err() != nil {
			continue
		}
		fmt.Fprintln(os.Stderr, p.name)
		begun := time.Now()
		if err := p.run(b, ctx); err != nil {
			b.report.cannot("%s: %v", p.name, err)
			wrong = errors.Join(wrong, fmt.Errorf("%s: %w", p.name, err))
		}
		b.report.Took = append(b.report.Took, partTime{p.name, time.Since(begun).Round(time.Second).Seconds()})
	}
	if b.wideSize < wideAsked || b.deepSize < deepAsked {
		b.report.cannot("at full size: the bounds are meant for %d and %d escalations, this run had %d wide and %d deep", wideAsked, deepAsked, b.wideSize, b.deepSize)
	}
	return errors.Join(wrong, ctx.Err())
}

func (b *bench) close() error {
	var err error
	if b.sqlite != nil {
		err = b.sqlite.db.Close()
	}
	return errors.Join(err, b.closeWide())
}

func (b *bench) closeWide() error {
	if b.wide == nil {
		return nil
	}
	d := b.wide
	b.wide = nil
	return d.Close()
}

func (b *bench) wideDir() string { return filepath.Join(b.home, "wide") }

// wideFile makes the file of the wide workspace, once.
func (b *bench) wideFile() (*made, error) {
	if b.file != nil {
		return b.file, nil
	}
	m, err := b.makeWorkspace("wide", wideOf(b.wideSize))
	b.file = &m
	return b.file, err
}

func (b *bench) makeWorkspace(name string, s sizes) (made, error) {
	t, err := readTexts(b.data)
	if err != nil {
		return made{}, err
	}
	m, err := makeFile(filepath.Join(b.home, name+".jsonl"), t, s)
	b.report.Workspaces = append(b.report.Workspaces, workspace{name, m.hash, s.escalations, s.records(), m.bytes})
	return m, err
}

// openWide gives the wide workspace with everything in it, on both sides.
func (b *bench) openWide(ctx context.Context) (*desk.Desk, error) {
	if b.wide != nil {
		return b.wide, nil
	}
	m, err := b.wideFile()
	if err != nil {
		return nil, err
	}
	if b.wide, err = openDesk(ctx, b.wideDir()); err != nil {
		return nil, err
	}
	if b.sqlite != nil { // it was imported before, and closed since
		return b.wide, nil
	}
	begun, busy := time.Now(), processors()
	if err := importInto(ctx, b.wide, m); err != nil {
		return nil, err
	}
	b.took.ours, b.took.cpu = time.Since(begun), processors()-busy
	if b.sqlite, err = openSQLite(b.home); err != nil {
		return nil, err
	}
	begun = time.Now()
	err = b.sqlite.fill(m.cases)
	b.took.theirs = time.Since(begun)
	return b.wide, errors.Join(err, b.sqlite.settle())
}

func importInto(ctx context.Context, d *desk.Desk, m *made) error {
	r, err := d.Import(ctx, desk.ImportRequest{Paths: []string{m.path}, Format: "precedent", Source: "bench"}, nil)
	if err == nil && r.Refused > 0 {
		err = fmt.Errorf("%d records were refused, the first: %s", r.Refused, r.Refusals[0].Says)
	}
	return err
}

func openDesk(ctx context.Context, dir string) (*desk.Desk, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	cache = filepath.Join(cache, "precedent")
	return desk.Open(ctx, dir, desk.Options{
		Now: time.Now, Who: "Bench", Zone: "Europe/Berlin", Program: "Precedent bench",
		Engine: engine.New(engine.Options{CacheDir: cache}), Cache: cache,
	})
}
