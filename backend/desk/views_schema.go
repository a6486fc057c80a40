package desk

import (
	"sync"

	"precedent/backend/casefile"
	"precedent/backend/document"
)

// SchemaView describes every kind, so that forms and lists need no words of their own.
type SchemaView struct {
	Kinds []KindSchema `json:"kinds"`
}

// KindSchema is one kind for the page.
type KindSchema struct {
	Kind      string         `json:"kind"`
	Label     string         `json:"label"`
	Plural    string         `json:"plural"`
	Prefix    string         `json:"prefix"`
	Item      bool           `json:"item"`
	Items     []string       `json:"items"`
	Fields    []FieldSchema  `json:"fields"`
	Columns   []ColumnSchema `json:"columns"`
	Filters   []string       `json:"filters"`
	Documents []DocumentKind `json:"documents"`
}

// FieldSchema is one field for the page. Type is text, prose, enum, bool, number, instant, local, ref, address, zone, list,
// map (whose entries have the fields Entry) or object.
type FieldSchema struct {
	Name     string        `json:"name"`
	Label    string        `json:"label"`
	Type     string        `json:"type"`
	Choices  []Choice      `json:"choices"`
	RefKinds []string      `json:"refKinds"`
	Help     string        `json:"help"`
	Group    string        `json:"group"`
	Required bool          `json:"required"`
	ReadOnly bool          `json:"readOnly"`
	Entry    []FieldSchema `json:"entry"`
}

// ColumnSchema is one column of a kind's list.
type ColumnSchema struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Type     string `json:"type"`
	Sortable bool   `json:"sortable"`
}

// DocumentKind is a document that can be made from a record.
type DocumentKind struct {
	Kind      string   `json:"kind"`
	Label     string   `json:"label"`
	Audiences []string `json:"audiences"`
	Formats   []string `json:"formats"`
}

// pageTypes are the page's words for the types of fields.
var pageTypes = map[casefile.FieldType]string{
	casefile.TypeLine: "text", casefile.TypeProse: "prose", casefile.TypeEnum: "enum", casefile.TypeBool: "bool",
	casefile.TypeCount: "number", casefile.TypeAmount: "number", casefile.TypeInstant: "instant",
	casefile.TypeMeeting: "local", casefile.TypeRef: "ref", casefile.TypeAddress: "address", casefile.TypeZone: "zone",
	casefile.TypeTexts: "list", casefile.TypeMap: "map", casefile.TypeObject: "object", casefile.TypeAny: "object",
}

var allFormats = []string{"md", "html", "pdf", "docx"}

// Schema gives every kind with its fields, its list's columns and its documents.
func Schema() SchemaView {
	var out SchemaView
	for _, k := range casefile.Kinds() {
		l := layouts[k]
		ks := KindSchema{
			Kind: string(k), Label: k.One(), Plural: k.Many(), Prefix: k.Prefix(), Item: k.IsItem(),
			Items: texts(l.items), Fields: []FieldSchema{}, Columns: []ColumnSchema{}, Filters: append([]string{}, l.filters...),
		}
		for _, f := range casefile.FieldsOf(k) {
			ks.Fields = append(ks.Fields, fieldSchema(k, f))
		}
		for _, name := range l.columns {
			ks.Columns = append(ks.Columns, columnSchema(k, name))
		}
		ks.Documents = documentsOf(k)
		out.Kinds = append(out.Kinds, ks)
	}
	return out
}

// documentsOf are the documents that can be made of records of a kind, in the order in which a case needs them.
func documentsOf(k casefile.Kind) []DocumentKind {
	out := []DocumentKind{}
	for _, d := range document.KindsOf(k) {
		t, err := document.TemplateOf(d)
		if err != nil {
			continue // the program's own; its tests hold them
		}
		out = append(out, DocumentKind{d, casefile.EnumLabel(d), texts(t.Audiences()), allFormats})
	}
	return out
}

func fieldSchema(k casefile.Kind, f casefile.Field) FieldSchema {
	out := FieldSchema{
		Name: f.Name, Label: f.Label, Type: pageTypes[f.Type], Choices: []Choice{}, RefKinds: []string{}, Help: f.Want,
		Group: groupOf(k, f), ReadOnly: f.System, Required: f.Want != "", Entry: []FieldSchema{},
	}
	for _, v := range f.Enum {
		out.Choices = append(out.Choices, Choice{Value: v, Label: casefile.EnumLabel(v), Help: helpFor(k, f.Name, v)})
	}
	for _, e := range f.Entry {
		out.Entry = append(out.Entry, fieldSchema(k, e))
	}
	switch {
	case f.Ref != "":
		out.RefKinds = []string{string(f.Ref)}
	case f.Type == casefile.TypeRef:
		for _, c := range casefile.Kinds() {
			if c.IsCase() {
				out.RefKinds = append(out.RefKinds, string(c))
			}
		}
	}
	return out
}

// helpFor is what a value means, from the policy where that has a rule for it.
func helpFor(k casefile.Kind, field, value string) string {
	if k == casefile.KindEscalation && field == "severity" {
		return severityHelp()[value]
	}
	return choiceHelp[field][value]
}

// severityHelp are the policy's rules for account severities, in words.
var severityHelp = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	p, err := builtinPolicy()
	if err != nil {
		return out // the choices stay, without help; the policy's own tests hold its file
	}
	for _, s := range p.Severities {
		out[s.ID] = s.Says()
	}
	return out
})

// computedColumns are columns that are no field.
var computedColumns = map[string]ColumnSchema{
	"key":   {"key", "Key", "key", true},
	"moved": {"moved", "Last moved", "instant", true},
}

func columnSchema(k casefile.Kind, name string) ColumnSchema {
	if c, ok := computedColumns[name]; ok {
		return c
	}
	f, _ := casefile.FieldOf(k, name)
	return ColumnSchema{f.Name, f.Label, pageTypes[f.Type], true}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
