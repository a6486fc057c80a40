package tree

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is how a JPEG's EXIF says that it must be turned: 1 to 8 (CIPA DC-008, tag 0x0112), 1 where it says nothing.
func orientation(data []byte) int {
	const app1, scan = 0xe1, 0xda
	for rest := data[min(2, len(data)):]; len(rest) >= 4 && rest[0] == 0xff; {
		if rest[1] == 0xff { // fill byte
			rest = rest[1:]
			continue
		}
		size := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if rest[1] == scan || size < 4 || size > len(rest) {
			return 1
		}
		if tiff, ok := bytes.CutPrefix(rest[4:size], []byte("Exif\x00\x00")); ok && rest[1] == app1 {
			return tiffOrientation(tiff)
		}
		rest = rest[size:]
	}
	return 1
}

// tiffOrientation looks for the tag in the first directory (TIFF 6.0: entries of tag, type, count and value, 12 bytes each).
func tiffOrientation(tiff []byte) int {
	const head, entry, tag = 8, 12, 0x0112
	if len(tiff) < head {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	for e := tiff[at+2:]; count > 0 && len(e) >= entry; count, e = count-1, e[entry:] {
		if order.Uint16(e) == tag {
			if o := int(order.Uint16(e[8:])); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 1
}

// upright turns a picture as its orientation asks.
func upright(m image.Image, orientation int) image.Image {
	if orientation == 1 {
		return m
	}
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := source(orientation, x, y, w, h)
			out.Set(x, y, m.At(b.Min.X+fx, b.Min.Y+fy))
		}
	}
	return out
}

// source is where a pixel of the upright picture, w by h, lies in the one that was kept.
func source(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}
