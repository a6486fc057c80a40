package desk

import (
	"context"

	"precedent/backend/casefile"
	"precedent/backend/document"
)

// CardRequest names a card (card "" is all that a record has), with the findings that may stand in a customer's.
type CardRequest struct {
	ID      string   `json:"id"` // of the record, or its key
	Card    string   `json:"card"`
	Waivers []Waiver `json:"waivers"`
}

// CardView is a text to copy into another system, field by field, in the order of that system's form. While findings stand in
// a customer's card its fields have nothing to copy.
type CardView struct {
	ID          string            `json:"id"`
	Title       string            `json:"title"`
	About       string            `json:"about"`
	Destination string            `json:"destination"`
	Audience    string            `json:"audience"`
	URL         string            `json:"url"` // where it lives; "" is not known
	Fields      []CardField       `json:"fields"`
	Findings    []DocumentFinding `json:"findings"`
	Posted      []PostingView     `json:"posted"`
}

// CardField is one field of a card.
type CardField struct {
	ID      string   `json:"id"`
	Label   string   `json:"label"`
	Help    string   `json:"help"`
	Value   string   `json:"value"` // to read, with its gaps
	Copy    string   `json:"copy"`  // for the clipboard, in the markup of the destination
	Missing []string `json:"missing"`
}

// Cards gives the cards of a record, filled.
func (d *Desk) Cards(ctx context.Context, r CardRequest) ([]CardView, error) {
	found, err := d.store.Find(r.ID)
	if err != nil {
		return nil, err
	}
	ids, audiences := document.CardsOf(found.Kind)
	if len(ids) == 0 {
		return nil, casefile.Faultf(casefile.Invalid, "No card is made of a %s. Name an escalation, an emergency or a call.", found.Kind.One())
	}
	ledger, err := d.Ledger(ctx, found.ID)
	if err != nil {
		return nil, err
	}
	out := []CardView{}
	for i, id := range ids {
		if r.Card != "" && !sameName(r.Card, id) {
			continue
		}
		v, err := d.card(ctx, found, id, audiences[i], r.Waivers)
		if err != nil {
			return nil, err
		}
		for _, p := range ledger {
			if sameName(p.What, id) {
				v.Posted = append(v.Posted, p)
			}
		}
		out = append(out, v)
	}
	if len(out) == 0 {
		_, err := document.BuildCard(r.Card, document.Input{Case: casefile.Case{Record: found}}, nil) // says which there are, or that it is of other records
		return nil, err
	}
	return out, nil
}

// card fills one, and checks what a customer will read.
func (d *Desk) card(ctx context.Context, r casefile.Record, id string, a document.Audience, waivers []Waiver) (CardView, error) {
	in, err := d.caseInput(r, a)
	if err != nil {
		return CardView{}, err
	}
	names, err := document.BuiltinNames()
	if err != nil {
		return CardView{}, err
	}
	c, err := document.BuildCard(id, in, names)
	if err != nil {
		return CardView{}, err
	}
	checked, err := d.checkFile(ctx, document.File{Format: document.Plain, Data: []byte(c.Text())}, in, ExportRequest{Kind: id, Waivers: waivers})
	if err != nil {
		return CardView{}, err
	}
	v := CardView{ID: id, Title: c.Title, About: c.About, Destination: c.Destination, Audience: string(a), URL: c.URL,
		Fields: []CardField{}, Findings: stops(checked.open), Posted: []PostingView{}}
	for _, f := range c.Fields {
		field := CardField{ID: f.ID, Label: f.Label, Help: f.Help, Value: f.Value, Copy: f.Copy, Missing: append([]string{}, f.Missing...)}
		if len(checked.open) > 0 {
			field.Copy = ""
		}
		v.Fields = append(v.Fields, field)
	}
	return v, nil
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
