package desk

import (
	"bytes"
	"context"
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"precedent/backend/casefile"
)

// samples are the fictional cases that the program brings: an interchange file each, read in the order of their names.
//
//go:embed sample/*.jsonl
var samples embed.FS

// sampleSource is what the sample cases say they come from.
const sampleSource = "sample"

// sampleWeek is the Monday of the week in which the sample cases were written: their open ones are open then.
var sampleWeek = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// Sample loads the fictional cases as an import that can be undone. They are moved on by whole weeks, so that what is
// open in them is open now and a Tuesday stays a Tuesday.
func (d *Desk) Sample(ctx context.Context, progress func(Progress)) (ImportReport, error) {
	text, err := sampleText(d.now())
	if err != nil {
		return ImportReport{}, err
	}
	dir, err := os.MkdirTemp("", "precedent-sample-")
	if err != nil {
		return ImportReport{}, casefile.Wrap(casefile.Unavailable, err, "There is no folder to unpack the sample into.")
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "sample.jsonl")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return ImportReport{}, casefile.Wrap(casefile.Unavailable, err, "There is no space to unpack the sample into.")
	}
	return d.Import(ctx, ImportRequest{Paths: []string{path}, Format: "precedent", Source: sampleSource}, progress)
}

func sampleText(now time.Time) ([]byte, error) {
	var all []byte
	err := fs.WalkDir(samples, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := samples.ReadFile(path)
		all = append(append(all, bytes.TrimSpace(text)...), '\n')
		return err
	})
	if err != nil {
		return nil, casefile.Wrap(casefile.Internal, err, "The program's own sample cannot be read. Install it again.")
	}
	if weeks := int(now.Sub(sampleWeek).Hours() / (24 * 7)); weeks > 0 {
		all = movedOn(all, weeks)
	}
	return all, nil
}

// sampleTime is a value that is a time and nothing else: an instant, an appointment or a day.
var sampleTime = regexp.MustCompile(`"\d{4}-\d{2}-\d{2}(T[0-9:.]+)?Z?(\[[A-Za-z0-9_/+-]+\])?"`)

// movedOn is a text with all its times so many weeks later.
func movedOn(text []byte, weeks int) []byte {
	return sampleTime.ReplaceAllFunc(text, func(value []byte) []byte {
		day, err := time.Parse(time.DateOnly, string(value[1:11]))
		if err != nil {
			return value
		}
		return append([]byte(`"`+day.AddDate(0, 0, 7*weeks).Format(time.DateOnly)), value[11:]...)
	})
}
