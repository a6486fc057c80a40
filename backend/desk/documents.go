package desk

import (
	"context"
	"fmt"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// documentInput gathers what a document of a record is built from: the case and the records that belong to it.
func (d *Desk) documentInput(kind, ref, audience string) (document.Input, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return document.Input{}, err
	}
	if !r.Kind.IsCase() || len(layouts[r.Kind].documents) == 0 {
		return document.Input{}, casefile.Faultf(casefile.Invalid, "No document is made of a %s. Name the escalation, emergency, incident or review.", r.Kind.One())
	}
	a, err := document.ParseAudience(audience)
	if err != nil {
		return document.Input{}, err
	}
	c, err := d.store.Case(r.ID)
	if err != nil {
		return document.Input{}, err
	}
	in := document.Input{Case: c, Names: d.nameOf, Audience: a, Zone: firstOf(c.Text("zone"), d.zone()), Overrides: map[string]string{}}
	if in.Related, err = d.related(c); err != nil {
		return document.Input{}, err
	}
	if doc, ok := d.written(r.ID, kind, string(a)); ok {
		in.Version = doc.Text("template")
		for _, e := range doc.Entries("sections") {
			in.Overrides[e.ID] = e.Text("text")
		}
	}
	return in, nil
}

// written is the document record in which a person wrote for a case.
func (d *Desk) written(caseID, kind, audience string) (casefile.Record, bool) {
	named, err := d.store.Links(caseID)
	if err != nil {
		return casefile.Record{}, false
	}
	for _, r := range named {
		if r.Kind == casefile.KindDocument && !r.Binned() && r.Text("type") == kind && firstOf(r.Text("audience"), "internal") == audience {
			return r, true
		}
	}
	return casefile.Record{}, false
}

// relatedKinds belong to a case when they name it, or when it names them.
var relatedKinds = map[casefile.Kind]bool{
	casefile.KindCustomer: true, casefile.KindReview: true, casefile.KindIncident: true, casefile.KindEmergency: true,
	casefile.KindCall: true, casefile.KindPerson: true,
}

// related are the records that a case names and those that name it.
func (d *Desk) related(c casefile.Case) ([]casefile.Case, error) {
	seen := map[string]bool{c.ID: true}
	var out []casefile.Case
	add := func(id string) error {
		if id == "" || seen[id] {
			return nil
		}
		seen[id] = true
		r, err := d.store.Get(id)
		if err != nil || r.Binned() || !relatedKinds[r.Kind] {
			return nil //nolint:nilerr // a reference to what is gone
		}
		other, err := d.store.Case(id)
		if err != nil {
			return err
		}
		out = append(out, other)
		return nil
	}
	for _, id := range references(c) {
		if err := add(id); err != nil {
			return nil, err
		}
	}
	named, err := d.store.Links(c.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range named {
		id := r.ID
		if r.Kind == casefile.KindLink && belongs(r) {
			id = r.Parent()
		}
		if err := add(id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// belongs says that a link joins what is one story; two cases that are alike are two stories.
func belongs(l casefile.Record) bool {
	t := l.Text("type")
	return !l.Binned() && (t == "review_of" || t == "belongs_to" || t == "evidence")
}

// references are the IDs that a case and its items name.
func references(c casefile.Case) []string {
	var out []string
	for _, r := range append([]casefile.Record{c.Record}, c.Items...) {
		if r.Kind == casefile.KindLink && !belongs(r) {
			continue
		}
		for _, f := range casefile.FieldsOf(r.Kind) {
			if id := r.Text(f.Name); f.Type == casefile.TypeRef && f.Name != "parent" && id != "" {
				out = append(out, id)
			}
		}
	}
	return out
}

// BuildDocument gives a document as it stands, section by section, with what is missing.
func (d *Desk) BuildDocument(_ context.Context, r DocumentRequest) (DocumentView, error) {
	in, err := d.documentInput(r.Kind, r.ID, r.Audience)
	if err != nil {
		return DocumentView{}, err
	}
	built, err := document.Build(r.Kind, in)
	if err != nil {
		return DocumentView{}, err
	}
	v := DocumentView{Title: built.Tree.Title, Sections: make([]DocumentSection, len(built.Sections)), Findings: []DocumentFinding{}, Gaps: len(built.Gaps)}
	for i, s := range built.Sections {
		v.Sections[i] = DocumentSection{ID: s.ID, Title: s.Title, Body: s.Text, Gaps: []string{}}
	}
	for _, g := range built.Gaps {
		for i := range v.Sections {
			if v.Sections[i].ID == g.Section {
				v.Sections[i].Gaps = append(v.Sections[i].Gaps, g.Fact)
			}
		}
	}
	for i := range v.Sections {
		v.Sections[i].Ready = len(v.Sections[i].Gaps) == 0
	}
	return v, nil
}

// Document writes a finished file. A customer's file is read back and checked first: while a finding stands there are no
// bytes, and Exported says what was found.
func (d *Desk) Document(ctx context.Context, r ExportRequest) ([]byte, Exported, error) {
	none := Exported{Notices: []string{}, Findings: []DocumentFinding{}}
	format, err := document.ParseFormat(r.Format)
	if err != nil {
		return nil, none, err
	}
	in, err := d.documentInput(r.Kind, r.ID, r.Audience)
	if err != nil {
		return nil, none, err
	}
	built, err := document.Build(r.Kind, in)
	if err != nil {
		return nil, none, err
	}
	data, receipt, err := document.Render(ctx, built.Tree, format, d.o.Engine)
	if err != nil {
		return nil, none, err
	}
	none.Notices = notices(built, receipt)
	open, waived, err := d.checkFile(ctx, data, format, in, r.Waivers)
	if err != nil {
		return nil, none, err
	}
	if len(open) > 0 {
		for _, f := range open {
			none.Findings = append(none.Findings, DocumentFinding{ID: f.ID, Level: "stop", Section: f.Where, Says: f.What, Excerpt: f.Context, Waivable: true})
		}
		return nil, none, nil
	}
	if err := d.noteWaivers(ctx, r, in, waived); err != nil {
		return nil, none, err
	}
	none.Name, none.Size = documentName(in, r), int64(len(data))
	return data, none, nil
}

// documentName is the file name that is proposed.
func documentName(in document.Input, r ExportRequest) string {
	name := strings.ToLower(in.Case.Key()) + "-" + r.Kind
	if in.Audience == document.Customer {
		name += "-customer"
	}
	return name + "." + r.Format
}

func notices(b document.Built, receipt document.Receipt) []string {
	out := []string{}
	if n := len(b.Gaps); n > 0 {
		out = append(out, fmt.Sprintf("%s not recorded; each stands as a visible gap.", plural(n, "fact")))
	}
	for _, m := range receipt.MissingFonts {
		out = append(out, fmt.Sprintf("No font on this machine shows %s (%s). Install one, such as Noto.", m.Script, m.Sample))
	}
	return out
}

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
