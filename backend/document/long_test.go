//go:build !race

package document

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/document/extract"
	"precedent/backend/document/pdf"
	"precedent/backend/document/tree"
)

// long is a document of some two hundred pages in which no paragraph is like another.
func long() tree.Tree {
	doc := tree.Tree{Title: "A long one", Meta: tree.Meta{Kind: "Handover", Audience: "Internal", Version: "Draft", Date: "2026-03-17"}}
	for chapter := range 60 {
		doc.Blocks = append(doc.Blocks, tree.Head(1, fmt.Sprintf("Chapter %d", chapter+1)))
		for n := range 30 {
			sentence := fmt.Sprintf("Paragraph %d of chapter %d tells what node %d said at %02d:%02d. ", n+1, chapter+1, chapter*31+n, n, chapter)
			doc.Blocks = append(doc.Blocks, tree.Para(tree.Text(strings.TrimSpace(strings.Repeat(sentence, 8)))))
		}
	}
	return doc
}

// TestALongDocumentReadsBackWordForWord compares the whole of it, in its order.
func TestALongDocumentReadsBackWordForWord(t *testing.T) {
	doc := long()
	var body []string
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case tree.Heading:
			body = append(body, tree.Words(b.Text))
		case tree.Paragraph:
			body = append(body, tree.Words(b.Text))
		}
	}
	want := squeeze(strings.Join(body, "\n")).text
	for _, f := range []Format{PDF, DOCX, HTML, Markdown, Slack, Plain, Rich} {
		printed, err := Render(context.Background(), doc, f, means())
		if err != nil {
			t.Fatal(err)
		}
		parts, err := sharedReader().Parts(context.Background(), f.Ending(), printed.Data)
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, p := range append(parts, acrossPages(parts)...) {
			all += p.Text + "\n"
		}
		if !strings.Contains(squeeze(all).text, want) {
			t.Errorf("%s does not give the text back as it went in", f)
		}
		if f != PDF {
			continue
		}
		if n := countPages(parts); printed.Pages < 180 || printed.Pages != n || pdf.Pages(printed.Data) != n {
			t.Errorf("%d pages are counted, %d are read back", printed.Pages, n)
		}
	}
}

// looked is a context that is done once it was looked at so often; 0 is never.
type looked struct {
	context.Context
	looks, most int
}

func (l *looked) Err() error {
	if l.looks++; l.most > 0 && l.looks > l.most {
		return context.Canceled
	}
	return nil
}

// TestALongPdfIsCutShortWhenNobodyWaitsForIt stops one in its middle, and makes the next document with the same engine.
func TestALongPdfIsCutShortWhenNobodyWaitsForIt(t *testing.T) {
	doc, whole := long(), &looked{Context: t.Context()}
	if _, err := Render(whole, doc, PDF, means()); err != nil {
		t.Fatal(err)
	}
	half := &looked{Context: t.Context(), most: whole.looks / 2}
	if _, err := Render(half, doc, PDF, means()); casefile.CodeOf(err) != casefile.Cancelled {
		t.Fatal(err)
	}
	if after := half.looks - half.most; after > 10 || whole.looks < 100 {
		t.Errorf("the engine looked %d times more, of %d", after, whole.looks)
	}
	if _, err := Render(t.Context(), tree.Tree{Title: "Next"}, PDF, means()); err != nil {
		t.Error(err)
	}
}

// TestGoldenPages holds what the PDF and the mail of each document say, place by place, as they are read back.
func TestGoldenPages(t *testing.T) {
	for _, kind := range []string{Closure, RCA} {
		for _, a := range []Audience{Internal, Customer} {
			b := build(t, kind, fixture(a))
			for _, f := range []Format{PDF, Mail} {
				var said strings.Builder
				for _, p := range readBack(t, b.Tree, f) {
					fmt.Fprintf(&said, "== %s\n%s\n", p.Where, withoutIDs(p.Text))
				}
				golden(t, kind+"-"+string(a)+"."+string(f)+".txt", []byte(said.String()))
			}
		}
	}
}

// hashed are the marks that Typst computes from the whole of a file.
var hashed = regexp.MustCompile(`[A-Za-z0-9+/]{22}==`)

func withoutIDs(s string) string { return hashed.ReplaceAllString(strings.TrimRight(s, "\n"), "…") }

func countPages(parts []extract.Part) (n int) {
	for _, p := range parts {
		if strings.HasPrefix(p.Where, "page ") {
			n++
		}
	}
	return n
}

func TestBookmarksAreTheHeadings(t *testing.T) {
	doc := tree.Tree{Title: "t", Blocks: []tree.Block{tree.Head(1, "First heading"), tree.Head(2, "Below it"), tree.Head(1, "Zweite 第二")}}
	for _, p := range readBack(t, doc, PDF) {
		if p.Where == "bookmarks" && strings.Contains("First heading|Below it|Zweite 第二", p.Text) {
			doc.Blocks = doc.Blocks[1:]
		}
	}
	if len(doc.Blocks) != 0 {
		t.Fatalf("%d headings have no bookmark", len(doc.Blocks))
	}
}

// TestTheWordFileOpensInLibreOffice has LibreOffice make a PDF of it, and reads that one back.
func TestTheWordFileOpensInLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: run build/setup")
	}
	doc := torture(t)
	printed, err := Render(context.Background(), doc, DOCX, means())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "torture.docx"), printed.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	profile := url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}
	out, err := exec.Command(office, "-env:UserInstallation="+profile.String(), "--headless", "--convert-to", `pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}`, "--outdir", dir, filepath.Join(dir, "torture.docx")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "torture.pdf"))
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	parts, err := sharedReader().Parts(context.Background(), "pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "/Alt<FEFF"); n != 40 { // PDFium does not find them in LibreOffice's tags
		t.Errorf("%d of 40 pictures have their alternative text", n)
	}
	doc.Blocks = slices.DeleteFunc(slices.Clone(doc.Blocks), func(b tree.Block) bool { _, picture := b.(tree.Image); return picture })
	lost(t, "LibreOffice", doc, parts, PDF)
	if all := fmt.Sprint(parts); !strings.Contains(all, fmt.Sprintf("Page 2 of %d", countPages(parts))) {
		t.Error("its pages are not numbered")
	}
}
