package exchange

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// taken is what a run of Read gave.
type taken struct {
	in      []Incoming
	refused []Refusal
	sum     Summary
	err     error
}

func read(t *testing.T, o Options) taken {
	t.Helper()
	var got taken
	got.sum, got.err = Read(context.Background(), o,
		func(in Incoming) error { got.in = append(got.in, in); return nil },
		func(r Refusal) { got.refused = append(got.refused, r) })
	for _, r := range got.refused {
		if !strings.HasSuffix(r.Says, ".") && !strings.HasSuffix(r.Says, ")") {
			t.Errorf("%s: %q is not a sentence", r.Where, r.Says)
		}
	}
	if got.sum.Refused != len(got.refused) || got.sum.Taken != len(got.in) {
		t.Errorf("summary %+v for %d taken, %d refused", got.sum, len(got.in), len(got.refused))
	}
	return got
}

// write makes files in a new folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func readText(t *testing.T, name, text string) taken {
	t.Helper()
	return read(t, Options{Paths: []string{filepath.Join(write(t, map[string]string{name: text}), name)}})
}

func TestALineBecomesARecord(t *testing.T) {
	got := readText(t, "old.jsonl", `{"kind":"Escalation","id":17,"title":"Sign-in\nloops","severity":"Critical","customer":" Bluefin Foods ","dri":"Ana","created":"2026-03-13T08:50:00+01:00","closed":"","colour":"red","extra":{"a":1,"b":null},"tags":["x"],"key":"PRJ-1"}`)
	if got.err != nil || len(got.in) != 1 {
		t.Fatalf("%+v", got)
	}
	in := got.in[0]
	if in.Kind != casefile.KindEscalation || in.Source != "old.jsonl" || in.SourceID != "17" || !strings.HasSuffix(in.Where, "old.jsonl:1") {
		t.Errorf("identity: %+v", in)
	}
	want := map[string]any{"title": "Sign-in loops", "severity": "critical", "created": "2026-03-13T07:50:00Z[+01:00]", "closed": nil, "tags": []any{"x"}}
	extra := in.Fields["extra"].(map[string]any)
	delete(in.Fields, "extra")
	if !casefile.Equal(in.Fields, want) {
		t.Errorf("fields %v, want %v", in.Fields, want)
	}
	if len(extra) != 3 || extra["colour"] != "red" || extra["key"] != "PRJ-1" {
		t.Errorf("extra %v", extra)
	}
	if in.Names["customer"] != "Bluefin Foods" || in.Names["dri"] != "Ana" {
		t.Errorf("names %v", in.Names)
	}
}

func TestARecordWithoutTitleTakesItsFirstLine(t *testing.T) {
	got := readText(t, "a.jsonl", `{"kind":"review","description":"\n  The queue stood still.\nThen it ran."}`)
	if len(got.in) != 1 || got.in[0].Fields["title"] != "The queue stood still." {
		t.Errorf("%+v", got)
	}
	if id := got.in[0].SourceID; !strings.HasPrefix(id, "#") {
		t.Errorf("a record without id is known by its content, got %q", id)
	}
}

func TestItemsComeAfterWhatTheyBelongTo(t *testing.T) {
	got := readText(t, "a.jsonl", strings.Join([]string{
		`{"kind":"line","id":"l1","parent":"e1","text":"first","at":"2026-03-13T07:50:00Z"}`,
		`{"kind":"document","id":"d1","title":"Note","case":"r1"}`,
		`{"kind":"review","id":"r1","title":"Review","of":"e2"}`,
		`{"kind":"emergency","id":"e2","title":"Down","escalation":"e1"}`,
		`{"kind":"escalation","id":"e1","title":"Loops"}`,
	}, "\n"))
	var order []string
	for _, in := range got.in {
		order = append(order, in.SourceID)
	}
	if s := strings.Join(order, " "); s != "e1 e2 r1 d1 l1" {
		t.Errorf("order %s", s)
	}
	if got.in[4].ParentID != "e1" || got.in[2].Refs["of"] != "e2" {
		t.Errorf("%+v", got.in)
	}
}

