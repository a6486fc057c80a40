package extract

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// mostBookmarks bounds the walk through an outline, which a file may join into a ring.
const mostBookmarks = 10_000

// bookmarks gives the titles of the outline below an entry; 0 is its root.
func (f *pdfFile) bookmarks(below uint64, depth int) {
	if depth > tagDepth {
		return
	}
	at := uint64(f.call("FPDFBookmark_GetFirstChild", f.doc, below))
	for n := 0; at != 0 && n < mostBookmarks; n++ {
		f.add("bookmarks", f.text("FPDFBookmark_GetTitle", at))
		f.bookmarks(at, depth+1)
		at = uint64(f.call("FPDFBookmark_GetNextSibling", f.doc, at))
	}
}

// attached gives the names of the files within the file; what is in them, pdfStreams gives.
func (f *pdfFile) attached() {
	for n := range int32(f.call("FPDFDoc_GetAttachmentCount", f.doc)) {
		if a := uint64(f.call("FPDFDoc_GetAttachment", f.doc, uint64(n))); a != 0 {
			f.add("name of a file within the file", f.text("FPDFAttachment_GetName", a))
		}
	}
}

// annotations gives what is noted on a page: comments, fields of forms, titles of links (ISO 32000-1, 12.5).
func (f *pdfFile) annotations(page uint64) string {
	var b strings.Builder
	for n := range int32(f.call("FPDFPage_GetAnnotCount", page)) {
		a := uint64(f.call("FPDFPage_GetAnnot", page, uint64(n)))
		if a == 0 {
			continue
		}
		for _, key := range []string{"Contents", "T", "Subj", "RC", "TU", "V"} {
			at, free := f.put([]byte(key + "\x00"))
			if said := f.text("FPDFAnnot_GetStringValue", a, at); said != "" {
				b.WriteString(said + "\n")
			}
			free()
		}
		f.call("FPDFPage_CloseAnnot", a)
	}
	return b.String()
}

var (
	streamBegins = []byte("stream")
	streamEnds   = []byte("endstream")
)

// longestDictionary bounds what is looked at before a stream for what it is.
const longestDictionary = 4096

// pdfStreams gives what the raw file holds where PDFium does not look: XMP, files within the file, and the notes within
// pictures, which are kept as they came (ISO 32000-1, 7.3.8: a dictionary, then stream … endstream).
func pdfStreams(data []byte) string {
	var b strings.Builder
	last := 0
	for {
		i := bytes.Index(data[last:], streamBegins)
		if i < 0 {
			return b.String()
		}
		start := last + i + len(streamBegins)
		n := bytes.Index(data[start:], streamEnds)
		if n < 0 {
			return b.String()
		}
		head, body := data[max(last, start-longestDictionary):start], bytes.TrimLeft(data[start:start+n], "\r\n")
		last = start + n + len(streamEnds)
		b.WriteString(pdfStream(head[bytes.LastIndex(head, []byte(" obj"))+1:], body))
	}
}

func pdfStream(head, body []byte) string {
	file, meta := bytes.Contains(head, []byte("/EmbeddedFile")), bytes.Contains(head, []byte("/Metadata"))
	if (file || meta) && bytes.Contains(head, []byte("/FlateDecode")) {
		body = inflate(body)
	}
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xd8}):
		return jpegNotes(body[2:])
	case meta || bytes.Contains(body, []byte("<x:xmpmeta")):
		return xmlText(body)
	case file:
		return pictureNotes(body)
	}
	return ""
}

// xmlText is the text and the attributes of XML.
func xmlText(data []byte) string {
	var t, a strings.Builder
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	for {
		token, err := d.Token()
		if err != nil {
			return t.String() + "\n" + a.String()
		}
		wordToken(token, &t, &a)
	}
}
