package desk

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"precedent/backend/casefile"
)

// KeptReport is the report of an import, kept beside the records until a purge: its refusals may quote what was refused.
type KeptReport struct {
	ID   string `json:"id"`
	At   string `json:"at"`
	Name string `json:"name"` // of the file or folder that was read
	By   string `json:"by"`
	ImportReport
}

const (
	reportsName = "imports" // the folder, one file for each import
	mostReports = 50        // the oldest are forgotten
)

// keepReport notes how an import ended. What cannot be noted takes nothing from what was imported.
func (d *Desk) keepReport(id string, paths []string, r ImportReport, ended error) error {
	kept := KeptReport{ID: id, At: d.stamp(), By: d.who(), ImportReport: r}
	if len(paths) > 0 {
		kept.Name = filepath.Base(paths[0])
	}
	if ended != nil {
		kept.Says = casefile.Sentence(ended)
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return casefile.Wrap(casefile.Internal, err, "The report cannot be written.")
	}
	dir := filepath.Join(d.dir, reportsName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return casefile.Wrap(casefile.Refused, err, "The report of the import cannot be kept.")
	}
	if err := WriteFile(filepath.Join(dir, id+".json"), text); err != nil {
		return err
	}
	return d.forgetReports(mostReports)
}

// Reports lists the imports that were made, the newest first, with what each refused and why.
func (d *Desk) Reports(context.Context) ([]KeptReport, error) {
	names, err := d.reportNames()
	out := make([]KeptReport, 0, len(names))
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(d.dir, reportsName, name))
		if err != nil {
			continue // forgotten meanwhile
		}
		var r KeptReport
		if json.Unmarshal(text, &r) == nil {
			out = append(out, r)
		}
	}
	return out, err
}

// reportNames are the files, the newest first: an import's ID begins with its time.
func (d *Desk) reportNames() ([]string, error) {
	files, err := os.ReadDir(filepath.Join(d.dir, reportsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, casefile.Wrap(casefile.Damaged, err, "The reports of imports cannot be read.")
	}
	names := []string{}
	for i := len(files) - 1; i >= 0; i-- {
		if name := files[i].Name(); strings.HasSuffix(name, ".json") {
			names = append(names, name)
		}
	}
	return names, nil
}

// forgetReports removes all reports but the newest; 0 removes all.
func (d *Desk) forgetReports(keep int) error {
	names, err := d.reportNames()
	if err != nil {
		return err
	}
	for _, name := range names[min(keep, len(names)):] {
		if err := os.Remove(filepath.Join(d.dir, reportsName, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return casefile.Wrap(casefile.Refused, err, "A report of an import cannot be removed. Remove the folder imports of the workspace yourself.")
		}
	}
	return nil
}
