package exchange

import (
	"bytes"
	"encoding/json"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

// cutFrontMatter parts the head of a Markdown file, between lines of three dashes, from its text. bodyLine is the line on
// which the text begins.
func cutFrontMatter(file []byte) (head, body []byte, bodyLine int) {
	rest, ok := cutDashes(file)
	if !ok {
		return nil, file, 1
	}
	for at, line := 0, 2; at < len(rest); line++ {
		end := bytes.IndexByte(rest[at:], '\n') + 1
		if end == 0 {
			end = len(rest) - at
		}
		if text := bytes.TrimRight(rest[at:at+end], " \t\r\n"); string(text) == "---" || string(text) == "..." {
			return rest[:at], rest[at+end:], line + 1
		}
		at += end
	}
	return nil, file, 1
}

func cutDashes(file []byte) ([]byte, bool) {
	line, rest, ok := bytes.Cut(file, []byte("\n"))
	return rest, ok && string(bytes.TrimRight(line, " \t\r")) == "---"
}

// yamlReader turns YAML into the values of JSON, with a budget, so that a few lines of aliases cannot become gigabytes.
type yamlReader struct {
	nodes int
	depth int
}

// frontMatter reads the head of a Markdown file. Values of known fields stay texts, so that a version 2.10 stays one.
func frontMatter(head []byte, limits Limits) (map[string]any, error) {
	if len(head) > limits.FrontMatter {
		return nil, refusef("The head of the file is longer than %d bytes.", limits.FrontMatter)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(head, &doc); err != nil {
		return nil, refusef("The head of the file, between the lines of three dashes, is not valid YAML.")
	}
	if doc.Kind == 0 || len(doc.Content) == 0 {
		return map[string]any{}, nil
	}
	const nodes = 20_000
	y := yamlReader{nodes: nodes, depth: limits.Depth}
	v, err := y.value(doc.Content[0], 0)
	if err != nil {
		return nil, err
	}
	m, ok := v.(map[string]any)
	if v != nil && !ok {
		return nil, refusef("The head of the file is no list of names and values, such as severity: high.")
	}
	return m, nil
}

func (y *yamlReader) value(n *yaml.Node, depth int) (any, error) {
	if y.nodes--; y.nodes < 0 || depth > y.depth {
		return nil, refusef("The head of the file holds too many values, or they lie too deep in each other.")
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.value(n.Alias, depth+1)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			v, err := y.value(c, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		return y.mapping(n, depth)
	}
	return scalar(n), nil
}

func (y *yamlReader) mapping(n *yaml.Node, depth int) (any, error) {
	m := make(map[string]any, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Kind != yaml.ScalarNode {
			return nil, refusef("A name in the head of the file is not a text.")
		}
		v, err := y.value(n.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		m[n.Content[i].Value] = v
	}
	return m, nil
}

// scalar keeps a value as it is written, but for what JSON knows itself. Dates stay texts.
func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			return b
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
	}
	return n.Value
}

// typedValues turns numbers and truths back into texts where the field is a text, and elements of lists likewise.
func typedValues(k casefile.Kind, raw map[string]any) {
	for name, v := range raw {
		f, known := casefile.FieldOf(k, name)
		if !known {
			continue
		}
		switch f.Type {
		case casefile.TypeBool, casefile.TypeCount, casefile.TypeAmount, casefile.TypeMap, casefile.TypeObject:
			continue
		}
		if list, ok := v.([]any); ok {
			for i, e := range list {
				list[i] = plainText(e)
			}
			continue
		}
		raw[name] = plainText(v)
	}
}

func plainText(v any) any {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return v
}
