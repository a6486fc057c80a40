package desk

import (
	"context"
	"fmt"

	"precedent/backend/casefile"
	"precedent/backend/store"
	"precedent/backend/store/lists"
)

// binDays is how many days on which the program runs the bin keeps what is in it (DESIGN, Deleting).
const binDays = 30

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

// Bin gives what is in the bin, the newest first.
func (d *Desk) Bin(ctx context.Context, cursor string) (BinPage, error) {
	var kinds []casefile.Kind
	for _, k := range casefile.Kinds() {
		if !k.IsItem() && k != casefile.KindSettings {
			kinds = append(kinds, k)
		}
	}
	page, err := d.store.List(ctx, store.ListQuery{Kinds: kinds, Binned: true, Cursor: cursor, Limit: 100, Sort: lists.Moved, Descending: true})
	if err != nil {
		return BinPage{}, err
	}
	out := BinPage{Rows: make([]BinRow, len(page.Rows)), Total: page.Total, Next: page.Next}
	for i, row := range page.Rows {
		r, err := d.store.Get(row.ID)
		if err != nil {
			return BinPage{}, err
		}
		out.Rows[i] = BinRow{Named: viewNamed(r), DeletedAt: r.Text("deleted"), DaysLeft: max(0, binDays-d.store.DaysInBin(r))}
		if revs, err := d.store.History(ctx, r.ID, 0, 1); err == nil && len(revs) > 0 {
			out.Rows[i].By = revs[0].Who
		}
	}
	return out, nil
}

// PurgeRequest says what is removed for good: records of the bin, or, with OlderThanDays of 0 or more, all that lay in it
// for as many days on which the program ran.
type PurgeRequest struct {
	Records       []string
	OlderThanDays int
	Reason        string
}

// CareReport is what a job of care did, in words.
type CareReport struct {
	Says  string   `json:"says"`
	Wrong []string `json:"wrong"` // what a verify found wrong
}

// Purge removes records of the bin for good: no byte of their text stays in the workspace.
func (d *Desk) Purge(ctx context.Context, r PurgeRequest, progress func(Progress)) (CareReport, error) {
	ids, err := d.resolveAll(r.Records)
	if err != nil {
		return CareReport{}, err
	}
	report, err := d.store.Purge(ctx, store.PurgeRequest{IDs: ids, OlderThanDays: r.OlderThanDays, Reason: r.Reason, Who: d.who()}, storeProgress(progress, "Removing"))
	if err != nil {
		return CareReport{}, err
	}
	if report.Records == 0 {
		return CareReport{Says: "The bin has nothing to remove.", Wrong: []string{}}, nil
	}
	f, err := d.openFinder(ctx)
	if err != nil {
		return CareReport{}, err
	}
	if err := f.rebuild(ctx, progress); err != nil {
		return CareReport{}, err
	}
	says := fmt.Sprintf("%s and everything below removed for good.", plural(report.Records, "record"))
	for _, b := range report.Backups {
		says += fmt.Sprintf(" The backup %s still has the text.", b)
	}
	return CareReport{Says: says, Wrong: []string{}}, nil
}

// storeProgress passes on how far a job of the store is.
func storeProgress(progress func(Progress), says string) func(done, total int64) {
	return func(done, total int64) {
		if progress != nil {
			progress(Progress{Done: done, Total: total, Unit: "steps", Says: says})
		}
	}
}
