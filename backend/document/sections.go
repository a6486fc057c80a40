package document

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

//go:embed sections/*.yaml
var sectionFiles embed.FS

// Kinds of documents.
const (
	Closure = "closure"
	RCA     = "rca"
)

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

// Template is a kind of document.
type Template struct {
	Title    string    `yaml:"title"`
	Sections []Section `yaml:"sections"`
}

// Section is one part of a document.
type Section struct {
	ID       string   `yaml:"id"`
	Title    string   `yaml:"title"`
	Help     string   `yaml:"help"`
	Audience Audience `yaml:"audience"`
	Fill     string   `yaml:"fill"`    // which part of the record fills it
	Starter  []string `yaml:"starter"` // sentences with {variables}; one whose variable is unknown is left out
	Needs    []string `yaml:"needs"`   // fields or item kinds without which it has gaps
}

// For says that the section belongs to documents for the audience.
func (s Section) For(a Audience) bool { return s.Audience == both || s.Audience == a }

// TemplateOf gives the built-in template of a kind of document.
func TemplateOf(kind string) (Template, error) {
	if kind != Closure && kind != RCA {
		return Template{}, casefile.Faultf(casefile.Invalid, "%q is not a document that can be built. Choose %s.", kind, strings.Join(Kinds(), " or "))
	}
	data, err := sectionFiles.ReadFile("sections/" + kind + ".yaml")
	if err != nil {
		return Template{}, casefile.Wrap(casefile.Internal, err, "The program's own templates cannot be read. Install it again.")
	}
	var t Template
	if err := yaml.Unmarshal(data, &t); err != nil {
		return Template{}, casefile.Wrap(casefile.Internal, err, "The program's own templates cannot be read. Install it again.")
	}
	return t, t.check()
}

// Kinds lists the documents that can be built.
func Kinds() []string { return []string{Closure, RCA} }

func (t Template) check() error {
	var seen []string
	for _, s := range t.Sections {
		if slices.Contains(seen, s.ID) || fillers[s.Fill] == nil || s.Audience != both && s.Audience != Internal && s.Audience != Customer {
			return casefile.Wrap(casefile.Internal, fmt.Errorf("section %q", s.ID), "A template of the program is wrong. Install it again.")
		}
		seen = append(seen, s.ID)
	}
	return nil
}
