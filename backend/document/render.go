package document

import (
	"context"

	"precedent/backend/casefile"
	"precedent/backend/document/docx"
	"precedent/backend/document/engine"
	"precedent/backend/document/fonts"
	"precedent/backend/document/html"
	"precedent/backend/document/mail"
	"precedent/backend/document/markdown"
	"precedent/backend/document/paste"
	"precedent/backend/document/pdf"
	"precedent/backend/document/tree"
)

// Format is how a document is written.
type Format string

// The formats: four files to keep, three texts to paste elsewhere, and a draft of a mail.
const (
	Markdown Format = "md"
	HTML     Format = "html"
	PDF      Format = "pdf"
	DOCX     Format = "docx"
	Slack    Format = "slack" // Slack's markup
	Plain    Format = "text"  // plain text
	Rich     Format = "rich"  // HTML for the clipboard, without a page around it
	Mail     Format = "eml"   // a draft with the PDF attached
)

// Formats lists them in the order in which they are offered.
func Formats() []Format { return []Format{PDF, DOCX, HTML, Markdown, Slack, Rich, Plain, Mail} }

// ParseFormat reads a format's name.
func ParseFormat(s string) (Format, error) {
	for _, f := range Formats() {
		if string(f) == s {
			return f, nil
		}
	}
	return "", casefile.Faultf(casefile.Invalid, "%q is not a format of documents. Choose pdf, docx, html, md, slack, rich, text or eml.", s)
}

// Ending is that of a file of the format, without the dot.
func (f Format) Ending() string {
	switch f {
	case Slack, Plain:
		return "txt"
	case Rich:
		return "html"
	}
	return string(f)
}

// Printed is a document in one format.
type Printed struct {
	Format       Format
	Data         []byte
	SHA256       string
	Fonts        []string        // PDF: families, in the order in which a character is looked for
	MissingFonts []fonts.Missing // PDF: scripts that no font of this machine can show
	Pages        int             // PDF
}

// Kept is a document that was printed before, with the fonts that were noted then.
func Kept(f Format, data []byte, fonts []string) Printed {
	p := Printed{Format: f, Data: data, SHA256: SHA256(data), Fonts: fonts}
	if f == PDF {
		p.Pages = pdf.Pages(data)
	}
	return p
}

// Means are what some formats need: PDF and mail the engine, a mail whom it is from and to, and the name of its attached file.
type Means struct {
	Engine   *engine.Engine
	From, To []mail.Address
	FileName string
	PDF      *Printed // the file that a mail attaches; nil = it is made
}

// Render writes the tree.
func Render(ctx context.Context, t tree.Tree, f Format, m Means) (Printed, error) {
	if err := ctx.Err(); err != nil {
		return Printed{}, casefile.Wrap(casefile.Cancelled, err, "The export was stopped.")
	}
	p := Printed{Format: f}
	if err := p.print(ctx, t, m); err != nil {
		return Printed{}, err
	}
	p.SHA256 = SHA256(p.Data)
	return p, nil
}

func (p *Printed) print(ctx context.Context, t tree.Tree, m Means) (err error) {
	switch p.Format {
	case Markdown:
		p.Data = markdown.Render(t)
	case HTML:
		p.Data = html.Render(t)
	case Rich:
		p.Data = html.Fragment(t)
	case Slack:
		p.Data = paste.Slack(t)
	case Plain:
		p.Data = paste.Plain(t)
	case DOCX:
		p.Data, err = docx.Render(t)
	case PDF:
		err = p.printPDF(ctx, t, m.Engine)
	case Mail:
		if m.PDF != nil {
			p.Data, p.Fonts, p.Pages = m.PDF.Data, m.PDF.Fonts, m.PDF.Pages
		} else {
			err = p.printPDF(ctx, t, m.Engine)
		}
		if err == nil {
			attached := mail.File{Name: m.FileName, Type: "application/pdf", Data: p.Data}
			p.Data, err = mail.Render(t, m.From, m.To, attached)
		}
	default:
		_, err = ParseFormat(string(p.Format))
	}
	return err
}

func (p *Printed) printPDF(ctx context.Context, t tree.Tree, e *engine.Engine) error {
	if e == nil {
		return casefile.Faultf(casefile.Unavailable, "No PDF engine is at hand. Choose Word, HTML or Markdown.")
	}
	out, err := pdf.Render(ctx, t, e, pdf.Options{})
	p.Data, p.Fonts, p.MissingFonts, p.Pages = out.Data, out.Fonts, out.Missing, pdf.Pages(out.Data)
	return err
}
