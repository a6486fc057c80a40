package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// Bounds of a DOCX: what its parts may unfold to, and how many there may be.
const (
	wordLimit = 128 << 20
	wordFiles = 4096
)

// wordParts reads the parts of a WordprocessingML package: the text of the body, heads, feet and notes, and, when all is
// asked for, everything else that is XML, with its attributes, and the notes within pictures.
func wordParts(data []byte, all bool) ([]Part, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > wordFiles {
		return nil, errors.New("too many parts")
	}
	var out []Part
	left, body := int64(wordLimit), false
	for _, f := range z.File {
		ending := path.Ext(f.Name)
		if ending != ".xml" && ending != ".rels" {
			if all {
				p, used, err := wordFile(f, left)
				if err != nil {
					return nil, err
				}
				left -= used
				out = append(out, p)
			}
			continue
		}
		if !all && !readInWord(f.Name) {
			continue
		}
		text, attributes, used, err := wordPart(f, left)
		if err != nil {
			return nil, err
		}
		left -= used
		body = body || f.Name == "word/document.xml"
		out = append(out, Part{wordPlace(f.Name), text})
		if all {
			out = append(out, Part{wordPlace(f.Name) + " (attributes)", attributes})
		}
	}
	if !body {
		return nil, errors.New("no word/document.xml in the file")
	}
	return out, nil
}

// wordFile is a part that is no XML: a picture, or something that should not be there at all.
func wordFile(f *zip.File, limit int64) (p Part, used int64, err error) {
	r, err := f.Open()
	if err != nil {
		return p, 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	data, err := io.ReadAll(io.LimitReader(r, limit))
	if err == nil && int64(len(data)) == limit {
		err = errors.New("the file unfolds to too much")
	}
	return Part{"file " + f.Name, f.Name + "\n" + pictureNotes(data)}, int64(len(data)), err
}

func readInWord(name string) bool {
	base := path.Base(name)
	for _, start := range []string{"document", "header", "footer", "footnotes", "endnotes", "comments"} {
		if path.Dir(name) == "word" && strings.HasPrefix(base, start) && strings.HasSuffix(base, ".xml") {
			return true
		}
	}
	return false
}

func wordPlace(name string) string {
	switch {
	case name == "word/document.xml":
		return "text"
	case strings.HasSuffix(name, ".rels"):
		return "links"
	case strings.HasPrefix(name, "docProps/"):
		return "properties"
	}
	return strings.TrimSuffix(path.Base(name), ".xml")
}

// wordPart gives the text of one part, a paragraph or cell a line, and the values of all attributes.
func wordPart(f *zip.File, limit int64) (text, attributes string, used int64, err error) {
	r, err := f.Open()
	if err != nil {
		return "", "", 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	counted := &io.LimitedReader{R: r, N: limit}
	d := xml.NewDecoder(counted)
	d.Strict = false
	var t, a strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", "", 0, err
		}
		wordToken(token, &t, &a)
	}
	if counted.N <= 0 {
		return "", "", 0, errors.New("the file unfolds to too much")
	}
	return t.String(), a.String(), limit - counted.N, nil
}

func wordToken(token xml.Token, text, attributes *strings.Builder) {
	switch v := token.(type) {
	case xml.CharData:
		text.Write(v)
	case xml.Comment:
		attributes.Write(v)
		attributes.WriteByte('\n')
	case xml.StartElement:
		switch v.Name.Local {
		case "tab", "br", "cr":
			text.WriteByte('\n')
		}
		for _, at := range v.Attr {
			attributes.WriteString(at.Value + "\n")
		}
	case xml.EndElement:
		switch v.Name.Local {
		case "p", "tc", "title", "subject", "creator", "keywords", "category", "version", "description", "lastModifiedBy":
			text.WriteByte('\n')
		}
	}
}
