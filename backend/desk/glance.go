package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
)

// Glance is what the first screen of the next start shows before the workspace is open: the settings, the counts, and the
// first pages of the lists that were looked at last. It is kept in the workspace when that is closed, believed only while
// the journal is as it was then, and removed before a purge. A program that is killed leaves none that is believed.
type Glance struct {
	Settings SettingsView `json:"settings"`
	Counts   []KindCount  `json:"counts"`
	Lists    []GlanceList `json:"lists"`
}

// GlanceList is the answer to one question for a list.
type GlanceList struct {
	Query ListQuery `json:"query"`
	Page  ListPage  `json:"page"`
}

// keptGlance is the file: what it holds is true of the journal that Journal describes, for the program that wrote it.
type keptGlance struct {
	Program string `json:"program"`
	Journal string `json:"journal"`
	Glance  Glance `json:"glance"`
}

const glanceName = "glance.json"

// Page gives the answer to a question that was kept.
func (g *Glance) Page(q ListQuery) (ListPage, bool) {
	if g == nil {
		return ListPage{}, false
	}
	for _, l := range g.Lists {
		if sameQuery(l.Query, q) {
			return l.Page, true
		}
	}
	return ListPage{}, false
}

func sameQuery(a, b ListQuery) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// WithoutQuery gives the questions that are not that one.
func WithoutQuery(asked []ListQuery, q ListQuery) (others []ListQuery) {
	for _, a := range asked {
		if !sameQuery(a, q) {
			others = append(others, a)
		}
	}
	return others
}

// ReadGlance gives what was kept of a workspace that nobody has open, nil when there is none that can be believed.
func ReadGlance(dir, program string) *Glance {
	text, err := os.ReadFile(filepath.Join(dir, glanceName))
	if err != nil {
		return nil
	}
	var kept keptGlance
	if json.Unmarshal(text, &kept) != nil || kept.Program != program || kept.Journal != journalMark(dir) {
		return nil
	}
	return &kept.Glance
}

// journalMark changes with every entry: the name, size and time of each file of the journal.
func journalMark(dir string) string {
	files, err := os.ReadDir(filepath.Join(dir, "journal"))
	if err != nil {
		return ""
	}
	var mark strings.Builder
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			return ""
		}
		fmt.Fprintf(&mark, "%s %d %d\n", f.Name(), info.Size(), info.ModTime().UnixNano())
	}
	return mark.String()
}

// CloseWithGlance is Close, and keeps the answers to these questions for the next start. A glance that cannot be kept is
// no failure: the next start is a little slower.
func (d *Desk) CloseWithGlance(ctx context.Context, program string, asked []ListQuery) error {
	glance, seen := d.glance(ctx, asked)
	if err := d.Close(); err != nil {
		return err
	}
	if seen != nil || d.writeGlance(keptGlance{program, journalMark(d.dir), glance}) != nil {
		d.o.Logger().Warn("no glance is kept for the next start")
	}
	return nil
}

func (d *Desk) writeGlance(kept keptGlance) error {
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return WriteFile(filepath.Join(d.dir, glanceName), text)
}

func (d *Desk) glance(ctx context.Context, asked []ListQuery) (g Glance, err error) {
	if g.Settings, err = d.Settings(ctx); err != nil {
		return g, err
	}
	if g.Counts, err = d.Counts(ctx); err != nil {
		return g, err
	}
	for _, q := range asked {
		page, err := d.List(ctx, q)
		if err != nil {
			return g, err
		}
		g.Lists = append(g.Lists, GlanceList{q, page})
	}
	return g, nil
}

// dropGlance removes the glance, whose texts may be among those that are about to go for good.
func (d *Desk) dropGlance() error {
	if err := os.Remove(filepath.Join(d.dir, glanceName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return casefile.Wrap(casefile.Unavailable, err, "A file of the workspace cannot be removed. Look at who may write in its folder.")
	}
	return nil
}
