package tree

import (
	"bytes"
	"image"
	_ "image/gif" // readable picture formats of documents
	"image/jpeg"
	"image/png"

	_ "golang.org/x/image/bmp"  // what a clipboard gives
	_ "golang.org/x/image/webp" // what a browser gives

	"precedent/backend/casefile"
)

// mostPixels bounds a picture's size: a file of a few kilobytes may claim a thousand megapixels.
const mostPixels = 100_000_000

// NewImage takes a picture: PNG, JPEG, GIF, WebP or BMP. It is decoded and written anew, so that nothing is in the document
// but what is seen: no EXIF, no thumbnail of an uncropped original, no bytes behind the end. Photographs stay JPEG, turned as
// their EXIF said; everything else becomes PNG. Of a moving picture the first frame is taken.
func NewImage(data []byte, alt string) (Image, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Image{}, casefile.Wrap(casefile.Invalid, err, "This picture cannot be read. Use PNG, JPEG, GIF, WebP or BMP.")
	}
	if config.Width*config.Height > mostPixels {
		return Image{}, casefile.Faultf(casefile.Invalid, "This picture is too large for a document (%d by %d). Make it smaller.", config.Width, config.Height)
	}
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Image{}, casefile.Wrap(casefile.Invalid, err, "This picture is damaged. Attach it again.")
	}
	var out bytes.Buffer
	i := Image{Type: "image/png", Alt: CleanLine(alt)}
	if format == "jpeg" {
		i.Type = "image/jpeg"
		err = jpeg.Encode(&out, upright(m, orientation(data)), &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&out, m)
	}
	if err != nil {
		return Image{}, casefile.Wrap(casefile.Internal, err, "This picture could not be made ready for a document.")
	}
	i.Data = out.Bytes()
	return i, nil
}

// quality of a JPEG that is written anew: what was lost at 92 is not seen.
const quality = 92

// Size gives the picture's pixels.
func (i Image) Size() (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(i.Data))
	if err != nil {
		return 1, 1
	}
	return max(c.Width, 1), max(c.Height, 1)
}
