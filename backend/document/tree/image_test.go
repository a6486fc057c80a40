package tree

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

// corner is a grey picture, white in its upper left corner.
func corner(width, height int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height / 2 {
		for x := range width / 2 {
			m.SetGray(x, y, color.Gray{Y: 255})
		}
	}
	return m
}

// withExif puts a segment after the two bytes that begin a JPEG: its orientation, and a text.
func withExif(plain []byte, orientation uint16, order binary.AppendByteOrder, text string) []byte {
	mark := "MM"
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		mark = "II"
	}
	tiff := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3)
	tiff = order.AppendUint16(order.AppendUint32(tiff, 1), orientation)
	body := append(append([]byte("Exif\x00\x00"), tiff...), "\x00\x00\x00\x00\x00\x00"+text...)
	segment := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2)), body...)
	return slices.Concat(plain[:2], segment, plain[2:])
}

func TestPicturesLoseWhatStandsBesideTheirPixels(t *testing.T) {
	var p, j bytes.Buffer
	if err := png.Encode(&p, corner(8, 8)); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, corner(8, 8), nil); err != nil {
		t.Fatal(err)
	}
	const head = 33 // signature and IHDR
	chunk := []byte("tEXtAuthor\x00secret")
	text := binary.BigEndian.AppendUint32(append(binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4)), chunk...), crc32.ChecksumIEEE(chunk))
	for name, data := range map[string][]byte{
		"a PNG": append(slices.Concat(p.Bytes()[:head], text, p.Bytes()[head:]), "secret"...), "a JPEG": append(withExif(j.Bytes(), 1, binary.BigEndian, "secret"), "secret"...),
	} {
		i, err := NewImage(data, "")
		if err != nil || bytes.Contains(i.Data, []byte("secret")) {
			t.Errorf("%s kept what stands beside its pixels (%v)", name, err)
		}
		if w, h := i.Size(); w != 8 || h != 8 {
			t.Errorf("%s is %d by %d", name, w, h)
		}
	}
}

func TestAPhotographIsTurnedAsItSays(t *testing.T) {
	const width, height = 32, 16
	var j bytes.Buffer
	if err := jpeg.Encode(&j, corner(width, height), nil); err != nil {
		t.Fatal(err)
	}
	// Where the corner of the kept picture is seen: right or left, low or high, and whether the sides change places.
	for o, want := range map[uint16]struct{ right, low, swapped bool }{
		1: {false, false, false}, 2: {true, false, false}, 3: {true, true, false}, 4: {false, true, false},
		5: {false, false, true}, 6: {true, false, true}, 7: {true, true, true}, 8: {false, true, true},
	} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			i, err := NewImage(withExif(j.Bytes(), o, order, ""), "")
			if err != nil {
				t.Fatal(err)
			}
			m, err := jpeg.Decode(bytes.NewReader(i.Data))
			if err != nil {
				t.Fatal(err)
			}
			w, h := m.Bounds().Dx(), m.Bounds().Dy()
			x, y := 2, 2
			if want.right {
				x = w - 3
			}
			if want.low {
				y = h - 3
			}
			if grey, _, _, _ := m.At(x, y).RGBA(); grey < 0xc000 || (w < h) != want.swapped {
				t.Errorf("orientation %d (%v): %d by %d, grey %x", o, order, w, h, grey)
			}
		}
	}
}

func FuzzNewImage(f *testing.F) {
	var j bytes.Buffer
	if err := jpeg.Encode(&j, corner(8, 8), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(withExif(j.Bytes(), 6, binary.LittleEndian, "x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i, err := NewImage(data, ""); err == nil && len(i.Data) == 0 {
			t.Fatal("a picture without data")
		}
	})
}
