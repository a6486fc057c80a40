package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"

	"precedent/backend/casefile"
)

// Size is that of a page in points of 1/72 inch.
type Size struct{ Width, Height float64 }

// widest bounds a picture of a page, in pixels: A4 at 300 per inch is 2480 wide.
const widest = 2600

// Pages gives the sizes of a PDF's pages.
func (x *Extractor) Pages(ctx context.Context, data []byte) (out []Size, err error) {
	err = x.pdf.safely(ctx, data, func(f *pdfFile) error {
		for n := range int32(f.call("FPDF_GetPageCount", f.doc)) {
			out = append(out, f.pageSize(int(n)))
		}
		return nil
	})
	return out, err
}

// Picture gives one page (from 0) of a PDF as a PNG that is so many pixels wide.
func (x *Extractor) Picture(ctx context.Context, data []byte, page, width int) (out []byte, err error) {
	err = x.pdf.safely(ctx, data, func(f *pdfFile) error {
		var err error
		out, err = f.picture(page, min(max(width, 1), widest))
		return err
	})
	return out, err
}

// safely makes one fault of whatever keeps PDFium from a file.
func (p *pdfium) safely(ctx context.Context, data []byte, use func(*pdfFile) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("PDFium: %v", r)
		}
		if err != nil {
			code, says := casefile.Damaged, "The pages cannot be drawn. Export the document to see it."
			if ctx.Err() != nil {
				code, says = casefile.Cancelled, "Drawing the pages was stopped."
			}
			err = casefile.Wrap(code, err, says)
		}
	}()
	return p.opened(ctx, data, use)
}

// pageSize is the size of one page.
func (f *pdfFile) pageSize(page int) Size {
	at, free := f.put(make([]byte, 8))
	defer free()
	f.call("FPDF_GetPageSizeByIndexF", f.doc, uint64(page), at)
	side := func(at uint64) float64 { return float64(math.Float32frombits(uint32(f.word(at)))) }
	return Size{side(at), side(at + 4)}
}

// The words of PDFium's fpdfview.h.
const (
	pixelsBGRx       = 3    // FPDFBitmap_BGRx: four bytes, the fourth unused
	withAnnotations  = 0x01 // FPDF_ANNOT
	whitePaper       = 0xFFFFFFFF
	bytesInBGRxPixel = 4
)

// picture draws a page.
func (f *pdfFile) picture(n, width int) ([]byte, error) {
	size := f.pageSize(n)
	if f.err != nil || size.Width <= 0 || size.Height <= 0 {
		return nil, errors.Join(f.err, fmt.Errorf("there is no page %d", n+1))
	}
	height := min(max(int(size.Height/size.Width*float64(width)+0.5), 1), 2*widest)
	page := uint64(f.call("FPDF_LoadPage", f.doc, uint64(n)))
	bitmap := uint64(f.call("FPDFBitmap_CreateEx", uint64(width), uint64(height), pixelsBGRx, 0, 0))
	if page == 0 || bitmap == 0 {
		return nil, errors.Join(f.err, fmt.Errorf("page %d cannot be opened", n+1))
	}
	f.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(width), uint64(height), whitePaper)
	f.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, uint64(width), uint64(height), 0, withAnnotations)
	stride, at := int(f.call("FPDFBitmap_GetStride", bitmap)), f.call("FPDFBitmap_GetBuffer", bitmap)
	pixels, ok := f.module.Memory().Read(at, uint32(stride*height))
	if f.err != nil || !ok || stride < width*bytesInBGRxPixel {
		return nil, errors.Join(f.err, errors.New("PDFium drew nothing"))
	}
	return encode(pixels, width, height, stride) // the instance ends with the file: nothing need be freed
}

// encode makes a PNG of PDFium's pixels; one without colour takes a third of the room.
func encode(pixels []byte, width, height, stride int) ([]byte, error) {
	gray, coloured := image.NewGray(image.Rect(0, 0, width, height)), image.NewNRGBA(image.Rect(0, 0, width, height))
	plain := true
	for y := range height {
		for x := range width {
			p := pixels[y*stride+x*bytesInBGRxPixel:]
			plain = plain && p[0] == p[1] && p[1] == p[2]
			gray.Pix[y*gray.Stride+x] = p[1]
			copy(coloured.Pix[y*coloured.Stride+x*4:], []byte{p[2], p[1], p[0], 0xFF})
		}
	}
	var b bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed}
	if plain {
		err := quick.Encode(&b, gray)
		return b.Bytes(), err
	}
	err := quick.Encode(&b, coloured)
	return b.Bytes(), err
}
