package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"precedent/backend/casefile"
	"precedent/backend/document/docx"
	"precedent/backend/document/engine"
	"precedent/backend/document/fonts"
	"precedent/backend/document/html"
	"precedent/backend/document/markdown"
	"precedent/backend/document/pdf"
	"precedent/backend/document/tree"
)

// Format is how a document is written.
type Format string

// The formats, by the endings of their files.
const (
	Markdown Format = "md"
	HTML     Format = "html"
	PDF      Format = "pdf"
	DOCX     Format = "docx"
)

// Formats lists them in the order in which they are offered.
func Formats() []Format { return []Format{PDF, DOCX, HTML, Markdown} }

// ParseFormat reads a format's name.
func ParseFormat(s string) (Format, error) {
	for _, f := range Formats() {
		if string(f) == s {
			return f, nil
		}
	}
	return "", casefile.Faultf(casefile.Invalid, "%q is not a format of documents. Choose md, html, pdf or docx.", s)
}

// Receipt is what is kept beside an exported file, never in it.
type Receipt struct {
	Format       Format
	SHA256       string
	Bytes        int
	MissingFonts []fonts.Missing // PDF: scripts that no font of this machine can show
}

// Render writes the tree. The engine is needed for PDF only and may be nil otherwise.
func Render(ctx context.Context, t tree.Tree, f Format, e *engine.Engine) ([]byte, Receipt, error) {
	data, missing, err := render(ctx, t, f, e)
	if err != nil {
		return nil, Receipt{}, err
	}
	sum := sha256.Sum256(data)
	return data, Receipt{Format: f, SHA256: hex.EncodeToString(sum[:]), Bytes: len(data), MissingFonts: missing}, nil
}

func render(ctx context.Context, t tree.Tree, f Format, e *engine.Engine) ([]byte, []fonts.Missing, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, casefile.Wrap(casefile.Cancelled, err, "The export was stopped.")
	}
	switch f {
	case Markdown:
		return markdown.Render(t), nil, nil
	case HTML:
		return html.Render(t), nil, nil
	case DOCX:
		data, err := docx.Render(t)
		return data, nil, err
	case PDF:
		if e == nil {
			return nil, nil, casefile.Faultf(casefile.Unavailable, "No PDF engine is at hand. Choose Word, HTML or Markdown.")
		}
		return pdf.Render(ctx, t, e, pdf.Options{})
	}
	_, err := ParseFormat(string(f))
	return nil, nil, err
}
