package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// Render gives the document.
func Render(t tree.Tree) ([]byte, error) {
	w := &writer{}
	w.title(t)
	w.blocks(t.Blocks, place{})
	parts := []part{
		{"[Content_Types].xml", contentTypes(w)},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", properties(t)},
		{"docProps/app.xml", application},
		{"word/document.xml", w.document()},
		{"word/_rels/document.xml.rels", w.relations()},
		{"word/styles.xml", stylesPart(t.Meta)},
		{"word/numbering.xml", w.numbering()},
		{"word/settings.xml", settings},
		{"word/header1.xml", header(t.Meta, false)},
		{"word/footer1.xml", footer(t.Meta, false)},
		{"word/header2.xml", header(t.Meta, true)},
		{"word/footer2.xml", footer(t.Meta, true)},
		{"word/footnotes.xml", w.footnotes()},
		{"word/_rels/footnotes.xml.rels", w.noteRelations()},
	}
	for i, p := range w.pictures {
		parts = append(parts, part{fmt.Sprintf("word/media/picture%d.%s", i+1, extension(p)), string(p.Data)})
	}
	return pack(parts)
}

// part is one file of the package.
type part struct{ name, text string }

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// pack zips the parts in their order and with the zip format's zero time (1 January 1980).
func pack(parts []part) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil && !strings.HasPrefix(p.name, "word/media/") {
			_, err = f.Write([]byte(declaration))
		}
		if err == nil {
			_, err = f.Write([]byte(p.text))
		}
		if err != nil {
			return nil, casefile.Wrap(casefile.Internal, err, "The Word file could not be put together.")
		}
	}
	if err := z.Close(); err != nil {
		return nil, casefile.Wrap(casefile.Internal, err, "The Word file could not be put together.")
	}
	return b.Bytes(), nil
}

func extension(i tree.Image) string { return strings.TrimPrefix(i.Type, "image/") }

// writer collects the body and what it refers to.
type writer struct {
	body     strings.Builder
	links    []string // targets in the body
	notes    []string // footnotes, as paragraphs
	linked   []string // targets in footnotes
	inNote   bool
	pictures []tree.Image
	lists    []tree.List // each list counts for itself
}

func (w *writer) put(format string, args ...any) { fmt.Fprintf(&w.body, format, args...) }

// place is where a block stands: how deep in lists, how far in, and in which style its paragraphs are.
type place struct {
	level  int    // of the list, from 1; 0 is none
	number int    // of the list's numbering, for the first paragraph of an item
	style  string // "" is the text's own
	nested bool   // inside a list or a quote, where no section can begin
}

func (w *writer) title(t tree.Tree) {
	w.paragraph("Title", place{}, tree.Plain(t.Title))
	var about []string
	for _, s := range []string{t.Meta.Kind, t.Meta.Key, t.Meta.Version, t.Meta.Date} {
		if s != "" {
			about = append(about, s)
		}
	}
	w.paragraph("Subtitle", place{}, tree.Plain(strings.Join(about, " · ")))
}

func (w *writer) blocks(blocks []tree.Block, at place) {
	for i, b := range blocks {
		if !at.nested && beginsTurned(blocks, i) {
			w.section(false)
		}
		w.block(b, at)
		at.number = 0 // only the first paragraph of an item has its mark
	}
}

// beginsTurned says that pages on their side begin with block i: with a wide table, or with the heading right above one.
func beginsTurned(blocks []tree.Block, i int) bool {
	wide := func(j int) bool { t, ok := at(blocks, j).(tree.Table); return ok && t.Wide() }
	heading := func(j int) bool { _, ok := at(blocks, j).(tree.Heading); return ok }
	return heading(i) && wide(i+1) || wide(i) && !heading(i-1)
}

func at(blocks []tree.Block, i int) tree.Block {
	if i < 0 || i >= len(blocks) {
		return nil
	}
	return blocks[i]
}

