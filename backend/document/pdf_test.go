//go:build !race

package document

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"precedent/backend/document/engine"
	"precedent/backend/document/extract"
	"precedent/backend/document/tree"
)

// testFormats are the formats that tests render: all of them, but without PDF under the race detector, where turning the
// engine into machine code would take minutes.
var testFormats = Formats()

// cacheDir keeps machine code between test runs, so that the first compile happens once on a machine.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "precedent", "engine")
}

var (
	sharedEngine = sync.OnceValue(func() *engine.Engine { return engine.New(engine.Options{CacheDir: cacheDir()}) })
	sharedReader = sync.OnceValue(func() *extract.Extractor { return extract.New(extract.Options{CacheDir: cacheDir()}) })
)

func pages(t *testing.T, doc tree.Tree) []extract.Part {
	t.Helper()
	var out []extract.Part
	for _, p := range readBack(t, doc, PDF) {
		if strings.HasPrefix(p.Where, "page ") {
			out = append(out, p)
		}
	}
	return out
}

func TestEachPageSaysWhoItIsForAndWhichItIs(t *testing.T) {
	b, err := Build(RCA, fixture(Customer))
	if err != nil {
		t.Fatal(err)
	}
	all := pages(t, b.Tree)
	if len(all) < 2 {
		t.Fatalf("the document has %d pages, too few to show anything", len(all))
	}
	for i, p := range all {
		for _, want := range []string{"Prepared for Veldhoorn Rail", "Final, version 1", fmt.Sprintf("Page %d of %d", i+1, len(all))} {
			if !strings.Contains(p.Text, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
	}
}

func TestALongTablesHeaderIsOnEachOfItsPages(t *testing.T) {
	doc := tree.Tree{Title: "Long", Blocks: []tree.Block{wideTable(3, 90)}}
	all := pages(t, doc)
	if len(all) < 3 {
		t.Fatalf("%d pages", len(all))
	}
	for _, p := range all {
		if !strings.Contains(p.Text, "Column 1") {
			t.Errorf("%s lacks the header", p.Where)
		}
	}
}

func TestThePDFIsTaggedAndHasItsProperties(t *testing.T) {
	doc := tree.Tree{Title: "A title", Meta: tree.Meta{Kind: "RCA", Key: "ESC-7K3F2Q", Audience: "Internal", Date: "2026-03-17"}, Blocks: []tree.Block{picture(t, 0)}}
	printed, err := Render(context.Background(), doc, PDF, means())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/StructTreeRoot", "/MarkInfo", "/Lang", "<dc:title>"} {
		if !strings.Contains(string(printed.Data), want) {
			t.Errorf("the file has no %s", want)
		}
	}
	all := fmt.Sprint(readBack(t, doc, PDF))
	for _, want := range []string{"A title", "ESC-7K3F2Q", "alt text 1", "D:20260317"} {
		if !strings.Contains(all, want) {
			t.Errorf("reading back gives no %q", want)
		}
	}
}

// TestTypstMarkupStaysText proves that user text is inert: each of these would fail the compile or vanish if it were read.
func TestTypstMarkupStaysText(t *testing.T) {
	for _, hostile := range []string{`#panic("x")`, `#import "@preview/evil:1.0.0"`, "= heading $x^2$ `raw` <label> @ref", `\u{41} // comment /* */`, `#read("/etc/passwd")`, "*bold* _emph_ ~ -- ---"} {
		doc := tree.Tree{Title: hostile, Blocks: []tree.Block{tree.Para(tree.Text(hostile)), tree.Code{Text: hostile}, tree.Table{Head: [][]tree.Run{tree.Plain(hostile)}}}}
		text := ""
		for _, p := range pages(t, doc) {
			text += p.Text
		}
		if n := strings.Count(squeeze(text).text, squeeze(hostile).text); n < 4 {
			t.Errorf("%q is there %d times of 4", hostile, n)
		}
	}
}

func TestASentenceThatAPagesEndCutsIsFound(t *testing.T) {
	fb := Forbidden{Texts: []Sealed{{Record: "r", Field: "text", Where: "a line", Text: "abcdefghijklmnopq rstuvwxyzabcdefgh"}}}
	cut := false
	for filler := 24; filler <= 40; filler++ {
		doc := tree.Tree{Title: "Pages", Meta: tree.Meta{Audience: "Customer", Version: "1"}}
		for i := range filler {
			doc.Blocks = append(doc.Blocks, tree.Para(tree.Text(fmt.Sprintf("filler %c", 'a'+i%26))))
		}
		doc.Blocks = append(doc.Blocks, tree.Para(tree.Text("abcdefghijklmnopq")), tree.Para(tree.Text("rstuvwxyzabcdefgh")))
		found := check(t, doc, PDF, fb)
		if len(found) != 1 {
			t.Fatalf("with %d lines before it the text was not found", filler)
		}
		cut = cut || found[0].Where == "across pages"
	}
	if !cut {
		t.Fatal("no page ended within the text: the test shows nothing")
	}
}

func TestScriptsAreReadBackFromThePDF(t *testing.T) {
	for _, s := range []string{"存储节点拒绝了所有连接", "ストレージノードが接続を拒否しました", "저장 노드가 연결을 거부했습니다", "Узлы хранения отказали", "Οι κόμβοι αρνήθηκαν"} {
		found := false
		for _, p := range pages(t, tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Text(s))}}) {
			found = found || strings.Contains(squeeze(p.Text).text, squeeze(s).text)
		}
		if !found {
			t.Errorf("%q is lost", s)
		}
	}
}

func TestWithoutAFontTheReceiptNamesTheScript(t *testing.T) {
	doc := tree.Tree{Title: "t", Blocks: []tree.Block{tree.Para(tree.Text("\U00012000\U00012001 cuneiform"))}}
	receipt, err := Render(context.Background(), doc, PDF, means())
	if err != nil {
		t.Fatal(err)
	}
	// A machine may have the font; then nothing is missing, which the text shows.
	if len(receipt.MissingFonts) > 0 && !regexp.MustCompile("Cuneiform").MatchString(receipt.MissingFonts[0].Script) {
		t.Fatalf("%+v", receipt.MissingFonts)
	}
}
