package desk

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"sync"

	"precedent/backend/casefile"
	"precedent/backend/document"
	"precedent/backend/document/engine"
)

// PagesView is a document as it will print: how many pages of which size. File names what Page draws them from.
type PagesView struct {
	State string     `json:"state"` // ready; else as the engine's: preparing, failed, absent
	File  string     `json:"file"`
	Pages []PageSize `json:"pages"`
}

// PageSize is the size of a page in points of 1/72 inch.
type PageSize struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Pages makes the PDF of a document as it stands, with what is being typed, and tells its pages. Of a final one it is the file
// that was kept. While the engine is not ready there are none, and nothing waits for it.
func (d *Desk) Pages(ctx context.Context, r DocumentRequest) (PagesView, error) {
	v := PagesView{State: string(engine.Ready), Pages: []PageSize{}}
	data, state, err := d.paperOf(ctx, r)
	if err != nil || state != engine.Ready {
		v.State = string(state)
		return v, err
	}
	v.File = document.SHA256(data)
	p, known := d.papers.find(v.File)
	if !known {
		p = &paper{file: v.File, data: data, pictures: map[string]string{}}
		sizes, err := d.texts().Pages(ctx, data)
		if err != nil {
			return PagesView{Pages: []PageSize{}}, err
		}
		for _, s := range sizes {
			p.pages = append(p.pages, PageSize(s))
		}
		d.papers.keep(p)
	}
	v.Pages = append(v.Pages, p.pages...)
	return v, nil
}

// paperOf gives the PDF, and, where there is none, how far the engine is.
func (d *Desk) paperOf(ctx context.Context, r DocumentRequest) ([]byte, engine.State, error) {
	built, in, err := d.built(ctx, r)
	if err != nil {
		return nil, "", err
	}
	if in.Frozen != nil {
		if doc, found := d.written(ExportRequest{Kind: r.Kind, ID: r.ID, Audience: r.Audience, Version: r.Version}); found {
			if p, ok := d.keptOf(doc, document.PDF); ok {
				return p.Data, engine.Ready, nil
			}
		}
	}
	if d.o.Engine == nil {
		return nil, engine.Absent, nil
	}
	if s := d.o.Engine.State(); s != engine.Ready {
		return nil, s, nil
	}
	p, err := document.Render(ctx, built.Tree, document.PDF, document.Means{Engine: d.o.Engine})
	return p.Data, engine.Ready, err
}

// Page gives one page (from 0) of a file that Pages told of, so many pixels wide, as the address of a picture (data:).
func (d *Desk) Page(ctx context.Context, file string, page, width int) (string, error) {
	p, known := d.papers.find(file)
	if !known {
		return "", casefile.Faultf(casefile.NotFound, "These pages are of an earlier text. They are drawn anew in a moment.")
	}
	key := strconv.Itoa(page) + "/" + strconv.Itoa(width)
	if picture, drawn := d.papers.picture(p, key); drawn {
		return picture, nil
	}
	data, err := d.texts().Picture(ctx, p.data, page, width)
	if err != nil {
		return "", err
	}
	picture := "data:image/png;base64," + base64.StdEncoding.EncodeToString(data)
	d.papers.put(p, key, picture)
	return picture, nil
}

// Bounds of what is kept in memory of pages that were looked at: the last files, and of each so many bytes of pictures.
const (
	mostPapers   = 3
	mostPictures = 12 << 20
)

// papers are the files whose pages were looked at last, the newest first.
type papers struct {
	mu   sync.Mutex
	list []*paper
}

// paper is one file with the pictures that were drawn of its pages. data and pages never change.
type paper struct {
	file     string
	data     []byte
	pages    []PageSize
	pictures map[string]string // by page and width
	size     int               // of the pictures
}

func (p *papers) find(file string) (*paper, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, one := range p.list {
		if one.file == file {
			return one, true
		}
	}
	return nil, false
}

func (p *papers) keep(one *paper) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = slices.Insert(p.list, 0, one)
	if len(p.list) > mostPapers {
		p.list = p.list[:mostPapers]
	}
}

func (p *papers) picture(of *paper, key string) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	picture, drawn := of.pictures[key]
	return picture, drawn
}

func (p *papers) put(of *paper, key, picture string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if of.size += len(picture); of.size > mostPictures { // who scrolls through a long document sees each page once
		clear(of.pictures)
		of.size = len(picture)
	}
	of.pictures[key] = picture
}
