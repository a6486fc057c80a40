package document

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"precedent/backend/casefile"
)

func TestTheBuiltInTemplatesPassTheCheckOfATeams(t *testing.T) {
	for _, kind := range Kinds() {
		text, err := BuiltinText(kind)
		if err != nil {
			t.Fatal(err)
		}
		read, mistakes := ReadTemplate(text)
		for _, m := range mistakes {
			t.Errorf("%s.yaml:%d: %s", kind, m.Line, m.Says)
		}
		if read.Kind != kind || read.About == "" {
			t.Errorf("%s.yaml says it is %q, about %q", kind, read.Kind, read.About)
		}
		for _, s := range read.Sections {
			if s.Help == "" {
				t.Errorf("%s.yaml: section %s has no help", kind, s.ID)
			}
		}
	}
}

// TestMistakesInATemplate: each case of testdata/templates is a template with its mistakes, one “line: sentence” each.
func TestMistakesInATemplate(t *testing.T) {
	cases, err := filepath.Glob("testdata/templates/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal(cases, err)
	}
	for _, path := range cases {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, mistakes := ReadTemplate(string(a.Files[0].Data))
		var got strings.Builder
		for _, m := range mistakes {
			fmt.Fprintf(&got, "%d: %s\n", m.Line, m.Says)
		}
		if *updateGolden {
			a.Files[1].Data = []byte(got.String())
			if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got.String() != string(a.Files[1].Data) {
			t.Errorf("%s:\n%s\nwant\n%s", path, got.String(), a.Files[1].Data)
		}
	}
}

func TestAWrittenTemplateReadsBack(t *testing.T) {
	for _, kind := range Kinds() {
		want, err := TemplateOf(kind)
		if err != nil {
			t.Fatal(err)
		}
		text, err := WriteTemplate(want)
		if err != nil {
			t.Fatal(err)
		}
		got, mistakes := ReadTemplate(text)
		if len(mistakes) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n%+v\n%+v", kind, mistakes, got, want)
		}
	}
}

func TestATeamsTemplateRenamesReordersHidesAndAdds(t *testing.T) {
	tpl, err := TemplateOf(Closure)
	if err != nil {
		t.Fatal(err)
	}
	sections := append([]Section{}, tpl.Sections...)
	sections[1].Title = "The end"
	sections[2], sections[3] = sections[3], sections[2]
	sections[4].Hidden = true
	sections = append(sections, Section{ID: "thanks", Title: "Thanks", Audience: both, Fill: "text", Starter: []string{"Thank you, {customer}."}})
	tpl.Sections = sections
	text, err := WriteTemplate(tpl)
	if err != nil {
		t.Fatal(err)
	}
	own, mistakes := ReadTemplate(text)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	in := fixture(Internal)
	in.Template = &own
	b := build(t, Closure, in)
	var ids []string
	for _, s := range b.Sections {
		ids = append(ids, s.ID)
	}
	if got := strings.Join(ids, " "); got != "facts outcome summary exit_criteria close_reason cadence sentiment thanks" {
		t.Error(got)
	}
	for _, want := range []string{"The end", "Thank you, Veldhoorn Rail."} {
		if !strings.Contains(textOf(b), want) {
			t.Errorf("no %q", want)
		}
	}
}

// FuzzReadTemplate: whatever file is given, it is a template that builds a document, or it has mistakes with lines.
func FuzzReadTemplate(f *testing.F) {
	for _, kind := range []string{Closure, "declaration", Brief} {
		text, err := BuiltinText(kind)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add("kind: closure\ntitle: a\nof: [escalation]\naudience: both\nsections:\n  - id: a\n    fill: whys\n")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		tpl, mistakes := ReadTemplate(text)
		for _, m := range mistakes {
			if m.Line < 1 || m.Says == "" {
				t.Fatalf("%+v", m)
			}
		}
		if len(mistakes) > 0 {
			return
		}
		for _, a := range tpl.Audiences() {
			in := fixture(a)
			in.Template, in.Case.Kind = &tpl, tpl.Of[0]
			if _, err := Build(tpl.Kind, in); err != nil && casefile.CodeOf(err) != casefile.Invalid {
				t.Fatal(err)
			}
		}
	})
}

// TestTheExamplesAreTemplatesThatBuild: each file of examples may be imported as it is.
func TestTheExamplesAreTemplatesThatBuild(t *testing.T) {
	paths, err := filepath.Glob("examples/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		tpl, mistakes := ReadTemplate(string(text))
		for _, m := range mistakes {
			t.Errorf("%s:%d: %s", path, m.Line, m.Says)
		}
		for _, of := range tpl.Of {
			in := fixtureOf(of, tpl.Audiences()[0])
			in.Template = &tpl
			if b := build(t, tpl.Kind, in); len(b.Sections) != len(tpl.Sections) {
				t.Errorf("%s of %s has %d sections of %d", path, of, len(b.Sections), len(tpl.Sections))
			}
		}
	}
}
