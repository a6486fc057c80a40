package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/document/tree"
)

func files(t interface{ Fatal(...any) }, doc tree.Tree) map[string]string {
	data, err := Render(doc)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

// wellFormed reads XML to its end.
func wellFormed(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestEveryPartIsWellFormedWhateverTheText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.String().Draw(r, "text")
		run := tree.Text(s)
		doc := tree.Tree{Title: tree.CleanLine(s), Meta: tree.Meta{Kind: tree.CleanLine(s), Audience: tree.CleanLine(s)}, Blocks: []tree.Block{
			tree.Para(run, tree.Run{Note: []tree.Run{run}}), tree.Code{Text: tree.Clean(s)}, tree.Table{Head: [][]tree.Run{{run}}}, tree.Facts{Pairs: []tree.Fact{{Label: s, Value: []tree.Run{run}}}},
		}}
		for name, part := range files(r, doc) {
			if err := wellFormed(part); err != nil {
				r.Fatalf("%s: %v", name, err)
			}
		}
	})
}

func TestEveryRelationThatIsUsedIsThere(t *testing.T) {
	doc := tree.Tree{Blocks: []tree.Block{
		tree.Para(tree.Run{Text: "x", Link: "https://example.com/?a=1&b=2"}, tree.Run{Note: []tree.Run{{Text: "y", Link: "https://example.org"}}}),
		tree.FromMarkdown("- a\n  1. b\n- c", 1, nil)[0],
	}}
	parts := files(t, doc)
	for part, rels := range map[string]string{"word/document.xml": "word/_rels/document.xml.rels", "word/footnotes.xml": "word/_rels/footnotes.xml.rels"} {
		for _, used := range strings.Split(parts[part], `r:id="`)[1:] {
			id, _, _ := strings.Cut(used, `"`)
			if !strings.Contains(parts[rels], `Id="`+id+`"`) {
				t.Errorf("%s uses %s, which %s does not have", part, id, rels)
			}
		}
	}
	for _, used := range strings.Split(parts["word/document.xml"], `<w:numId w:val="`)[1:] {
		id, _, _ := strings.Cut(used, `"`)
		if !strings.Contains(parts["word/numbering.xml"], `w:numId="`+id+`"`) {
			t.Errorf("no numbering %s", id)
		}
	}
}

func TestEveryStyleThatIsUsedIsThere(t *testing.T) {
	doc := tree.Tree{Title: "t", Blocks: tree.FromMarkdown("# a\n> q\n\n- l\n\n```\nc\n```\n\n`x` [l](https://e.example)\n\n---\n\n|a|\n|-|\n|b|", 1, nil)}
	doc.Blocks = append(doc.Blocks, tree.Callout{Tone: tree.Gap, Text: tree.Plain("g")}, tree.Callout{Tone: tree.Note}, tree.Facts{Pairs: []tree.Fact{{Label: "l", Value: tree.NotRecorded()}}})
	parts := files(t, doc)
	for _, kind := range []string{"pStyle", "rStyle", "tblStyle"} {
		for _, used := range strings.Split(parts["word/document.xml"], `<w:`+kind+` w:val="`)[1:] {
			id, _, _ := strings.Cut(used, `"`)
			if !strings.Contains(parts["word/styles.xml"], `w:styleId="`+id+`"`) {
				t.Errorf("no style %q", id)
			}
		}
	}
}

func TestAWideTableHasPagesOfItsOwnWithItsHeading(t *testing.T) {
	table := tree.Table{}
	for range 12 {
		table.Head = append(table.Head, tree.Plain("c"))
	}
	body := files(t, tree.Tree{Blocks: []tree.Block{tree.Head(1, "Before"), tree.Head(1, "Wide"), table, tree.Head(1, "After")}})["word/document.xml"]
	turn := strings.Index(body, "<w:sectPr>")
	if turn < strings.Index(body, "Before") || turn > strings.Index(body, "Wide") || strings.Count(body, "<w:sectPr>") != 3 || strings.Count(body, "landscape") != 1 {
		t.Fatal(body)
	}
}

func TestRightToLeftTextIsMarked(t *testing.T) {
	body := files(t, tree.Tree{Blocks: []tree.Block{tree.Para(tree.Text("שלום 2026 world"))}})["word/document.xml"]
	if !strings.Contains(body, "<w:bidi/>") || strings.Count(body, "<w:rtl/>") != 1 {
		t.Fatal(body)
	}
}
