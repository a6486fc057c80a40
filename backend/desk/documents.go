package desk

import (
	"context"
	"fmt"
	"strings"

	"precedent/backend/document"
)

// BuildDocument gives a document as it stands, section by section, with what is missing.
func (d *Desk) BuildDocument(ctx context.Context, r DocumentRequest) (DocumentView, error) {
	in, err := d.documentInput(ctx, r.Kind, r.ID, r.Audience)
	if err != nil {
		return DocumentView{}, err
	}
	built, err := document.Build(r.Kind, in)
	if err != nil {
		return DocumentView{}, err
	}
	v := DocumentView{Title: built.Tree.Title, Sections: make([]DocumentSection, len(built.Sections)), Findings: []DocumentFinding{}, Gaps: len(built.Gaps)}
	for i, s := range built.Sections {
		v.Sections[i] = DocumentSection{ID: s.ID, Title: s.Title, Body: s.Text, Gaps: []string{}}
	}
	for _, g := range built.Gaps {
		for i := range v.Sections {
			if v.Sections[i].ID == g.Section {
				v.Sections[i].Gaps = append(v.Sections[i].Gaps, g.Fact)
			}
		}
	}
	for i := range v.Sections {
		v.Sections[i].Ready = len(v.Sections[i].Gaps) == 0
	}
	return v, nil
}

// Document writes a finished file. A customer's file is read back and checked first: while a finding stands there are no
// bytes, and Exported says what was found.
func (d *Desk) Document(ctx context.Context, r ExportRequest) ([]byte, Exported, error) {
	none := Exported{Notices: []string{}, Findings: []DocumentFinding{}}
	format, err := document.ParseFormat(r.Format)
	if err != nil {
		return nil, none, err
	}
	if r.Kind, err = document.ParseKind(r.Kind); err != nil {
		return nil, none, err
	}
	in, err := d.documentInput(ctx, r.Kind, r.ID, r.Audience)
	if err != nil {
		return nil, none, err
	}
	built, err := document.Build(r.Kind, in)
	if err != nil {
		return nil, none, err
	}
	data, receipt, err := d.rendered(ctx, built, in, r.Kind, format)
	if err != nil {
		return nil, none, err
	}
	none.Notices = notices(built, receipt)
	open, waived, err := d.checkFile(ctx, data, format, in, r.Waivers)
	if err != nil {
		return nil, none, err
	}
	if len(open) > 0 {
		for _, f := range open {
			none.Findings = append(none.Findings, DocumentFinding{ID: f.ID, Level: "stop", Section: f.Where, Says: f.What, Excerpt: f.Context, Waivable: true})
		}
		return nil, none, nil
	}
	if err := d.noteWaivers(ctx, r, in, waived); err != nil {
		return nil, none, err
	}
	none.Name, none.Size = documentName(in, r), int64(len(data))
	return data, none, nil
}

// rendered is the file. A brief as Markdown is the text of its form, which is pasted elsewhere and read back.
func (d *Desk) rendered(ctx context.Context, built document.Built, in document.Input, kind string, f document.Format) ([]byte, document.Receipt, error) {
	if kind == document.Brief && f == document.Markdown {
		data, receipt := document.RenderBrief(in)
		return data, receipt, nil
	}
	return document.Render(ctx, built.Tree, f, d.o.Engine)
}

// documentName is the file name that is proposed.
func documentName(in document.Input, r ExportRequest) string {
	name := strings.ToLower(in.Case.Key()) + "-" + r.Kind
	if in.Audience == document.Customer {
		name += "-customer"
	}
	return name + "." + r.Format
}

func notices(b document.Built, receipt document.Receipt) []string {
	out := []string{}
	if n := len(b.Gaps); n > 0 {
		out = append(out, fmt.Sprintf("%s not recorded; each stands as a visible gap.", plural(n, "fact")))
	}
	for _, m := range receipt.MissingFonts {
		out = append(out, fmt.Sprintf("No font on this machine shows %s (%s). Install one, such as Noto.", m.Script, m.Sample))
	}
	return out
}
