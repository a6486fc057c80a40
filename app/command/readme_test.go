package command

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

var update = flag.Bool("update", false, "write the generated parts of the README anew")

var readme = filepath.Join("..", "..", "README.md")

func TestTheReadmeHasEveryCommand(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	k, err := kong.New(&grammar{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range k.Model.Children {
		if !strings.Contains(string(text), "| `precedent "+n.Name) {
			t.Errorf("the table of commands in the README lacks precedent %s", n.Name)
		}
	}
}

func TestTheReadmeSaysWhatCommandsAnswer(t *testing.T) {
	held(t, "answers", describeAnswers(t))
}

func TestTheReadmeHasEveryKindAndField(t *testing.T) {
	held(t, "kinds", describeKinds())
}

// held compares a part of the README, between two marks, with what it should be; -update writes it.
func held(t *testing.T, part, want string) {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+part+": made by go test ./app/command -update -->\n", "<!-- end of "+part+" -->"
	before, rest, ok := strings.Cut(string(text), begin)
	got, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		t.Fatalf("the README has no part between %q and %q", strings.TrimSpace(begin), end)
	}
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("the README's part %q is not what the program does. Run go test ./app/command -update and look at the difference.", part)
	}
	if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o644); err != nil { //nolint:gosec // a public text
		t.Fatal(err)
	}
}

// answers says which type each command answers with.
var answers = []struct {
	commands string
	value    any
}{
	{"`search`", desk.SearchPage{}},
	{"`list`", desk.ListPage{}},
	{"`show`", desk.CaseView{}},
	{"`similar`", desk.SimilarAnswer{}},
	{"`due`", desk.DueAnswer{}},
	{"`guide`", desk.GuideView{}},
	{"`message`", desk.MessageView{}},
	{"`movers`: a list of", desk.MoverView{}},
	{"`policy`", desk.PolicyView{}},
	{"`policy check`", desk.PolicyCheck{}},
	{"`policy diff`", desk.PolicyDiff{}},
	{"`new`, `set`, `log`, `do`, `snooze`, `move`, `tick`, `promote`, `policy use`, `link`, `delete`, `undelete`, `conflicts --take`, `document --write`, `--final`, `--revise` and `--reviewed-by`, `template import` and `reset`", desk.Saved{}},
	{"`attach`: a list of", desk.AttachmentView{}},
	{"`history`", desk.HistoryPage{}},
	{"`undo`", desk.Undone{}},
	{"`conflicts`: a list of", desk.ConflictView{}},
	{"`import`, `sample`", desk.ImportReport{}},
	{"`import --look`", desk.ImportPreview{}},
	{"`document`", desk.Exported{}},
	{"`document --kinds`: a list of", desk.DocumentKindInfo{}},
	{"`document --check`", desk.DocumentJudgement{}},
	{"`document --versions`: a list of", desk.DocumentVersion{}},
	{"`document --compare`", desk.DocumentComparison{}},
	{"`template export`; `template list`: a list of", desk.TemplateView{}},
	{"`template check`, and `template import` with a mistake: a list of", desk.TemplateMistake{}},
	{"`card`: a list of", desk.CardView{}},
	{"`post` without `--to`: a list of", desk.PostingView{}},
	{"`verify`, `backup`, `restore`, `export`, `purge`, `policy export`", desk.CareReport{}},
}

// described is a type as its source describes it.
type described struct {
	doc    string
	fields []describedField
}

type describedField struct{ name, shape, comment string }

// describeAnswers writes the shape of each answer, with the words of the source.
func describeAnswers(t *testing.T) string {
	t.Helper()
	types := typesOf(t, filepath.Join("..", "..", "backend", "desk"))
	var b strings.Builder
	b.WriteString("\n| Command | Answer |\n|---|---|\n")
	var order []string
	for _, a := range answers {
		name := reflect.TypeOf(a.value).Name()
		fmt.Fprintf(&b, "| %s | `%s` |\n", a.commands, name)
		order = reach(types, name, order)
	}
	b.WriteString("\n```\n")
	for i, name := range order {
		if i > 0 {
			b.WriteByte('\n')
		}
		types[name].write(&b, name)
	}
	b.WriteString("```\n\n")
	return b.String()
}

func (d described) write(b *strings.Builder, name string) {
	fmt.Fprintf(b, "%s\n", strings.Join(wrap(d.doc, 110), "\n"))
	width, shape := 0, 0
	for _, f := range d.fields {
		width, shape = max(width, len(f.name)), max(shape, len(f.shape))
	}
	for _, f := range d.fields {
		fmt.Fprintf(b, "%s\n", strings.TrimRight(fmt.Sprintf("  %-*s  %-*s  %s", width, f.name, shape, f.shape, f.comment), " "))
	}
}

