package command

import (
	"io"
	"math"
	"os"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type policyCmd struct {
	Show   policyShowCmd   `cmd:"" default:"1" help:"The rules in use, with their sources, and the versions that were used."`
	Export policyExportCmd `cmd:"" help:"Write the files of the policy into an empty folder, to be edited."`
	Check  policyCheckCmd  `cmd:"" help:"Look for mistakes in the files of a folder: file, line, and what is wrong."`
	Use    policyUseCmd    `cmd:"" help:"Put the files of a folder into use; undo takes it back."`
	Diff   policyDiffCmd   `cmd:"" help:"Show the lines in which two versions differ."`
}

type policyShowCmd struct{}

func (c *policyShowCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	v, err := d.PolicyInUse(s.ctx)
	if err != nil {
		return err
	}
	return s.answer(v, func() {
		for _, r := range v.Rules {
			s.print("%-26s %-7s %s", r.ID, r.Source, s.clip(r.Says, s.Width-35))
		}
		whose := "the team's own"
		if v.Builtin {
			whose = "the program's own"
		}
		s.print("Version %s, %s.", v.Version, whose)
		for _, u := range v.Used {
			s.print("Used: %s since %s, by %s; %d open cases keep it.", u.Version, wallClock(u.At), u.Who, u.Cases)
		}
	})
}

type policyExportCmd struct {
	Dir     string `arg:"" help:"Folder, empty or new."`
	Version string `placeholder:"V" help:"A version that was used, or builtin; else the one in use."`
}

func (c *policyExportCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	report, err := d.ExportPolicy(s.ctx, c.Version, s.path(c.Dir))
	if err != nil {
		return err
	}
	return s.answer(report, func() { s.print("%s", report.Says) })
}

type policyCheckCmd struct {
	Dir string `arg:"" help:"Folder with the files."`
}

func (c *policyCheckCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	v, err := d.CheckPolicyFolder(s.ctx, s.path(c.Dir))
	if err != nil {
		return err
	}
	err = s.answer(v, func() {
		for _, m := range v.Mistakes {
			s.print("%s", m)
		}
		s.print("%s", v.Says)
	})
	if err == nil && len(v.Mistakes) > 0 {
		return errFound
	}
	return err
}

type policyUseCmd struct {
	Dir string `arg:"" help:"Folder with the files."`
}

func (c *policyUseCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.UsePolicyFolder(s.ctx, s.path(c.Dir))
	if err != nil {
		return err
	}
	return s.answer(saved, func() { s.print("The policy is in use. precedent undo takes it back.") })
}

type policyDiffCmd struct {
	From string `arg:"" optional:"" default:"builtin" help:"A version, or builtin."`
	To   string `arg:"" optional:"" help:"A version; else the one in use."`
}

func (c *policyDiffCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	v, err := d.DiffPolicy(s.ctx, c.From, c.To)
	if err != nil {
		return err
	}
	return s.answer(v, func() {
		for _, l := range v.Lines {
			s.print("%s %s:%d %s", l.Sign, l.File, l.Line, l.Text)
		}
		if len(v.Lines) == 0 {
			s.warn("%s and %s are the same.", v.From, v.To)
		}
	})
}

type calendarCmd struct {
	Key string `arg:"" optional:"" help:"Record; without one, everything that has a time to come."`
	Out string `short:"o" default:"-" placeholder:"FILE" help:"File to write; - for standard output."`
}

func (c *calendarCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	text, err := d.Calendar(s.ctx, c.Key)
	if err != nil {
		return err
	}
	if c.Out == "-" {
		_, err := io.WriteString(s.Stdout, text)
		return err
	}
	if err := os.WriteFile(s.path(c.Out), []byte(text), 0o600); err != nil {
		return casefile.Wrap(casefile.Unavailable, err, "The file "+c.Out+" cannot be written.")
	}
	return nil
}

type messageCmd struct {
	Key string `arg:"" help:"Case."`
	ID  string `arg:"" help:"Message, as guide names them."`
}

func (c *messageCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	m, err := d.Message(s.ctx, c.Key, c.ID)
	if err != nil {
		return err
	}
	return s.answer(m, func() {
		s.print("%s", m.Text)
		if len(m.Missing) > 0 {
			s.warn("Not recorded: %s.", strings.Join(m.Missing, ", "))
		}
	})
}

type moversCmd struct{}

func (c *moversCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	all, err := d.Movers(s.ctx, math.MaxInt)
	if err != nil {
		return err
	}
	return s.answer(all.Movers, func() {
		for _, m := range all.Movers {
			s.print("%s", firstText(m.DRI, "No DRI"))
			for _, k := range m.Cases {
				s.printMove(k)
			}
		}
	})
}

func (s *session) printMove(k desk.MoveView) {
	s.print("  %-12s %-9s %s", k.Key, casefile.EnumLabel(k.Severity), s.clip(k.Title, s.Width-27))
	s.print("    customer heard %d days ago, %d overdue, next due %s", k.CustomerDays, k.Overdue, wallClock(k.NextDueAt))
	for _, why := range k.Stalled {
		s.print("    stands still: %s (%s)", why.Says, why.Source)
	}
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