func TestBadLinesAreNamedAndTheRestIsTaken(t *testing.T) {
	good := `{"kind":"escalation","id":"g","title":"Good"}`
	for name, bad := range map[string]string{
		"invalid JSON":          `{"kind":"escalation","title":"a"`,
		"no JSON at all":        `hello`,
		"not an object":         `["escalation"]`,
		"a number":              `42`,
		"two objects":           good + " " + good,
		"no kind":               `{"title":"a"}`,
		"unknown kind":          `{"kind":"spaceship","title":"a"}`,
		"kind is a number":      `{"kind":7,"title":"a"}`,
		"wrong type of a text":  `{"kind":"escalation","title":["a"]}`,
		"wrong type of a truth": `{"kind":"escalation","title":"a","confidential":"yes"}`,
		"wrong severity":        `{"kind":"escalation","title":"a","severity":"terrible"}`,
		"wrong time":            `{"kind":"escalation","title":"a","created":"yesterday"}`,
		"time without zone":     `{"kind":"escalation","title":"a","created":"2026-03-13T07:50:00"}`,
		"ended before begun":    `{"kind":"escalation","title":"a","created":"2026-03-13","closed":"2026-03-12"}`,
		"no title, no text":     `{"kind":"escalation","severity":"high"}`,
		"an item of nothing":    `{"kind":"line","text":"a"}`,
		"an empty item":         `{"kind":"line","parent":"g"}`,
		"extra is a text":       `{"kind":"escalation","title":"a","extra":"b"}`,
		"a name that is a list": `{"kind":"escalation","title":"a","customer":["b"]}`,
		"settings":              `{"kind":"settings","my_name":"a"}`,
		"an attachment":         `{"kind":"attachment","file_name":"a"}`,
		"invalid UTF-8":         "{\"kind\":\"escalation\",\"title\":\"a\xff\"}",
		"a raw NUL":             "{\"kind\":\"escalation\",\"title\":\"a\x00\"}",
		"an escaped NUL":        `{"kind":"escalation","title":"a\u0000"}`,
		"a NUL in extra":        `{"kind":"escalation","title":"a","b":{"c":["\u0000"]}}`,
		"too deep":              `{"kind":"escalation","title":"a","b":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`,
		"nonsense":              `{"kind":{"kind":{}},"title":null,"created":-1}`,
		"null":                  `null`,
		"a script address":      `{"kind":"escalation","title":"a","case_url":"javascript:alert(1)"}`,
	} {
		got := readText(t, "a.jsonl", good+"\n"+bad+"\n\n"+good)
		if got.err != nil || len(got.in) != 2 || len(got.refused) != 1 || !strings.HasSuffix(got.refused[0].Where, "a.jsonl:2") {
			t.Errorf("%s: %d taken, refused %v, %v", name, len(got.in), got.refused, got.err)
		}
	}
}

func TestALongTextIsTakenAndATooLongOneRefused(t *testing.T) {
	line := func(n int) string {
		return `{"kind":"escalation","title":"a","description":"` + strings.Repeat("w", n) + `"}`
	}
	got := readText(t, "a.jsonl", line(10<<20)+"\n"+line(17<<20)+"\n"+line(5))
	if len(got.in) != 2 || len(got.refused) != 1 || !strings.Contains(got.refused[0].Says, "16 MB") {
		t.Errorf("%d taken, %v", len(got.in), got.refused)
	}
}

