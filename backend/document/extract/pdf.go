package extract

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

func (p *pdfium) parts(ctx context.Context, data []byte, all bool) (parts []Part, err error) {
	err = p.opened(ctx, data, func(f *pdfFile) error {
		f.all = all
		err := f.read(ctx)
		parts = f.parts
		return err
	})
	return parts, err
}

// opened lets use work with an open file; one at a time.
func (p *pdfium) opened(ctx context.Context, data []byte, use func(*pdfFile) error) (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err // who waited may not want it any more
	}
	life := context.WithoutCancel(ctx) // PDFium outlives who asked for it first
	if err := p.start(life); err != nil {
		return err
	}
	i, err := p.instance(life)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.close()) }()
	at, _ := i.put(data) // PDFium reads it until the end
	doc := uint64(i.call("FPDF_LoadMemDocument", at, uint64(len(data)), 0))
	if i.err == nil && doc == 0 {
		return fmt.Errorf("PDFium cannot open the file (%d)", i.call("FPDF_GetLastError"))
	}
	f := &pdfFile{instance: i, doc: doc, data: data}
	return errors.Join(use(f), i.err)
}

// pdfFile is one open file.
type pdfFile struct {
	*instance
	doc   uint64
	data  []byte
	all   bool
	parts []Part
	size  int
}

func (f *pdfFile) read(ctx context.Context) error {
	count := int32(f.call("FPDF_GetPageCount", f.doc))
	for n := range count {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !f.all && f.size > TextLimit {
			break
		}
		if f.page(int(n)); f.err != nil {
			return fmt.Errorf("page %d: %w", n+1, f.err)
		}
	}
	if f.all {
		f.properties()
		f.bookmarks(0, 0)
		f.attached()
		f.add("beside the pages", pdfStreams(f.data))
	}
	return nil
}

func (f *pdfFile) add(where, text string) {
	if strings.TrimSpace(text) != "" {
		f.parts = append(f.parts, Part{where, text})
		f.size += len(text)
	}
}

// pageText mends what PDFium gives: its line ends, and U+0002 where a hyphen ended a line.
var pageText = strings.NewReplacer("\r\n", "\n", "\x02", "-")

func (f *pdfFile) page(n int) {
	page := uint64(f.call("FPDF_LoadPage", f.doc, uint64(n)))
	if page == 0 {
		f.err = errors.Join(f.err, errors.New("PDFium cannot open it"))
		return
	}
	f.add(fmt.Sprintf("page %d", n+1), pageText.Replace(f.letters(page)))
	if f.all {
		f.add(fmt.Sprintf("links of page %d", n+1), f.links(page))
		f.add(fmt.Sprintf("alternative texts of page %d", n+1), f.descriptions(page))
		f.add(fmt.Sprintf("notes on page %d", n+1), f.annotations(page))
	}
	f.call("FPDF_ClosePage", page)
}

// letters is a page's text, one character after the other.
func (f *pdfFile) letters(page uint64) string {
	text := uint64(f.call("FPDFText_LoadPage", page))
	if text == 0 {
		return ""
	}
	var b strings.Builder
	for n := range int32(f.call("FPDFText_CountChars", text)) {
		if r := rune(f.call("FPDFText_GetUnicode", text, uint64(n))); r != 0 {
			b.WriteRune(r)
		}
	}
	f.call("FPDFText_ClosePage", text)
	return b.String()
}

// links gives the targets of a page's links.
func (f *pdfFile) links(page uint64) string {
	const position, link = 0, 4 // two words that PDFium writes: where it looks on, and what it found
	at, free := f.put(make([]byte, 8))
	defer free()
	var b strings.Builder
	for f.call("FPDFLink_Enumerate", page, at+position, at+link) != 0 {
		action := uint64(f.call("FPDFLink_GetAction", f.word(at+link)))
		if action == 0 {
			continue
		}
		if target := f.filled("FPDFAction_GetURIPath", f.doc, action); len(target) > 0 {
			b.WriteString(strings.TrimSuffix(string(target), "\x00") + "\n")
		}
	}
	return b.String()
}

// tagDepth bounds the walk through a page's tags.
const tagDepth = 64

// descriptions gives the alternative texts of a page's tags.
func (f *pdfFile) descriptions(page uint64) string {
	tree := uint64(f.call("FPDF_StructTree_GetForPage", page))
	if tree == 0 {
		return ""
	}
	var b strings.Builder
	for n := range int32(f.call("FPDF_StructTree_CountChildren", tree)) {
		f.describe(uint64(f.call("FPDF_StructTree_GetChildAtIndex", tree, uint64(n))), &b, 0)
	}
	f.call("FPDF_StructTree_Close", tree)
	return b.String()
}

func (f *pdfFile) describe(tag uint64, b *strings.Builder, depth int) {
	if tag == 0 || depth > tagDepth {
		return
	}
	if said := f.text("FPDF_StructElement_GetAltText", tag); said != "" {
		b.WriteString(said + "\n")
	}
	for n := range int32(f.call("FPDF_StructElement_CountChildren", tag)) {
		f.describe(uint64(f.call("FPDF_StructElement_GetChildAtIndex", tag, uint64(n))), b, depth+1)
	}
}

// propertyNames are those of the PDF standard (ISO 32000-1, 14.3.3).
var propertyNames = []string{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"}

func (f *pdfFile) properties() {
	var b strings.Builder
	for _, name := range propertyNames {
		at, free := f.put([]byte(name + "\x00"))
		b.WriteString(f.text("FPDF_GetMetaText", f.doc, at) + "\n")
		free()
	}
	f.add("properties", b.String())
}
