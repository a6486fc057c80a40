package wording

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the cases' findings anew")

// TestCases: each file of testdata is a text, the people whose names it may hold (“Name = role”), whether a customer reads it,
// and what is found: “rule: the words found”, one a line. Add a file to add a case.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		part := map[string]*txtar.File{}
		for i := range a.Files {
			part[a.Files[i].Name] = &a.Files[i]
		}
		text := string(part["text"].Data)
		got := found(text, people(part["people"]), part["customer"] != nil)
		if *update {
			part["findings"].Data = []byte(got)
			if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := string(part["findings"].Data); got != want {
			t.Errorf("%s: found\n%s\nwant\n%s", path, got, want)
		}
	}
}

func people(f *txtar.File) []Person {
	var out []Person
	if f == nil {
		return nil
	}
	for line := range strings.Lines(string(f.Data)) {
		name, role, _ := strings.Cut(strings.TrimSpace(line), " = ")
		out = append(out, Person{name, role})
	}
	return out
}

func found(text string, people []Person, customer bool) string {
	var out strings.Builder
	for _, f := range Check(text, people, customer) {
		fmt.Fprintf(&out, "%s: %s\n", f.Rule, strings.ReplaceAll(text[f.Start:f.End], "\n", " "))
	}
	return out.String()
}

func TestEveryRuleSaysWhyAndWhatToWrite(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || seen[r.ID] || r.Points < 1 || r.Points > 3 || !strings.HasSuffix(r.Says, ".") || !strings.HasSuffix(r.Hint, ".") {
			t.Errorf("rule %q is not complete: %+v", r.ID, r)
		}
		seen[r.ID] = true
	}
}

func TestSentencesAreCounted(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "One. Two! Three?": 3, "Version 17.1 is out. It is new.": 2, "It is e.g. here, and nowhere else.": 1, "- an item\n- another": 2,
		"No full stop": 1, "一つ。二つ。": 2, "He said “stop.” Then he went.": 2, "First line\nof one sentence.": 1, "A paragraph\n\nand another": 2,
	} {
		if got := len(Sentences(text)); got != want {
			t.Errorf("%q: %d sentences, want %d", text, got, want)
		}
	}
}

// FuzzCheck: places lie within the text and on its characters.
func FuzzCheck(f *testing.F) {
	f.Add("Human error; Anna caused it. `just` “simply” > many")
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range Check(text, []Person{{"Anna", "our engineer"}}, true) {
			if x.Start < 0 || x.End > len(text) || x.Start >= x.End {
				t.Fatalf("%+v of %d", x, len(text))
			}
		}
	})
}
