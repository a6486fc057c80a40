package desk

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/exchange"
	"precedent/backend/journal"
	"precedent/backend/store"
)

// ExportName is the folder that is proposed for an export.
func (d *Desk) ExportName() string {
	return "precedent-export-" + d.now().In(d.location()).Format("2006-01-02-1504")
}

// ExportAll writes everything as open files into a folder that must be empty or new, or into a zip.
func (d *Desk) ExportAll(ctx context.Context, path string, progress func(Progress)) (CareReport, error) {
	counts, err := exchange.Write(ctx, path, exporting{d: d}, func(p exchange.Progress) {
		if progress != nil {
			progress(Progress{Done: int64(p.Taken), Unit: "records", Says: "Exporting"})
		}
	})
	if err != nil {
		return CareReport{}, err
	}
	n := 0
	for _, c := range counts.Records {
		n += c
	}
	return CareReport{Says: fmt.Sprintf("%s, %d entries of the history and %s are in %s.", plural(n, "record"), counts.Entries,
		plural(counts.Attachments, "file"), filepath.Base(path)), Wrong: []string{}}, nil
}

// exporting is a workspace as the room exchange writes it.
type exporting struct{ d *Desk }

func (e exporting) Workspace() exchange.Workspace {
	return exchange.Workspace{ID: e.d.store.Workspace(), Program: e.d.o.Program, Exported: e.d.now().UTC().Format(time.RFC3339)}
}

// each turns a walk with a callback into a sequence.
func each[T any](walk func(yield func(T) error) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		stopped := false
		err := walk(func(v T) error {
			if !yield(v, nil) {
				stopped = true
				return errEnough
			}
			return nil
		})
		if err != nil && !stopped {
			var none T
			yield(none, err)
		}
	}
}

func (e exporting) Records(ctx context.Context, kind casefile.Kind) iter.Seq2[casefile.Record, error] {
	return each(func(yield func(casefile.Record) error) error {
		return e.d.store.Records(ctx, func(r casefile.Record) error {
			if r.Kind != kind {
				return nil
			}
			return yield(r)
		})
	})
}

func (e exporting) Case(_ context.Context, id string) (casefile.Case, error) {
	return e.d.store.Case(id)
}

func (e exporting) History(ctx context.Context) iter.Seq2[exchange.HistoryEntry, error] {
	return each(func(yield func(exchange.HistoryEntry) error) error {
		return e.d.store.Entries(ctx, 1, func(en store.Entry) error { return yield(historyOf(en)) })
	})
}

func historyOf(e store.Entry) exchange.HistoryEntry {
	out := exchange.HistoryEntry{Seq: e.Seq, ID: e.ID, Device: e.Device, Who: e.Who, At: e.At.UTC().Format(time.RFC3339Nano),
		Action: e.Action, Version: e.Version, Draft: e.Draft, Note: e.Note, Cut: e.Cut, Changes: make([]exchange.HistoryChange, len(e.Changes))}
	for i, c := range e.Changes {
		out.Changes[i] = exchange.HistoryChange{Kind: c.Kind, ID: c.ID, Base: c.Base, Patch: c.Patch, Masked: c.Masked}
	}
	return out
}

func entryOf(h exchange.HistoryEntry) (store.Entry, error) {
	at, err := time.Parse(time.RFC3339Nano, h.At)
	if err != nil {
		return store.Entry{}, casefile.Wrap(casefile.Damaged, err, "The history of the export has an entry without a time.")
	}
	out := store.Entry{Seq: h.Seq, ID: h.ID, Device: h.Device, Who: h.Who, At: at, Action: h.Action, Version: h.Version, Draft: h.Draft, Note: h.Note, Cut: h.Cut}
	for _, c := range h.Changes {
		out.Changes = append(out.Changes, journal.Change{Kind: c.Kind, ID: c.ID, Base: c.Base, Patch: c.Patch, Masked: c.Masked})
	}
	return out, nil
}

