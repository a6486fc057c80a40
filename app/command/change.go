package command

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

func itoa(n int) string { return strconv.Itoa(n) }

type newCmd struct {
	Kind string `arg:"" help:"Kind of record: escalation, call, review, customer, line, …"`
	File string `placeholder:"F" help:"File with a JSON object of its fields; - for standard input."`
	From string `placeholder:"F" help:"File with a written brief (ESCALATION: …), for a brief or an escalation; - for standard input."`
	Case string `placeholder:"KEY" help:"The case that a brief belongs to."`
}

func (c *newCmd) Run(s *session) error {
	if (c.File == "") == (c.From == "") {
		return &UsageError{Says: "new takes --file with a JSON object, or --from with a written brief."}
	}
	name := c.File + c.From
	text, err := s.readAll(name)
	if err != nil {
		return err
	}
	if !utf8.Valid(text) { // the JSON reader would put other characters in their place
		return casefile.Faultf(casefile.Invalid, "%s holds bytes that are not UTF-8 text. Save it as UTF-8.", name)
	}
	if c.From != "" {
		return c.fromBrief(s, string(text))
	}
	fields, err := casefile.DecodeFields(text)
	if err != nil {
		return casefile.Wrap(casefile.Invalid, err, c.File+" is not a JSON object. Write it as {\"title\": \"…\"}.")
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Make(s.ctx, c.Kind, fields)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

// fromBrief makes the record from a brief's text. What found no place is kept with the record, and said.
func (c *newCmd) fromBrief(s *session, text string) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, read, err := d.MakeFromBrief(s.ctx, c.Kind, text, c.Case)
	if err != nil {
		return err
	}
	for _, n := range read.Notes {
		s.warn("%s “%s”", n.Says, s.clip(n.Text, 80))
	}
	return s.printSaved(saved)
}

func (s *session) printSaved(saved desk.Saved) error {
	return s.answer(saved, func() {
		for _, r := range saved.Records {
			name := r.Key
			if name == "" {
				name = r.ID
			}
			s.print("%s", name)
		}
		for _, c := range saved.Conflicts {
			s.warn("%s was changed by somebody else meanwhile; the other value is kept beside it. See precedent conflicts.", c.Label)
		}
		for _, g := range saved.Missing {
			s.warn("The process wants more first: %s (%s, %s)", g.Says, g.Source, g.ID)
		}
	})
}

type setCmd struct {
	Key    string   `arg:"" help:"Record."`
	Values []string `arg:"" help:"FIELD=VALUE; dots go into a field; FIELD= clears it."`
}

func (c *setCmd) Run(s *session) error {
	var values []desk.Assignment
	for _, v := range c.Values {
		field, value, ok := strings.Cut(v, "=")
		if !ok || field == "" {
			return &UsageError{Says: "set takes FIELD=VALUE, such as severity=high; FIELD= clears."}
		}
		values = append(values, desk.Assignment{Field: field, Value: value})
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Set(s.ctx, c.Key, values)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type logCmd struct {
	Key        string `arg:"" help:"Record."`
	Text       string `arg:"" help:"What happened; - reads it from standard input."`
	At         string `placeholder:"TIME" help:"When it happened, if not now: 2026-03-13T07:50:00+01:00."`
	Visibility string `enum:"internal,customer," default:"internal" help:"internal or customer."`
	Mark       string `help:"action, decision, question, quote, impact, detection, mitigation, resolution, …"`
	Star       bool   `help:"Star the line: it goes into documents."`
}

func (c *logCmd) Run(s *session) error {
	text := c.Text
	if text == "-" {
		all, err := s.readAll("-")
		if err != nil {
			return err
		}
		text = string(all)
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Log(s.ctx, desk.LogRequest{Record: c.Key, Text: text, At: c.At, Visibility: c.Visibility, Mark: c.Mark, Starred: c.Star})
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type attachCmd struct {
	Key   string   `arg:"" help:"Record."`
	Files []string `arg:"" help:"Files to keep with it."`
	Large bool     `help:"Keep files of more than 100 MB too."`
}

func (c *attachCmd) Run(s *session) error {
	for _, name := range c.Files { // all or none: a name that is wrong is found before anything is kept
		f, err := s.open(name)
		if err != nil {
			return err
		}
		_ = f.Close() // only looked at
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	out := make([]desk.AttachmentView, 0, len(c.Files))
	for _, f := range c.Files {
		a, err := d.AttachFile(s.ctx, c.Key, s.path(f), c.Large)
		if err != nil {
			return err
		}
		out = append(out, a)
	}
	return s.answer(out, func() {
		for _, a := range out {
			s.print("%s  %s", a.ID, a.Name)
		}
	})
}

type linkCmd struct {
	From string `arg:"" help:"Record."`
	To   string `arg:"" help:"The other record."`
	As   string `required:"" help:"related, duplicate, same_problem, not_related, evidence, …"`
	Why  string `help:"The reason."`
}

func (c *linkCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Link(s.ctx, c.From, c.To, c.As, c.Why)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type undoCmd struct {
	Key string `arg:"" optional:"" help:"Record whose last action is taken back, or the name of an action."`
}

func (c *undoCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	undone, err := d.Undo(s.ctx, c.Key)
	if err != nil {
		return err
	}
	return s.answer(undone, func() {
		s.print("%s", undone.Says)
		for _, l := range undone.Left {
			s.warn("Left as it is, because it was changed since: %s", l)
		}
	})
}

type deleteCmd struct {
	Keys []string `arg:"" help:"Records."`
}

func (c *deleteCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.Remove(s.ctx, c.Keys)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type undeleteCmd struct {
	Keys []string `arg:"" help:"Records in the bin."`
}

func (c *undeleteCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.TakeBack(s.ctx, c.Keys)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

type purgeCmd struct {
	Keys      []string `arg:"" optional:"" help:"Records in the bin."`
	OlderThan string   `placeholder:"D" help:"All that was in the bin for this many days on which the program ran, such as 30d."`
	Reason    string   `default:"asked for on the command line" help:"Why; kept in the journal."`
	DateRight bool     `name:"date-is-right" help:"The clock is right, although the workspace was not open for more than a week."`
}

func (c *purgeCmd) Run(s *session) error {
	days := -1
	if c.OlderThan != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(c.OlderThan, "d"))
		if err != nil || n < 0 {
			return &UsageError{Says: "--older-than takes a number of days, such as 30d."}
		}
		days = n
	}
	if (len(c.Keys) == 0) == (days < 0) {
		return &UsageError{Says: "purge takes records of the bin, or --older-than."}
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	report, err := d.Purge(s.ctx, desk.PurgeRequest{Records: c.Keys, OlderThanDays: days, Reason: c.Reason, DateIsRight: c.DateRight}, s.progress)
	s.progressEnd()
	if err != nil {
		return err
	}
	return s.answer(report, func() { s.print("%s", report.Says) })
}
