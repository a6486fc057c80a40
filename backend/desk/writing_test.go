package desk

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestWhatIsTypedInASectionIsKeptAtOnceAndCountsOnlyWhereItIsAskedFor(t *testing.T) {
	d, id := escalated(t)
	r := DocumentRequest{Kind: "rca", ID: id, Audience: "internal"}
	if _, err := d.DraftSection(t.Context(), r, "impact", "Half of a sen"); err != nil {
		t.Fatal(err)
	}
	s := sectionOf(t, d, r, "impact")
	if s.Draft == nil || s.Draft.Text != "Half of a sen" || s.Edited {
		t.Fatalf("%+v", s)
	}
	typed := r
	typed.Typed = true
	if s := sectionOf(t, d, typed, "impact"); s.Body != "Half of a sen" || !s.Edited {
		t.Errorf("%+v", s)
	}
	data, _ := export(t, d, ExportRequest{Kind: "rca", ID: id, Audience: "internal", Format: "md"})
	if strings.Contains(string(data), "Half of a sen") {
		t.Error("a draft went out")
	}
	if _, err := d.WriteSection(t.Context(), r, "impact", "Half of a sentence."); err != nil {
		t.Fatal(err)
	}
	if s := sectionOf(t, d, r, "impact"); s.Draft != nil || s.Body != "Half of a sentence." {
		t.Errorf("the draft outlives its revision: %+v", s)
	}
	if n := len(docsOf(t, d, id)); n != 1 {
		t.Errorf("%d documents", n)
	}
}

func TestADraftOfOneSectionOutlivesTheRevisionOfAnother(t *testing.T) {
	d, id := escalated(t)
	r := DocumentRequest{Kind: "rca", ID: id, Audience: "internal"}
	if _, err := d.DraftSection(t.Context(), r, "impact", "being typed"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.WriteSection(t.Context(), r, "summary", "Written."); err != nil {
		t.Fatal(err)
	}
	if s := sectionOf(t, d, r, "impact"); s.Draft == nil {
		t.Fatal("the draft is gone")
	}
	if _, err := d.FinishDocument(t.Context(), r, ""); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(casefile.Sentence(err), "Impact") {
		t.Errorf("it became final over a text that is typed: %v", err)
	}
	if err := d.DropSectionDraft(t.Context(), r, "impact"); err != nil {
		t.Fatal(err)
	}
	if s := sectionOf(t, d, r, "impact"); s.Draft != nil {
		t.Error("a dropped draft is there")
	}
	if _, err := d.FinishDocument(t.Context(), r, ""); err != nil {
		t.Error(err)
	}
	if _, err := d.DraftSection(t.Context(), r, "impact", "later"); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("a final is written in: %v", err)
	}
}

// What only a tree can say, a table's head for one, would not survive being written as Markdown and read again.
func TestAFinalIsExportedAsTheFilesThatWereMadeAndNotBuiltAgain(t *testing.T) {
	d, id := escalated(t)
	filed(t, d, "action", map[string]any{"parent": id, "text": "Compare the secrets", "owner": "Storage team", "due": "2026-04-03"})
	asFinal := strings.NewReplacer("Draft, version 1", "Final, version 1", `Draft\2c  version 1`, `Final\2c  version 1`)
	draft := map[string][]byte{}
	for _, f := range []string{"docx", "html", "md"} {
		draft[f], _ = export(t, d, ExportRequest{Kind: "rca", ID: id, Audience: "internal", Format: f})
	}
	if _, err := d.FinishDocument(t.Context(), DocumentRequest{Kind: "rca", ID: id, Audience: "internal"}, ""); err != nil {
		t.Fatal(err)
	}
	doc := docsOf(t, d, id)[0]
	for _, f := range []string{"docx", "html", "md"} {
		data, e := export(t, d, ExportRequest{Kind: "rca", ID: id, Audience: "internal", Format: f})
		made := memberOf(doc, "made", f)
		if made.Text("sha256") != e.Receipt.SHA256 {
			t.Errorf("%s: what is exported is not what was made", f)
		}
		if got, want := plainOf(t, f, data), asFinal.Replace(plainOf(t, f, draft[f])); got != want {
			t.Errorf("%s: the final is not the draft made final", f)
		}
	}
	for _, e := range docsOf(t, d, id)[0].Entries("exports") {
		if e.Text("format") == "docx" && e.Text("file") != memberOf(doc, "made", "docx").Text("file") && e.Text("file") != "" {
			t.Error("the same bytes are kept twice")
		}
	}
}

// plainOf is a file's text; of a DOCX that of its main part.
func plainOf(t *testing.T, format string, data []byte) string {
	t.Helper()
	if format != "docx" {
		return string(data)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestADocumentNamesItsCustomerAndWhoBeganIt(t *testing.T) {
	d, id := escalated(t)
	if _, err := d.WriteSection(t.Context(), DocumentRequest{Kind: "rca", ID: id}, "impact", "Much."); err != nil {
		t.Fatal(err)
	}
	page, err := d.List(t.Context(), ListQuery{Kind: "document"})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("%+v %v", page, err)
	}
	if c := page.Rows[0].Cells; c["customer"] != "Veldhoorn Rail" || c["who"] != "Mara Lindt" || c["type"] != "rca" || c["status"] != "draft" {
		t.Errorf("%+v", c)
	}
}

func TestPagesDoNotWaitForAnEngineThatIsNotThere(t *testing.T) {
	d, id := escalated(t)
	v, err := d.Pages(t.Context(), DocumentRequest{Kind: "rca", ID: id, Typed: true})
	if err != nil || v.State != "absent" || v.File != "" || v.Pages == nil {
		t.Errorf("%+v %v", v, err)
	}
	if _, err := d.Page(t.Context(), "none", 0, 100); casefile.CodeOf(err) != casefile.NotFound {
		t.Error(err)
	}
}
