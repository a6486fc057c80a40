package desk

import (
	"context"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document"
)

// documentInput gathers what a document of a record is built from: the case, the records that belong to it, the template, and
// what people wrote in the version that is asked for.
func (d *Desk) documentInput(ctx context.Context, r DocumentRequest) (document.Input, error) {
	of, err := d.documentOf(r)
	if err != nil {
		return document.Input{}, err
	}
	c, err := d.store.Case(of.caseID)
	if err != nil {
		return document.Input{}, err
	}
	in := document.Input{Case: c, Names: d.nameOf, Audience: document.Audience(of.audience), Zone: firstOf(c.Text("zone"), d.zone()), Overrides: map[string]string{}}
	if in.Related, err = d.related(c); err != nil {
		return document.Input{}, err
	}
	in.Pictures = d.pictures(in)
	if in.Template, _, err = d.ownTemplate(ctx, of.kind, c); err != nil {
		return document.Input{}, err
	}
	if in.Audience == document.Internal {
		in.Levels, in.Cadence = d.levels(ctx, c), d.cadence(c)
	}
	doc, err := d.version(of, r.Version)
	if err != nil {
		return document.Input{}, err
	}
	in.Version = versionWords(doc)
	for _, e := range doc.Entries("sections") {
		in.Overrides[e.ID] = e.Text("text")
	}
	if r.Typed {
		drafts, err := d.sectionDrafts(doc)
		if err != nil {
			return document.Input{}, err
		}
		for section, dr := range drafts {
			in.Overrides[section] = dr.Text
		}
	}
	if doc.Text("status") == "final" {
		in.Frozen = frozenOf(doc, c.Key())
	}
	return in, nil
}

// frozenOf is a final document as it was kept.
func frozenOf(doc casefile.Record, key string) *document.Frozen {
	f := &document.Frozen{Heading: doc.Text("heading"), Kind: doc.Text("template"), For: doc.Text("for"), Date: doc.Text("date"), Key: key}
	for _, e := range doc.Entries("sections") {
		f.Sections = append(f.Sections, document.Written{Section: document.Section{ID: e.ID, Title: e.Text("title")}, Text: e.Text("text"), Edited: e.Text("from") != ""})
	}
	return f
}

// built is a document as it stands, or a version of it.
func (d *Desk) built(ctx context.Context, r DocumentRequest) (document.Built, document.Input, error) {
	in, err := d.documentInput(ctx, r)
	if err != nil {
		return document.Built{}, in, err
	}
	kind, err := document.ParseKind(r.Kind)
	if err != nil {
		return document.Built{}, in, err
	}
	built, err := document.Build(kind, in)
	return built, in, err
}

// levels is when which severity of a case began: the first one with the case, each later one when it was set.
func (d *Desk) levels(ctx context.Context, c casefile.Case) []document.Level {
	opened := c.Instant("created")
	if c.Text("severity") == "" || opened.IsZero() {
		return nil
	}
	set, err := d.store.Values(ctx, c.ID, "severity")
	if err != nil {
		return nil // a record that a purge cut: the document goes without
	}
	var out []document.Level
	for _, v := range set {
		severity, _ := v.Value.(string)
		at := casefile.At(v.At, "")
		if len(out) == 0 {
			at = opened
		}
		if severity != "" {
			out = append(out, document.Level{At: at, Severity: severity})
		}
	}
	return out
}

// cadence is the longest time between two contacts with the customer that the severity of a case allows; 0 = no fixed time.
func (d *Desk) cadence(c casefile.Case) time.Duration {
	p, err := d.policy()
	if err != nil || c.Kind != casefile.KindEscalation {
		return 0 // the program's own policy; its tests hold it
	}
	return p.ContactEvery(c.Text("severity"))
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
