package policy

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// sheet is the text of one file while it is edited: by its lines, so that what is not edited stays as it was written,
// comments, order and blank lines included. After each edit it is read again.
type sheet struct {
	lines []string
	root  *yaml.Node // nil while the file has nothing in it
}

// span are lines, the second not among them, counted from 0.
type span struct{ from, to int }

func newSheet(text string) (*sheet, error) {
	s := &sheet{lines: lines(text)}
	return s, s.reread()
}

func (s *sheet) text() string { return strings.Join(s.lines, "\n") + "\n" }

func (s *sheet) reread() error {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(s.text()), &doc); err != nil {
		return err
	}
	s.root = nil
	if len(doc.Content) == 1 {
		s.root = doc.Content[0]
	}
	return nil
}

func (s *sheet) put(at span, text ...string) error {
	s.lines = slices.Concat(s.lines[:at.from], text, s.lines[at.to:])
	return s.reread()
}

// trim takes from the end of lines what belongs to what comes after them: blank lines, and comments that are indented no
// further than the column given.
func (s *sheet) trim(at span, column int) span {
	for at.to > at.from+1 {
		line := s.lines[at.to-1]
		bare := strings.TrimLeft(line, " ")
		if bare != "" && (bare[0] != '#' || len(line)-len(bare) > column) {
			break
		}
		at.to--
	}
	return at
}

// pairAt is where a key stands in a mapping, as the index of its node; -1 = nowhere.
func pairAt(m *yaml.Node, key string) int {
	for i := 0; m != nil && i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// pair are the lines of a key with its value. within are those of the mapping.
func (s *sheet) pair(m *yaml.Node, i int, within span) span {
	key := m.Content[i]
	at := span{key.Line - 1, within.to}
	if i+2 < len(m.Content) {
		at.to = m.Content[i+2].Line - 1
	}
	return s.trim(at, key.Column-1)
}

// list is the list of a file: under a key, or the file itself. It is nil where there is none yet.
func (s *sheet) list(key string) (*yaml.Node, span) {
	whole := span{0, len(s.lines)}
	if key == "" {
		return s.root, s.trim(whole, 0)
	}
	i := pairAt(s.root, key)
	if i < 0 {
		return nil, span{}
	}
	list := s.root.Content[i+1]
	if list.Kind != yaml.SequenceNode {
		list = nil
	}
	return list, s.pair(s.root, i, whole)
}

// entry are the lines of one entry of a list, without the comment above it.
func (s *sheet) entry(list *yaml.Node, i int, within span) span {
	at := span{s.dash(list.Content[i]), within.to}
	if i+1 < len(list.Content) {
		at.to = s.dash(list.Content[i+1])
	}
	return s.trim(at, strings.IndexByte(s.lines[at.from], '-'))
}

// dash is the line with which an entry begins: its first key may stand on the next one.
func (s *sheet) dash(entry *yaml.Node) int {
	line := entry.Line - 1
	for line > 0 && !strings.HasPrefix(strings.TrimLeft(s.lines[line], " "), "-") {
		line--
	}
	return line
}

// withHead adds the comment right above an entry; the first has none of its own, what stands above it is the file's.
func (s *sheet) withHead(i int, at span) span {
	for i > 0 && strings.HasPrefix(strings.TrimLeft(s.lines[at.from-1], " "), "#") {
		at.from--
	}
	return at
}

// anchored says whether something in a node is written elsewhere as an alias of it.
func anchored(n *yaml.Node) bool {
	return n.Anchor != "" || slices.ContainsFunc(n.Content, anchored)
}

// spell writes out what stands in the file once and is meant in several places: only one of them is about to change.
func (s *sheet) spell() error {
	var anchors, aliases []*yaml.Node
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Anchor != "" {
			anchors = append(anchors, n)
		}
		if n.Kind == yaml.AliasNode {
			aliases = append(aliases, n)
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(s.root)
	for _, n := range slices.Backward(aliases) {
		line := s.lines[n.Line-1]
		before, after := line[:n.Column-1], strings.TrimPrefix(line[n.Column-1:], "*"+n.Value)
		s.lines[n.Line-1] = before + flow(n.Alias) + after
	}
	for _, n := range anchors {
		line := s.lines[n.Line-1]
		line = strings.Replace(line, "&"+n.Anchor+" ", "", 1)
		s.lines[n.Line-1] = strings.Replace(line, " &"+n.Anchor, "", 1)
	}
	return s.reread()
}

// flow writes a node on one line.
func flow(n *yaml.Node) string {
	one := *n
	one.Anchor, one.HeadComment, one.LineComment, one.FootComment = "", "", "", ""
	one.Style = n.Style &^ (yaml.LiteralStyle | yaml.FoldedStyle)
	if n.Kind != yaml.ScalarNode {
		one.Style = yaml.FlowStyle
	}
	text, err := yaml.Marshal(&one)
	if err != nil {
		return `""` // a node that was read can be written
	}
	return strings.TrimSpace(string(text))
}

// scalar writes a text as a value on one line, in quotes where it needs them.
func scalar(text string) string {
	return flow(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text})
}

// remark is the comment behind a value, with what parts it from it; "".
func (s *sheet) remark(at span, nodes ...*yaml.Node) string {
	for _, n := range nodes {
		comment := n.LineComment
		if comment == "" && len(n.Content) > 0 {
			if r := s.remark(at, n.Content[len(n.Content)-1]); r != "" {
				return r
			}
		}
		for _, line := range []string{s.lines[at.from], s.lines[at.to-1]} {
			if comment != "" && strings.HasSuffix(line, comment) {
				return " " + comment
			}
		}
	}
	return ""
}