func TestALineOverTheLimitIsSkipped(t *testing.T) {
	dir := write(t, map[string]string{"a.jsonl": `{"kind":"escalation","title":"` + strings.Repeat("a", 2000) + "\"}\n{\"kind\":\"escalation\",\"title\":\"b\"}"})
	got := read(t, Options{Paths: []string{dir}, Limits: Limits{Line: 1000}})
	if len(got.in) != 1 || len(got.refused) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestAnEndlessLineTakesNoMoreMemoryThanTheLimit(t *testing.T) {
	const limit = 1 << 20
	l := newLineReader(io.MultiReader(io.LimitReader(ones{}, 64<<20), strings.NewReader("\nnext")), limit)
	if line, tooLong, err := l.next(); line != nil || !tooLong || err != nil {
		t.Errorf("%d bytes, %v, %v", len(line), tooLong, err)
	}
	if cap(l.buf) > 2*limit {
		t.Errorf("the buffer grew to %d bytes", cap(l.buf))
	}
	if line, _, err := l.next(); string(line) != "next" || err != nil || l.no != 2 {
		t.Errorf("%q, %v", line, err)
	}
}

type ones struct{}

func (ones) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '1'
	}
	return len(p), nil
}

func TestTheTakerDecides(t *testing.T) {
	dir := write(t, map[string]string{"a.jsonl": strings.Repeat(`{"kind":"line","parent":"x","text":"a"}`+"\n", 4)})
	stop := errors.New("the store is gone")
	n := 0
	var refused []Refusal
	sum, err := Read(context.Background(), Options{Paths: []string{dir}}, func(Incoming) error {
		n++
		return []error{nil, ErrUnchanged, Decline("There is no record %q to belong to.", "x"), stop}[n-1]
	}, func(r Refusal) { refused = append(refused, r) })
	if !errors.Is(err, stop) || sum.Taken != 1 || sum.Unchanged != 1 || sum.Refused != 1 || len(refused) != 1 {
		t.Errorf("%+v %v %v", sum, refused, err)
	}
}

func TestAnImportCanBeStopped(t *testing.T) {
	dir := write(t, map[string]string{"a.jsonl": strings.Repeat(`{"kind":"escalation","title":"a"}`+"\n", 1000)})
	ctx, cancel := context.WithCancel(context.Background())
	sum, err := Read(ctx, Options{Paths: []string{dir}}, func(Incoming) error { cancel(); return nil }, func(Refusal) {})
	if casefile.CodeOf(err) != casefile.Cancelled || sum.Taken != 1 {
		t.Errorf("%+v %v", sum, err)
	}
}

func TestProgressReachesTheEnd(t *testing.T) {
	text := strings.Repeat(`{"kind":"escalation","title":"a"}`+"\n", 1000)
	dir := write(t, map[string]string{"a.jsonl": text})
	var told []Progress
	_, err := Read(context.Background(), Options{Paths: []string{dir}, Progress: func(p Progress) { told = append(told, p) }},
		func(Incoming) error { return nil }, func(Refusal) {})
	if err != nil || len(told) < 3 {
		t.Fatalf("%d reports, %v", len(told), err)
	}
	if last := told[len(told)-1]; last.Bytes != int64(len(text)) || last.Total != last.Bytes || last.Taken != 1000 {
		t.Errorf("last %+v", last)
	}
}

