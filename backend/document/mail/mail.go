package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document/html"
	"precedent/backend/document/paste"
	"precedent/backend/document/tree"
)

// Address is a person with an address.
type Address = netmail.Address

// File is what is attached.
type File struct {
	Name string
	Type string // such as application/pdf
	Data []byte
}

// Render gives the draft. No sender means that the mail program fills one in; a file without data is not attached.
func Render(t tree.Tree, from, to []Address, attached File) ([]byte, error) {
	text := part{kind: "text/plain; charset=utf-8", body: paste.Plain(t)}
	page := part{kind: "text/html; charset=utf-8", body: html.Message(t)}
	m := together("alternative", text, page)
	if len(attached.Data) > 0 {
		m = together("mixed", m, part{kind: attached.Type, name: attached.Name, body: attached.Data})
	}
	var b bytes.Buffer
	if err := heads(&b, t, from, to); err != nil {
		return nil, err
	}
	if err := m.write(&b); err != nil {
		return nil, casefile.Wrap(casefile.Internal, err, "The draft of the mail could not be put together.")
	}
	return b.Bytes(), nil
}

// heads are those of the message; the parts follow with theirs.
func heads(b *bytes.Buffer, t tree.Tree, from, to []Address) error {
	for _, h := range []struct {
		name string
		list []Address
	}{{"From", from}, {"To", to}} {
		all := make([]string, 0, len(h.list))
		for _, a := range h.list {
			if _, err := netmail.ParseAddress(a.String()); err != nil {
				return casefile.Wrap(casefile.Invalid, err, "An e-mail address of the customer's contacts or of yours is wrong. Correct it there.")
			}
			all = append(all, a.String())
		}
		if len(all) > 0 {
			fmt.Fprintf(b, "%s: %s\r\n", h.name, strings.Join(all, ",\r\n "))
		}
	}
	fmt.Fprintf(b, "Subject: %s\r\n", encoded(Subject(t)))
	if day, err := time.Parse(time.DateOnly, t.Meta.Date); err == nil {
		fmt.Fprintf(b, "Date: %s\r\n", day.Format(time.RFC1123Z))
	}
	b.WriteString("X-Unsent: 1\r\nMIME-Version: 1.0\r\n")
	return nil
}

// Subject is the subject of a document's mail: its kind, its title, its key.
func Subject(t tree.Tree) string {
	s := t.Title
	if t.Meta.Kind != "" {
		s = t.Meta.Kind + ": " + s
	}
	if t.Meta.Key != "" {
		s += " (" + t.Meta.Key + ")"
	}
	return s
}

// encoded is a text of a head: as it is when it is short and ASCII, else in encoded words, each on a line of its own, as RFC
// 2047 asks for.
func encoded(s string) string {
	const longest = 60
	word := mime.BEncoding.Encode("utf-8", s)
	if word == s && len(s) > longest {
		return folded(s)
	}
	return strings.ReplaceAll(word, "?= =?", "?=\r\n =?")
}

// folded breaks a long line at its spaces (RFC 5322, 2.2.3).
func folded(s string) string {
	var b strings.Builder
	length := len("Subject: ")
	for i, w := range strings.Split(s, " ") {
		switch {
		case i == 0:
		case length+1+len(w) > 76 && w != "":
			b.WriteString("\r\n ")
			length = 1
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(w)
		length += len(w)
	}
	return b.String()
}

// part is one part of a message; one with parts within has no body.
type part struct {
	kind   string
	name   string // of an attached file
	body   []byte
	within []part
}

// together puts parts together under a boundary that none of them holds.
func together(kind string, within ...part) part {
	h := sha256.New()
	for _, p := range within {
		h.Write([]byte(p.kind + "\x00" + p.name + "\x00"))
		h.Write(p.body)
	}
	boundary := "precedent-" + kind + "-" + hex.EncodeToString(h.Sum(nil)[:12])
	return part{kind: `multipart/` + kind + `; boundary="` + boundary + `"`, within: within, name: boundary}
}

func (p part) write(b *bytes.Buffer) error {
	fmt.Fprintf(b, "Content-Type: %s\r\n", p.kind)
	if p.within != nil {
		b.WriteString("\r\n")
		for _, w := range p.within {
			fmt.Fprintf(b, "--%s\r\n", p.name)
			if err := w.write(b); err != nil {
				return err
			}
			b.WriteString("\r\n")
		}
		fmt.Fprintf(b, "--%s--\r\n", p.name)
		return nil
	}
	if p.name != "" {
		fmt.Fprintf(b, "Content-Disposition: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n", mime.FormatMediaType("attachment", map[string]string{"filename": p.name}))
		inLines(b, p.body)
		return nil
	}
	b.WriteString("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(b)
	if _, err := w.Write(bytes.ReplaceAll(p.body, []byte("\n"), []byte("\r\n"))); err != nil {
		return err
	}
	return w.Close()
}

// inLines writes base64 in lines of 76 characters (RFC 2045, 6.8).
func inLines(b *bytes.Buffer, data []byte) {
	const line = 76
	text := base64.StdEncoding.EncodeToString(data)
	for len(text) > line {
		b.WriteString(text[:line] + "\r\n")
		text = text[line:]
	}
	b.WriteString(text)
}
