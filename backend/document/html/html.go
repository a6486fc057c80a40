// Package html writes a document as one HTML file that needs nothing else: its style and its pictures are inside, it runs no
// script and loads nothing, and printing it gives numbered pages with the audience on each.
//
// Only the elements that this package writes can be in it, and every text is escaped on the way; what was written then
// passes bluemonday with an allow-list of the same elements, as a second net for a mistake of ours.
package html

import (
	"cmp"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"

	"precedent/backend/document/tree"
)

//go:embed page.css
var css string

const noScript = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

// Render gives the document.
func Render(t tree.Tree) []byte {
	w := &writer{}
	w.page(t)
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", html.EscapeString(cmp.Or(t.Meta.Lang, "en")))
	fmt.Fprintf(&b, "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n", noScript)
	b.WriteString("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	for _, m := range [][2]string{{"subject", t.Meta.Kind}, {"keywords", t.Meta.Key}, {"audience", t.Meta.Audience}, {"version", t.Meta.Version}, {"date", t.Meta.Date}} {
		if m[1] != "" {
			fmt.Fprintf(&b, "<meta name=\"%s\" content=\"%s\">\n", m[0], html.EscapeString(m[1]))
		}
	}
	fmt.Fprintf(&b, "<title>%s</title>\n<style>\n%s%s</style>\n</head>\n<body>\n", html.EscapeString(t.Title), css, running(t))
	b.WriteString(policy().Sanitize(w.b.String()))
	b.WriteString("</body>\n</html>\n")
	return []byte(b.String())
}

// Fragment gives the document for the clipboard and for mails: without a page around it, and with the little style that other
// programs keep within the elements.
func Fragment(t tree.Tree) []byte {
	w := &writer{}
	w.page(t)
	return []byte(styled.Replace(policy().Sanitize(w.b.String())))
}

// Message gives the same as a page of its own, as the HTML part of a mail is.
func Message(t tree.Tree) []byte {
	return slices.Concat([]byte("<!DOCTYPE html>\n<html lang=\""+html.EscapeString(cmp.Or(t.Meta.Lang, "en"))+"\">\n<head><meta charset=\"utf-8\"></head>\n<body>\n"), Fragment(t), []byte("</body>\n</html>\n"))
}

// styled gives the elements of a fragment what the page has in its style sheet. Only our own elements are met: text has no
// bare sign of one.
var styled = strings.NewReplacer(
	"<table>", `<table style="border-collapse:collapse">`,
	"<th scope", `<th style="border:1px solid #d9dde3;padding:4px 8px;text-align:start;background:#f5f6f8" scope`,
	"<td class", `<td style="border:1px solid #d9dde3;padding:4px 8px;vertical-align:top" class`,
	"<pre>", `<pre style="background:#f5f6f8;padding:8px;white-space:pre-wrap">`,
	"<blockquote>", `<blockquote style="border-inline-start:3px solid #d9dde3;margin-inline:0;padding-inline-start:12px">`,
	`<aside class="gap">`, `<aside class="gap" style="border:1px dashed #d99a2b;background:#fff8ea;padding:6px 10px">`,
	`<aside class="note">`, `<aside class="note" style="border:1px solid #d9dde3;background:#f5f6f8;padding:6px 10px">`,
	`<span class="missing">`, `<span class="missing" style="background:#fff8ea">`,
	"<dt>", `<dt style="font-weight:bold">`,
)

// running is the head and foot of printed pages.
func running(t tree.Tree) string {
	return fmt.Sprintf("@page { @top-left { content: %s } @top-right { content: %s } @bottom-left { content: %s } }\n",
		cssString(t.Meta.Audience), cssString(strings.TrimSpace(t.Meta.Key+"  "+t.Meta.Kind)), cssString(strings.TrimSpace(t.Meta.Version+"  "+t.Meta.Date)))
}

// cssString quotes a text for CSS inside a style element: everything but plain letters and digits by its number.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == ' ' {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "\\%x ", r)
	}
	return b.String() + `"`
}

// policy lets through what the writer writes, and nothing else.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "s", "code", "pre",
		"blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "div", "figure", "img", "a", "sup", "aside", "section", "span")
	p.AllowAttrs("class").Matching(bluemonday.SpaceSeparatedTokens).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile("^auto$")).Globally()
	p.AllowAttrs("id").Matching(bluemonday.SpaceSeparatedTokens).Globally()
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("scope").Matching(bluemonday.SpaceSeparatedTokens).OnElements("th")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("src").OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowDataURIImages()
	p.AllowRelativeURLs(true) // the footnotes' own anchors
	p.RequireParseableURLs(true)
	return p
}

type writer struct {
	b     strings.Builder
	notes [][]tree.Run
}

