package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"precedent/backend/casefile"
)

// TextLimit is how much text is taken from one file.
const TextLimit = 1 << 20

// fileLimit bounds what is read of files that must be read whole; text files are read to TextLimit only.
const fileLimit = 64 << 20

// Part is one place of a file and what it says.
type Part struct {
	Where string // in words: "page 3", "link", "properties"
	Text  string
}

// Options say where PDFium's machine code is kept between runs; "" keeps it nowhere.
type Options struct{ CacheDir string }

// Extractor reads files. It may be used from several goroutines.
type Extractor struct{ pdf *pdfium }

// New gives an extractor; PDFium is started by the first PDF.
func New(o Options) *Extractor { return &Extractor{pdf: &pdfium{cacheDir: o.CacheDir}} }

// Close gives PDFium's memory back.
func (x *Extractor) Close() error { return x.pdf.close() }

// kind of a file, by its name's ending.
type kind string

const (
	kindPlain kind = "plain"
	kindHTML  kind = "html"
	kindMail  kind = "eml"
	kindWord  kind = "docx"
	kindPDF   kind = "pdf"
)

var kinds = map[string]kind{
	".txt": kindPlain, ".text": kindPlain, ".log": kindPlain, ".md": kindPlain, ".markdown": kindPlain, ".csv": kindPlain, ".tsv": kindPlain, ".json": kindPlain, ".jsonl": kindPlain, ".ndjson": kindPlain,
	".yaml": kindPlain, ".yml": kindPlain, ".toml": kindPlain, ".ini": kindPlain, ".conf": kindPlain, ".cfg": kindPlain, ".xml": kindPlain, ".sql": kindPlain, ".sh": kindPlain, ".out": kindPlain, ".err": kindPlain, ".trace": kindPlain, ".diff": kindPlain, ".patch": kindPlain,
	".html": kindHTML, ".htm": kindHTML, ".xhtml": kindHTML, ".eml": kindMail, ".docx": kindWord, ".pdf": kindPDF,
}

// Text is what a person would read in the file, at most TextLimit bytes of it; "" for files of other kinds. It is valid
// UTF-8 without NUL.
func (x *Extractor) Text(ctx context.Context, name string, r io.ReaderAt, size int64) (string, error) {
	k, known := kinds[strings.ToLower(filepath.Ext(name))]
	if !known {
		return "", nil
	}
	limit := int64(fileLimit)
	if k == kindPlain {
		limit = TextLimit
	} else if size > limit {
		return "", casefile.Faultf(casefile.Invalid, "%s is too large to be searched: text is taken from files up to %d MB. The file itself is kept.", filepath.Base(name), fileLimit>>20)
	}
	data, err := io.ReadAll(io.NewSectionReader(r, 0, min(size, limit)))
	if err != nil {
		return "", casefile.Wrap(casefile.Damaged, err, "The file cannot be read.")
	}
	parts, err := x.parts(ctx, k, data, false)
	if err != nil {
		return "", casefile.Wrap(casefile.Invalid, err, fmt.Sprintf("No text could be taken from %s; the file itself is kept.", filepath.Base(name)))
	}
	return cut(joined(parts)), nil
}

// Parts is all that a finished file says, its properties, link targets and the notes within its pictures included. The ending
// is that of its name: md, html, docx, pdf, eml or txt.
func (x *Extractor) Parts(ctx context.Context, ending string, data []byte) ([]Part, error) {
	k, known := kinds["."+ending]
	if !known {
		return nil, casefile.Faultf(casefile.Invalid, "Files of the kind %q cannot be read back.", ending)
	}
	parts, err := x.parts(ctx, k, data, true)
	if err != nil {
		return nil, casefile.Wrap(casefile.Damaged, err, "The finished file cannot be read back, so it was not checked.")
	}
	return parts, nil
}

func (x *Extractor) parts(ctx context.Context, k kind, data []byte, all bool) (parts []Part, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading %s: %v", k, p)
		}
	}()
	switch k {
	case kindHTML:
		return htmlParts(data, all)
	case kindMail:
		return (&mailReader{files: func(name string, data []byte) ([]Part, error) { return x.within(ctx, name, data) }, all: all}).message(data)
	case kindWord:
		return wordParts(data, all)
	case kindPDF:
		return x.pdf.parts(ctx, data, all)
	}
	parts = []Part{{"text", decode(data)}}
	if all {
		parts = append(parts, Part{"notes within pictures", picturesIn(data)})
	}
	return parts, nil
}

// within reads a file inside another one.
func (x *Extractor) within(ctx context.Context, name string, data []byte) ([]Part, error) {
	k, known := kinds[strings.ToLower(filepath.Ext(name))]
	if !known || k == kindMail {
		return []Part{{"attached file", pictureNotes(data)}}, nil
	}
	return x.parts(ctx, k, data, true)
}

// picturesIn reads the notes within pictures that a text carries as data, as Markdown does.
func picturesIn(data []byte) string {
	var b strings.Builder
	for _, m := range dataAddress.FindAll(data, -1) {
		notes, _ := dataPicture(string(m))
		b.WriteString(notes)
	}
	return b.String()
}

var dataAddress = regexp.MustCompile(`data:image/[a-z+.-]+;base64,[A-Za-z0-9+/=]+`)

// decode gives a text file's text: UTF-16 where its first bytes say so, UTF-8 where it is valid, else Windows-1252, which
// takes any byte.
func decode(data []byte) string {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		if out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data); err == nil {
			return string(out)
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(trimPartial(data)) {
		return string(trimPartial(data))
	}
	if out, err := charmap.Windows1252.NewDecoder().Bytes(data); err == nil {
		return string(out)
	}
	return string(data)
}

// trimPartial drops a rune that the limit cut in two.
func trimPartial(data []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(data); i++ {
		if tail := data[len(data)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return data[:len(data)-i]
			}
			break
		}
	}
	return data
}

func joined(parts []Part) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Text)
		if b.Len() > TextLimit {
			break
		}
	}
	return b.String()
}

// cut makes a text what Text promises.
func cut(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", " ")
	if len(s) > TextLimit {
		s = string(trimPartial([]byte(s[:TextLimit])))
	}
	return strings.TrimSpace(s)
}
