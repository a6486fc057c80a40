package extract

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"golang.org/x/net/html/charset"
)

// mailDepth bounds messages within messages.
const mailDepth = 8

var words = &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// mailParts gives a message's heads and its readable parts.
func mailParts(data []byte) ([]Part, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var heads strings.Builder
	for _, h := range []string{"Subject", "From", "To", "Cc", "Date"} {
		if v := m.Header.Get(h); v != "" {
			heads.WriteString(h + ": " + headText(v) + "\n")
		}
	}
	parts := []Part{{"heads", heads.String()}}
	body, err := mailBody(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, 0)
	return append(parts, body...), err
}

func headText(v string) string {
	if s, err := words.DecodeHeader(v); err == nil {
		return s
	}
	return v
}

func mailBody(contentType, encoding string, r io.Reader, depth int) ([]Part, error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		media = "text/plain"
	}
	switch {
	case depth > mailDepth:
		return nil, nil
	case strings.HasPrefix(media, "multipart/"):
		return multipartBody(multipart.NewReader(r, params["boundary"]), depth)
	case media != "text/plain" && media != "text/html":
		return nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(transferred(encoding, r), fileLimit))
	if err != nil && len(data) == 0 {
		return nil, err
	}
	if label := params["charset"]; label != "" {
		if cr, err := charset.NewReaderLabel(label, bytes.NewReader(data)); err == nil {
			if decoded, err := io.ReadAll(cr); err == nil {
				data = decoded
			}
		}
	}
	if media == "text/html" {
		return htmlParts(data, false)
	}
	return []Part{{"text", decode(data)}}, nil
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

func multipartBody(m *multipart.Reader, depth int) ([]Part, error) {
	var out []Part
	for {
		p, err := m.NextRawPart()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return out, nil // a message cut short says what it says
		}
		if err != nil {
			return out, err
		}
		inner, err := mailBody(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, depth+1)
		if err != nil {
			return out, err
		}
		out = append(out, inner...)
	}
}
