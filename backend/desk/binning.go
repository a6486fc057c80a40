package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"precedent/backend/casefile"
)

// resolveAll finds records by ID or key.
func (d *Desk) resolveAll(refs []string) ([]string, error) {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		r, err := d.store.Find(ref)
		if err != nil {
			return nil, err
		}
		ids[i] = r.ID
	}
	return ids, nil
}

// Remove puts records into the bin, with everything below them.
func (d *Desk) Remove(ctx context.Context, refs []string) (Saved, error) {
	ids, err := d.resolveAll(refs)
	if err != nil {
		return Saved{}, err
	}
	saved, err := d.store.Delete(ctx, ids, d.who())
	if err != nil {
		return Saved{}, err
	}
	return d.viewSaved(saved), nil
}

// TakeBack takes records out of the bin.
func (d *Desk) TakeBack(ctx context.Context, refs []string) (Saved, error) {
	ids, err := d.resolveAll(refs)
	if err != nil {
		return Saved{}, err
	}
	saved, err := d.store.Restore(ctx, ids, d.who())
	if err != nil {
		return Saved{}, err
	}
	return d.viewSaved(saved), nil
}

// binPage is how many rows of the bin are given at once.
const binPage = 200

// Bin gives what is in the bin, the newest first.
func (d *Desk) Bin(ctx context.Context, cursor string) (BinPage, error) {
	all, err := d.store.Bin(ctx)
	if err != nil {
		return BinPage{}, err
	}
	from := 0
	if cursor != "" {
		if from, err = strconv.Atoi(cursor); err != nil || from < 0 {
			return BinPage{}, casefile.Faultf(casefile.Invalid, "That is not a place in the bin. Begin again.")
		}
	}
	from = min(from, len(all))
	part := all[from:min(from+binPage, len(all))]
	out := BinPage{Rows: make([]BinRow, len(part)), Total: len(all)}
	for i, b := range part {
		out.Rows[i] = BinRow{Named: viewNamed(b.Record), DeletedAt: casefile.At(b.Since, d.zone()).String(), By: b.By, DaysLeft: b.DaysLeft}
	}
	if from+len(part) < len(all) {
		out.Next = strconv.Itoa(from + len(part))
	}
	return out, nil
}

// PurgeRequest says what is removed for good: records of the bin, or, with OlderThanDays of 0 or more, all that lay in it
// for as many days on which the program ran.
type PurgeRequest struct {
	Records       []string
	OlderThanDays int
	Reason        string
	DateIsRight   bool // a clock that jumped is to be believed
}

// CareReport is what a job of care did, in words.
type CareReport struct {
	Says  string   `json:"says"`
	Wrong []string `json:"wrong"` // what a verify found wrong
}

// Purge removes records of the bin for good: no byte of their text stays in the workspace.
func (d *Desk) Purge(ctx context.Context, r PurgeRequest, progress func(Progress)) (CareReport, error) {
	if r.DateIsRight {
		if err := d.Daily(ctx, true); err != nil {
			return CareReport{}, err
		}
	}
	ids, err := d.purgeable(ctx, r)
	if (casefile.CodeOf(err) == casefile.NotFound || err == nil && len(ids) == 0) && d.removing() { // it is asked for again
		if err := d.finishPurge(ctx, progress); err != nil {
			return CareReport{}, err
		}
		return CareReport{Says: "What was being removed is removed for good now.", Wrong: []string{}}, nil
	}
	if err != nil {
		return CareReport{}, err
	}
	if len(ids) == 0 {
		return CareReport{Says: "The bin has nothing to remove.", Wrong: []string{}}, nil
	}
	if progress != nil {
		progress(Progress{Says: "Removing", Unit: "records", Total: int64(len(ids))})
	}
	f, err := d.openFinder(ctx, 0)
	if err != nil {
		return CareReport{}, err
	}
	if err := f.mustForget(); err != nil {
		return CareReport{}, err
	}
	report, err := d.store.Purge(ctx, ids, r.Reason, d.who())
	if err != nil {
		return CareReport{}, err
	}
	if err := f.forget(ctx, progress); err != nil {
		return CareReport{}, err
	}
	says := fmt.Sprintf("%s and everything below removed for good.", plural(report.Records, "record"))
	for _, b := range report.Backups {
		says += fmt.Sprintf(" The backup %s still has the text.", b.Path)
	}
	return CareReport{Says: says, Wrong: []string{}}, nil
}

// removing says that a purge was stopped before the last of its text was gone, from the store or from the search.
func (d *Desk) removing() bool {
	_, err := os.Stat(filepath.Join(d.dir, forgetName))
	return err == nil || d.store.PurgePending()
}

// finishPurge goes on with a purge that was stopped, by a full disk or by the end of the program.
func (d *Desk) finishPurge(ctx context.Context, progress func(Progress)) error {
	if progress != nil {
		progress(Progress{Says: "Finishing what was being removed"})
	}
	f, err := d.openFinder(ctx, 0)
	if err != nil || !d.removing() { // who opens the search first in a program finishes it
		return err
	}
	if err := errors.Join(f.mustForget(), d.store.FinishPurge(ctx)); err != nil {
		return err
	}
	return f.forget(ctx, progress)
}

// purgeable are the records that a request means. Only what is in the bin is removed for good.
func (d *Desk) purgeable(ctx context.Context, r PurgeRequest) ([]string, error) {
	if r.OlderThanDays >= 0 {
		return d.store.Expired(ctx, r.OlderThanDays)
	}
	ids, err := d.resolveAll(r.Records)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		rec, err := d.store.Get(id)
		if err != nil {
			return nil, err
		}
		if !rec.Binned() {
			return nil, casefile.Faultf(casefile.Refused, "%s is not in the bin. Delete it first: what is removed for good cannot come back.", firstOf(rec.Key(), rec.Title()))
		}
	}
	return ids, nil
}

// storeProgress passes on how far a job of the store is.
func storeProgress(progress func(Progress), says string) func(done, total int64) {
	return func(done, total int64) {
		if progress != nil {
			progress(Progress{Done: done, Total: total, Unit: "bytes", Says: says})
		}
	}
}
