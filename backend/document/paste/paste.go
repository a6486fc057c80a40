package paste

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"precedent/backend/document/tree"
)

// dialect is how a place writes what is more than words.
type dialect struct {
	text    func(s string) string                // a text that must stay text
	run     func(text string, r tree.Run) string // a run's look; its text is text already
	link    func(text, target string) string
	title   func(s string) string
	heading func(s string, level int) string
	code    func(s string) string
	bullet  string
	quote   string
}

// Plain gives the document as plain text.
func Plain(t tree.Tree) []byte { return render(t, plain) }

// Slack gives the document in Slack's markup.
func Slack(t tree.Tree) []byte { return render(t, slack) }

// PlainText gives blocks as plain text, without head.
func PlainText(blocks []tree.Block) string { return fragment(blocks, plain) }

// SlackText gives blocks in Slack's markup, without head.
func SlackText(blocks []tree.Block) string { return fragment(blocks, slack) }

func fragment(blocks []tree.Block, d dialect) string {
	return strings.TrimSuffix(string(render(tree.Tree{Blocks: blocks}, d)), "\n")
}

func render(t tree.Tree, d dialect) []byte {
	w := &writer{dialect: d}
	parts := []string{w.title(w.text(t.Title)), w.text(t.Meta.Line()), w.blocks(t.Blocks)}
	var notes []string
	for i := 0; i < len(w.notes); i++ { // a note may hold another
		notes = append(notes, fmt.Sprintf("[%d] %s", i+1, w.line(w.notes[i])))
	}
	return []byte(joined(append(parts, strings.Join(notes, "\n")), "\n\n") + "\n")
}

type writer struct {
	dialect
	notes [][]tree.Run
}

// joined leaves out what is empty.
func joined(parts []string, by string) string {
	var kept []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			kept = append(kept, strings.Trim(p, "\n"))
		}
	}
	return strings.Join(kept, by)
}

func (w *writer) blocks(blocks []tree.Block) string {
	out := make([]string, 0, len(blocks))
	for _, b := range blocks {
		out = append(out, w.block(b))
	}
	return joined(out, "\n\n")
}

func (w *writer) block(b tree.Block) string {
	switch b := b.(type) {
	case tree.Heading:
		return w.heading(w.line(b.Text), b.Level)
	case tree.Paragraph:
		return w.line(b.Text)
	case tree.List:
		return w.list(b)
	case tree.Table:
		return w.table(b)
	case tree.Code:
		return w.code(b.Text)
	case tree.Quote:
		return indented(w.blocks(b.Blocks), w.quote, w.quote)
	case tree.Image:
		return "[Picture: " + w.text(b.Alt) + "]"
	case tree.Callout:
		return indented(w.line(b.Text), "! ", "  ")
	case tree.Facts:
		return w.facts(b)
	}
	return "----"
}

// indented puts a sign before the first line and a margin before the others.
func indented(s, first, rest string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		margin := rest
		if i == 0 {
			margin = first
		}
		lines[i] = strings.TrimRight(margin+lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func (w *writer) list(l tree.List) string {
	out := make([]string, 0, len(l.Items))
	for i, item := range l.Items {
		sign := w.bullet
		switch {
		case item.Task == tree.OpenTask:
			sign = "[ ] "
		case item.Task == tree.DoneTask:
			sign = "[x] "
		case l.Ordered:
			sign = fmt.Sprintf("%d. ", max(l.Start, 0)+i)
		}
		parts := make([]string, 0, len(item.Blocks))
		for _, b := range item.Blocks {
			parts = append(parts, w.block(b))
		}
		out = append(out, indented(joined(parts, "\n"), sign, strings.Repeat(" ", utf8.RuneCountInString(sign))))
	}
	return strings.Join(out, "\n")
}

// mostAside is how many columns are read side by side without lines between them.
const mostAside = 3

// table gives a row a line, or, where it has many columns, a line for each cell with the head of its column.
func (w *writer) table(t tree.Table) string {
	heads := w.cells(t.Head)
	if len(heads) <= mostAside {
		out := []string{strings.Join(heads, " | ")}
		for _, row := range t.Rows {
			out = append(out, strings.Join(w.cells(row), " | "))
		}
		return strings.Join(out, "\n")
	}
	if len(t.Rows) == 0 {
		return strings.Join(heads, " | ")
	}
	out := make([]string, 0, len(t.Rows))
	for _, row := range t.Rows {
		var lines []string
		for i, cell := range w.cells(row) {
			if i < len(heads) && heads[i] != "" {
				cell = heads[i] + ": " + cell
			}
			lines = append(lines, cell)
		}
		out = append(out, indented(strings.Join(lines, "\n"), w.bullet, "  "))
	}
	return strings.Join(out, "\n")
}

func (w *writer) cells(row [][]tree.Run) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = strings.ReplaceAll(w.line(c), "\n", " / ")
	}
	return out
}

func (w *writer) facts(f tree.Facts) string {
	out := make([]string, 0, len(f.Pairs))
	for _, p := range f.Pairs {
		out = append(out, w.text(p.Label)+": "+strings.ReplaceAll(w.line(p.Value), "\n", " / "))
	}
	return strings.Join(out, "\n")
}

// line gives runs, with \n where a line ends.
func (w *writer) line(runs []tree.Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch {
		case r.Break:
			b.WriteByte('\n')
		case r.Note != nil:
			w.notes = append(w.notes, r.Note)
			fmt.Fprintf(&b, " [%d]", len(w.notes))
		default:
			b.WriteString(w.look(r))
		}
	}
	return b.String()
}

// look is a run with its look and its link, both around the words and not around the spaces beside them.
func (w *writer) look(r tree.Run) string {
	core := strings.TrimSpace(r.Text)
	if core == "" {
		return r.Text
	}
	lead, trail, _ := strings.Cut(r.Text, core)
	text := core
	if !r.Code {
		text = w.text(core)
	}
	text = w.run(text, r)
	if target := strings.TrimPrefix(r.Link, "mailto:"); target != "" && target != core {
		text = w.link(text, target)
	}
	return lead + text + trail
}
