package desk

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// escalated is a workspace with an escalation of a customer, and gives the escalation's ID.
func escalated(t *testing.T) (*Desk, string) {
	t.Helper()
	d := desk(t)
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
	return d, saved.Records[0].ID
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

func TestAFinalKeepsItsBytesAndGivesThemAgain(t *testing.T) {
	d, id := escalated(t)
	r := ExportRequest{Kind: "rca", ID: id, Format: "html"}
	if _, err := d.FinishDocument(t.Context(), DocumentRequest{Kind: "rca", ID: id}, ""); err != nil {
		t.Fatal(err)
	}
	first, _ := export(t, d, r)
	doc := docsOf(t, d, id)[0]
	file := doc.Entries("exports")[0].Text("file")
	if file == "" {
		t.Fatalf("no file is kept: %+v", doc.Fields)
	}
	if _, err := d.Set(t.Context(), id, []Assignment{{Field: "title", Value: "Another title"}}); err != nil {
		t.Fatal(err)
	}
	again, _ := export(t, d, r)
	if !bytes.Equal(first, again) {
		t.Error("a final is not what it was")
	}
	if other, _ := export(t, d, ExportRequest{Kind: "rca", ID: id, Format: "md"}); strings.Contains(string(other), "Another title") || !strings.Contains(string(other), "Final, version 1") {
		t.Error("another format of the final does not say what the final says")
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