func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		if *last != "" && len(*last)+1+len(word) > width {
			lines = append(lines, word)
			continue
		}
		*last = strings.TrimSpace(*last + " " + word)
	}
	return lines
}

// reach adds a type and all that its fields are made of.
func reach(types map[string]described, name string, order []string) []string {
	d, ok := types[name]
	if !ok || slices.Contains(order, name) {
		return order
	}
	order = append(order, name)
	for _, f := range d.fields {
		for _, word := range strings.Fields(f.shape) {
			order = reach(types, word, order)
		}
	}
	return order
}

func typesOf(t *testing.T, dir string) map[string]described {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]described{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				ts, _ := spec.(*ast.TypeSpec)
				if fields, ok := ts.Type.(*ast.StructType); ok {
					out[ts.Name.Name] = described{inJSON(g.Doc.Text(), fields), fieldsOf(fields)}
				}
			}
		}
	}
	return out
}

// inJSON names fields in a description as the JSON does, after the first word, which is the type's name.
func inJSON(doc string, s *ast.StructType) string {
	list := strings.Fields(doc)
	for _, f := range s.Fields.List {
		if f.Tag == nil || len(f.Names) == 0 {
			continue
		}
		for i := 1; i < len(list); i++ {
			word := strings.TrimRight(list[i], ".,:;)")
			if word == f.Names[0].Name {
				list[i] = jsonName(f) + list[i][len(word):]
			}
		}
	}
	return strings.Join(list, " ")
}

func jsonName(f *ast.Field) string {
	return reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json")
}

func fieldsOf(s *ast.StructType) []describedField {
	var out []describedField
	for _, f := range s.Fields.List {
		if f.Tag == nil {
			continue
		}
		name, shape := jsonName(f), shapeOf(f.Type)
		if shape == "text" && (name == "at" || strings.HasSuffix(name, "At")) {
			shape = "time"
		}
		out = append(out, describedField{name, shape, strings.TrimSpace(f.Comment.Text())})
	}
	return out
}

var words = map[string]string{"string": "text", "bool": "true or false", "int": "number", "int64": "number", "uint64": "number", "float64": "number", "any": "any value"}

func shapeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if w, ok := words[e.Name]; ok {
			return w
		}
		return e.Name
	case *ast.ArrayType:
		return "list of " + shapeOf(e.Elt)
	case *ast.MapType:
		return "map of " + shapeOf(e.Value)
	}
	return "any value"
}

// describeKinds writes a row for each kind with its fields.
func describeKinds() string {
	var b strings.Builder
	b.WriteString("\n| Kind | Key | Fields |\n|---|---|---|\n")
	row := func(k casefile.Kind) {
		key := "–"
		if p := k.Prefix(); p != "" {
			key = p
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k, key, fieldWords(casefile.FieldsOf(k), func(f casefile.Field) bool { return f.Common }))
	}
	for _, items := range []bool{false, true} {
		for _, k := range casefile.Kinds() {
			if k.IsItem() == items && k != casefile.KindSettings && k != casefile.KindAttachment {
				row(k)
			}
		}
	}
	common := fieldWords(casefile.FieldsOf(casefile.KindEscalation), func(f casefile.Field) bool { return !f.Common })
	fmt.Fprintf(&b, "| every kind | | %s |\n\n", common)
	return b.String()
}

func fieldWords(fields []casefile.Field, skip func(casefile.Field) bool) string {
	var out []string
	for _, f := range fields {
		if !skip(f) && !f.System {
			out = append(out, "`"+f.Name+"`"+formOf(f))
		}
	}
	return strings.Join(out, ", ")
}

// forms are the types of fields in words; a text of one line has none.
var forms = map[casefile.FieldType]string{
	casefile.TypeProse: "prose", casefile.TypeBool: "yes or no", casefile.TypeCount: "whole number", casefile.TypeAmount: "number",
	casefile.TypeInstant: "time", casefile.TypeMeeting: "appointment", casefile.TypeAddress: "web address", casefile.TypeZone: "time zone",
	casefile.TypeTexts: "list of texts", casefile.TypeObject: "object",
}

func formOf(f casefile.Field) string {
	switch f.Type {
	case casefile.TypeEnum:
		return " (" + strings.Join(f.Enum, " · ") + ")"
	case casefile.TypeRef:
		if f.Ref == "" {
			return " (→ record)"
		}
		return " (→ " + string(f.Ref) + ")"
	case casefile.TypeMap:
		if f.Entry != nil {
			return " (map: " + fieldWords(f.Entry, func(casefile.Field) bool { return false }) + ")"
		}
		return " (map)"
	}
	if form := forms[f.Type]; form != "" {
		return " (" + form + ")"
	}
	return ""
}
