package command

import (
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type dueCmd struct {
	Key string `arg:"" optional:"" help:"Record; without one, every open case."`
	At  string `placeholder:"TIME" help:"As of this time, if not now: 2026-03-13T07:50:00+01:00."`

	Limit int    `default:"0" placeholder:"N" help:"At most so many; else all."`
	After string `placeholder:"PLACE" help:"Those after this place: the answer in JSON names it as next."`
}

func (c *dueCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	answer, err := d.Due(s.ctx, desk.DueQuery{Record: c.Key, At: c.At, Limit: c.Limit, After: c.After})
	if err != nil {
		return err
	}
	return s.answer(answer, func() { s.printDue(answer) })
}

func (s *session) printDue(a desk.DueAnswer) {
	if len(a.Obligations) == 0 {
		s.warn("Nothing is due.")
	}
	for _, o := range a.Obligations {
		who := o.Who
		if who == "" {
			who = o.Role
		}
		s.print("%-8s  %-20s %-12s %s", o.State, wallClock(o.DueAt), o.CaseKey, s.clip(strings.TrimSuffix(o.What+": "+who, ": "), s.Width-44))
		s.print("          %s (%s)", s.clip(o.Why, s.Width-12-len(o.Source)), o.Source)
		s.print("          %s", o.ID)
	}
}

// wallClock is a time as people at its place read it.
func wallClock(at string) string {
	i, err := casefile.ParseInstant(at)
	if err != nil || i.IsZero() {
		return "-"
	}
	return i.In().Format("2006-01-02 15:04 MST")
}

type doCmd struct {
	ID    string   `arg:"" help:"Obligation, as due names it."`
	Text  []string `arg:"" optional:"" help:"What was said or written, where it is an update or an item."`
	Value string   `help:"Value of the field that is to be filled."`
	At    string   `placeholder:"TIME" help:"When it was done, if not now."`
	Pass  string   `placeholder:"REASON" help:"Pass it over instead, and say why."`
}

func (c *doCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Do(s.ctx, desk.DoRequest{ID: c.ID, Text: strings.Join(c.Text, " "), Value: c.Value, At: c.At, Reason: c.Pass})
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type snoozeCmd struct {
	ID    string `arg:"" help:"Obligation, as due names it."`
	Until string `required:"" placeholder:"TIME" help:"Until when: a time or a day."`
	Why   string `required:"" help:"The reason."`
}

func (c *snoozeCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Snooze(s.ctx, desk.SnoozeRequest{ID: c.ID, Until: c.Until, Reason: c.Why})
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}
