package policy

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// read takes a value out of a file into a field of a shape.
func read(shape Shape, n *yaml.Node) string {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode {
		if shape == YesNo && n.Value != "true" || n.Tag == "!!null" {
			return ""
		}
		return strings.TrimRight(n.Value, "\n")
	}
	between := "\n"
	if shape == Words {
		between = ", "
	}
	var out []string
	for _, c := range n.Content {
		out = append(out, part(c))
	}
	return strings.Join(out, between)
}

// part is one of several values; of one with parts of its own these, with commas.
func part(n *yaml.Node) string {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		return n.Value
	}
	var out []string
	for _, key := range keysOf(reflect.TypeFor[Turn]()) {
		if i := pairAt(n, key); i >= 0 {
			out = append(out, n.Content[i+1].Value)
		}
	}
	return strings.Join(out, ", ")
}

// write gives the lines of a value for a key that stands in a column: the first comes behind the key's colon. Where the
// file had a list of lines, those that stay keep their comments.
func (f *form) write(s *sheet, key, value string, column int, old *yaml.Node, at span) []string {
	shape := f.shape(key)
	switch shape {
	case YesNo:
		return []string{" true"}
	case Words, Lines, Rows:
		values := split(shape, value)
		was := old != nil && old.Kind == yaml.SequenceNode && old.Style&yaml.FlowStyle == 0
		if shape == Words && !was {
			return []string{" " + flow(sequence(values))}
		}
		if was {
			return s.relist(shape, values, old, at)
		}
		return list(shape, values, column+2)
	}
	value = strings.ReplaceAll(strings.TrimSpace(value), "\r", "")
	if !strings.Contains(value, "\n") {
		return []string{" " + scalar(value)}
	}
	out := []string{" |"}
	for line := range strings.SplitSeq(value, "\n") {
		out = append(out, strings.TrimRight(strings.Repeat(" ", column+2)+line, " \t"))
	}
	return out
}

func split(shape Shape, value string) []string {
	between := "\n"
	if shape == Words {
		between = ","
	}
	var out []string
	for part := range strings.SplitSeq(value, between) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func sequence(values []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for _, v := range values {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v})
	}
	return n
}

func list(shape Shape, values []string, column int) []string {
	out := []string{""}
	for _, v := range values {
		out = append(out, strings.Repeat(" ", column)+"- "+row(shape, v))
	}
	if len(values) == 0 {
		out[0] = " []"
	}
	return out
}

func row(shape Shape, value string) string {
	if shape != Rows {
		return scalar(value)
	}
	n := &yaml.Node{Kind: yaml.MappingNode}
	keys := keysOf(reflect.TypeFor[Turn]())
	for i, v := range strings.Split(value, ",") {
		key := fmt.Sprintf("part %d", i+1)
		if i < len(keys) {
			key = keys[i]
		}
		text := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.TrimSpace(v)}
		if strings.Contains(text.Value, ":") {
			text.Style = yaml.DoubleQuotedStyle // a time is no number to the base of sixty
		}
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, text)
	}
	return flow(n)
}

// relist writes a list that stands in lines anew: a value that it had keeps its lines, one in the place of another keeps
// the comment behind it, and a comment stays even where the value that it was about goes.
func (s *sheet) relist(shape Shape, values []string, old *yaml.Node, at span) []string {
	column := strings.IndexByte(s.lines[s.dash(old.Content[0])], '-')
	had, remarks, left, from := map[string][]string{}, map[int]string{}, []string{}, at.from+1
	for i, n := range old.Content {
		end := s.entry(old, i, at).to
		had[part(n)] = s.lines[from:end]
		if !slices.Contains(values, part(n)) {
			left = append(left, comments(s.lines[from:end])...)
			remarks[i] = s.remark(span{end - 1, end}, n)
		}
		from = end
	}
	out := []string{""}
	for i, v := range values {
		if kept, ok := had[v]; ok {
			out = append(out, kept...)
			delete(had, v)
			continue
		}
		out = append(out, strings.Repeat(" ", column)+"- "+row(shape, v)+remarks[i])
		delete(remarks, i)
	}
	if len(values) == 0 {
		out[0] = " []"
	}
	for _, i := range slices.Sorted(maps.Keys(remarks)) {
		if remarks[i] != "" {
			left = append(left, strings.Repeat(" ", column)+strings.TrimSpace(remarks[i]))
		}
	}
	return append(out, left...)
}

func comments(text []string) []string {
	var out []string
	for _, line := range text {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "#") {
			out = append(out, line)
		}
	}
	return out
}
