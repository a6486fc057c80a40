package command

import (
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type moveCmd struct {
	Key   string   `arg:"" help:"Case."`
	Value string   `arg:"" help:"FIELD=VALUE, such as status=closed."`
	Pass  []string `sep:"none" placeholder:"GATE=REASON" help:"Go on although a gate is not passed, and say why."`
}

func (c *moveCmd) Run(s *session) error {
	field, value, ok := strings.Cut(c.Value, "=")
	if !ok || field == "" {
		return &UsageError{Says: "move takes FIELD=VALUE, such as status=closed."}
	}
	reasons := map[string]string{}
	for _, p := range c.Pass {
		gate, reason, ok := strings.Cut(p, "=")
		if !ok {
			return &UsageError{Says: "--pass takes GATE=REASON, such as --pass gate-ask='agreed by phone'."}
		}
		reasons[gate] = reason
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	gates, err := d.Gates(s.ctx, c.Key, field, value)
	if err != nil {
		return err
	}
	saved, err := d.Move(s.ctx, desk.MoveRequest{Record: c.Key, Field: field, Value: value, Reasons: reasons})
	if err != nil {
		return err
	}
	for _, g := range gates {
		if !g.Blocks && reasons[g.ID] == "" {
			s.warn("%s. %s (%s)", g.Says, g.Why, g.Source)
		}
	}
	return s.printSaved(saved)
}

type guideCmd struct {
	Key string `arg:"" help:"Case."`
}

func (c *guideCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	v, err := d.Guide(s.ctx, c.Key)
	if err != nil {
		return err
	}
	return s.answer(v, func() { s.printGuide(v) })
}

func (s *session) printGuide(v desk.GuideView) {
	s.printSuggestions("DRI", v.DRI)
	s.printSuggestions("Takes part", v.Parts)
	s.printSuggestions("Belongs elsewhere", v.Elsewhere)
	s.printSuggestions("Document", v.Papers)
	for _, r := range v.Roles {
		s.print("%s: %s (%s)", strings.Join(append([]string{r.Label}, r.Also...), ", also "), s.clip(strings.Join(r.Does, " "), s.Width-12-len(r.Label)), r.Source)
	}
	for _, w := range v.Stalled {
		s.print("Stands still: %s (%s)", w.Says, w.Source)
	}
	if len(v.Route.Criteria) > 0 {
		s.print("Engineering: %s", v.Route.Says)
	}
	for _, c := range v.Route.Criteria {
		mark := " "
		if c.Holds {
			mark = "x"
		}
		s.print("  [%s] %-20s %s (%s) %s", mark, c.ID, c.Says, c.Source, c.Undecided)
	}
	s.printSuggestions("Mind", v.Route.Cautions)
	for _, m := range v.Messages {
		s.print("Message: %-20s %s", m.Value, m.Label)
	}
}

func (s *session) printSuggestions(what string, list []desk.SuggestionView) {
	for _, v := range list {
		who := v.Person
		if v.Role != "" && who == "" && v.ID != "involve" {
			who = casefile.EnumLabel(v.Role) + ": nobody yet"
		}
		s.print("%s: %s (%s) %s", what, v.Says, v.Source, who)
	}
}

type tickCmd struct {
	Key  string `arg:"" help:"Case."`
	Step string `arg:"" help:"Step or criterion, as due and guide name them."`
	Off  bool   `help:"Take the tick back."`
	Why  string `help:"A note that is kept with it."`
}

func (c *tickCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Tick(s.ctx, c.Key, c.Step, !c.Off, c.Why)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type promoteCmd struct {
	Key string `arg:"" help:"Incident or emergency."`
	Why string `help:"Why, where the process proposes none."`
}

func (c *promoteCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Promote(s.ctx, c.Key, c.Why)
	if err != nil {
		return err
	}
	saved.Records = saved.Records[:1]
	return s.printSaved(saved)
}
