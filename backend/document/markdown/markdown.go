// Package markdown writes a document as Markdown (CommonMark with tables, task lists and footnotes) that any editor opens.
//
// What a person typed stays text: every character that Markdown would read as its own is escaped, so that reading the file
// back gives the words that went in. Facts of the page heads stand in front matter; pictures stand at the end of the file as
// data, so that the text above stays readable.
//
// It writes no HTML but <br> inside table cells, where Markdown has no other way to end a line.
package markdown

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"precedent/backend/document/tree"
)

// Render gives the document.
func Render(t tree.Tree) []byte {
	w := &writer{}
	parts := []string{frontMatter(t), "# " + w.line(tree.Plain(t.Title)), "*" + w.line(tree.Plain(t.Meta.Line())) + "*"}
	parts = append(parts, w.blocks(t.Blocks))
	parts = append(parts, w.tail()...)
	return []byte(strings.Join(parts, "\n\n") + "\n")
}

func frontMatter(t tree.Tree) string {
	var b strings.Builder
	b.WriteString("---\n")
	for _, f := range [][2]string{{"title", t.Title}, {"kind", t.Meta.Kind}, {"key", t.Meta.Key}, {"audience", t.Meta.Audience}, {"version", t.Meta.Version}, {"date", t.Meta.Date}} {
		if f[1] == "" {
			continue
		}
		quoted, _ := json.Marshal(f[1]) // a JSON string is a YAML string
		fmt.Fprintf(&b, "%s: %s\n", f[0], quoted)
	}
	return b.String() + "---"
}

type writer struct {
	byName   bool // pictures are named, not carried
	inTable  bool
	notes    []string
	pictures []tree.Image
}

// tail is the footnotes and the pictures.
func (w *writer) tail() []string {
	var out []string
	for i, n := range w.notes {
		out = append(out, fmt.Sprintf("[^%d]: %s", i+1, n))
	}
	for i, p := range w.pictures {
		out = append(out, fmt.Sprintf("[picture-%d]: data:%s;base64,%s", i+1, p.Type, base64.StdEncoding.EncodeToString(p.Data)))
	}
	return out
}

func (w *writer) blocks(blocks []tree.Block) string {
	var out []string
	other := false // two lists in a row need two markers, or they become one
	for i, b := range blocks {
		_, list := b.(tree.List)
		if i > 0 {
			_, before := blocks[i-1].(tree.List)
			other = list && before && !other
		}
		out = append(out, w.block(b, other))
	}
	return strings.Join(out, "\n\n")
}

func (w *writer) block(b tree.Block, other bool) string {
	switch b := b.(type) {
	case tree.Heading:
		return strings.Repeat("#", min(b.Level+1, 6)) + " " + strings.ReplaceAll(w.line(b.Text), "\n", " ")
	case tree.Paragraph:
		return w.lines(b.Text)
	case tree.List:
		return w.list(b, other)
	case tree.Table:
		return w.table(b)
	case tree.Code:
		return fence(b)
	case tree.Quote:
		return indent(w.blocks(b.Blocks), "> ", "> ")
	case tree.Image:
		if w.byName && b.Name != "" && !strings.ContainsAny(b.Name, "<>\n\\") {
			return "![" + escape(b.Alt) + "](<" + b.Name + ">)"
		}
		w.pictures = append(w.pictures, b)
		return fmt.Sprintf("![%s][picture-%d]", escape(b.Alt), len(w.pictures))
	case tree.Callout:
		return indent(w.lines(b.Text), "> ", "> ")
	case tree.Facts:
		return w.facts(b)
	}
	return "---"
}

func (w *writer) facts(f tree.Facts) string {
	var out []string
	for _, p := range f.Pairs {
		out = append(out, "- **"+escape(p.Label)+":** "+w.line(p.Value))
	}
	return strings.Join(out, "\n")
}

func (w *writer) list(l tree.List, other bool) string {
	between, out := "\n", make([]string, 0, len(l.Items))
	for i, item := range l.Items {
		if len(item.Blocks) > 1 {
			between = "\n\n"
		}
		out = append(out, w.item(l, i, other))
	}
	return strings.Join(out, between)
}

func (w *writer) item(l tree.List, i int, other bool) string {
	marker := "- "
	switch {
	case l.Ordered && other:
		marker = strconv.Itoa(max(l.Start, 0)+i) + ") "
	case l.Ordered:
		marker = strconv.Itoa(max(l.Start, 0)+i) + ". "
	case other:
		marker = "* "
	}
	text := unlikeBox(w.blocks(l.Items[i].Blocks))
	switch l.Items[i].Task {
	case tree.OpenTask:
		text = "[ ] " + text
	case tree.DoneTask:
		text = "[x] " + text
	}
	return indent(text, marker, strings.Repeat(" ", len(marker)))
}

// unlikeBox keeps a link whose text is an x from being read as the box of a task.
func unlikeBox(text string) string {
	if strings.HasPrefix(text, "[x](") || strings.HasPrefix(text, "[X](") {
		return fmt.Sprintf("[&#%d;]%s", text[1], text[len("[x]"):])
	}
	return text
}

func (w *writer) table(t tree.Table) string {
	rule := make([]string, len(t.Head))
	for i := range rule {
		rule[i] = "---"
		if i < len(t.Align) {
			rule[i] = map[tree.Align]string{tree.Left: ":--", tree.Centre: ":-:", tree.Right: "--:"}[t.Align[i]]
		}
		if rule[i] == "" {
			rule[i] = "---"
		}
	}
	rows := []string{w.row(t.Head), "| " + strings.Join(rule, " | ") + " |"}
	for _, r := range t.Rows {
		rows = append(rows, w.row(r))
	}
	return strings.Join(rows, "\n")
}

func (w *writer) row(cells [][]tree.Run) string {
	out := make([]string, len(cells))
	w.inTable = true
	defer func() { w.inTable = false }()
	for i, c := range cells {
		out[i] = strings.ReplaceAll(w.line(c), "\n", "<br>")
	}
	return "| " + strings.Join(out, " | ") + " |"
}

// fence puts code between more backticks than it has in a row.
func fence(c tree.Code) string {
	ticks := strings.Repeat("`", max(3, longestRun(c.Text, '`')+1))
	return ticks + strings.Map(infoRune, c.Lang) + "\n" + c.Text + "\n" + ticks
}

func infoRune(r rune) rune {
	if r == '`' || r == '\n' || r == ' ' {
		return -1
	}
	return r
}

func longestRun(s string, of rune) int {
	longest, now := 0, 0
	for _, r := range s {
		if r != of {
			now = 0
			continue
		}
		now++
		longest = max(longest, now)
	}
	return longest
}

// indent puts first before the first line and rest before the others that have anything in them.
func indent(s, first, rest string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		switch {
		case i == 0:
			lines[i] = first + l
		case l != "" || strings.TrimSpace(rest) != "":
			lines[i] = rest + l
		}
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Fragment gives blocks without the page's heads, as the text that a person goes on writing. Pictures and footnotes stand
// below it.
func Fragment(blocks []tree.Block) string {
	w := &writer{byName: true}
	return strings.Join(append([]string{w.blocks(blocks)}, w.tail()...), "\n\n")
}
