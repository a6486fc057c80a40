package desk

import (
	"context"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// beginDocument gives the newest version of a document, which it makes where there is none. A final one is refused.
func (d *Desk) beginDocument(ctx context.Context, of documentOf) (casefile.Record, error) {
	change, err := d.draftChange(of, map[string]any{})
	if err != nil {
		return casefile.Record{}, err
	}
	if change.ID != "" {
		return d.store.Get(change.ID)
	}
	saved, err := d.save(ctx, "begin a document", []store.Change{change})
	if err != nil {
		return casefile.Record{}, err
	}
	return d.store.Get(saved.Records[0].ID)
}

// draftField is where the draft of a section is kept.
func draftField(section string) string { return "sections." + section + ".text" }

// sectionDrafts are the texts that are being typed in a document and are no revision yet, by section.
func (d *Desk) sectionDrafts(doc casefile.Record) (map[string]store.Draft, error) {
	out := map[string]store.Draft{}
	if doc.ID == "" {
		return out, nil
	}
	drafts, err := d.store.Drafts(doc.ID)
	for _, dr := range drafts {
		name, inSections := strings.CutPrefix(dr.Field, "sections.")
		section, ofText := strings.CutSuffix(name, ".text")
		if dr.RecordID == doc.ID && inSections && ofText {
			out[section] = dr
		}
	}
	return out, err
}

// DraftSection keeps a section's text while it is typed, and gives the time when it was on the disk. The first letter of all
// begins the document.
func (d *Desk) DraftSection(ctx context.Context, r DocumentRequest, section, text string) (string, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return "", err
	}
	if err := ofItsOwn(of); err != nil {
		return "", err
	}
	doc, err := d.beginDocument(ctx, of)
	if err != nil {
		return "", err
	}
	return d.Draft(ctx, DraftRequest{ID: doc.ID, Kind: string(casefile.KindDocument), Field: draftField(section), Text: text})
}

// DropSectionDraft forgets what was typed in a section since its last revision.
func (d *Desk) DropSectionDraft(ctx context.Context, r DocumentRequest, section string) error {
	of, err := d.documentOf(r)
	if err != nil {
		return err
	}
	doc, err := d.version(of, 0)
	if err != nil || doc.ID == "" {
		return err
	}
	return d.DropDraft(ctx, doc.ID, draftField(section))
}

// ofItsOwn refuses to write in a document that is made of its record's fields alone.
func ofItsOwn(of documentOf) error {
	if of.kind == document.Brief {
		return casefile.Faultf(casefile.Invalid, "A brief is made of its record's own fields, so that its text reads back. Change them there.")
	}
	return nil
}
