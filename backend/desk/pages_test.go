//go:build !race

package desk

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"precedent/backend/document/engine"
)

// printing is a workspace with an engine. Under the race detector that and PDFium would take minutes to become machine code.
func printing(t *testing.T) *Desk {
	t.Helper()
	if !engine.Carried() {
		t.Skip("built without the PDF engine")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	cache = filepath.Join(cache, "precedent", "engine")
	e := engine.New(engine.Options{CacheDir: cache})
	if err := e.Prepare(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	d := opened(t, t.TempDir(), Options{Engine: e, Cache: cache})
	t.Cleanup(func() { closed(t, d) })
	return d
}

func TestPagesAreDrawnOfTheFileAndChangeWithWhatIsTyped(t *testing.T) {
	d := printing(t)
	id := filed(t, d, "escalation", map[string]any{"title": "Nodes refuse", "created": "2026-03-13T07:50:00Z"})
	r := DocumentRequest{Kind: "closure", ID: id, Audience: "internal", Typed: true}
	first, err := d.Pages(t.Context(), r)
	if err != nil || first.State != "ready" || len(first.Pages) == 0 || first.Pages[0].Height < 800 {
		t.Fatalf("%+v %v", first, err)
	}
	if again, err := d.Pages(t.Context(), r); err != nil || again.File != first.File {
		t.Fatalf("the same document is another file: %v", err)
	}
	picture, err := d.Page(t.Context(), first.File, 0, 400)
	if err != nil || !strings.HasPrefix(picture, "data:image/png;base64,") {
		t.Fatalf("%.40s %v", picture, err)
	}
	if _, err := d.DraftSection(t.Context(), r, "outcome", "It ended well."); err != nil {
		t.Fatal(err)
	}
	typed, err := d.Pages(t.Context(), r)
	if err != nil || typed.File == first.File {
		t.Fatalf("what is typed is not on the page: %v", err)
	}
	if _, err := d.WriteSection(t.Context(), r, "outcome", "It ended well."); err != nil {
		t.Fatal(err)
	}
	if _, err := d.FinishDocument(t.Context(), r, ""); err != nil {
		t.Fatal(err)
	}
	final, err := d.Pages(t.Context(), r)
	if err != nil || final.File != memberOf(docsOf(t, d, id)[0], "made", "pdf").Text("sha256") {
		t.Errorf("the pages of a final are not those of its file: %v", err)
	}
	if _, e := export(t, d, ExportRequest{Kind: "closure", ID: id, Audience: "internal", Format: "pdf"}); e.Receipt.SHA256 != final.File {
		t.Error("the PDF that goes out is not the one that was looked at")
	}
}

func TestAFinalPdfAndTheMailWithItGoOutAsTheyWere(t *testing.T) {
	d := printing(t)
	id := escalatedIn(t, d)
	finalsStand(t, d, id, "rca")
	pdf, _ := export(t, d, ExportRequest{Kind: "rca", ID: id, Format: "pdf"})
	mail, _ := export(t, d, ExportRequest{Kind: "rca", ID: id, Format: "eml"})
	if body := strings.ReplaceAll(string(mail), "\r\n", ""); !strings.Contains(body, base64.StdEncoding.EncodeToString(pdf)) {
		t.Error("the mail attaches another PDF than the one that was kept")
	}
}
