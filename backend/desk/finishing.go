package desk

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/document/engine"
	"precedent/backend/store"
)

// FinishDocument makes the newest version final: each section is kept as it stands, the files that it is exported as are made
// and kept with it, and nothing changes it any more. What goes to a customer before the internal review (S1:43) needs a reason.
func (d *Desk) FinishDocument(ctx context.Context, r DocumentRequest, reason string) (Saved, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return Saved{}, err
	}
	r.Version, r.Typed, r.Audience = 0, false, of.audience
	built, in, err := d.built(ctx, r)
	if err != nil {
		return Saved{}, err
	}
	reason = strings.TrimSpace(reason)
	if built.Early && reason == "" {
		return Saved{}, casefile.Faultf(casefile.Refused, "The internal review has not taken place yet (S1:43). Say why the customer's version is final before it.")
	}
	doc, err := d.beginDocument(ctx, of)
	if err != nil {
		return Saved{}, err
	}
	if err := d.nothingTyped(doc, built); err != nil {
		return Saved{}, err
	}
	patch := finalPatch(built, reason, d.stamp())
	if patch["made"], err = d.makeFiles(ctx, doc, in, built); err != nil {
		return Saved{}, err
	}
	return d.save(ctx, "make a document final", []store.Change{{Kind: casefile.KindDocument, ID: doc.ID, Base: doc.Rev, Patch: patch}})
}

// nothingTyped refuses while a text is typed that is no revision yet: to be final without it would lose it.
func (d *Desk) nothingTyped(doc casefile.Record, built document.Built) error {
	drafts, err := d.sectionDrafts(doc)
	if err != nil {
		return err
	}
	for _, s := range built.Sections {
		if dr, ok := drafts[s.ID]; ok && dr.Text != s.Text {
			return casefile.Faultf(casefile.Refused, "“%s” has a text that was begun and not kept yet. Keep it or drop it, then make the document final.", firstOf(s.Title, s.ID))
		}
	}
	return nil
}

// finalPatch keeps a document as it stands.
func finalPatch(built document.Built, reason, now string) map[string]any {
	sections := map[string]any{}
	for i, s := range built.Sections {
		entry := map[string]any{"text": s.Text, "title": s.Title, "order": fmt.Sprintf("%04d", i+1)}
		if s.Edited {
			entry["from"] = hashOf(s.Record)
		}
		sections[s.ID] = entry
	}
	m := built.Tree.Meta
	patch := map[string]any{"sections": sections, "status": "final", "final": now, "date": m.Date, "heading": built.Tree.Title, "template": m.Kind, "for": m.Audience,
		"built_from": hashOf(built.Text())}
	if built.Early {
		patch["early_reason"] = reason
	}
	return patch
}

// makeFiles makes and keeps every form in which a final document can go out, the texts to paste and the draft of a mail too: a
// later policy, template or program would print them otherwise. The PDF is first, for the mail attaches it. Where this machine
// cannot make a PDF there is neither, and no mail while an address in it is wrong; they are kept when they are first exported.
func (d *Desk) makeFiles(ctx context.Context, doc casefile.Record, in document.Input, b document.Built) (map[string]any, error) {
	made := map[string]any{}
	b.Tree.Meta.Version = "Final, version " + strconv.Itoa(versionOf(doc))
	var attached *document.Printed
	for _, f := range document.Formats() {
		byEngine := f == document.PDF || f == document.Mail
		if byEngine && !d.makesPDF() {
			continue
		}
		name := documentName(in, ExportRequest{Kind: doc.Text("type")}, f)
		means := d.means(in, name)
		means.PDF = attached
		p, err := printNew(ctx, in, doc.Text("type"), b, f, means)
		if later := casefile.CodeOf(err); byEngine && (later == casefile.Unavailable || later == casefile.Invalid) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if f == document.PDF {
			attached = &p
		}
		if made[string(f)], err = d.keepMade(ctx, doc, name, p, b.Template()); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// keepMade keeps one file of a document that becomes final, and gives what the record says of it.
func (d *Desk) keepMade(ctx context.Context, doc casefile.Record, name string, p document.Printed, template string) (map[string]any, error) {
	file, err := d.keepFinal(ctx, doc, name, p.Data)
	return map[string]any{"format": string(p.Format), "name": name, "at": d.stamp(), "sha256": p.SHA256, "bytes": jsonNumber(strconv.Itoa(len(p.Data))),
		"pages": jsonNumber(strconv.Itoa(p.Pages)), "fonts": anyTexts(p.Fonts), "template": template, "program": d.o.Program, "file": file}, err
}

// makesPDF says whether there is an engine that may make one.
func (d *Desk) makesPDF() bool {
	if d.o.Engine == nil {
		return false
	}
	s := d.o.Engine.State()
	return s != engine.Absent && s != engine.Failed
}

// keepFinal keeps the bytes of a final document with its record, and gives the attachment's ID.
func (d *Desk) keepFinal(ctx context.Context, doc casefile.Record, name string, data []byte) (string, error) {
	visibility := firstOf(doc.Text("audience"), "internal")
	a := store.Attachment{CaseID: doc.ID, Name: name, Who: d.who(), Zone: d.zone(), Confirm: true, Fields: map[string]any{"visibility": visibility}}
	kept, err := d.store.Attach(ctx, a, bytes.NewReader(data))
	return kept.ID, err
}

// keptOf gives the bytes of a final document in a format: those that were made when it became final, else those that went out
// first. A later program would print them otherwise.
func (d *Desk) keptOf(doc casefile.Record, f document.Format) (document.Printed, bool) {
	if doc.Text("status") != "final" {
		return document.Printed{}, false
	}
	for _, list := range []string{"made", "exports"} {
		for _, e := range doc.Entries(list) {
			if e.Text("format") != string(f) {
				continue
			}
			if data, ok := d.keptFile(e); ok {
				return document.Kept(f, data, e.Strings("fonts")), true
			}
		}
	}
	return document.Printed{}, false
}

// keepFrozen refuses a change to what a final document says. Its postings, exports and waivers go on, and it can be binned.
func (d *Desk) keepFrozen(changes []store.Change) error {
	for _, c := range changes {
		if c.Kind != casefile.KindDocument || c.ID == "" {
			continue
		}
		was, err := d.store.Get(c.ID)
		if err != nil || was.Text("status") != "final" {
			continue // or a record that is made by this change
		}
		for _, f := range []string{"title", "type", "case", "audience", "status", "version", "sections", "reviewer", "reviewed", "final", "date", "heading", "template", "for", "built_from", "made"} {
			if _, touched := c.Patch[f]; touched {
				return casefile.Faultf(casefile.Refused, "This document is final, and stays as it is. Begin a new version to change it.")
			}
		}
	}
	return nil
}
