package desk

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
	"precedent/backend/document"
)

// BuildDocument gives a document as it stands, or a version of it, section by section: what is missing, where each fact stands,
// what a person wrote, and beside it what would make it better.
func (d *Desk) BuildDocument(ctx context.Context, r DocumentRequest) (DocumentView, error) {
	built, in, err := d.built(ctx, r)
	if err != nil {
		return DocumentView{}, err
	}
	of, err := d.documentOf(r)
	if err != nil {
		return DocumentView{}, err
	}
	doc, err := d.version(of, r.Version)
	if err != nil {
		return DocumentView{}, err
	}
	v := DocumentView{Title: built.Tree.Title, Audience: of.audience, Version: versionOf(doc), Status: firstOf(doc.Text("status"), "draft"), Record: doc.ID,
		Case: of.caseID, Kind: of.kind, Label: casefile.EnumLabel(of.kind), Reviewer: doc.Text("reviewer"), Early: built.Early, Fixed: of.kind == document.Brief,
		Sections: []DocumentSection{}, Findings: []DocumentFinding{}, Gaps: len(built.Gaps)}
	written := map[string]string{}
	for _, e := range doc.Entries("sections") {
		written[e.ID] = e.Text("from")
	}
	drafts, err := d.sectionDrafts(doc)
	if err != nil {
		return DocumentView{}, err
	}
	for _, s := range built.Sections {
		section := d.viewSection(s, built, written[s.ID], in.Frozen != nil)
		if dr, ok := drafts[s.ID]; ok {
			draft := viewDraft(dr)
			section.Draft = &draft
		}
		v.Sections = append(v.Sections, section)
	}
	j, err := document.Judge(of.kind, in, built, doc.Text("reviewer") != "")
	v.Score = j.Score
	said := map[string]bool{} // what is missing twice in a section is said once
	for _, a := range viewAdvice(j.All, built) {
		if f := a.finding(); !said[f.ID] {
			said[f.ID] = true
			v.Findings = append(v.Findings, f)
		}
	}
	return v, err
}

func (d *Desk) viewSection(s document.Written, built document.Built, from string, final bool) DocumentSection {
	v := DocumentSection{ID: s.ID, Title: s.Title, Help: s.Help, Body: s.Text, Edited: s.Edited, Gaps: []string{}, Fills: []string{}, Missing: []DocumentGap{}, Facts: []DocumentFact{}}
	if s.Edited && !final {
		v.Recorded = s.Record
		v.Moved = from != "" && from != hashOf(s.Record)
	}
	for _, g := range built.Gaps {
		if g.Section == s.ID {
			v.Gaps, v.Fills, v.Missing = append(v.Gaps, g.Fact), append(v.Fills, g.Fills), append(v.Missing, d.viewGap(g))
		}
	}
	seen := map[string]bool{}
	for _, f := range built.Facts {
		if f.Section == s.ID && !seen[f.Record+"/"+f.Field] {
			seen[f.Record+"/"+f.Field] = true
			v.Facts = append(v.Facts, d.viewFact(f))
		}
	}
	v.Ready = len(v.Gaps) == 0
	return v
}

// viewGap says where a fact that is missing would stand.
func (d *Desk) viewGap(g document.Gap) DocumentGap {
	v := DocumentGap{Fact: g.Fact, Record: g.Record, Field: g.Field, Fills: g.Fills}
	if r, err := d.store.Get(g.Record); err == nil {
		v.Kind, v.Case = string(r.Kind), firstOf(r.Parent(), r.ID)
	}
	return v
}

// viewFact names the record that a section speaks from.
func (d *Desk) viewFact(f document.Fact) DocumentFact {
	v := DocumentFact{Record: f.Record, Field: f.Field}
	if r, err := d.store.Get(f.Record); err == nil {
		v.Kind, v.Title, v.Case = string(r.Kind), r.Title(), firstOf(r.Parent(), r.ID)
		v.Label = labelOf(r.Kind, f.Field)
	}
	return v
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
	built, in, err := d.built(ctx, r.document())
	if err != nil {
		return nil, none, err
	}
	name := documentName(in, r, format)
	printed, err := d.print(ctx, in, r, built, format, name)
	if err != nil {
		return nil, none, err
	}
	none.Notices = d.templateNotice(ctx, r.Kind, in, notices(built, printed))
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

// templateNotice adds that a kept template cannot be used.
func (d *Desk) templateNotice(ctx context.Context, kind string, in document.Input, list []string) []string {
	if _, broken, err := d.ownTemplate(ctx, kind, in.Case); err == nil && broken && in.Frozen == nil {
		list = append(list, "The template that was kept for this document has mistakes, and the built-in one was used. Run precedent template list.")
	}
	return list
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
