package desk

import (
	"context"
	"encoding/json"
	"io"
	netmail "net/mail"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/document/mail"
	"precedent/backend/store"
)

// receiptOf says what a file was made with and what was checked.
func (d *Desk) receiptOf(in document.Input, r ExportRequest, p document.Printed, b document.Built, c checkedFile, name string) *Receipt {
	out := &Receipt{
		Kind: r.Kind, Key: in.Case.Key(), Audience: string(in.Audience), Version: b.Tree.Meta.Version, Format: string(p.Format), Name: name,
		SHA256: p.SHA256, Bytes: int64(len(p.Data)), Pages: p.Pages, Fonts: append([]string{}, p.Fonts...), MissingFonts: []string{},
		Checks: c.did, Waived: []WaivedFinding{}, Template: b.Template(), Program: d.o.Program, At: d.stamp(), Who: d.who(),
	}
	for _, m := range p.MissingFonts {
		out.MissingFonts = append(out.MissingFonts, m.Script+" ("+m.Sample+")")
	}
	reasons := d.reasons(r, document.File{Format: p.Format, Data: p.Data})
	for _, f := range c.waived {
		out.Waived = append(out.Waived, WaivedFinding{ID: f.ID, Says: f.What, Where: f.Where, Reason: reasons[f.ID]})
	}
	return out
}

// exportID is the same for the same bytes: exported again, they have one receipt.
func exportID(f document.Format, sha256 string) string {
	const enough = 12
	return string(f) + "-" + sha256[:enough]
}

// memberOf is one member of a list inside a record; an empty one when it is not there.
func memberOf(r casefile.Record, field, id string) casefile.Entry {
	for _, e := range r.Entries(field) {
		if e.ID == id {
			return e
		}
	}
	return casefile.Entry{}
}

// KeepReceipt keeps the receipt of a file that Document gave and that was written, with what was waived and why; of a final
// document it keeps the bytes too. The same bytes exported again change nothing.
func (d *Desk) KeepReceipt(ctx context.Context, r ExportRequest, e Exported, data []byte) error {
	if e.Receipt == nil {
		return nil
	}
	of, err := d.documentOf(r.document())
	if err != nil {
		return err
	}
	doc, found := d.written(r)
	id := exportID(document.Format(r.Format), e.Receipt.SHA256)
	if found && memberOf(doc, "exports", id).Text("sha256") != "" {
		return nil
	}
	entry := e.Receipt.fields()
	if found && doc.Text("status") == "final" {
		if entry["file"], err = d.fileOf(ctx, doc, e, data); err != nil {
			return err
		}
	}
	change := store.Change{Kind: casefile.KindDocument, ID: doc.ID, Base: doc.Rev, Patch: map[string]any{"exports": map[string]any{id: entry}}}
	if !found {
		change.Patch = d.newDocument(of, 1, change.Patch)
	}
	if waivers := e.Receipt.waivers(); len(waivers) > 0 {
		change.Patch["waivers"] = waivers
	}
	_, err = d.save(ctx, "export a document", []store.Change{change})
	return err
}

// fileOf is the attachment with the bytes of a final's export: the one that was made when it became final, else a new one.
func (d *Desk) fileOf(ctx context.Context, doc casefile.Record, e Exported, data []byte) (string, error) {
	if made := memberOf(doc, "made", e.Receipt.Format); made.Text("sha256") == e.Receipt.SHA256 {
		return made.Text("file"), nil
	}
	return d.keepFinal(ctx, doc, e.Name, data)
}

// JSON is the receipt as a file to lie beside the document's.
func (r *Receipt) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(r, "", "  ")
	return append(text, '\n'), err
}

// fields are the receipt as the document record keeps it.
func (r *Receipt) fields() map[string]any {
	waived := make([]any, len(r.Waived))
	for i, w := range r.Waived {
		waived[i] = w.ID
	}
	return map[string]any{
		"format": r.Format, "name": r.Name, "at": r.At, "who": r.Who, "sha256": r.SHA256, "bytes": jsonNumber(strconv.FormatInt(r.Bytes, 10)), "pages": jsonNumber(strconv.Itoa(r.Pages)),
		"fonts": anyTexts(r.Fonts), "missing_fonts": anyTexts(r.MissingFonts), "checks": anyTexts(r.Checks), "waived": waived,
		"template": r.Template, "program": r.Program, "order": r.At,
	}
}

func anyTexts(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// waivers are the findings that a person let stand, by ID.
func (r *Receipt) waivers() map[string]any {
	out := map[string]any{}
	for _, w := range r.Waived {
		out[w.ID] = map[string]any{"reason": w.Reason, "who": r.Who, "at": r.At}
	}
	return out
}

// print writes a document, or gives the bytes of a final one that were kept.
func (d *Desk) print(ctx context.Context, in document.Input, r ExportRequest, b document.Built, f document.Format, name string) (document.Printed, error) {
	means := d.means(in, name)
	if doc, found := d.written(r); found {
		if p, ok := d.keptOf(doc, f); ok {
			return p, nil
		}
		if p, ok := d.keptOf(doc, document.PDF); ok {
			means.PDF = &p // what a mail attaches is the very file
		}
	}
	if r.Kind == document.Brief && in.Frozen != nil {
		return document.Render(ctx, b.Tree, f, means) // one that became final before the text of its form was kept
	}
	return printNew(ctx, in, r.Kind, b, f, means)
}

// printNew writes a document anew. A brief in Markdown is the text of its form, which is pasted elsewhere and read back.
func printNew(ctx context.Context, in document.Input, kind string, b document.Built, f document.Format, m document.Means) (document.Printed, error) {
	if kind == document.Brief && f == document.Markdown {
		return document.RenderBrief(in), nil
	}
	return document.Render(ctx, b.Tree, f, m)
}

// keptFile gives the bytes of an export that were kept, when they are what they were.
func (d *Desk) keptFile(export casefile.Entry) ([]byte, bool) {
	if export.Text("file") == "" {
		return nil, false
	}
	f, _, err := d.store.OpenAttachment(export.Text("file"))
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(f)
	return data, f.Close() == nil && err == nil && document.SHA256(data) == export.Text("sha256")
}

// means are what some formats need: the engine, and whom a mail is from and to.
func (d *Desk) means(in document.Input, name string) document.Means {
	m := document.Means{Engine: d.o.Engine, FileName: strings.TrimSuffix(name, ".eml") + ".pdf"}
	if me, err := d.store.ByName(casefile.KindPerson, d.who()); err == nil && me.Text("email") != "" {
		m.From = []mail.Address{{Name: me.Title(), Address: me.Text("email")}}
	}
	if in.Audience != document.Customer {
		return m
	}
	for _, c := range in.Related {
		if c.Kind != casefile.KindCustomer || c.ID != in.Case.Text("customer") {
			continue
		}
		for _, e := range c.Entries("contacts") {
			if a, err := netmail.ParseAddress(e.Text("email")); err == nil {
				m.To = append(m.To, mail.Address{Name: e.Text("name"), Address: a.Address})
			}
		}
	}
	return m
}
