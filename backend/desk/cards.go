package desk

import (
	"context"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/policy"
)

// Cards gives what may be copied elsewhere of a record, filled, in the order of the process.
func (d *Desk) Cards(ctx context.Context, r CardRequest) ([]CardView, error) {
	p, err := d.policy()
	if err != nil {
		return nil, err
	}
	f, err := d.factsOfOne(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	offered, err := d.offeredCards(p, f, r.Card)
	if err != nil {
		return nil, err
	}
	ledger, err := d.Ledger(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	due := p.Obligations(f, d.now())
	out := []CardView{}
	for _, m := range offered {
		v, err := d.card(ctx, m, f, r.Waivers)
		if err != nil {
			return nil, err
		}
		v.ask(due, m.ID)
		for _, l := range ledger {
			if sameName(l.What, m.ID) {
				v.Posted = append(v.Posted, l)
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// offeredCards are those that a record may need now; one that is asked for by its name, or by that of its form, in any case.
func (d *Desk) offeredCards(p *policy.Policy, f *policy.Facts, name string) ([]*policy.Message, error) {
	if m, ok := cardNamed(p, f.Kind, name); ok {
		return []*policy.Message{m}, nil
	}
	var ids []string
	for i := range p.Messages {
		if m := &p.Messages[i]; m.Of == string(f.Kind) {
			ids = append(ids, m.ID)
		}
	}
	switch {
	case len(ids) == 0:
		return nil, casefile.Faultf(casefile.Invalid, "Nothing of a %s is copied elsewhere. Name an escalation, an emergency or a call.", f.Kind.One())
	case name != "":
		return nil, casefile.Faultf(casefile.Invalid, "Of a %s there is no card %q. Choose one of %s.", f.Kind.One(), casefile.FirstLine(name), strings.Join(ids, ", "))
	}
	return p.Offered(f, d.now()), nil
}

// cardNamed finds a card of a kind of record by its name, or by that of its form.
func cardNamed(p *policy.Policy, k casefile.Kind, name string) (*policy.Message, bool) {
	for i := range p.Messages {
		m := &p.Messages[i]
		if name != "" && m.Of == string(k) && (sameName(name, m.ID) || sameName(name, m.Card)) {
			return m, true
		}
	}
	return nil, false
}

// card fills one, and checks what a customer will read.
func (d *Desk) card(ctx context.Context, m *policy.Message, f *policy.Facts, waivers []Waiver) (CardView, error) {
	p, err := d.policy()
	if err != nil {
		return CardView{}, err
	}
	value := func(name string) string { return d.variable(f, name) }
	v := CardView{ID: m.ID, Title: m.Title, Moment: m.Moment, Source: m.Source, Document: m.Document, Destination: p.WhereTo(m, value), Audience: firstOf(m.Audience, "internal"),
		How: []string{}, Tells: []Choice{}, Fields: []CardField{}, Findings: []DocumentFinding{}, Posted: []PostingView{}}
	for _, a := range m.Tells {
		v.Tells = append(v.Tells, Choice{Value: a, Label: casefile.EnumLabel(a)})
	}
	switch {
	case m.Card != "":
		err = d.fillForm(ctx, &v, m, f, waivers)
	case m.Document != "":
		err = d.fillDocument(ctx, &v, m, f, waivers)
	default:
		text, missing := p.Write(m, value)
		v.Fields = append(v.Fields, CardField{ID: "text", Label: m.Title, Value: text, Copy: text, Missing: append([]string{}, missing...)})
		err = d.holdBack(ctx, &v, text, f.Record, waivers)
	}
	return v, err
}

// fillForm fills the fields of another system's form.
func (d *Desk) fillForm(ctx context.Context, v *CardView, m *policy.Message, f *policy.Facts, waivers []Waiver) error {
	p, err := d.policy()
	if err != nil {
		return err
	}
	a, err := document.CardAudience(m.Card, f.Kind)
	if err != nil {
		return err
	}
	in, err := d.caseInput(f.Record, a)
	if err != nil {
		return err
	}
	c, err := document.BuildCard(m.Card, in, document.CardNames(p.Names))
	if err != nil {
		return err
	}
	v.About, v.URL, v.Audience, v.How = c.About, c.URL, string(a), append(v.How, c.How...)
	for _, field := range c.Fields {
		v.Fields = append(v.Fields, CardField{ID: field.ID, Label: field.Label, Help: field.Help, Value: field.Value, Copy: field.Copy, Missing: append([]string{}, field.Missing...)})
	}
	return d.holdBack(ctx, v, c.Text(), f.Record, waivers)
}

// fillDocument takes a document as one text, in the markup of its destination.
func (d *Desk) fillDocument(ctx context.Context, v *CardView, m *policy.Message, f *policy.Facts, waivers []Waiver) error {
	p, err := d.policy()
	if err != nil {
		return err
	}
	built, _, err := d.built(ctx, DocumentRequest{Kind: m.Document, ID: f.ID, Audience: v.Audience})
	if err != nil {
		return err
	}
	head, _ := p.Write(&policy.Message{Of: m.Of, Text: m.Head}, func(name string) string { return d.variable(f, name) })
	field := CardField{ID: "text", Label: m.Title, Missing: []string{}, Value: document.Message(head, built.Tree, document.Plain),
		Copy: document.Message(head, document.Known(built.Tree), document.Format(firstOf(m.Markup, string(document.Plain))))}
	for _, g := range built.Gaps {
		field.Missing = append(field.Missing, g.Fact)
	}
	v.Fields = append(v.Fields, field)
	return d.holdBack(ctx, v, field.Copy, f.Record, waivers)
}

// holdBack leaves nothing to copy in a customer's card while the check finds something in its text.
func (d *Desk) holdBack(ctx context.Context, v *CardView, text string, r casefile.Record, waivers []Waiver) error {
	found, err := d.checkText(ctx, r, v.Audience, text, waivers)
	if err != nil || len(found) == 0 {
		return err
	}
	v.Findings = found
	for i := range v.Fields {
		v.Fields[i].Copy = ""
	}
	return nil
}

// checkText searches a text for what its reader may not see.
func (d *Desk) checkText(ctx context.Context, r casefile.Record, audience, text string, waivers []Waiver) ([]DocumentFinding, error) {
	in, err := d.caseInput(r, document.Audience(audience))
	if err != nil {
		return nil, err
	}
	checked, err := d.checkFile(ctx, document.File{Format: document.Plain, Data: []byte(text)}, in, ExportRequest{ID: r.ID, Waivers: waivers})
	return stops(checked.open), err
}

// CheckText says what a customer may not read in a text about a case.
func (d *Desk) CheckText(ctx context.Context, t TextCheck) ([]DocumentFinding, error) {
	r, err := d.store.Find(t.ID)
	if err != nil {
		return []DocumentFinding{}, err
	}
	return d.checkText(ctx, r, string(document.Customer), t.Text, nil)
}

// ask notes what the process asks for with a card now; the most pressing of it.
func (v *CardView) ask(due []policy.Obligation, id string) {
	for _, o := range due {
		if o.Message == id && v.Asked == "" {
			v.Asked, v.DueAt, v.Late = o.What, momentIn(o.Due, o.Zone), o.State == policy.Overdue
		}
	}
}

// text is all that a card has to copy.
func (v CardView) text() string {
	if len(v.Fields) == 1 {
		return v.Fields[0].Copy
	}
	var parts []string
	for _, f := range v.Fields {
		if f.Copy != "" {
			parts = append(parts, f.Label+": "+f.Copy)
		}
	}
	return strings.Join(parts, "\n")
}

// caseInput is what a card is filled from: the record with what belongs to it.
func (d *Desk) caseInput(r casefile.Record, a document.Audience) (document.Input, error) {
	c, err := d.store.Case(r.ID)
	if err != nil {
		return document.Input{}, err
	}
	in := document.Input{Case: c, Names: d.nameOf, Audience: a, Zone: firstOf(c.Text("zone"), d.zone())}
	in.Related, err = d.related(c)
	return in, err
}
