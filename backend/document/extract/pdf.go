package extract

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"sync"

	gopdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// pdfium is PDFium as WebAssembly, started when first asked for. One file at a time passes through it.
type pdfium struct {
	cacheDir string

	mu    sync.Mutex
	pool  gopdfium.Pool
	cache wazero.CompilationCache
}

// start must be called with mu held.
func (p *pdfium) start() (gopdfium.Pool, error) {
	if p.pool != nil {
		return p.pool, nil
	}
	config := wazero.NewRuntimeConfig()
	if p.cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(p.cacheDir)
		if err != nil {
			return nil, err
		}
		p.cache = cache
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		MinIdle: 0, MaxIdle: 0, MaxTotal: 1, RuntimeConfig: config, RandomSource: rand.Reader,
		FSConfig: wazero.NewFSConfig(), // no folder of the machine
		Stdout:   io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, err
	}
	p.pool = pool
	return pool, nil
}

func (p *pdfium) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pool == nil {
		return nil
	}
	err := p.pool.Close()
	p.pool = nil
	return err
}

func (p *pdfium) parts(ctx context.Context, data []byte, all bool) (parts []Part, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pool, err := p.start()
	if err != nil {
		return nil, err
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if c := instance.Close(); err == nil {
			err = c
		}
	}()
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, err
	}
	r := &pdfFile{pdf: instance, doc: doc.Document, all: all}
	return r.read(ctx)
}

// pdfFile is one open file.
type pdfFile struct {
	pdf   gopdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	all   bool
	parts []Part
	size  int
}

func (f *pdfFile) read(ctx context.Context) ([]Part, error) {
	count, err := f.pdf.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.doc})
	if err != nil {
		return nil, err
	}
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !f.all && f.size > TextLimit {
			break
		}
		if err := f.page(i); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	if f.all {
		f.properties()
	}
	return f.parts, nil
}

func (f *pdfFile) add(where, text string) {
	if strings.TrimSpace(text) != "" {
		f.parts = append(f.parts, Part{where, text})
		f.size += len(text)
	}
}

// pageText mends what PDFium gives: its line ends, and U+0002 where a hyphen ended a line.
var pageText = strings.NewReplacer("\r\n", "\n", "\x02", "-")

func (f *pdfFile) page(i int) error {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: f.doc, Index: i}}
	text, err := f.pdf.GetPageText(&requests.GetPageText{Page: page})
	if err != nil {
		return err
	}
	f.add(fmt.Sprintf("page %d", i+1), pageText.Replace(text.Text))
	if f.all {
		f.add(fmt.Sprintf("links of page %d", i+1), f.links(page))
		f.add(fmt.Sprintf("alternative texts of page %d", i+1), f.descriptions(page))
	}
	return nil
}

// links gives the targets of a page's links.
func (f *pdfFile) links(page requests.Page) string {
	var b strings.Builder
	for at := 0; ; {
		next, err := f.pdf.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: page, StartPos: at})
		if err != nil || next.Link == nil || next.NextStartPos == nil {
			return b.String()
		}
		at = *next.NextStartPos
		action, err := f.pdf.FPDFLink_GetAction(&requests.FPDFLink_GetAction{Link: *next.Link})
		if err != nil || action.Action == nil {
			continue
		}
		uri, err := f.pdf.FPDFAction_GetURIPath(&requests.FPDFAction_GetURIPath{Document: f.doc, Action: *action.Action})
		if err == nil && uri.URIPath != nil {
			b.WriteString(*uri.URIPath + "\n")
		}
	}
}

// tagDepth bounds the walk through a page's tags.
const tagDepth = 64

// descriptions gives the alternative texts of a page's tags.
func (f *pdfFile) descriptions(page requests.Page) string {
	tree, err := f.pdf.FPDF_StructTree_GetForPage(&requests.FPDF_StructTree_GetForPage{Page: page})
	if err != nil {
		return ""
	}
	defer func() {
		_, _ = f.pdf.FPDF_StructTree_Close(&requests.FPDF_StructTree_Close{StructTree: tree.StructTree})
	}()
	n, err := f.pdf.FPDF_StructTree_CountChildren(&requests.FPDF_StructTree_CountChildren{StructTree: tree.StructTree})
	if err != nil {
		return ""
	}
	var b strings.Builder
	for i := range n.Count {
		child, err := f.pdf.FPDF_StructTree_GetChildAtIndex(&requests.FPDF_StructTree_GetChildAtIndex{StructTree: tree.StructTree, Index: i})
		if err == nil {
			f.describe(child.StructElement, &b, 0)
		}
	}
	return b.String()
}

func (f *pdfFile) describe(e references.FPDF_STRUCTELEMENT, b *strings.Builder, depth int) {
	if e == "" || depth > tagDepth {
		return
	}
	if alt, err := f.pdf.FPDF_StructElement_GetAltText(&requests.FPDF_StructElement_GetAltText{StructElement: e}); err == nil && alt.AltText != "" {
		b.WriteString(alt.AltText + "\n")
	}
	n, err := f.pdf.FPDF_StructElement_CountChildren(&requests.FPDF_StructElement_CountChildren{StructElement: e})
	if err != nil {
		return
	}
	for i := range n.Count {
		child, err := f.pdf.FPDF_StructElement_GetChildAtIndex(&requests.FPDF_StructElement_GetChildAtIndex{StructElement: e, Index: i})
		if err == nil {
			f.describe(child.StructElement, b, depth+1)
		}
	}
}

func (f *pdfFile) properties() {
	meta, err := f.pdf.GetMetaData(&requests.GetMetaData{Document: f.doc})
	if err != nil {
		return
	}
	var b strings.Builder
	for _, t := range meta.Tags {
		b.WriteString(t.Value + "\n")
	}
	f.add("properties", b.String())
}
