package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/bidi"

	"precedent/backend/document/tree"
)

// attribute escapes a text for XML. Runes that XML cannot hold are gone since tree.Clean; what slipped through becomes U+FFFD.
func attribute(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer does not fail
	return b.String()
}

func (w *writer) runs(runs []tree.Run, rtl bool) string {
	var b strings.Builder
	for _, r := range runs {
		switch {
		case r.Break:
			b.WriteString(`<w:r><w:br/></w:r>`)
		case r.Note != nil:
			b.WriteString(w.note(r.Note))
		case r.Link != "":
			fmt.Fprintf(&b, `<w:hyperlink r:id="%s">%s</w:hyperlink>`, w.target(r.Link), textRuns(r, rtl))
		default:
			b.WriteString(textRuns(r, rtl))
		}
	}
	return b.String()
}

// target gives a link's number among the relations of the part that holds it.
func (w *writer) target(link string) string {
	if w.inNote {
		w.linked = append(w.linked, link)
		return fmt.Sprintf("rIdL%d", len(w.linked))
	}
	w.links = append(w.links, link)
	return fmt.Sprintf("rIdL%d", len(w.links))
}

// textRuns splits a run where the writing direction changes: Word takes fonts and order from a mark on each run.
func textRuns(r tree.Run, rtl bool) string {
	var b strings.Builder
	for _, s := range spans(r.Text, rtl) {
		fmt.Fprintf(&b, `<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>`, look2xml(r, s.rtl), attribute(s.text))
	}
	return b.String()
}

type span struct {
	text string
	rtl  bool
}

// spans cuts a text into stretches of one direction. Neutral characters go with the stretch before them.
func spans(s string, rtl bool) []span {
	var out []span
	for _, c := range s {
		p, _ := bidi.LookupRune(c)
		now := rtl
		switch p.Class() {
		case bidi.R, bidi.AL:
			now = true
		case bidi.L, bidi.EN:
			now = false
		default:
			if len(out) > 0 {
				now = out[len(out)-1].rtl
			}
		}
		if len(out) == 0 || out[len(out)-1].rtl != now {
			out = append(out, span{rtl: now})
		}
		out[len(out)-1].text += string(c)
	}
	return out
}

// look2xml is a run's properties, in the order that the schema demands.
func look2xml(r tree.Run, rtl bool) string {
	var b strings.Builder
	add := func(on bool, s string) {
		if on {
			b.WriteString(s)
		}
	}
	add(r.Link != "", `<w:rStyle w:val="Hyperlink"/>`)
	add(r.Code && r.Link == "", `<w:rStyle w:val="CodeText"/>`)
	add(r.Missing && r.Link == "", `<w:rStyle w:val="Missing"/>`)
	add(r.Strong, `<w:b/><w:bCs/>`)
	add(r.Emph, `<w:i/><w:iCs/>`)
	add(r.Strike, `<w:strike/>`)
	add(rtl, `<w:rtl/>`)
	if b.Len() == 0 {
		return ""
	}
	return "<w:rPr>" + b.String() + "</w:rPr>"
}

// firstNote is the number of the first footnote; below it are the two separators that Word wants.
const firstNote = 1

func (w *writer) note(text []tree.Run) string {
	if w.inNote { // a footnote within a footnote is no thing in Word: its text stands in brackets
		return textRuns(tree.Text(" ("+tree.Words(text)+")"), false)
	}
	w.inNote = true
	rtl := tree.RightToLeft(text)
	paragraph := `<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>` + w.runs(text, rtl) + `</w:p>`
	w.inNote = false
	w.notes = append(w.notes, paragraph)
	return fmt.Sprintf(`<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, firstNote+len(w.notes)-1)
}
