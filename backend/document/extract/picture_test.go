package extract

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	utf "golang.org/x/text/encoding/unicode"
)

const note = "taken by the night shift 夜勤"

// chunk is a PNG chunk.
func chunk(name string, body []byte) []byte {
	named := append([]byte(name), body...)
	return binary.BigEndian.AppendUint32(append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), named...), crc32.ChecksumIEEE(named))
}

func segment(kind byte, body []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, kind}, uint16(len(body)+2)), body...)
}

func deflated(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// notedPictures have the note in each place where a picture can have one.
func notedPictures(t *testing.T) map[string][]byte {
	t.Helper()
	grey := image.NewGray(image.Rect(0, 0, 4, 4))
	var p, j, g bytes.Buffer
	for _, err := range []error{png.Encode(&p, grey), jpeg.Encode(&j, grey, nil), gif.Encode(&g, grey, nil)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wide, err := utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder().Bytes([]byte(note))
	if err != nil {
		t.Fatal(err)
	}
	const head = 33
	inPNG := func(c []byte) []byte { return slices.Concat(p.Bytes()[:head], c, p.Bytes()[head:]) }
	inJPEG := func(s []byte) []byte { return slices.Concat(j.Bytes()[:2], s, j.Bytes()[2:]) }
	return map[string][]byte{
		"tEXt": inPNG(chunk("tEXt", []byte("Comment\x00"+note))), "zTXt": inPNG(chunk("zTXt", append([]byte("Comment\x00\x00"), deflated(t, note)...))),
		"iTXt": inPNG(chunk("iTXt", append([]byte("Comment\x00\x01\x00\x00\x00"), deflated(t, note)...))), "eXIf": inPNG(chunk("eXIf", append([]byte("II*\x00"), wide...))),
		"behind the PNG": append(bytes.Clone(p.Bytes()), note...), "EXIF": inJPEG(segment(0xe1, append([]byte("Exif\x00\x00II*\x00"), wide...))),
		"EXIF from an odd byte": inJPEG(segment(0xe1, append([]byte("Exif\x00\x00II*"), wide...))), "a JPEG comment": inJPEG(segment(0xfe, []byte(note))),
		"behind the JPEG": append(bytes.Clone(j.Bytes()), note...), "behind the GIF": append(bytes.Clone(g.Bytes()), note...),
	}
}

func TestNotesWithinPicturesAreRead(t *testing.T) {
	for place, data := range notedPictures(t) {
		if got := pictureNotes(data); !strings.Contains(got, note) {
			t.Errorf("%s: %q", place, got)
		}
	}
}

func TestPicturesWithoutNotesSayNothing(t *testing.T) {
	var p, j bytes.Buffer
	m := image.NewRGBA(image.Rect(0, 0, 60, 60))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i)
	}
	if err := png.Encode(&p, m); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, m, nil); err != nil {
		t.Fatal(err)
	}
	if got := pictureNotes(p.Bytes()) + pictureNotes(j.Bytes()); got != "" {
		t.Fatalf("%q", got)
	}
}

func TestPicturesAreLookedIntoWithinEachKindOfFile(t *testing.T) {
	for place, data := range notedPictures(t) {
		address := "data:image/png;base64," + base64.StdEncoding.EncodeToString(data)
		word := docx(t, `<w:document xmlns:w="w"><w:body><w:p/></w:body></w:document>`, part{"word/media/picture1.png", string(data)})
		for ending, file := range map[string][]byte{
			"html": []byte(`<img alt="x" src="` + address + `">`), "md": []byte("![x][p]\n\n[p]: " + address + "\n"), "docx": word,
			"eml": []byte("Subject: x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"a.png\"\r\n\r\n" + base64.StdEncoding.EncodeToString(data)),
		} {
			parts, err := New(Options{}).Parts(context.Background(), ending, file)
			if err != nil || !slices.ContainsFunc(parts, func(p Part) bool { return strings.Contains(p.Text, note) }) {
				t.Errorf("%s in a %s file: %v, %v", place, ending, parts, err)
			}
		}
	}
}

func FuzzPictureNotes(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x01tEXtx1234"))
	f.Add([]byte{0xff, 0xd8, 0xff, 0xe1, 0, 8, 'E', 'x', 'i', 'f', 0, 0, 0xff, 0xd9})
	f.Fuzz(func(_ *testing.T, data []byte) { pictureNotes(data) })
}
