package desk

import (
	"context"
	"fmt"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// TemplateView is the template that a kind of document is written by, and whose it is.
type TemplateView struct {
	Kind      string            `json:"kind"`
	Title     string            `json:"title"`
	About     string            `json:"about"`
	Of        []string          `json:"of"`        // kinds of records that it is made of
	Audiences []string          `json:"audiences"` // whom it is written for
	From      string            `json:"from"`      // built in, workspace, or the customer's name
	Record    string            `json:"record"`    // ID of the record that keeps it; "" is built in
	Text      string            `json:"text"`      // the file
	Sections  []TemplateSection `json:"sections"`
	Mistakes  []TemplateMistake `json:"mistakes"` // of a kept one that somebody broke: the built-in one is used meanwhile
}

// TemplateSection is one section of a template.
type TemplateSection struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Help     string   `json:"help"`
	Audience string   `json:"audience"`
	Fill     string   `json:"fill"`
	Starter  []string `json:"starter"`
	Needs    []string `json:"needs"`
	Hidden   bool     `json:"hidden"`
}

// TemplateMistake is one thing wrong in a template's file, with its line from 1.
type TemplateMistake struct {
	Line int    `json:"line"`
	Says string `json:"says"`
}

// Template gives the template by which a kind of document is written: for a customer (by name, key or ID), or, "", for all.
func (d *Desk) Template(ctx context.Context, kind, customer string) (TemplateView, error) {
	kind, err := document.ParseKind(kind)
	if err != nil {
		return TemplateView{}, err
	}
	id, err := d.customerID(customer)
	if err != nil {
		return TemplateView{}, err
	}
	kept, from, err := d.keptTemplate(ctx, kind, id)
	if err != nil {
		return TemplateView{}, err
	}
	text, err := document.BuiltinText(kind)
	if err != nil {
		return TemplateView{}, err
	}
	if kept.ID != "" {
		text = kept.Text("text")
	}
	v := viewTemplate(kind, text)
	v.From, v.Record = from, kept.ID
	return v, nil
}

func viewTemplate(kind, text string) TemplateView {
	t, mistakes := document.ReadTemplate(text)
	if len(mistakes) > 0 {
		t, _ = document.TemplateOf(kind)
	}
	v := TemplateView{Kind: kind, Title: t.Title, About: t.About, Of: texts(t.Of), Audiences: texts(t.Audiences()), Text: text, Sections: []TemplateSection{}, Mistakes: viewMistakes(mistakes)}
	for _, s := range t.Sections {
		v.Sections = append(v.Sections, TemplateSection{s.ID, s.Title, s.Help, string(s.Audience), s.Fill, append([]string{}, s.Starter...), append([]string{}, s.Needs...), s.Hidden})
	}
	return v
}

func viewMistakes(list []document.Mistake) []TemplateMistake {
	out := []TemplateMistake{}
	for _, m := range list {
		out = append(out, TemplateMistake{m.Line, m.Says})
	}
	return out
}

