package tree

import "strings"

// Lines gives every text of the document in reading order, one block or cell a line: for fonts, checks and previews.
func (t Tree) Lines() []string {
	out := []string{t.Title, t.Meta.Kind, t.Meta.Audience, t.Meta.Version, t.Meta.Key}
	return append(out, lines(t.Blocks)...)
}

// Words is Lines as one text.
func (t Tree) Words() string { return strings.Join(t.Lines(), "\n") }

func lines(blocks []Block) []string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case Heading:
			out = append(out, Words(b.Text))
		case Paragraph:
			out = append(out, Words(b.Text))
		case List:
			for _, i := range b.Items {
				out = append(out, lines(i.Blocks)...)
			}
		case Table:
			for _, row := range append([][][]Run{b.Head}, b.Rows...) {
				for _, cell := range row {
					out = append(out, Words(cell))
				}
			}
		case Code:
			out = append(out, b.Text)
		case Quote:
			out = append(out, lines(b.Blocks)...)
		case Image:
			out = append(out, b.Alt)
		case Callout:
			out = append(out, Words(b.Text))
		case Facts:
			for _, f := range b.Pairs {
				out = append(out, f.Label, Words(f.Value))
			}
		}
	}
	return out
}

// Words is the text of runs, footnotes included.
func Words(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		switch {
		case r.Break:
			b.WriteByte('\n')
		case r.Note != nil:
			b.WriteString(" " + Words(r.Note))
		default:
			b.WriteString(r.Text)
		}
	}
	return b.String()
}
