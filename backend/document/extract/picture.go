package extract

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	utf "golang.org/x/text/encoding/unicode"
)

// pictureNotes gives what a picture says beside its pixels: EXIF, XMP, comments, text chunks, and whatever hangs behind its
// end. Of a kind of picture that it does not know it gives every text in it.
func pictureNotes(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return pngNotes(data[8:])
	case bytes.HasPrefix(data, []byte{0xff, 0xd8}):
		return jpegNotes(data[2:])
	}
	return textsIn(data)
}

// pngNotes reads the chunks that hold no pixels (PNG, third edition, 5.3: length, name, data, checksum).
func pngNotes(rest []byte) string {
	const frame = 12
	var b strings.Builder
	for len(rest) >= frame {
		size := int64(binary.BigEndian.Uint32(rest))
		if size+frame > int64(len(rest)) {
			break
		}
		name, body := string(rest[4:8]), rest[8:8+size]
		rest = rest[frame+size:]
		switch name {
		case "IHDR", "PLTE", "IDAT", "IEND", "tRNS":
			continue
		case "zTXt", "iTXt", "iCCP":
			b.WriteString(inflatedIn(body))
		}
		b.WriteString(textsIn(body))
	}
	return b.String() + textsIn(rest)
}

// inflatedIn is the text of a chunk's compressed part, which begins at one of its zero bytes.
func inflatedIn(body []byte) string {
	for i := 0; i+2 < len(body); i++ {
		if body[i] != 0 {
			continue
		}
		for at := i + 1; at <= i+2; at++ {
			if s := inflate(body[at:]); len(s) > 0 {
				return textsIn(s)
			}
		}
	}
	return ""
}

// unfoldLimit bounds what a compressed note may unfold to.
const unfoldLimit = 4 << 20

func inflate(data []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, unfoldLimit)) // what was read before it broke counts
	return out
}

// jpegNotes reads the segments that hold no pixels, and what stands behind the last scan.
func jpegNotes(rest []byte) string {
	const scan = 0xda
	var b strings.Builder
	for len(rest) >= 4 && rest[0] == 0xff {
		kind := rest[1]
		if kind == 0xff { // fill byte
			rest = rest[1:]
			continue
		}
		size := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if kind == scan || size < 4 || size > len(rest) {
			break
		}
		if kind >= 0xe0 && kind <= 0xef || kind == 0xfe {
			b.WriteString(textsIn(rest[4:size]))
		}
		rest = rest[size:]
	}
	if end := bytes.Index(rest, []byte{0xff, 0xd9}); end >= 0 {
		b.WriteString(textsIn(rest[end+2:]))
	}
	return b.String()
}

// shortestText is how many printable characters in a row are a text and not a number that happens to look like one.
const shortestText = 4

// textsIn gives the texts within bytes of no known form: in UTF-8, and in UTF-16 of either order and from either side, as
// EXIF writes titles and comments.
func textsIn(data []byte) string {
	var b strings.Builder
	printable(&b, string(data))
	if bytes.IndexByte(data, 0) < 0 {
		return b.String()
	}
	for _, order := range []utf.Endianness{utf.LittleEndian, utf.BigEndian} {
		for from := range min(2, len(data)) {
			printable(&b, decoded(utf.UTF16(order, utf.IgnoreBOM).NewDecoder(), data[from:]))
		}
	}
	return b.String()
}

func decoded(d *encoding.Decoder, data []byte) string {
	out, err := d.Bytes(data[:len(data)/2*2])
	if err != nil {
		return ""
	}
	return string(out)
}

func printable(b *strings.Builder, s string) {
	for len(s) > 0 {
		n, runes := 0, 0
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			if r == utf8.RuneError || !unicode.IsPrint(r) {
				break
			}
			n, runes = n+size, runes+1
		}
		if runes >= shortestText {
			b.WriteString(s[:n] + "\n")
		}
		_, skip := utf8.DecodeRuneInString(s[n:])
		s = s[n+skip:]
	}
}
