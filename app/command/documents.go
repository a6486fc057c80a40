package command

import (
	"path/filepath"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

type documentCmd struct {
	Kind       string   `arg:"" optional:"" help:"closure, rca, brief, declaration, handover, …; --kinds lists them."`
	Key        string   `arg:"" optional:"" help:"Record that the document is of."`
	Audience   string   `enum:"internal,customer," default:"" help:"internal or customer; without it whom the document is for, else internal."`
	Waive      []string `sep:"none" placeholder:"ID=REASON" help:"Let a finding of the customer check stand, and say why."`
	Format     string   `enum:"md,html,pdf,docx,slack,rich,text,eml," default:"" placeholder:"FORMAT" help:"md, html, pdf or docx; slack, rich (HTML) or text to paste elsewhere; eml for a draft with the PDF attached."`
	Output     string   `short:"o" placeholder:"FILE" help:"File to write; - for standard output."`
	Receipt    string   `placeholder:"FILE" help:"Also write the receipt: hash, what was checked, what was waived, fonts."`
	Version    int      `placeholder:"N" help:"That version, not the newest."`
	Kinds      bool     `help:"List the kinds of documents, what each is made of and for whom."`
	Check      bool     `help:"Show what would make the document better, and its score."`
	Write      string   `placeholder:"SECTION" help:"Write a section: its text comes from --from; an empty text gives it back to the record."`
	From       string   `placeholder:"F" help:"File with the text of a section, in Markdown; - for standard input."`
	ReviewedBy string   `placeholder:"NAME" help:"Note that a second person has read the document."`
	Versions   bool     `help:"List the versions."`
	Final      bool     `help:"Make the newest version final; nothing changes it any more."`
	Reason     string   `placeholder:"TEXT" help:"Why a customer's version is final before the internal review."`
	Revise     bool     `help:"Begin a new version after a final one."`
	Compare    string   `placeholder:"OLDER[,NEWER]" help:"Compare two versions; without NEWER with the newest."`
}

func (c *documentCmd) request() desk.DocumentRequest {
	return desk.DocumentRequest{Kind: c.Kind, ID: c.Key, Audience: c.Audience, Version: c.Version}
}

func (c *documentCmd) Run(s *session) error {
	if c.Kinds {
		return s.printDocumentKinds()
	}
	if c.Kind == "" || c.Key == "" {
		return &UsageError{Says: "document takes the kind and the record: precedent document closure ESC-7K3F2Q --format pdf -o closure.pdf. --kinds lists the kinds."}
	}
	d, err := s.desk()
	if err != nil {
		return err
	}
	switch r := c.request(); {
	case c.Check:
		return s.checkDocument(d, r)
	case c.Versions:
		return s.printVersions(d, r)
	case c.Compare != "":
		return s.compareDocument(d, r, c.Compare)
	case c.Write != "", c.Final, c.Revise, c.ReviewedBy != "":
		return c.change(s, d, r)
	case c.Format == "" || c.Output == "":
		return &UsageError{Says: "document needs --format md, html, pdf or docx, and -o FILE. Or ask for --check, --versions, --compare, --write, --final or --revise."}
	}
	return c.export(s, d)
}

func (c *documentCmd) change(s *session, d *desk.Desk, r desk.DocumentRequest) error {
	var saved desk.Saved
	var err error
	switch {
	case c.Write != "":
		if c.From == "" {
			return &UsageError{Says: "--write SECTION takes its text from --from FILE; - is standard input."}
		}
		var text []byte
		if text, err = s.readAll(c.From); err == nil {
			saved, err = d.WriteSection(s.ctx, r, c.Write, string(text))
		}
	case c.ReviewedBy != "":
		saved, err = d.ReviewDocument(s.ctx, r, c.ReviewedBy)
	case c.Final:
		saved, err = d.FinishDocument(s.ctx, r, c.Reason)
	default:
		saved, err = d.ReviseDocument(s.ctx, r)
	}
	if err != nil {
		return err
	}
	return s.printSaved(saved)
}

func (c *documentCmd) export(s *session, d *desk.Desk) error {
	req := desk.ExportRequest{Kind: c.Kind, ID: c.Key, Audience: c.Audience, Version: c.Version, Format: c.Format}
	var err error
	if req.Waivers, err = waiversOf(c.Waive); err != nil {
		return err
	}
	data, exported, err := d.Document(s.ctx, req)
	if err != nil {
		return err
	}
	for _, n := range exported.Notices {
		s.warn("%s", n)
	}
	if data == nil {
		return s.refuseDocument(exported)
	}
	if err := c.write(s, data, exported); err != nil {
		return err
	}
	if err := d.KeepReceipt(s.ctx, req, exported, data); err != nil || c.Output == "-" {
		return err
	}
	exported.Name = filepath.Base(c.Output)
	return s.answer(exported, func() { s.print("%s", c.Output) })
}

// waiversOf reads ID=REASON.
func waiversOf(given []string) ([]desk.Waiver, error) {
	var out []desk.Waiver
	for _, w := range given {
		id, reason, ok := strings.Cut(w, "=")
		if !ok || strings.TrimSpace(reason) == "" {
			return nil, &UsageError{Says: "--waive takes ID=REASON: the finding's ID, and why it may stand."}
		}
		out = append(out, desk.Waiver{ID: id, Reason: reason})
	}
	return out, nil
}

// write puts the document and its receipt where they are wanted.
func (c *documentCmd) write(s *session, data []byte, e desk.Exported) error {
	if c.Output == "-" {
		if _, err := s.Stdout.Write(data); err != nil {
			return err
		}
	} else if err := desk.WriteFile(s.path(c.Output), data); err != nil {
		return err
	}
	if c.Receipt == "" {
		return nil
	}
	text, err := e.Receipt.JSON()
	if err != nil {
		return err
	}
	return desk.WriteFile(s.path(c.Receipt), text)
}

// refuseDocument says what the check of the finished file found; there is no file then.
func (s *session) refuseDocument(e desk.Exported) error {
	if err := s.answer(e, func() {}); err != nil {
		return err
	}
	for _, f := range e.Findings {
		s.warn("%s: %s “%s”", f.ID, f.Says, s.clip(f.Excerpt, 100))
	}
	s.warn("No file was written: the customer's version would show what is internal. Change the text, or let a finding stand with --waive ID=REASON.")
	return errFound
}

func (s *session) printDocumentKinds() error {
	rows, err := desk.DocumentKinds()
	if err != nil {
		return err
	}
	return s.answer(rows, func() {
		for _, r := range rows {
			s.print("%s  %s  of %s, for %s", r.Kind, r.Title, strings.Join(r.Of, ", "), strings.Join(r.Audiences, " and "))
			s.print("    %s", r.About)
		}
	})
}

// checkDocument shows what would make a document better. Nothing of it stops an export.
func (s *session) checkDocument(d *desk.Desk, r desk.DocumentRequest) error {
	j, err := d.JudgeDocument(s.ctx, r)
	if err != nil {
		return err
	}
	return s.answer(j, func() {
		s.print("Score %d of 100", j.Score)
		for i, f := range j.First {
			s.print("%d. %s", i+1, adviceLine(f))
		}
		if len(j.Findings) > len(j.First) {
			s.print("All %d:", len(j.Findings))
			for _, f := range j.Findings {
				s.print("  %s", adviceLine(f))
			}
		}
		for _, p := range j.Proposals {
			s.print("Proposed: %s", p.Says)
			s.print("  precedent set %s %s=%s", p.Key, p.Field, p.Value)
		}
	})
}

func adviceLine(f desk.DocumentAdvice) string {
	line := f.Title
	if line == "" {
		line = f.Section
	}
	line += ": " + f.Says + " " + f.Hint
	if f.Excerpt != "" {
		line += " (“" + f.Excerpt + "”)"
	}
	return line + " [" + f.Rule + ", " + itoa(f.Points) + "]"
}

func (s *session) printVersions(d *desk.Desk, r desk.DocumentRequest) error {
	list, err := d.DocumentVersions(s.ctx, r)
	if err != nil {
		return err
	}
	return s.answer(list, func() {
		for _, v := range list {
			line := "version " + itoa(v.Version) + "  " + v.Key + "  " + v.Status
			if v.Final != "" {
				line += " since " + v.Final
			}
			if v.Reviewer != "" {
				line += ", read by " + v.Reviewer
			}
			s.print("%s", line)
		}
		if len(list) == 0 {
			s.warn("Nobody has written in this document yet: it is made from the record each time.")
		}
	})
}

func (s *session) compareDocument(d *desk.Desk, r desk.DocumentRequest, versions string) error {
	older, newer, _ := strings.Cut(versions, ",")
	a, err := strconv.Atoi(strings.TrimSpace(older))
	b := 0
	if err == nil && newer != "" {
		b, err = strconv.Atoi(strings.TrimSpace(newer))
	}
	if err != nil || a < 1 || b < 0 {
		return &UsageError{Says: "--compare takes the numbers of two versions, such as 1,2, or of one to compare with the newest."}
	}
	found, err := d.CompareDocument(s.ctx, r, a, b)
	if err != nil {
		return err
	}
	return s.answer(found, func() {
		for _, sec := range found.Sections {
			s.print("%s (%s)", casefile.Capital(sec.Change)+": "+sec.Title, sec.ID)
			for _, l := range sec.Lines {
				s.print("  %s %s", l.Sign, l.Text)
			}
		}
		if len(found.Sections) == 0 {
			s.warn("Versions %d and %d say the same.", found.Older, found.Newer)
		}
	})
}
