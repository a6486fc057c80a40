package desk

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

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
	name := documentName(in, r, format)
	printed, err := d.print(ctx, in, r, built, format, name)
	if err != nil {
		return nil, none, err
	}
	none.Notices = notices(built, printed)
	checked, err := d.checkFile(ctx, document.File{Name: name, Format: format, Data: printed.Data}, in, r)
	if err != nil {
		return nil, none, err
	}
	if len(checked.open) > 0 {
		none.Findings = stops(checked.open)
		return nil, none, nil
	}
	none.Name, none.Size, none.Receipt = name, int64(len(printed.Data)), d.receiptOf(in, r, printed, built, checked, name)
	return printed.Data, none, nil
}

// documentName is the file name that is proposed.
func documentName(in document.Input, r ExportRequest, f document.Format) string {
	name := strings.ToLower(in.Case.Key()) + "-" + r.Kind
	if in.Audience == document.Customer {
		name += "-customer"
	}
	return name + "." + f.Ending()
}

// slackMessage is how many characters one message in Slack holds.
const slackMessage = 40_000

func notices(b document.Built, p document.Printed) []string {
	out := []string{}
	if n := len(b.Gaps); n > 0 {
		out = append(out, fmt.Sprintf("%s not recorded; each stands as a visible gap.", plural(n, "fact")))
	}
	for _, m := range p.MissingFonts {
		out = append(out, fmt.Sprintf("No font on this machine shows %s (%s). Install one, such as Noto.", m.Script, m.Sample))
	}
	if p.Format == document.Slack && utf8.RuneCount(p.Data) > slackMessage {
		out = append(out, fmt.Sprintf("This is longer than the %d characters that one message in Slack holds. Post it in parts, or attach the PDF.", slackMessage))
	}
	return out
}
