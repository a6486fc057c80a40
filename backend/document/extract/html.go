package extract

import (
	"bytes"
	"encoding/base64"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlDepth bounds nesting, so that a hostile page cannot exhaust the stack.
const htmlDepth = 400

func htmlParts(data []byte, all bool) ([]Part, error) {
	root, err := html.Parse(strings.NewReader(decode(data)))
	if err != nil {
		return nil, err
	}
	w := &htmlWalk{all: all}
	w.node(root, 0)
	parts := []Part{{"text", w.text.String()}}
	if all {
		parts = append(parts, Part{"attributes", w.attributes.String()}, Part{"comments and style", w.hidden.String()}, Part{"notes within pictures", w.pictures.String()})
	}
	return parts, nil
}

type htmlWalk struct {
	all                                bool
	text, attributes, hidden, pictures bytes.Buffer
}

func (w *htmlWalk) node(n *html.Node, depth int) {
	if depth > htmlDepth {
		return
	}
	switch n.Type {
	case html.TextNode:
		w.text.WriteString(n.Data)
		return
	case html.CommentNode:
		w.hidden.WriteString(n.Data + "\n")
		return
	case html.ElementNode:
		if quiet(n.DataAtom) {
			w.hide(n)
			return
		}
		for _, a := range n.Attr {
			if notes, picture := dataPicture(a.Val); picture {
				w.pictures.WriteString(notes)
				continue
			}
			w.attributes.WriteString(a.Val + "\n")
		}
	}
	if breaks(n.DataAtom) {
		w.text.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c, depth+1)
	}
	if breaks(n.DataAtom) {
		w.text.WriteByte('\n')
	}
}

// dataPicture reads the notes within a picture that stands in an address (RFC 2397).
func dataPicture(address string) (notes string, ok bool) {
	head, body, found := strings.Cut(address, ",")
	if !found || !strings.HasPrefix(head, "data:image/") {
		return "", false
	}
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil || !strings.HasSuffix(head, ";base64") {
		return address + "\n", true
	}
	return pictureNotes(data), true
}

// hide keeps what an element holds that is not read on the page.
func (w *htmlWalk) hide(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			w.hidden.WriteString(cssText(c.Data) + "\n")
		}
	}
}

func quiet(a atom.Atom) bool {
	return a == atom.Script || a == atom.Style || a == atom.Template || a == atom.Noscript
}

func breaks(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Br, atom.Div, atom.Li, atom.Tr, atom.Td, atom.Th, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Blockquote,
		atom.Dt, atom.Dd, atom.Section, atom.Aside, atom.Header, atom.Footer, atom.Main, atom.Figure, atom.Hr, atom.Title, atom.Table, atom.Ul, atom.Ol:
		return true
	}
	return false
}

// cssText resolves CSS escapes such as \5bc6, in which a style sheet may hold any text.
func cssText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		digits, code := 0, rune(0)
		for digits < 6 && i+1+digits < len(s) && hex(s[i+1+digits]) >= 0 {
			code = code<<4 | hex(s[i+1+digits])
			digits++
		}
		if digits == 0 {
			continue
		}
		b.WriteRune(code)
		i += digits
		if i+1 < len(s) && s[i+1] == ' ' {
			i++
		}
	}
	return b.String()
}

func hex(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}
