package exchange

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"precedent/backend/casefile"
)

// page is what a Markdown text tells.
type page struct {
	title    string // its first heading, when the text begins with it
	whole    string // the text without its timeline, when that could be read
	text     string // the same without the title
	timeline []moment
	links    []pageLink
}

// moment is one line of a timeline.
type moment struct {
	at   string
	text string
	line int // from 0
}

type pageLink struct {
	to   string
	text string
	line int // from 0
}

// cutting is a stretch of the text that is kept elsewhere.
type cutting struct{ from, to int }

// blocks parses headings, lists, quotes and code, but nothing inside a paragraph: there the parser takes time that grows
// with the square of some texts (half a megabyte of stars and underscores took minutes), and links can be found without it.
var blocks = parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...))

// readPage reads a text; its timeline only when asked to.
func readPage(src []byte, zone string, wantTimeline bool) page {
	if tooNested(src) {
		plain := without(src)
		return page{whole: plain, text: plain}
	}
	doc := blocks.Parse(text.NewReader(src))
	p := page{links: linksOf(doc, src)}
	var title, timeline cutting
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok || h.Lines().Len() == 0 {
			continue
		}
		if n.PreviousSibling() == nil {
			p.title, title = headingText(h, src), headingAt(h, src)
		}
		if wantTimeline && p.timeline == nil && strings.EqualFold(headingText(h, src), "timeline") {
			p.timeline, timeline = readTimeline(h, src, zone)
		}
	}
	p.whole = without(src, timeline)
	p.text = without(src, title, timeline)
	if p.title == "" {
		p.text = p.whole
	}
	return p
}

// tooNested finds a line that opens more quotes and lists inside each other than a person writes; the parser takes time that
// grows with the square of their number.
func tooNested(src []byte) bool {
	const most, widest = 100, 400
	for line := range bytes.Lines(src) {
		prefix := line[:len(line)-len(bytes.TrimLeft(line, "> \t-+*0123456789.)"))]
		if len(prefix) <= most {
			continue
		}
		markers := bytes.Count(prefix, []byte(">"))
		for _, m := range []string{"- ", "+ ", "* ", ". ", ") "} {
			markers += bytes.Count(prefix, []byte(m))
		}
		if markers > most || (len(prefix) > widest && markers > 0) {
			return true
		}
	}
	return false
}

// headingText is a heading as it is written, without its marks.
func headingText(h *ast.Heading, src []byte) string {
	return strings.Join(strings.Fields(string(h.Lines().Value(src))), " ")
}

// headingAt is the whole stretch of a heading, with its # or its underline.
func headingAt(h *ast.Heading, src []byte) cutting {
	first, last := h.Lines().At(0), h.Lines().At(h.Lines().Len()-1)
	from, to := lineStart(src, first.Start), lineEnd(src, max(first.Start, last.Stop-1))
	if !bytes.HasPrefix(bytes.TrimLeft(src[from:to], " "), []byte("#")) {
		to = lineEnd(src, to) // the underline
	}
	return cutting{from, to}
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:min(at, len(src))], '\n') + 1 }

