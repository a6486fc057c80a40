package desk

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/store"
)

// escalated is a workspace with an escalation of a customer, and gives the escalation's ID.
func escalated(t *testing.T) (*Desk, string) {
	t.Helper()
	d := desk(t)
	return d, escalatedIn(t, d)
}

func escalatedIn(t *testing.T, d *Desk) string {
	t.Helper()
	saved, err := d.Save(t.Context(), SaveRequest{Changes: []Change{{Kind: "customer", Patch: map[string]any{"name": "Veldhoorn Rail",
		"contacts": map[string]any{"c": map[string]any{"name": "Saskia de Boer", "email": "saskia@veldhoorn.example"}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	saved, err = d.Save(t.Context(), SaveRequest{Changes: []Change{{Kind: "escalation", Patch: map[string]any{"title": "Nodes refuse", "customer": saved.Records[0].ID,
		"impact_customer": "1,400 developers could not push.", "created": "2026-03-13T07:50:00Z"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return saved.Records[0].ID
}

func export(t *testing.T, d *Desk, r ExportRequest) ([]byte, Exported) {
	t.Helper()
	data, e, err := d.Document(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if data != nil {
		if err := d.KeepReceipt(t.Context(), r, e, data); err != nil {
			t.Fatal(err)
		}
	}
	return data, e
}

func docsOf(t *testing.T, d *Desk, id string) []casefile.Record {
	t.Helper()
	named, err := d.store.Links(id)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(named, func(r casefile.Record) bool { return r.Kind != casefile.KindDocument })
}

func TestAReceiptIsKeptOnceForTheSameBytes(t *testing.T) {
	d, id := escalated(t)
	r := ExportRequest{Kind: "rca", ID: id, Audience: "customer", Format: "md"}
	data, e := export(t, d, r)
	export(t, d, r)
	docs := docsOf(t, d, id)
	if len(docs) != 1 || len(docs[0].Entries("exports")) != 1 {
		t.Fatalf("%+v", docs)
	}
	kept := docs[0].Entries("exports")[0]
	if kept.Text("sha256") != e.Receipt.SHA256 || kept.Text("format") != "md" || len(kept.Strings("checks")) < 4 || e.Receipt.Bytes != int64(len(data)) {
		t.Fatalf("%+v, %+v", kept, e.Receipt)
	}
	for _, s := range e.Receipt.Checks {
		if strings.Contains(string(data), s) {
			t.Errorf("the file says %q", s)
		}
	}
}

// finalsStand makes a document final, changes all that it was made by, and fails where a form of it is not what it was then.
func finalsStand(t *testing.T, d *Desk, id string, kinds ...string) {
	t.Helper()
	first := map[string][]byte{}
	for _, kind := range kinds {
		if _, err := d.FinishDocument(t.Context(), DocumentRequest{Kind: kind, ID: id}, "a test"); err != nil {
			t.Fatal(err)
		}
		for _, f := range document.Formats() {
			if (f == document.PDF || f == document.Mail) && !d.makesPDF() {
				continue
			}
			data, e := export(t, d, ExportRequest{Kind: kind, ID: id, Format: string(f)})
			if data == nil {
				t.Fatalf("%s as %s: %+v", kind, f, e.Findings)
			}
			first[kind+"/"+string(f)] = data
		}
		for _, doc := range docsOf(t, d, id) {
			for _, e := range doc.Entries("exports") {
				if made := memberOf(doc, "made", e.Text("format")); made.Text("file") == "" || made.Text("file") != e.Text("file") {
					t.Errorf("%s as %s went out as another file than the one that was kept", kind, e.Text("format"))
				}
			}
		}
	}
	allChanges(t, d, id, kinds)
	for what, was := range first {
		kind, f, _ := strings.Cut(what, "/")
		if again, _ := export(t, d, ExportRequest{Kind: kind, ID: id, Format: f}); !bytes.Equal(was, again) {
			t.Errorf("%s is not what it was when it became final", what)
		}
	}
}

// allChanges changes the case, the customer's people, the policy, the templates and the program.
func allChanges(t *testing.T, d *Desk, id string, kinds []string) {
	t.Helper()
	if _, err := d.Set(t.Context(), id, []Assignment{{Field: "title", Value: "Another title"}, {Field: "severity", Value: "low"}}); err != nil {
		t.Fatal(err)
	}
	c, err := d.store.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Set(t.Context(), c.Text("customer"), []Assignment{{Field: "contacts.c.email", Value: "other@veldhoorn.example"}, {Field: "name", Value: "Veldhoorn Groep"}}); err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		own, err := d.Template(t.Context(), kind, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.SaveTemplate(t.Context(), strings.Replace(own.Text, "title: ", "title: Other ", 1), ""); err != nil {
			t.Fatal(err)
		}
	}
	p, err := d.PolicyInUse(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetPolicyValue(t.Context(), p.Places[slices.IndexFunc(p.Places, func(p PolicyPlace) bool { return p.Value == "24h" })], "12h"); err != nil {
		t.Fatal(err)
	}
	d.o.Program = "another program"
}

func TestAFinalGoesOutAsItWasInEveryForm(t *testing.T) {
	d, id := escalated(t)
	finalsStand(t, d, id, "rca", "closure", "brief")
	text, _ := export(t, d, ExportRequest{Kind: "brief", ID: id, Format: "md"})
	if !strings.HasPrefix(string(text), "ESCALATION: Nodes refuse") {
		t.Errorf("a final brief is not the text of its form: %.60s", text)
	}
}

func TestPicturesOfACaseStandInItsDocumentsForThoseWhoMaySeeThem(t *testing.T) {
	d, id := escalated(t)
	var j bytes.Buffer
	if err := jpeg.Encode(&j, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	for name, visibility := range map[string]string{"inside.jpg": "internal", "shown.jpg": "customer"} {
		a, err := d.AttachBytes(t.Context(), id, name, "", j.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.save(t.Context(), "edit", []store.Change{{Kind: casefile.KindAttachment, ID: a.ID, Base: a.Rev, Patch: map[string]any{"visibility": visibility}}}); err != nil {
			t.Fatal(err)
		}
	}
	text := "Two: ![one](inside.jpg) ![two](shown.jpg)"
	if _, err := d.Set(t.Context(), id, []Assignment{{Field: "impact_customer", Value: text}}); err != nil {
		t.Fatal(err)
	}
	for audience, want := range map[string]int{"internal": 2, "customer": 1} {
		data, e := export(t, d, ExportRequest{Kind: "rca", ID: id, Audience: audience, Format: "html"})
		if got := strings.Count(string(data), "data:image/jpeg"); got != want {
			t.Errorf("%s: %d pictures, want %d (%+v)", audience, got, want, e.Findings)
		}
		if _, err := d.FinishDocument(t.Context(), DocumentRequest{Kind: "rca", ID: id, Audience: audience}, "a test"); err != nil {
			t.Fatal(err)
		}
		data, _ = export(t, d, ExportRequest{Kind: "rca", ID: id, Audience: audience, Format: "html"})
		if got := strings.Count(string(data), "data:image/jpeg"); got != want {
			t.Errorf("%s, final: %d pictures, want %d", audience, got, want)
		}
	}
}

func TestAMailIsADraftToTheCustomersPeople(t *testing.T) {
	d, id := escalated(t)
	in, err := d.documentInput(t.Context(), DocumentRequest{Kind: "rca", ID: id, Audience: "customer"})
	if err != nil {
		t.Fatal(err)
	}
	if m := d.means(in, "esc-rca-customer.eml"); len(m.To) != 1 || m.To[0].Address != "saskia@veldhoorn.example" || m.FileName != "esc-rca-customer.pdf" {
		t.Fatalf("%+v", m)
	}
	in.Audience = "internal"
	if m := d.means(in, "x.eml"); len(m.To) != 0 {
		t.Fatalf("%+v", m)
	}
}

func TestTheLedgerIsInTheOrderOfTime(t *testing.T) {
	d, id := escalated(t)
	for _, p := range []PostRequest{{ID: id, Destination: "second", At: "2026-03-13T10:00:00Z"}, {ID: id, Destination: "first", At: "2026-03-13T10:30:00+02:00", URL: "https://chat.example/1"}} {
		if _, err := d.Post(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	ledger, err := d.Ledger(t.Context(), id)
	if err != nil || len(ledger) != 2 || ledger[0].Destination != "first" || ledger[0].URL != "https://chat.example/1" {
		t.Fatalf("%+v, %v", ledger, err)
	}
	if _, err := d.Post(t.Context(), PostRequest{ID: id, Destination: " "}); casefile.CodeOf(err) != casefile.Invalid {
		t.Error(err)
	}
}
