package command

import (
	"precedent/backend/desk"
)

type templateCmd struct {
	List   templateListCmd   `cmd:"" help:"List the templates, and whose each is."`
	Export templateExportCmd `cmd:"" help:"Write the template of a kind of document to a file."`
	Import templateImportCmd `cmd:"" help:"Keep a template of your own, for the workspace or for one customer."`
	Check  templateCheckCmd  `cmd:"" help:"Name the lines of a template's file that are wrong."`
	Reset  templateResetCmd  `cmd:"" help:"Put a template of your own into the bin; the built-in one holds again."`
}

type templateListCmd struct {
	Customer string `placeholder:"KEY" help:"As they hold for a customer."`
}

func (c *templateListCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	list, err := d.Templates(s.ctx, c.Customer)
	if err != nil {
		return err
	}
	return s.answer(list, func() {
		for _, t := range list {
			s.print("%s  %s (%s)", t.Kind, t.Title, t.From)
			if len(t.Mistakes) > 0 {
				s.warn("%s: the kept template cannot be used, and the built-in one is: line %d: %s", t.Kind, t.Mistakes[0].Line, t.Mistakes[0].Says)
			}
		}
	})
}

type templateExportCmd struct {
	Kind     string `arg:"" help:"Kind of document."`
	File     string `arg:"" help:"File to write; - for standard output."`
	Customer string `placeholder:"KEY" help:"As it holds for a customer."`
}

func (c *templateExportCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	t, err := d.Template(s.ctx, c.Kind, c.Customer)
	if err != nil {
		return err
	}
	if c.File == "-" {
		_, err := s.Stdout.Write([]byte(t.Text))
		return err
	}
	if err := desk.WriteFile(s.path(c.File), []byte(t.Text)); err != nil {
		return err
	}
	return s.answer(t, func() { s.print("%s", c.File) })
}

type templateImportCmd struct {
	File     string `arg:"" help:"Template's file; - for standard input."`
	Customer string `placeholder:"KEY" help:"For this customer only."`
}

func (c *templateImportCmd) Run(s *session) error {
	d, text, err := s.rightTemplate(c.File)
	if err != nil {
		return err
	}
	saved, err := d.SaveTemplate(s.ctx, text, c.Customer)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

// rightTemplate reads a template's file in which nothing is wrong, and gives the desk that said so.
func (s *session) rightTemplate(file string) (*desk.Desk, string, error) {
	text, err := s.readAll(file)
	if err != nil {
		return nil, "", err
	}
	d, err := s.desk()
	if err != nil {
		return nil, "", err
	}
	if wrong := d.CheckTemplate(s.ctx, string(text)); len(wrong) > 0 {
		return nil, "", s.refuseTemplate(file, wrong)
	}
	return d, string(text), nil
}

// refuseTemplate names the lines that are wrong; nothing was kept.
func (s *session) refuseTemplate(file string, wrong []desk.TemplateMistake) error {
	if err := s.answer(wrong, func() {}); err != nil {
		return err
	}
	for _, m := range wrong {
		s.warn("%s:%d: %s", file, m.Line, m.Says)
	}
	return errFound
}

type templateCheckCmd struct {
	File string `arg:"" help:"Template's file; - for standard input."`
}

func (c *templateCheckCmd) Run(s *session) error {
	if _, _, err := s.rightTemplate(c.File); err != nil {
		return err
	}
	return s.answer([]desk.TemplateMistake{}, func() { s.print("%s: nothing is wrong.", c.File) })
}

type templateResetCmd struct {
	Kind     string `arg:"" help:"Kind of document."`
	Customer string `placeholder:"KEY" help:"That of this customer."`
}

func (c *templateResetCmd) Run(s *session) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	saved, err := d.ResetTemplate(s.ctx, c.Kind, c.Customer)
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}