// lineEnd is where the line after the one of a position begins.
func lineEnd(src []byte, at int) int {
	if at >= len(src) {
		return len(src)
	}
	if n := bytes.IndexByte(src[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(src)
}

func without(src []byte, cuts ...cutting) string {
	var out []byte
	at := 0
	for _, c := range cuts {
		if c.to > c.from && c.from >= at {
			out = append(out, src[at:c.from]...)
			at = c.to
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(string(append(out, src[at:]...)), "\r\n", "\n"))
}

// readTimeline reads the list below a heading, when that list is all there is below it and each of its entries begins with
// a time that can be meant in one way only. Otherwise nothing is read, and all stays text.
func readTimeline(h *ast.Heading, src []byte, zone string) ([]moment, cutting) {
	list, ok := h.NextSibling().(*ast.List)
	if !ok {
		return nil, cutting{}
	}
	end := len(src)
	if next := list.NextSibling(); next != nil {
		heading, ok := next.(*ast.Heading)
		if !ok || heading.Level > h.Level || heading.Lines().Len() == 0 {
			return nil, cutting{}
		}
		end = headingAt(heading, src).from
	}
	var out []moment
	lines := lineCounter{src: src}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		to := end
		if next := item.NextSibling(); next != nil {
			to = lineStart(src, max(0, blockStart(next)))
		}
		from := blockStart(item)
		if from < 0 || to < from { // an entry without a text
			return nil, cutting{}
		}
		m, ok := readMoment(string(src[from:to]), zone)
		if !ok {
			return nil, cutting{}
		}
		m.line = lines.of(from)
		out = append(out, m)
	}
	return out, cutting{headingAt(h, src).from, end}
}

// blockStart is where the text of a list entry begins; -1 when it has none.
func blockStart(item ast.Node) int {
	first := item.FirstChild()
	if first == nil || first.Type() != ast.TypeBlock || first.Lines().Len() == 0 {
		return -1
	}
	return first.Lines().At(0).Start
}

var stamp = regexp.MustCompile(`^[*_` + "`" + `]{0,2}(\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?)(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?(\[[^\]\s]+\])?[*_` + "`" + `]{0,2}(?:\s*[-–—:|,]+\s*|\s+)(?s:(.*))$`)

var zoneWord = regexp.MustCompile(`^\(?[A-Z]{2,5}\)?(\s|[-–—:|,)])`)

// readMoment reads an entry such as "2026-03-13 08:50 +01:00: the first report".
func readMoment(entry, zone string) (moment, bool) {
	m := stamp.FindStringSubmatch(entry)
	if m == nil || strings.TrimSpace(m[4]) == "" {
		return moment{}, false
	}
	said, timed := m[1], len(m[1]) > len("2026-03-13")
	if timed && m[2] == "" && zoneWord.MatchString(m[4]) {
		return moment{}, false // "08:50 CET - …": an abbreviation is not taken for a zone
	}
	switch {
	case m[2] == "UTC":
		said += "Z"
	default:
		said += m[2]
	}
	at, err := withZone(said+m[3], zone)
	if err != nil {
		return moment{}, false
	}
	i, err := casefile.ParseInstant(strings.Replace(at, " ", "T", 1))
	if err != nil {
		return moment{}, false
	}
	return moment{at: i.String(), text: dedent(m[4])}, true
}

// dedent takes off the indentation that the lines of a list entry have after the first.
func dedent(s string) string {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")), "\n")
	least := -1
	for _, l := range lines[1:] {
		if trimmed := strings.TrimLeft(l, " "); trimmed != "" && (least < 0 || len(l)-len(trimmed) < least) {
			least = len(l) - len(trimmed)
		}
	}
	for i, l := range lines[1:] {
		lines[i+1] = l[min(max(least, 0), len(l)-len(strings.TrimLeft(l, " "))):]
	}
	return strings.Join(lines, "\n")
}

// lineCounter counts lines from where it counted last, so that a walk through a text counts each line once.
type lineCounter struct {
	src      []byte
	at, line int
}

// of is the line of a position, from 0.
func (c *lineCounter) of(at int) int {
	if at < c.at {
		c.at, c.line = 0, 0
	}
	c.line += bytes.Count(c.src[c.at:at], []byte("\n"))
	c.at = at
	return c.line
}

// linksOf are the targets of the pictures and links of a text, outside of code.
func linksOf(doc ast.Node, src []byte) []pageLink {
	var out []pageLink
	lines := lineCounter{src: src}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindHTMLBlock:
			return ast.WalkSkipChildren, nil
		}
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		for i := range n.Lines().Len() {
			at := n.Lines().At(i)
			for _, l := range linksIn(string(at.Value(src))) {
				l.line = lines.of(at.Start)
				out = append(out, l)
			}
		}
		return ast.WalkContinue, nil
	})
	return out
}

var (
	codeSpan   = regexp.MustCompile("`[^`]*`")
	inlineLink = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.)*)\]\((?:<([^<>]+)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)`)
	definition = regexp.MustCompile(`^ {0,3}\[([^\[\]]+)\]:\s*(?:<([^<>]+)>|(\S+))`)
)

// linksIn finds the links of one line: [text](target), ![text](target), and the definition [name]: target.
func linksIn(line string) []pageLink {
	if !strings.Contains(line, "](") && !strings.Contains(line, "]:") {
		return nil
	}
	line = codeSpan.ReplaceAllString(line, "")
	var out []pageLink
	take := func(m []string) { out = append(out, pageLink{to: m[2] + m[3], text: m[1]}) }
	for range 2 { // a link may have a picture for its text
		for _, m := range inlineLink.FindAllStringSubmatch(line, -1) {
			take(m)
		}
		line = inlineLink.ReplaceAllString(line, "$1")
	}
	if m := definition.FindStringSubmatch(line); m != nil {
		take(m)
	}
	return out
}