// Templates gives the templates of every kind of document for the workspace, in the order in which a case needs them.
func (d *Desk) Templates(ctx context.Context, customer string) ([]TemplateView, error) {
	var out []TemplateView
	for _, kind := range document.Kinds() {
		v, err := d.Template(ctx, kind, customer)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// CheckTemplate names what is wrong in a template's file.
func (d *Desk) CheckTemplate(_ context.Context, text string) []TemplateMistake {
	_, mistakes := document.ReadTemplate(text)
	return viewMistakes(mistakes)
}

// SaveTemplate keeps a template's file: for a customer, or, "", for the workspace. A file with a mistake is refused.
func (d *Desk) SaveTemplate(ctx context.Context, text, customer string) (Saved, error) {
	t, mistakes := document.ReadTemplate(text)
	if len(mistakes) > 0 {
		more := ""
		if n := len(mistakes) - 1; n > 0 {
			more = fmt.Sprintf(" There are %s more.", plural(n, "mistake"))
		}
		return Saved{}, casefile.Faultf(casefile.Invalid, "Line %d: %s%s", mistakes[0].Line, mistakes[0].Says, more)
	}
	id, err := d.customerID(customer)
	if err != nil {
		return Saved{}, err
	}
	change := store.Change{Kind: casefile.KindTemplate, Patch: map[string]any{"type": t.Kind, "title": templateTitle(t, d.nameOf(id)), "text": text}}
	kept, err := d.templateRecord(ctx, t.Kind, id)
	switch {
	case err != nil:
		return Saved{}, err
	case kept.ID != "":
		change.ID, change.Base = kept.ID, kept.Rev
	case id != "":
		change.Patch["customer"] = id
	}
	return d.save(ctx, "change a template", []store.Change{change})
}

func templateTitle(t document.Template, customer string) string {
	if customer == "" {
		return t.Title
	}
	return t.Title + " for " + customer
}

// SaveTemplateSections is SaveTemplate for who edits a template section by section: renamed, put in another order, hidden, added.
func (d *Desk) SaveTemplateSections(ctx context.Context, kind, customer, title string, sections []TemplateSection) (Saved, error) {
	v, err := d.Template(ctx, kind, customer)
	if err != nil {
		return Saved{}, err
	}
	t, mistakes := document.ReadTemplate(v.Text)
	if len(mistakes) > 0 {
		if t, err = document.TemplateOf(v.Kind); err != nil {
			return Saved{}, err
		}
	}
	t.Title, t.Sections = firstOf(title, t.Title), nil
	for _, s := range sections {
		t.Sections = append(t.Sections, document.Section{ID: s.ID, Title: s.Title, Help: s.Help, Audience: document.Audience(s.Audience), Fill: s.Fill, Starter: s.Starter, Needs: s.Needs, Hidden: s.Hidden})
	}
	text, err := document.WriteTemplate(t)
	if err != nil {
		return Saved{}, err
	}
	return d.SaveTemplate(ctx, text, customer)
}

// ResetTemplate puts a kept template into the bin: the workspace's, or the built-in one, holds again.
func (d *Desk) ResetTemplate(ctx context.Context, kind, customer string) (Saved, error) {
	kind, err := document.ParseKind(kind)
	if err != nil {
		return Saved{}, err
	}
	id, err := d.customerID(customer)
	if err != nil {
		return Saved{}, err
	}
	kept, err := d.templateRecord(ctx, kind, id)
	if err != nil {
		return Saved{}, err
	}
	if kept.ID == "" {
		return Saved{}, casefile.Faultf(casefile.NotFound, "There is no template of your own for this document. The built-in one holds already.")
	}
	return d.save(ctx, "reset a template", []store.Change{{Kind: casefile.KindTemplate, ID: kept.ID, Base: kept.Rev, Patch: map[string]any{"deleted": d.stamp()}}})
}

// customerID finds a customer by name, key or ID; "" stays "".
func (d *Desk) customerID(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	f, _ := casefile.FieldOf(casefile.KindTemplate, "customer")
	return d.refer(f, typed)
}

// keptTemplate is the record whose template holds for a customer: its own, else the workspace's; with neither there is no
// record, and the built-in one holds.
func (d *Desk) keptTemplate(ctx context.Context, kind, customer string) (casefile.Record, string, error) {
	if customer != "" {
		r, err := d.templateRecord(ctx, kind, customer)
		if err != nil || r.ID != "" {
			return r, d.nameOf(customer), err
		}
	}
	r, err := d.templateRecord(ctx, kind, "")
	if err != nil || r.ID != "" {
		return r, "workspace", err
	}
	return casefile.Record{}, "built in", nil
}

// templateRecord is the template kept for exactly a customer, or, "", for the workspace; without one its ID is "".
func (d *Desk) templateRecord(_ context.Context, kind, customer string) (casefile.Record, error) {
	all, err := d.store.OfKind(casefile.KindTemplate)
	if err != nil {
		return casefile.Record{}, err
	}
	for _, r := range all {
		if r.Text("type") == kind && r.Text("customer") == customer {
			return r, nil
		}
	}
	return casefile.Record{}, nil
}

// ownTemplate is the template by which a document of a case is written, nil for the built-in one; broken says that a kept one
// cannot be used.
func (d *Desk) ownTemplate(ctx context.Context, kind string, c casefile.Case) (t *document.Template, broken bool, err error) {
	r, _, err := d.keptTemplate(ctx, kind, c.Text("customer"))
	if err != nil || r.ID == "" {
		return nil, false, err
	}
	read, mistakes := document.ReadTemplate(r.Text("text"))
	if len(mistakes) > 0 || read.Kind != kind {
		return nil, true, nil
	}
	return &read, false, nil
}