// Attachments are the files that records name, and those that only the history does: an undo can bring them back.
func (e exporting) Attachments(ctx context.Context) iter.Seq2[string, error] {
	return each(func(yield func(string) error) error {
		seen := map[string]bool{}
		err := e.d.store.Records(ctx, func(r casefile.Record) error {
			sum := r.Text("sha256")
			if r.Kind != casefile.KindAttachment || sum == "" || seen[sum] {
				return nil
			}
			seen[sum] = true
			return yield(sum)
		})
		if err != nil {
			return err
		}
		return e.d.store.Entries(ctx, 1, func(en store.Entry) error {
			for _, c := range en.Changes {
				if sum := e.d.onceNamed(c); sum != "" && !seen[sum] {
					seen[sum] = true
					if err := yield(sum); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
}

// onceNamed is the file that a change of the history names, where it is still kept.
func (d *Desk) onceNamed(c journal.Change) string {
	if c.Kind != string(casefile.KindAttachment) || len(c.Patch) == 0 {
		return ""
	}
	fields, err := casefile.DecodeFields(c.Patch)
	if err != nil {
		return ""
	}
	sum := casefile.Record{Fields: fields}.Text("sha256")
	if sum == "" {
		return ""
	}
	f, err := d.store.OpenFile(sum)
	if err != nil {
		return ""
	}
	_ = f.Close()
	return sum
}

func (e exporting) Open(sum string) (io.ReadCloser, error) { return e.d.store.OpenFile(sum) }

// importsWhole says that an export of ours meets a workspace that is untouched: then it takes over everything as it was,
// its history too.
func (d *Desk) importsWhole(ctx context.Context, r ImportRequest) (bool, error) {
	if len(r.Paths) != 1 || (r.Format != "" && r.Format != "auto" && r.Format != "export") {
		return false, nil
	}
	f, err := exchange.Detect(r.Paths[0])
	if err != nil || f != exchange.FormatExport {
		return false, err
	}
	return d.store.Untouched(ctx)
}

// adopt takes over an export into a workspace that is untouched.
func (d *Desk) adopt(ctx context.Context, path string, progress func(Progress)) (ImportReport, error) {
	var counts exchange.Counts
	entries := each(func(yield func(store.Entry) error) (err error) {
		counts, err = exchange.ReadExport(ctx, path, exchange.ExportTaker{
			Attachment: func(sum string, _ int64, content io.Reader) error { return d.store.KeepFile(ctx, sum, content) },
			Entry: func(h exchange.HistoryEntry) error {
				e, err := entryOf(h)
				if err != nil {
					return err
				}
				return yield(e)
			},
			Record: func(casefile.Record) error { return nil }, // only counted: they come of the entries
			Progress: func(p exchange.Progress) {
				if progress != nil {
					progress(Progress{Done: p.Bytes, Total: p.Total, Unit: "bytes", Says: "Taking over"})
				}
			},
		})
		return err
	})
	next, stop := iter.Pull2(entries)
	defer stop()
	_, err := d.store.Adopt(ctx, func() (store.Entry, bool, error) {
		e, err, more := next()
		return e, more && err == nil, err
	})
	if err != nil {
		return ImportReport{}, err
	}
	report := ImportReport{Files: counts.Attachments, Refusals: []Refusal{}}
	for k, n := range counts.Records {
		if k != casefile.KindSettings { // no records of a person's, and there in every workspace
			report.Made += n
		}
	}
	report.Says = importSays(report)
	if err := d.readAllTexts(ctx); err != nil {
		return report, err
	}
	return report, d.indexNow(ctx, progress)
}

// readAllTexts takes the text out of every file of which nobody has taken it yet.
func (d *Desk) readAllTexts(ctx context.Context) error {
	ids, err := d.store.WithoutText(ctx)
	for _, id := range ids {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if r, err := d.store.Get(id); err == nil {
			d.readText(ctx, r)
		}
	}
	return err
}

// RefusalTable is the list of what an import refused, as CSV.
func RefusalTable(list []Refusal) ([]byte, error) {
	var b bytes.Buffer
	rows := [][]string{{"file", "line", "reason"}}
	for _, r := range list {
		rows = append(rows, []string{exchange.SafeCell(r.File), strconv.Itoa(r.Line), exchange.SafeCell(r.Says)})
	}
	err := csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes(), err
}

// synchronised are parts of folder names by which services that copy folders between machines are known.
var synchronised = []string{"dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "syncthing", "seafile", "box sync"}

// FolderAdvice warns of folders in which a workspace is not safe; "" when there is nothing to say.
func FolderAdvice(dir string) string {
	lower := strings.ToLower(dir)
	if slices.ContainsFunc(synchronised, func(s string) bool { return strings.Contains(lower, s) }) {
		return "This folder seems to be copied between machines by another program, which can mix up a workspace."
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return "That is a file. Choose a folder."
	}
	return ""
}
