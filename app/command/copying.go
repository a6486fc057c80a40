package command

import (
	"strings"

	"precedent/backend/desk"
)

type cardCmd struct {
	Key   string   `arg:"" help:"Escalation, emergency or call."`
	Card  string   `arg:"" optional:"" help:"Card, such as crm-case; without one, all that the record may need now."`
	Field string   `placeholder:"ID" help:"Print only what is to be copied into this field."`
	Waive []string `sep:"none" placeholder:"ID=REASON" help:"Let a finding of the customer check stand, and say why."`
}

func (c *cardCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	waivers, err := waiversOf(c.Waive)
	if err != nil {
		return err
	}
	cards, err := d.Cards(s.ctx, desk.CardRequest{ID: c.Key, Card: c.Card, Waivers: waivers})
	if err != nil {
		return err
	}
	if c.Field != "" {
		return c.copyField(s, cards)
	}
	if err := s.answer(cards, func() { s.printCards(cards) }); err != nil {
		return err
	}
	return s.refuseCards(cards)
}

// copyField prints one field as it is to be pasted, and nothing else.
func (c *cardCmd) copyField(s *session, cards []desk.CardView) error {
	for _, card := range cards {
		for _, f := range card.Fields {
			if f.ID != c.Field {
				continue
			}
			if len(card.Findings) > 0 {
				return s.refuseCards(cards)
			}
			return s.answer(f, func() { s.print("%s", f.Copy) })
		}
	}
	return &UsageError{Says: "The card has no field " + c.Field + ". Run it without --field to see them."}
}

func (s *session) printCards(cards []desk.CardView) {
	for i, c := range cards {
		if i > 0 {
			s.print("")
		}
		s.print("%s (%s) → %s  %s", c.Title, c.ID, c.Destination, c.URL)
		for i, step := range c.How {
			s.print("%d. %s", i+1, step)
		}
		for _, f := range c.Fields {
			s.print("%s (%s):", f.Label, f.ID)
			s.print("    %s", strings.ReplaceAll(f.Value, "\n", "\n    "))
		}
		for _, p := range c.Posted {
			s.print("Posted %s to %s by %s  %s", p.At, p.Destination, p.Who, p.URL)
		}
	}
}

// refuseCards says what the check of a customer's card found; its fields have nothing to copy then.
func (s *session) refuseCards(cards []desk.CardView) error {
	stopped := false
	for _, c := range cards {
		for _, f := range c.Findings {
			s.warn("%s, %s: %s “%s”", c.Title, f.ID, f.Says, s.clip(f.Excerpt, 100))
			stopped = true
		}
	}
	if !stopped {
		return nil
	}
	s.warn("There is nothing to copy for the customer: the text would show what is internal. Change it, or let a finding stand with --waive ID=REASON.")
	return errFound
}

type postCmd struct {
	Key  string `arg:"" help:"Case, document or update that was posted."`
	To   string `placeholder:"DESTINATION" help:"Where: a channel, a ticket, the CRM. Without it the ledger of where each text went is printed."`
	What string `placeholder:"TEXT" help:"Which text of the case: a card or a kind of document, such as closure-post or crm-case."`
	URL  string `name:"url" placeholder:"URL" help:"The address by which it is found there."`
	At   string `placeholder:"TIME" help:"When, if not now: 2026-03-13T07:50:00+01:00."`
}

func (c *postCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	if c.To != "" {
		saved, err := d.Post(s.ctx, desk.PostRequest{ID: c.Key, What: c.What, Destination: c.To, URL: c.URL, At: c.At})
		if err != nil {
			return err
		}
		return s.printSaved(saved)
	}
	if c.What != "" || c.URL != "" || c.At != "" {
		return &UsageError{Says: "Say where it was posted: --to DESTINATION."}
	}
	ledger, err := d.Ledger(s.ctx, c.Key)
	if err != nil {
		return err
	}
	return s.answer(ledger, func() {
		for _, p := range ledger {
			s.print("%s  %s: %s (%s) → %s  %s  %s", p.At, p.Title, p.Label, p.What, p.Destination, p.Who, p.URL)
		}
	})
}
