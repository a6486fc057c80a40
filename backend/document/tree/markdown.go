package tree

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Pictures finds the picture that a text names. Nothing else may give one: no picture is fetched.
type Pictures func(name string) (Image, bool)

// depthLimit bounds nesting; deeper blocks lose their frame and keep their text.
const depthLimit = 40

// FromMarkdown reads prose that people wrote. Headings begin at level top.
func FromMarkdown(source string, top int, pictures Pictures) []Block {
	source = Clean(source)
	if tooNested(source) {
		return []Block{Paragraph{Text: lined(source)}}
	}
	src := []byte(source)
	r := &reader{src: src, top: top, pictures: pictures}
	root := markdown.Parse(text.NewReader(src))
	r.collectNotes(root)
	return r.blocks(root, 0)
}

// Inline reads Markdown that must stay within one line, such as a table's cell.
func Inline(source string) []Run {
	var out []Run
	for i, b := range FromMarkdown(source, 1, nil) {
		if i > 0 {
			out = append(out, Run{Break: true})
		}
		out = append(out, flatten(b)...)
	}
	return out
}

// flatten gives a block's text as runs.
func flatten(b Block) []Run {
	switch b := b.(type) {
	case Heading:
		return b.Text
	case Paragraph:
		return b.Text
	case Code:
		return []Run{{Text: CleanLine(b.Text), Code: true}}
	case Rule:
		return nil
	}
	var out []Run
	for i, l := range lines([]Block{b}) {
		if i > 0 {
			out = append(out, Run{Break: true})
		}
		out = append(out, Text(l))
	}
	return out
}

type reader struct {
	src      []byte
	top      int
	pictures Pictures
	notes    map[int][]Run
	noted    int // length of the notes that were printed
}

func (r *reader) blocks(parent ast.Node, depth int) []Block {
	var out []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n, depth+1)...)
	}
	return out
}

func (r *reader) block(n ast.Node, depth int) []Block {
	if depth > depthLimit {
		return []Block{Paragraph{Text: Plain(string(n.Text(r.src)))}} //nolint:staticcheck // the text of whatever it is
	}
	switch n := n.(type) {
	case *ast.Heading:
		return []Block{Heading{Level: min(n.Level-1+r.top, 6), Text: r.runs(n, Run{})}}
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(n)
	case *ast.List:
		return []Block{r.list(n, depth)}
	case *ast.FencedCodeBlock:
		return []Block{Code{Lang: string(n.Language(r.src)), Text: r.raw(n)}}
	case *ast.CodeBlock:
		return []Block{Code{Text: r.raw(n)}}
	case *ast.Blockquote:
		return []Block{Quote{Blocks: r.blocks(n, depth)}}
	case *ast.ThematicBreak:
		return []Block{Rule{}}
	case *extast.Table:
		return []Block{r.table(n)}
	case *extast.FootnoteList:
		return nil // printed where they are referred to
	case *ast.HTMLBlock:
		s := r.raw(n)
		if n.HasClosure() {
			s += "\n" + string(n.ClosureLine.Value(r.src))
		}
		return []Block{Paragraph{Text: lined(s)}}
	}
	return r.blocks(n, depth)
}

// lined is text whose line ends stay.
func lined(s string) []Run {
	var out []Run
	for line := range strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") {
		if len(out) > 0 {
			out = append(out, Run{Break: true})
		}
		out = append(out, Text(line))
	}
	return out
}

func (r *reader) raw(n ast.Node) string {
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.src))
	}
	return strings.TrimRight(b.String(), "\n")
}

// paragraph gives a paragraph, and its pictures as blocks of their own.
func (r *reader) paragraph(n ast.Node) []Block {
	var out []Block
	if runs := r.runs(n, Run{}); strings.TrimSpace(Words(runs)) != "" {
		out = append(out, Paragraph{Text: runs})
	}
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if image, ok := c.(*ast.Image); ok && entering {
			if p, found := r.picture(image); found {
				out = append(out, p)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out
}

func (r *reader) picture(n *ast.Image) (Image, bool) {
	if r.pictures == nil {
		return Image{}, false
	}
	p, ok := r.pictures(string(n.Destination))
	if p.Name == "" {
		p.Name = string(n.Destination)
	}
	if alt := Words(r.runs(n, Run{})); alt != "" {
		p.Alt = alt
	}
	return p, ok
}

func (r *reader) list(n *ast.List, depth int) Block {
	l := List{Ordered: n.IsOrdered(), Start: n.Start}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := Item{Task: taskOf(c)}
		item.Blocks = r.blocks(c, depth)
		l.Items = append(l.Items, item)
	}
	return l
}

func taskOf(item ast.Node) Task {
	first := item.FirstChild()
	if first == nil {
		return NoTask
	}
	box, ok := first.FirstChild().(*extast.TaskCheckBox)
	switch {
	case !ok:
		return NoTask
	case box.IsChecked:
		return DoneTask
	}
	return OpenTask
}

func (r *reader) table(n *extast.Table) Block {
	t := Table{}
	for _, a := range n.Alignments {
		t.Align = append(t.Align, map[extast.Alignment]Align{extast.AlignLeft: Left, extast.AlignCenter: Centre, extast.AlignRight: Right}[a])
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]Run
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, r.runs(c, Run{}))
		}
		for len(cells) < len(t.Align) {
			cells = append(cells, nil)
		}
		if _, head := row.(*extast.TableHeader); head {
			t.Head = cells
			continue
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
