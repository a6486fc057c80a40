package tree

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif"  // readable picture formats
	_ "image/jpeg" // of documents
	_ "image/png"  // are these three

	"precedent/backend/casefile"
)

// mostPixels bounds what one picture may unfold to: 100 megapixels, twice what a large screen's set of four shows.
const mostPixels = 100_000_000

// NewImage reads a picture whole, so that no renderer meets one that breaks, and takes out what a camera or an editor wrote
// beside the pixels (place, device, author, comments).
func NewImage(data []byte, alt string) (Image, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Image{}, casefile.Wrap(casefile.Invalid, err, "This picture cannot be read. Use PNG, JPEG or GIF.")
	}
	if config.Width*config.Height > mostPixels {
		return Image{}, casefile.Faultf(casefile.Invalid, "This picture is too large for a document (%d by %d). Make it smaller.", config.Width, config.Height)
	}
	if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
		return Image{}, casefile.Wrap(casefile.Invalid, err, "This picture is damaged. Attach it again.")
	}
	return Image{Type: "image/" + format, Data: bare(format, data), Alt: CleanLine(alt)}, nil
}

// Size is the picture's size in pixels.
func (i Image) Size() (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(i.Data))
	if err != nil {
		return 1, 1
	}
	return max(c.Width, 1), max(c.Height, 1)
}

func bare(format string, data []byte) []byte {
	switch format {
	case "png":
		return barePNG(data)
	case "jpeg":
		return bareJPEG(data)
	}
	return data
}

// pngKept are the chunks that pixels need (PNG specification, 11): the critical ones, transparency and colour space.
var pngKept = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true}

func barePNG(data []byte) []byte {
	const signature, frame = 8, 12 // a chunk is length, name, data, checksum
	out := append([]byte(nil), data[:signature]...)
	for rest := data[signature:]; len(rest) >= frame; {
		size := frame + int64(binary.BigEndian.Uint32(rest))
		if size > int64(len(rest)) {
			break
		}
		if pngKept[string(rest[4:8])] {
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return out
}

// bareJPEG drops comments and the application segments but JFIF's own and Adobe's, which says how colours are stored.
func bareJPEG(data []byte) []byte {
	const app0, app14, app15, comment, scan = 0xe0, 0xee, 0xef, 0xfe, 0xda
	out := append([]byte(nil), data[:2]...)
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff; {
		kind := rest[1]
		if kind == 0xff { // fill byte
			rest = rest[1:]
			continue
		}
		size := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if kind == scan || size > len(rest) {
			return append(out, rest...)
		}
		if drop := kind == comment || kind > app0 && kind <= app15 && kind != app14; !drop {
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return out
}