func TestBadPathsGetOneSentence(t *testing.T) {
	dir := write(t, map[string]string{
		"zeros": strings.Repeat("\x00", 100_000), "zeros.jsonl": strings.Repeat("\x00", 1000), "empty.csv": "", "blank.txt": " \n\n",
		"picture.png": "\x89PNG\r\n\x1a\n\x00\x00", "prose.txt": "Dear all,\nthis is a letter.\n", "list.json": "[\n{\"kind\":\"escalation\"}\n]",
		"pretty.json": "{\n  \"kind\": \"escalation\"\n}", "packed.gz": "\x1f\x8b\x08\x00", "broken.zip": "PK\x03\x04nonsense",
		"wide.jsonl": "\xff\xfe{\x00}\x00", "nothing/inside.bin": "x",
	})
	if err := os.Symlink("loop", filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	for name, code := range map[string]casefile.Code{
		"missing": casefile.NotFound, "zeros": casefile.Invalid, "zeros.jsonl": casefile.Invalid, "empty.csv": casefile.Invalid,
		"blank.txt": casefile.Invalid, "picture.png": casefile.Invalid, "prose.txt": casefile.Invalid, "list.json": casefile.Invalid,
		"pretty.json": casefile.Invalid, "packed.gz": casefile.Invalid, "broken.zip": casefile.Invalid, "wide.jsonl": casefile.Invalid,
		"nothing": casefile.Invalid, "loop": casefile.Refused,
	} {
		_, err := Detect(filepath.Join(dir, name))
		if casefile.CodeOf(err) != code || !strings.HasSuffix(casefile.Sentence(err), ".") && !strings.HasSuffix(casefile.Sentence(err), ").") {
			t.Errorf("%s: %s, %v", name, casefile.CodeOf(err), err)
		}
		if got := read(t, Options{Paths: []string{filepath.Join(dir, name)}}); got.err == nil || len(got.in) > 0 {
			t.Errorf("%s was read: %+v", name, got)
		}
	}
}

func TestPathFaultsAreToldApart(t *testing.T) {
	for code, err := range map[casefile.Code]error{casefile.NotFound: os.ErrNotExist, casefile.Refused: os.ErrPermission} {
		if got := pathFault("a/b", &os.PathError{Op: "open", Path: "a/b", Err: err}); casefile.CodeOf(got) != code {
			t.Errorf("%v: %v", err, got)
		}
	}
}

func TestFormatsAreFound(t *testing.T) {
	dir := write(t, map[string]string{
		"a.jsonl": "", "b.ndjson": "{}", "c.json": `{"kind":"escalation","title":"a"}` + "\n{}", "d.csv": "x", "e.md": "# a", "f.txt": "Title;Description\na;b\n",
		"g.tsv": "a\tb", "notes/deep/er/x.md": "# x", "lines/a.jsonl": "{}", "tables/t.csv": "a,b", "h": "\ufeff{\"kind\":\"escalation\"}",
	})
	for name, want := range map[string]Format{
		"b.ndjson": FormatPrecedent, "c.json": FormatPrecedent, "d.csv": FormatCSV, "e.md": FormatMarkdown, "f.txt": FormatCSV,
		"g.tsv": FormatCSV, "notes": FormatMarkdown, "lines": FormatPrecedent, "tables": FormatCSV, "h": FormatPrecedent,
	} {
		if got, err := Detect(filepath.Join(dir, name)); got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func FuzzPrecedentLine(f *testing.F) {
	for _, seed := range []string{
		`{"kind":"escalation","id":"1","title":"Sign-in loops","created":"2026-03-13","extra":{"a":[1,null]}}`,
		`{"kind":"line","parent":"1","text":"a","at":"2026-03-13T07:50:00Z[Europe/Berlin]"}`,
		`{"kind":"customer","name":"Acme","contacts":{"c1":{"name":"Bo"}}}`, `{"kind":"review","title":7}`, `[]`, "{\"a\":\"\xff\"}", `{"kind":"call","started":"0000-00-00"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		in, err := shaper{source: "fuzz"}.line("fuzz:1", line, 64)
		if err != nil {
			var no refused
			if !errors.As(err, &no) || no == "" {
				t.Fatalf("not a sentence: %v", err)
			}
			return
		}
		checkIncoming(t, in)
	})
}

// checkIncoming holds for every record that comes out of a format: it can be saved, and saving it twice changes nothing.
func checkIncoming(t *testing.T, in Incoming) {
	t.Helper()
	if in.SourceID == "" || !in.Kind.Known() {
		t.Fatalf("no identity: %+v", in)
	}
	patch, clashes := Merge(nil, in)
	saved := casefile.Record{Kind: in.Kind, Rev: 1, Fields: casefile.Apply(nil, patch)}
	if len(clashes) > 0 {
		t.Fatalf("a new record clashes: %v", clashes)
	}
	if in.Kind.IsItem() {
		saved.Fields["parent"] = "p"
	}
	if found := casefile.Validate(saved); len(found) > 0 {
		t.Fatalf("what was taken cannot be saved: %v", found)
	}
	if again, clashes := Merge(&saved, in); len(again) > 0 || len(clashes) > 0 {
		t.Fatalf("the same again changes %v, clashes %v", again, clashes)
	}
}
