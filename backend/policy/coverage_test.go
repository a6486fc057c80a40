package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// rowsOfTheProcess is how many rows were drawn from the handbook.
const rowsOfTheProcess = 180

var (
	coverageRow = regexp.MustCompile(`^\| (\d+) \| (S\d[^|]*) \| ([ATRD ]+) \| ([^|]+) \| ([^|]+) \|$`)
	coveredBy   = regexp.MustCompile("`([^`]+)`")
)

func TestEveryRowOfTheProcessHoldsSomewhere(t *testing.T) {
	text, err := os.ReadFile("COVERAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	places := placesOf(t)
	row, window := 0, 0
	for line := range strings.Lines(string(text)) {
		m := coverageRow.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		row++
		if m[1] != strconv.Itoa(row) {
			t.Fatalf("row %s follows row %d", m[1], row-1)
		}
		held := coveredBy.FindAllStringSubmatch(m[5], -1)
		if len(held) == 0 {
			t.Errorf("row %d holds nowhere", row)
		}
		for _, h := range held {
			if h[1] == "window" {
				window++
			} else if !places.has(h[1]) {
				t.Errorf("row %d: %q is not there", row, h[1])
			}
		}
	}
	if row != rowsOfTheProcess {
		t.Errorf("%d rows, want %d", row, rowsOfTheProcess)
	}
	t.Logf("%d rows need a screen that is not built yet", window)
}

// places are what a row can hold in.
type places struct {
	policy   *Policy
	tests    map[string]bool
	commands string
}

func placesOf(t *testing.T) places {
	t.Helper()
	grammar, err := os.ReadFile("../../app/command/grammar.go")
	if err != nil {
		t.Fatal(err)
	}
	return places{builtinPolicy(t), tests(t), string(grammar)}
}

// tests are those of this package, and those of the desk behind its name, read from their files.
func tests(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for prefix, dir := range map[string]string{"": ".", "desk.": "../desk"} {
		names, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
					out[prefix+f.Name.Name] = true
				}
			}
		}
	}
	return out
}

func (p places) has(where string) bool {
	what, name, _ := strings.Cut(where, ":")
	switch what {
	case "rule":
		return p.policy.Has(name)
	case "test":
		return p.tests[name]
	case "message":
		_, ok := p.policy.Message(name)
		return ok
	case "template":
		_, err := os.Stat(filepath.Join("..", "document", "sections", name+".yaml"))
		return err == nil
	case "field":
		kind, field, _ := strings.Cut(name, ".")
		_, ok := casefile.FieldOf(casefile.Kind(kind), field)
		return ok
	case "screen":
		_, err := os.Stat(filepath.Join("..", "..", "frontend", "src", "views", filepath.FromSlash(name)+".svelte"))
		return err == nil
	case "command":
		return strings.Contains(p.commands, " "+name+"Cmd ")
	}
	return false
}

func TestEverySourceOfARuleIsNamedInTheSources(t *testing.T) {
	text, err := os.ReadFile("builtin/SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	p := builtinPolicy(t)
	sources := map[string]string{}
	for _, r := range p.Rules() {
		sources[r.Source] = r.ID
	}
	for _, m := range p.Messages {
		sources[m.Source] = m.ID
	}
	for _, r := range p.Rotas {
		sources[r.Source] = r.ID
	}
	for _, s := range p.Severities {
		sources[s.Source] = s.ID
	}
	for source, rule := range sources {
		if !strings.Contains(string(text), "`"+source+"`") {
			t.Errorf("%s, the source of %s, is not in SOURCES.md", source, rule)
		}
	}
}

// TestTheListsOfTheProcessAreWhole: what the process names one by one can be chosen one by one.
func TestTheListsOfTheProcessAreWhole(t *testing.T) {
	for _, l := range []struct {
		kind, field string
		has         []string
	}{
		{"brief", "target", []string{"support_l2", "engineering", "product", "security", "leadership"}}, // S3:11-15
		{"link", "type", []string{"planned_change", "prioritised_work"}},                                // S4:8, S0:217
		{"customer_event", "type", []string{"upgrade", "migration", "launch", "freeze"}},                // S4:8, S4:40
	} {
		f, ok := casefile.FieldOf(casefile.Kind(l.kind), l.field)
		for _, value := range l.has {
			if !ok || !slices.Contains(f.Enum, value) {
				t.Errorf("%s.%s cannot be %q", l.kind, l.field, value)
			}
		}
	}
	if _, ok := casefile.FieldOf(casefile.KindEmergency, "requesting_team"); !ok {
		t.Error("an emergency names no requesting team")
	}
}