func (w *writer) put(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

func (w *writer) page(t tree.Tree) {
	audience := "customer"
	if t.Meta.Internal {
		audience = "internal"
	}
	w.put("<main class=\"%s\">\n<header>\n<p class=\"audience\">%s</p>\n<h1 dir=\"auto\">%s</h1>\n", audience, html.EscapeString(t.Meta.Audience), html.EscapeString(t.Title))
	var about []string
	for _, s := range []string{t.Meta.Kind, t.Meta.Key, t.Meta.Version, t.Meta.Date} {
		if s != "" {
			about = append(about, html.EscapeString(s))
		}
	}
	w.put("<p class=\"about\">%s</p>\n</header>\n", strings.Join(about, " · "))
	w.blocks(t.Blocks)
	w.footnotes()
	w.put("</main>\n")
}

func (w *writer) footnotes() {
	if len(w.notes) == 0 {
		return
	}
	w.put("<section class=\"notes\">\n<ol>\n")
	for i := 0; i < len(w.notes); i++ { // a note may hold another
		w.put("<li id=\"note-%d\">%s</li>\n", i+1, w.runs(w.notes[i]))
	}
	w.put("</ol>\n</section>\n")
}

func (w *writer) blocks(blocks []tree.Block) {
	for i, b := range blocks {
		_, heading := b.(tree.Heading)
		if heading && wide(blocks, i+1) {
			continue // it stands with its table
		}
		if !wide(blocks, i) {
			w.block(b)
			continue
		}
		w.put("<section class=\"turned\">\n")
		if i > 0 {
			if h, ok := blocks[i-1].(tree.Heading); ok {
				w.block(h)
			}
		}
		w.block(b)
		w.put("</section>\n")
	}
}

// wide says that a block is a table for a page of its own, turned on its side.
func wide(blocks []tree.Block, i int) bool {
	if i >= len(blocks) {
		return false
	}
	t, ok := blocks[i].(tree.Table)
	return ok && t.Wide()
}

func (w *writer) block(b tree.Block) {
	switch b := b.(type) {
	case tree.Heading:
		n := min(b.Level+1, 6)
		w.put("<h%d dir=\"auto\">%s</h%d>\n", n, w.runs(b.Text), n)
	case tree.Paragraph:
		w.put("<p dir=\"auto\">%s</p>\n", w.runs(b.Text))
	case tree.List:
		w.list(b)
	case tree.Table:
		w.table(b)
	case tree.Code:
		w.put("<pre><code>%s</code></pre>\n", html.EscapeString(b.Text))
	case tree.Quote:
		w.put("<blockquote>\n")
		w.blocks(b.Blocks)
		w.put("</blockquote>\n")
	case tree.Image:
		w.put("<figure><img alt=\"%s\" src=\"data:%s;base64,%s\"></figure>\n", html.EscapeString(b.Alt), html.EscapeString(b.Type), base64.StdEncoding.EncodeToString(b.Data))
	case tree.Callout:
		w.put("<aside class=\"%s\"><p dir=\"auto\">%s</p></aside>\n", html.EscapeString(string(b.Tone)), w.runs(b.Text))
	case tree.Facts:
		w.facts(b)
	case tree.Rule:
		w.put("<hr>\n")
	}
}

func (w *writer) list(l tree.List) {
	tag, start := "ul", ""
	if l.Ordered {
		tag = "ol"
		if l.Start > 1 {
			start = " start=\"" + strconv.Itoa(l.Start) + "\""
		}
	}
	w.put("<%s%s>\n", tag, start)
	for _, i := range l.Items {
		switch i.Task {
		case tree.OpenTask:
			w.put("<li class=\"task\"><span class=\"box\">[ ]</span> ")
		case tree.DoneTask:
			w.put("<li class=\"task\"><span class=\"box\">[x]</span> ")
		default:
			w.put("<li>")
		}
		w.blocks(i.Blocks)
		w.put("</li>\n")
	}
	w.put("</%s>\n", tag)
}

// wideColumns is from how many columns on a table is set smaller.
const wideColumns = 7

func (w *writer) table(t tree.Table) {
	class := ""
	if len(t.Head) >= wideColumns {
		class = " wide"
	}
	w.put("<div class=\"scroll%s\"><table>\n<thead><tr>", class)
	for i, c := range t.Head {
		w.put("<th scope=\"col\" class=\"%s\" dir=\"auto\">%s</th>", align(t, i), w.runs(c))
	}
	w.put("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		w.put("<tr>")
		for i, c := range row {
			w.put("<td class=\"%s%s\" dir=\"auto\">%s</td>", align(t, i), short(t, c), w.runs(c))
		}
		w.put("</tr>\n")
	}
	w.put("</tbody></table></div>\n")
}

// shortCell is how many characters a cell may have to be kept on one line, as a date and time is, in a table of few columns.
const shortCell = 18

func short(t tree.Table, cell []tree.Run) string {
	if len(t.Head) < wideColumns && utf8.RuneCountInString(tree.Words(cell)) <= shortCell {
		return " short"
	}
	return ""
}

func align(t tree.Table, column int) string {
	if column < len(t.Align) && t.Align[column] != tree.Auto {
		return string(t.Align[column])
	}
	return "start"
}

func (w *writer) facts(f tree.Facts) {
	w.put("<dl>\n")
	for _, p := range f.Pairs {
		class := "fact"
		if tree.Whole([]tree.Fact{p}) {
			class = "fact whole"
		}
		w.put("<div class=\"%s\"><dt>%s</dt><dd dir=\"auto\">%s</dd></div>\n", class, html.EscapeString(p.Label), w.runs(p.Value))
	}
	w.put("</dl>\n")
}

func (w *writer) runs(runs []tree.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(w.run(r))
	}
	return b.String()
}

func (w *writer) run(r tree.Run) string {
	if r.Break {
		return "<br>"
	}
	if r.Note != nil {
		w.notes = append(w.notes, r.Note)
		n := len(w.notes)
		return fmt.Sprintf("<sup><a href=\"#note-%d\">%d</a></sup>", n, n)
	}
	s := html.EscapeString(r.Text)
	for _, look := range []struct {
		on  bool
		tag string
	}{{r.Code, "code"}, {r.Strike, "s"}, {r.Emph, "em"}, {r.Strong, "strong"}} {
		if look.on {
			s = "<" + look.tag + ">" + s + "</" + look.tag + ">"
		}
	}
	if r.Missing {
		s = "<span class=\"missing\">" + s + "</span>"
	}
	if r.Link != "" {
		s = "<a href=\"" + html.EscapeString(r.Link) + "\">" + s + "</a>"
	}
	return s
}
