package document

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"precedent/backend/document/extract"
	"precedent/backend/document/tree"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata/golden.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *updateGolden {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs from what the program now writes; look at the difference, then run the test with -update", path)
	}
}

func TestGoldenDocuments(t *testing.T) {
	for _, kind := range []string{Closure, RCA} {
		for _, a := range []Audience{Internal, Customer} {
			b, err := Build(kind, fixture(a))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range []Format{HTML, DOCX, Slack, Plain, Rich} {
				printed, err := Render(context.Background(), b.Tree, f, Means{})
				if err != nil {
					t.Fatal(err)
				}
				data := printed.Data
				name := kind + "-" + string(a) + "." + string(f)
				if f == DOCX {
					data, name = lined(zipPart(t, data, "word/document.xml")), strings.TrimSuffix(name, "docx")+"document.xml"
				}
				golden(t, name, data)
			}
		}
	}
}

func zipPart(t *testing.T, data []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// lined puts each paragraph and row on a line, so that a difference can be read.
func lined(xml []byte) []byte {
	return []byte(strings.NewReplacer("</w:p>", "</w:p>\n", "</w:tr>", "</w:tr>\n").Replace(string(xml)))
}

func TestEqualTreesGiveEqualBytes(t *testing.T) {
	for _, f := range testFormats {
		first, err := Render(context.Background(), torture(t), f, means())
		if err != nil {
			t.Fatal(err)
		}
		second, err := Render(context.Background(), torture(t), f, means())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Data, second.Data) {
			t.Errorf("%s: two renderings differ", f)
		}
	}
}

// TestNothingIsLost reads the torture tree back from each format and looks for each of its texts.
func TestNothingIsLost(t *testing.T) {
	doc := torture(t)
	for _, f := range testFormats {
		lost(t, string(f), doc, readBack(t, doc, f), f)
	}
}

// lost names the texts of a document that are not in what was read back.
func lost(t *testing.T, by string, doc tree.Tree, parts []extract.Part, f Format) {
	t.Helper()
	var all strings.Builder
	for _, p := range parts {
		all.WriteString(p.Text + "\n" + shown(p.Text, f))
	}
	text := squeeze(all.String()).text
	for _, l := range doc.Lines() {
		for _, line := range strings.Split(l, "\n") {
			if strings.Contains(text, squeeze(line).text) || apart(line) && allWords(text, line) || f == PDF && inPieces(text, line) {
				continue
			}
			t.Errorf("%s lost %.80q", by, line)
		}
	}
}

// apart says that readers may give a line's parts in another order: text in two directions, and footnotes.
func apart(line string) bool { return hasRightToLeft(line) || strings.Contains(line, "footnote") }

// allWords looks for each word.
func allWords(text, line string) bool {
	for _, w := range strings.Fields(line) {
		if !strings.Contains(text, squeeze(w).text) {
			return false
		}
	}
	return true
}

// inPieces is for a cell whose lines the reader of PDF files gives between those of its neighbours, and for a footnote, which
// stands below the page.
func inPieces(text, line string) bool {
	q := squeeze(line)
	const piece = 5
	for i := 0; i+piece <= q.runes(); i += piece {
		if !strings.Contains(text, q.window(i, piece)) {
			return false
		}
	}
	return q.runes() >= piece
}
