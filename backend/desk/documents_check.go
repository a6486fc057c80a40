package desk

import (
	"context"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// checkFile reads a customer's file back and searches it for what must not be in it.
func (d *Desk) checkFile(ctx context.Context, data []byte, f document.Format, in document.Input, waivers []Waiver) (open, waived []document.Finding, err error) {
	if in.Audience != document.Customer {
		return nil, nil, nil
	}
	forbidden := document.SealedBy(in)
	if err := d.forbidOthers(ctx, &forbidden, in); err != nil {
		return nil, nil, err
	}
	found, err := document.Check(ctx, d.texts(), data, f, in.Audience, forbidden)
	if err != nil {
		return nil, nil, err
	}
	reasons := map[string]string{}
	for _, w := range waivers {
		reasons[w.ID] = w.Reason
	}
	open, waived = document.Waive(found, reasons)
	return open, waived, nil
}

// forbidOthers adds what only the workspace knows: every other customer, and every colleague.
func (d *Desk) forbidOthers(ctx context.Context, fb *document.Forbidden, in document.Input) error {
	own := in.Case.Text("customer")
	for _, c := range in.Related {
		if c.Kind == casefile.KindReview && own == "" {
			own = c.Text("customer")
		}
	}
	return d.store.Records(ctx, func(r casefile.Record) error {
		switch {
		case r.Kind == casefile.KindCustomer && r.ID == own:
			fb.Allowed = append(fb.Allowed, r.Title())
		case r.Kind == casefile.KindCustomer, r.Kind == casefile.KindPerson:
			fb.Names = append(fb.Names, r.Title())
			fb.Names = append(fb.Names, r.Strings("aliases")...)
		}
		return nil
	})
}

// noteWaivers keeps with the document which findings a person let stand, and why.
func (d *Desk) noteWaivers(ctx context.Context, r ExportRequest, in document.Input, waived []document.Finding) error {
	if len(waived) == 0 {
		return nil
	}
	entries := map[string]any{}
	for _, f := range waived {
		for _, w := range r.Waivers {
			if w.ID == f.ID {
				entries[f.ID] = map[string]any{"reason": w.Reason, "who": d.who(), "at": d.stamp()}
			}
		}
	}
	change := store.Change{Kind: casefile.KindDocument, Patch: map[string]any{"waivers": entries}}
	if doc, ok := d.written(in.Case.ID, r.Kind, string(in.Audience)); ok {
		change.ID, change.Base = doc.ID, doc.Rev
	} else {
		change.Patch["case"], change.Patch["type"], change.Patch["audience"] = in.Case.ID, r.Kind, string(in.Audience)
		change.Patch["title"], change.Patch["status"] = casefile.EnumLabel(r.Kind)+" of "+in.Case.Key(), "draft"
	}
	_, err := d.save(ctx, "waive a finding", []store.Change{change})
	return err
}
