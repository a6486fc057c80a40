package document

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

//go:embed sections/*.yaml
var sectionFiles embed.FS

// Audience is who a document is for.
type Audience string

// Audiences.
const (
	Internal Audience = "internal"
	Customer Audience = "customer"
	both     Audience = "both"
)

// ParseAudience reads an audience; "" is internal.
func ParseAudience(s string) (Audience, error) {
	switch a := Audience(s); a {
	case "":
		return Internal, nil
	case Internal, Customer:
		return a, nil
	}
	return "", casefile.Faultf(casefile.Invalid, "%q is not an audience. Choose internal or customer.", s)
}

// Template is a kind of document: what it is made of, and for whom. It is one file, which a team can edit: ReadTemplate checks
// it and names the line of a mistake.
type Template struct {
	Kind        string          `yaml:"kind"`
	Title       string          `yaml:"title"`
	About       string          `yaml:"about"` // when it is written, in one sentence, with its source
	Of          []casefile.Kind `yaml:"of"`    // the records of which it can be made
	Audience    Audience        `yaml:"audience"`
	AfterReview bool            `yaml:"after_review"` // a draft for the customer until the internal review (S1:43)
	Sections    []Section       `yaml:"sections"`
}

// Section is one part of a document.
type Section struct {
	ID       string   `yaml:"id"`
	Title    string   `yaml:"title"`
	Help     string   `yaml:"help"`
	Audience Audience `yaml:"audience"`
	Fill     string   `yaml:"fill"`    // which part of the record fills it
	Starter  []string `yaml:"starter"` // sentences with {variables}
	Needs    []string `yaml:"needs"`   // fields or item kinds without which it has gaps
	Hidden   bool     `yaml:"hidden"`  // left out of the document
}

// For says that the section stands in documents for the audience.
func (s Section) For(a Audience) bool { return !s.Hidden && (s.Audience == both || s.Audience == a) }

// For says that the document is written for the audience at all.
func (t Template) For(a Audience) bool { return t.Audience == both || t.Audience == a }

// Audiences lists whom the document is written for, its first one first.
func (t Template) Audiences() []Audience {
	if t.Audience == both {
		return []Audience{Internal, Customer}
	}
	return []Audience{t.Audience}
}

// MadeOf says that the document can be made of records of the kind.
func (t Template) MadeOf(k casefile.Kind) bool { return slices.Contains(t.Of, k) }

// order is that of REQUIREMENTS §2.1: as the documents are needed from the opening of a case to its review.
var order = []string{
	"declaration", "opening", "internal_update", "customer_update", "executive_update", Brief, "follow_up", "end_of_call", "public_note", "internal_note",
	"handover", Closure, "closure_email", "incident_review", RCA, "executive_summary", "emergency_retro", "business_case", "outreach",
}

// Kinds of documents that the program treats in a way of their own.
const (
	Closure = "closure"
	RCA     = "rca"
	Brief   = "brief"
)

// builtin reads the program's own templates once; its tests hold them to the check that a team's templates pass.
var builtin = sync.OnceValues(func() (map[string]Template, error) {
	out := map[string]Template{}
	for _, kind := range order {
		text, err := BuiltinText(kind)
		if err != nil {
			return nil, err
		}
		var t Template
		if err := yaml.Unmarshal([]byte(text), &t); err != nil {
			return nil, casefile.Wrap(casefile.Internal, err, "The program's own templates cannot be read. Install it again.")
		}
		out[kind] = t
	}
	return out, nil
})

// BuiltinText is the file of a built-in template.
func BuiltinText(kind string) (string, error) {
	if !slices.Contains(order, kind) {
		return "", unknownKind(kind)
	}
	text, err := sectionFiles.ReadFile("sections/" + kind + ".yaml")
	if err != nil {
		return "", casefile.Wrap(casefile.Internal, err, "The program's own templates cannot be read. Install it again.")
	}
	return string(text), nil
}

func unknownKind(kind string) error {
	return casefile.Faultf(casefile.Invalid, "%q is not a document that can be built. Choose one of %s.", casefile.FirstLine(kind), strings.Join(order, ", "))
}

// ParseKind reads the name of a kind of document, with dashes or underscores.
func ParseKind(s string) (string, error) {
	kind := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "-", "_")
	if !slices.Contains(order, kind) {
		return "", unknownKind(s)
	}
	return kind, nil
}

// TemplateOf gives the built-in template of a kind of document.
func TemplateOf(kind string) (Template, error) {
	all, err := builtin()
	if err != nil {
		return Template{}, err
	}
	t, ok := all[kind]
	if !ok {
		return Template{}, unknownKind(kind)
	}
	return t, nil
}

// Kinds lists the documents that can be built, in the order in which a case needs them.
func Kinds() []string { return slices.Clone(order) }

// KindsOf lists those that can be made of records of a kind.
func KindsOf(k casefile.Kind) []string {
	return slices.DeleteFunc(Kinds(), func(kind string) bool {
		t, err := TemplateOf(kind)
		return err != nil || !t.MadeOf(k)
	})
}
