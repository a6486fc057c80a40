package policy

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Mistake is one thing that is wrong in a policy's file: where, and a sentence that says what to write instead.
type Mistake struct {
	File string
	Line int // counted from 1; 0 = the file as a whole
	Says string
}

func (m Mistake) String() string {
	if m.Line == 0 {
		return m.File + ": " + m.Says
	}
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Says)
}

// Place is where a rule stands. A rule that embeds it can be named in a mistake and shown to who edits the files.
type Place struct {
	File string
	Line int
}

func (p Place) wrong(format string, args ...any) Mistake {
	return Mistake{p.File, p.Line, fmt.Sprintf(format, args...)}
}

// fromText is what a value implements that is written as a text with a form of its own.
type fromText interface{ fromText(text string) error }

// reader reads the YAML of one file into Go values. It gathers every mistake instead of ending at the first, and refuses
// keys that it does not know: a misspelt key would be a rule that silently does not hold.
type reader struct {
	file     string
	mistakes []Mistake
}

func (r *reader) wrong(line int, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{r.file, line, fmt.Sprintf(format, args...)})
}

// yamlLine is how the YAML parser says where a text cannot be read.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// read reads a file into the value that into points to.
func (r *reader) read(text []byte, into any) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		line, says := 0, err.Error()
		if m := yamlLine.FindStringSubmatch(strings.Split(says, "\n")[0]); m != nil {
			line, _ = strconv.Atoi(m[1])
			says = m[2]
		}
		r.wrong(line, "this is not YAML: %s. Look at the indentation and the quotes of this line and the one before.", says)
		return
	}
	if len(doc.Content) == 1 {
		r.value(doc.Content[0], reflect.ValueOf(into).Elem(), "the file")
	}
}

// value reads a node into a Go value. what names the node in a sentence.
func (r *reader) value(n *yaml.Node, v reflect.Value, what string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct {
		if p := v.FieldByName("Place"); p.IsValid() {
			p.Set(reflect.ValueOf(Place{r.file, n.Line}))
		}
	}
	if t, ok := v.Addr().Interface().(fromText); ok {
		r.form(n, t, what)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.object(n, v, what)
	case reflect.Slice:
		r.list(n, v, what)
	case reflect.Map:
		r.entries(n, v, what)
	default:
		r.scalar(n, v, what)
	}
}

func (r *reader) form(n *yaml.Node, t fromText, what string) {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n.Line, "%s is one value, not %s.", what, shapeOf(n))
		return
	}
	if err := t.fromText(n.Value); err != nil {
		r.wrong(n.Line, "%s: %s", what, err.Error())
	}
}

func (r *reader) object(n *yaml.Node, v reflect.Value, what string) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n.Line, "%s has keys with values, and here stands %s.", what, shapeOf(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		f, ok := fieldNamed(v, key.Value)
		switch {
		case !ok:
			r.wrong(key.Line, "%s has no key %q. Its keys are %s.", what, key.Value, strings.Join(keysOf(v.Type()), ", "))
		case seen[key.Value]:
			r.wrong(key.Line, "%s has the key %q twice.", what, key.Value)
		default:
			r.value(n.Content[i+1], f, fmt.Sprintf("%q", key.Value))
		}
		seen[key.Value] = true
	}
}

// list takes a single value for a list of one, which is how people write it.
func (r *reader) list(n *yaml.Node, v reflect.Value, what string) {
	nodes := n.Content
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return
	case n.Kind != yaml.SequenceNode:
		nodes = []*yaml.Node{n}
	}
	out := reflect.MakeSlice(v.Type(), len(nodes), len(nodes))
	for i, e := range nodes {
		r.value(e, out.Index(i), "an entry of "+what)
	}
	v.Set(out)
}

func (r *reader) entries(n *yaml.Node, v reflect.Value, what string) {
	if n.Kind != yaml.MappingNode {
		r.wrong(n.Line, "%s has keys with values, and here stands %s.", what, shapeOf(n))
		return
	}
	out := reflect.MakeMap(v.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		e := reflect.New(v.Type().Elem()).Elem()
		r.value(n.Content[i+1], e, fmt.Sprintf("%q", n.Content[i].Value))
		out.SetMapIndex(reflect.ValueOf(n.Content[i].Value), e)
	}
	v.Set(out)
}

func (r *reader) scalar(n *yaml.Node, v reflect.Value, what string) {
	if n.Kind != yaml.ScalarNode {
		r.wrong(n.Line, "%s is one value, not %s.", what, shapeOf(n))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil {
			r.wrong(n.Line, "%s is a whole number, not %q.", what, n.Value)
		}
		v.SetInt(int64(i))
	case reflect.Bool:
		if n.Value != "true" && n.Value != "false" {
			r.wrong(n.Line, "%s is true or false, not %q.", what, n.Value)
		}
		v.SetBool(n.Value == "true")
	}
}

func shapeOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", n.Value)
}

func fieldNamed(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if tag := v.Type().Field(i).Tag.Get("yaml"); tag == key && key != "" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func keysOf(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" {
			out = append(out, tag)
		}
	}
	return out
}

func sortMistakes(list []Mistake) {
	slices.SortStableFunc(list, func(a, b Mistake) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
