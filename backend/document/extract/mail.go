package extract

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"

	"golang.org/x/net/html/charset"
)

// mailDepth bounds messages within messages.
const mailDepth = 8

var words = &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// mailReader reads one message. With all it reads every head and the attached files too.
type mailReader struct {
	all   bool
	files func(name string, data []byte) ([]Part, error)
}

var readHeads = []string{"Subject", "From", "To", "Cc", "Date"}

// message gives a message's heads and its readable parts.
func (r *mailReader) message(data []byte) ([]Part, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var heads strings.Builder
	names := readHeads
	if r.all {
		names = slices.Sorted(maps.Keys(m.Header))
	}
	for _, h := range names {
		for _, v := range m.Header[textproto.CanonicalMIMEHeaderKey(h)] {
			heads.WriteString(h + ": " + headText(v) + "\n")
		}
	}
	parts := []Part{{"heads", heads.String()}}
	body, err := r.body(textproto.MIMEHeader(m.Header), m.Body, 0)
	return append(parts, body...), err
}

func headText(v string) string {
	if s, err := words.DecodeHeader(v); err == nil {
		return s
	}
	return v
}

func (r *mailReader) body(heads textproto.MIMEHeader, from io.Reader, depth int) ([]Part, error) {
	media, params, err := mime.ParseMediaType(heads.Get("Content-Type"))
	if err != nil {
		media = "text/plain"
	}
	encoding := heads.Get("Content-Transfer-Encoding")
	switch {
	case depth > mailDepth:
		return nil, nil
	case strings.HasPrefix(media, "multipart/"):
		return r.multipart(multipart.NewReader(from, params["boundary"]), depth)
	case attachedName(heads) != "" || media != "text/plain" && media != "text/html":
		if !r.all {
			return nil, nil
		}
		return r.attached(attachedName(heads), transferred(encoding, from))
	}
	data, err := io.ReadAll(io.LimitReader(transferred(encoding, from), fileLimit))
	if err != nil && len(data) == 0 {
		return nil, err
	}
	data = inUTF8(data, params["charset"])
	if media == "text/html" {
		return htmlParts(data, r.all)
	}
	return []Part{{"text", decode(data)}}, nil
}

func inUTF8(data []byte, label string) []byte {
	if label == "" {
		return data
	}
	cr, err := charset.NewReaderLabel(label, bytes.NewReader(data))
	if err != nil {
		return data
	}
	if decoded, err := io.ReadAll(cr); err == nil {
		return decoded
	}
	return data
}

// attachedName is the name of an attached file; "" for a part that is read in the message.
func attachedName(heads textproto.MIMEHeader) string {
	kind, params, err := mime.ParseMediaType(heads.Get("Content-Disposition"))
	if err != nil || kind != "attachment" {
		return ""
	}
	return cmp.Or(params["filename"], "file")
}

func (r *mailReader) attached(name string, from io.Reader) ([]Part, error) {
	data, err := io.ReadAll(io.LimitReader(from, fileLimit))
	if err != nil && len(data) == 0 {
		return nil, err
	}
	inside, err := r.files(name, data)
	if err != nil {
		return nil, fmt.Errorf("the attached %s: %w", name, err)
	}
	out := []Part{{"name of an attached file", name}}
	for _, p := range inside {
		out = append(out, Part{p.Where + " of the attached file", p.Text})
	}
	return out, nil
}

func transferred(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

func (r *mailReader) multipart(m *multipart.Reader, depth int) ([]Part, error) {
	var out []Part
	for {
		p, err := m.NextRawPart()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return out, nil // a message cut short says what it says
		}
		if err != nil {
			return out, err
		}
		inner, err := r.body(p.Header, p, depth+1)
		if err != nil {
			return out, err
		}
		out = append(out, inner...)
	}
}