func (w *writer) block(b tree.Block, at place) {
	switch b := b.(type) {
	case tree.Heading:
		w.paragraph(fmt.Sprintf("Heading%d", min(max(b.Level, 1), 6)), at, b.Text)
	case tree.Paragraph:
		w.paragraph(at.style, at, b.Text)
	case tree.List:
		w.list(b, at)
	case tree.Table:
		w.table(b, at)
	case tree.Code:
		w.code(b, at)
	case tree.Quote:
		w.blocks(b.Blocks, place{level: at.level, style: "Quote", nested: true})
	case tree.Image:
		w.image(b, at)
	case tree.Callout:
		w.paragraph(map[tree.Tone]string{tree.Gap: "Gap", tree.Note: "Aside"}[b.Tone], place{}, b.Text)
	case tree.Facts:
		w.facts(b)
	case tree.Rule:
		w.put(`<w:p><w:pPr><w:pStyle w:val="Rule"/></w:pPr></w:p>`)
	}
}

// paragraph writes one, in a style, with a list's mark or its indentation.
func (w *writer) paragraph(style string, at place, runs []tree.Run) {
	w.put("<w:p><w:pPr>")
	if style == "" && at.level > 0 {
		style = "ListParagraph"
	}
	if style != "" {
		w.put(`<w:pStyle w:val="%s"/>`, style)
	}
	switch {
	case at.number > 0:
		w.put(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, at.level-1, at.number)
	}
	rtl := tree.RightToLeft(runs)
	if rtl {
		w.put(`<w:bidi/>`)
	}
	if at.level > 0 && at.number == 0 {
		w.put(`<w:ind w:left="%d"/>`, indentOf(at.level-1))
	}
	w.put("</w:pPr>%s</w:p>", w.runs(runs, rtl))
}

func (w *writer) list(l tree.List, at place) {
	w.lists = append(w.lists, l)
	number, level := len(w.lists), min(at.level+1, deepest)
	for _, i := range l.Items {
		blocks := i.Blocks
		if box := map[tree.Task]string{tree.OpenTask: "☐ ", tree.DoneTask: "☒ "}[i.Task]; box != "" {
			blocks = withBox(box, blocks)
		}
		if len(blocks) == 0 {
			blocks = []tree.Block{tree.Paragraph{}}
		}
		w.blocks(blocks, place{level: level, number: number, style: at.style, nested: true})
	}
}

// withBox puts a task's box before its text.
func withBox(box string, blocks []tree.Block) []tree.Block {
	if p, ok := at(blocks, 0).(tree.Paragraph); ok {
		runs := append([]tree.Run{tree.Text(box)}, p.Text...)
		return append([]tree.Block{tree.Paragraph{Text: runs}}, blocks[1:]...)
	}
	return append([]tree.Block{tree.Paragraph{Text: tree.Plain(box)}}, blocks...)
}

func (w *writer) code(c tree.Code, at place) {
	var runs []tree.Run
	for i, line := range strings.Split(strings.ReplaceAll(c.Text, "\t", "    "), "\n") {
		if i > 0 {
			runs = append(runs, tree.Run{Break: true})
		}
		runs = append(runs, tree.Run{Text: line})
	}
	at.number = 0
	w.paragraph("Code", at, runs)
}

// Lengths of WordprocessingML: twentieths of a point, and EMU for drawings.
const (
	textWidth      = 9638 // 170 mm
	landscapeWidth = 14570
	emuPerPixel    = 914400 / 144 // 144 dots an inch, as in the PDF
	widestImage    = 6120000      // 170 mm
	tallestImage   = 7740000      // 215 mm
)

func (w *writer) image(i tree.Image, at place) {
	w.pictures = append(w.pictures, i)
	n := len(w.pictures)
	pw, ph := i.Size()
	width, height := float64(pw*emuPerPixel), float64(ph*emuPerPixel)
	scale := min(1, widestImage/width, tallestImage/height)
	cx, cy := int(width*scale), int(height*scale)
	alt := attribute(i.Alt)
	w.put(`<w:p><w:pPr><w:ind w:left="%d"/></w:pPr><w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d" descr="%s"/>`, indentOf(at.level-1), cx, cy, n, n, alt)
	w.put(`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="Picture %d" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`, n, n, alt)
	w.put(`<pic:blipFill><a:blip r:embed="rIdP%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, n, cx, cy)
}
