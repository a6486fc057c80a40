package desk

import (
	"context"

	"precedent/backend/casefile"
	"precedent/backend/document"
)

// checkedFile is what the check of a finished file came to.
type checkedFile struct {
	open   []document.Finding // these stop the file
	waived []document.Finding // these a person let stand
	did    []string           // what was checked, in sentences
}

// checkFile reads a customer's file back and searches it for what must not be in it.
func (d *Desk) checkFile(ctx context.Context, f document.File, in document.Input, r ExportRequest) (checkedFile, error) {
	if in.Audience != document.Customer {
		return checkedFile{did: []string{"Not searched: an internal document has nothing to hide from its readers."}}, nil
	}
	forbidden, err := d.forbidden(ctx, in)
	if err != nil {
		return checkedFile{}, err
	}
	checked, err := document.Check(ctx, d.texts(), f, in.Audience, forbidden)
	if err != nil {
		return checkedFile{}, err
	}
	out := checkedFile{did: checked.Says(forbidden)}
	out.open, out.waived = document.Waive(checked.Findings, d.reasons(r, f))
	return out, nil
}

// reasons are why findings may stand: those given now, and those with which the very same bytes went out before.
func (d *Desk) reasons(r ExportRequest, f document.File) map[string]string {
	out := map[string]string{}
	if doc, ok := d.written(r); ok {
		for _, id := range memberOf(doc, "exports", exportID(f.Format, document.SHA256(f.Data))).Strings("waived") {
			out[id] = memberOf(doc, "waivers", id).Text("reason")
		}
	}
	for _, w := range r.Waivers {
		out[w.ID] = w.Reason
	}
	return out
}

// stops are findings as a person reads them.
func stops(found []document.Finding) []DocumentFinding {
	out := make([]DocumentFinding, len(found))
	for i, f := range found {
		out[i] = DocumentFinding{ID: f.ID, Level: "stop", Section: f.Where, Says: f.What, Excerpt: f.Context, Waivable: true}
	}
	return out
}

// forbidden is all that a customer's file of the case must not say: what the case and its relations hold back, and what only
// the workspace knows: every other customer, every colleague, the keys of other records.
func (d *Desk) forbidden(ctx context.Context, in document.Input) (document.Forbidden, error) {
	fb := document.SealedBy(in)
	fb.IsKey = func(key string) bool {
		_, err := d.store.Find(key)
		return err == nil
	}
	for _, binned := range []bool{false, true} {
		rows, err := d.allRows(ctx, binned, casefile.KindCustomer, casefile.KindPerson)
		if err != nil {
			return fb, err
		}
		for _, row := range rows {
			r, err := d.store.Get(row.ID)
			switch {
			case err != nil:
				return fb, err
			case r.Kind == casefile.KindCustomer:
				fb.AddCustomer(r)
			default:
				fb.AddColleague(r)
			}
		}
	}
	return fb, nil
}
