package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// memory is a workspace in memory.
type memory struct {
	records []casefile.Record
	entries []HistoryEntry
	files   map[string][]byte
	fail    error // of the history
}

func (m memory) Workspace() Workspace {
	return Workspace{ID: "w-1", Name: "Fictional", Program: "test", Exported: "2026-03-13T07:50:00Z"}
}

func (m memory) Records(_ context.Context, kind casefile.Kind) iter.Seq2[casefile.Record, error] {
	return func(yield func(casefile.Record, error) bool) {
		for _, r := range m.records {
			if r.Kind == kind && !yield(r, nil) {
				return
			}
		}
	}
}

func (m memory) Case(_ context.Context, id string) (casefile.Case, error) {
	var c casefile.Case
	for _, r := range m.records {
		switch {
		case r.ID == id:
			c.Record = r
		case r.Parent() == id && r.Kind == casefile.KindAttachment:
			c.Files = append(c.Files, r)
		case r.Parent() == id && r.Kind.IsItem():
			c.Items = append(c.Items, r)
		}
	}
	return c, nil
}

func (m memory) History(context.Context) iter.Seq2[HistoryEntry, error] {
	return func(yield func(HistoryEntry, error) bool) {
		for _, e := range m.entries {
			if !yield(e, nil) {
				return
			}
		}
		if m.fail != nil {
			yield(HistoryEntry{}, m.fail)
		}
	}
}

func (m memory) Attachments(context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for sum := range m.files {
			if !yield(sum, nil) {
				return
			}
		}
	}
}

func (m memory) Open(sum string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(m.files[sum])), nil
}

func (m *memory) keep(content []byte) string {
	sum := sha256.Sum256(content)
	name := hex.EncodeToString(sum[:])
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	m.files[name] = content
	return name
}

// taker takes an export into memory.
func (m *memory) taker() ExportTaker {
	return ExportTaker{
		Attachment: func(sum string, size int64, content io.Reader) error {
			b, err := io.ReadAll(content)
			if err == nil && m.keep(b) != sum {
				err = errors.New("kept under another hash")
			}
			return err
		},
		Entry:  func(e HistoryEntry) error { m.entries = append(m.entries, e); return nil },
		Record: func(r casefile.Record) error { m.records = append(m.records, r); return nil },
	}
}

func uuid(n int) string { return fmt.Sprintf("019ce000-0000-7000-8000-%012d", n) }

// anyValue draws a value that a field can hold.
func anyValue(t *rapid.T, f casefile.Field) any {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aZ9 =+-@'\",;#*_[]\\\u2028<>&ß日🙂\u202e")), 1, 30, -1)
	switch f.Type {
	case casefile.TypeProse:
		return text.Draw(t, f.Name) + "\n" + text.Draw(t, f.Name)
	case casefile.TypeEnum:
		return rapid.SampledFrom(f.Enum).Draw(t, f.Name)
	case casefile.TypeBool:
		return rapid.Bool().Draw(t, f.Name)
	case casefile.TypeCount:
		return json.Number(fmt.Sprint(rapid.Int64().Draw(t, f.Name)))
	case casefile.TypeAmount:
		return json.Number(rapid.SampledFrom([]string{"1", "1.0", "-0.50", "1e3", "12345678901234567890.1"}).Draw(t, f.Name))
	case casefile.TypeInstant:
		return rapid.SampledFrom([]string{"2026-03-13", "2026-03-13T07:50:00Z", "2026-03-13T07:50:00.123Z[Asia/Kathmandu]"}).Draw(t, f.Name)
	case casefile.TypeMeeting:
		return rapid.SampledFrom([]string{"2026-03-20T14:00:00", "2026-03-20T14:00:00[Europe/Berlin]"}).Draw(t, f.Name)
	case casefile.TypeRef:
		return uuid(rapid.IntRange(0, 30).Draw(t, f.Name))
	case casefile.TypeAddress:
		return "https://example.com/?a=1&b=<2>"
	case casefile.TypeZone:
		return "Europe/Berlin"
	case casefile.TypeTexts:
		return []any{text.Draw(t, f.Name), text.Draw(t, f.Name)}
	case casefile.TypeMap:
		return map[string]any{uuid(1): anyEntry(t, f), uuid(2): anyEntry(t, f)}
	case casefile.TypeObject:
		return map[string]any{text.Draw(t, f.Name): []any{nil, json.Number("1.50"), text.Draw(t, f.Name), map[string]any{"a": true}}}
	}
	return text.Draw(t, f.Name)
}

func anyEntry(t *rapid.T, f casefile.Field) any {
	if f.Entry == nil {
		return "plain"
	}
	entry := map[string]any{}
	for _, inner := range f.Entry {
		entry[inner.Name] = anyValue(t, inner)
	}
	return entry
}

// anyWorkspace draws a record of every kind, most with all their fields, a history and some files.
func anyWorkspace(t *rapid.T) memory {
	var m memory
	for i, kind := range exportOrder() {
		for n := range 2 {
			r := casefile.Record{Kind: kind, ID: uuid(2*i + n), Rev: uint64(rapid.IntRange(1, 1<<40).Draw(t, "rev")), Fields: map[string]any{}}
			for _, f := range casefile.FieldsOf(kind) {
				if n == 0 || rapid.Bool().Draw(t, "has") {
					r.Fields[f.Name] = anyValue(t, f)
				}
			}
			if kind == casefile.KindAttachment {
				r.Fields["sha256"] = m.keep(rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(t, "file"))
			}
			if kind.IsItem() {
				r.Fields["parent"] = uuid(2)
			}
			if kind.Prefix() != "" {
				r.Fields["key"] = fmt.Sprintf("%s-%06d", kind.Prefix(), n)
			}
			m.records = append(m.records, r)
		}
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "entries") {
		m.entries = append(m.entries, HistoryEntry{
			Seq: uint64(i + 1), ID: uuid(i), Device: "d", Who: "Ana <a&b>", At: "2026-03-13T07:50:00.123Z", Action: "edit", Version: 1,
			Draft: rapid.Bool().Draw(t, "draft"), Note: json.RawMessage(`{"undoes":3}`), Cut: rapid.IntRange(0, 2).Draw(t, "cut"),
			Changes: []HistoryChange{{Kind: "line", ID: uuid(9), Base: 7, Patch: json.RawMessage(`{"text":"<b>\n","gone":null}`), Masked: true}, {Kind: "line", ID: uuid(8), Patch: json.RawMessage("null")}},
		})
	}
	return m
}

func TestAnExportReadBackIsTheSame(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		want := anyWorkspace(t)
		n++
		path := filepath.Join(dir, fmt.Sprint("export", n))
		if rapid.Bool().Draw(t, "zip") {
			path += ".zip"
		}
		if _, err := Write(context.Background(), path, want, nil); err != nil {
			t.Fatal(err)
		}
		var got memory
		counts, err := ReadExport(context.Background(), path, got.taker())
		if err != nil {
			t.Fatal(err)
		}
		if counts.Entries != len(want.entries) || counts.Attachments != len(want.files) || len(got.records) != len(want.records) {
			t.Fatalf("%+v", counts)
		}
		for i, r := range want.records {
			if g := got.records[i]; g.Kind != r.Kind || g.ID != r.ID || g.Rev != r.Rev || !casefile.Equal(g.Fields, r.Fields) {
				t.Fatalf("record\n got %+v\nwant %+v", g, r)
			}
		}
		for i, e := range want.entries {
			a, _ := json.Marshal(e)
			if b, _ := json.Marshal(got.entries[i]); !bytes.Equal(a, b) {
				t.Fatalf("entry\n got %s\nwant %s", b, a)
			}
		}
		for sum, content := range want.files {
			if !bytes.Equal(got.files[sum], content) {
				t.Fatalf("file %s differs", sum)
			}
		}
		os.RemoveAll(path)
	})
}

// small is a workspace whose every file is known.
func small() memory {
	m := memory{}
	sum := m.keep([]byte("the log"))
	m.records = []casefile.Record{
		{Kind: "customer", ID: uuid(1), Rev: 1, Fields: map[string]any{"key": "CUS-000001", "name": "=Bluefin Foods"}},
		{Kind: "escalation", ID: uuid(2), Rev: 4, Fields: map[string]any{
			"key": "ESC-000002", "title": "Sign-in/loops: *again*", "customer": uuid(1), "severity": "critical", "description": "It loops.\n\nAlways.",
			"tags": []any{"a", "b"}, "extra": map[string]any{"colour": "red"}, "revenue_at_risk": "-5", "component": "@home",
			"conflicts": map[string]any{"title": map[string]any{"value": "Old", "who": "Bo", "at": "", "seq": json.Number("3")}},
		}},
		{Kind: "escalation", ID: uuid(3), Rev: 5, Fields: map[string]any{"key": "ESC-000003", "title": "Gone", "deleted": "2026-03-13T07:50:00Z"}},
		{Kind: "attachment", ID: uuid(4), Rev: 6, Fields: map[string]any{"key": "ATT-000004", "file_name": "app.log", "sha256": sum, "size": json.Number("7"), "parent": uuid(2)}},
		{Kind: "line", ID: uuid(5), Rev: 7, Fields: map[string]any{"parent": uuid(2), "at": "2026-03-13T07:50:00Z", "text": "down\nhard", "mark": "impact", "starred": true}},
		{Kind: "settings", ID: casefile.SettingsID, Rev: 8, Fields: map[string]any{"my_name": "Ana"}},
	}
	m.entries = []HistoryEntry{{Seq: 1, ID: uuid(7), Who: "Ana", At: "2026-03-13T07:50:00Z", Action: "new", Version: 1, Changes: []HistoryChange{}}}
	return m
}

func exported(t *testing.T, m memory, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if _, err := Write(t.Context(), path, m, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func textOf(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnExportCanBeReadWithoutUs(t *testing.T) {
	dir := exported(t, small(), "out")
	page := textOf(t, dir, "cases", "ESC-000002-sign-in-loops-again.md")
	for _, want := range []string{"# Sign-in/loops: *again*", "- Customer: =Bluefin Foods", "- Severity: Critical", "## Description\n\nIt loops.\n\nAlways.", "## Timeline\n\n- 2026-03-13T07:50:00Z: down\n  hard", "Mark: Impact", "app.log: ../attachments/", "colour: red", "- title; Value: Old"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q:\n%s", want, page)
		}
	}
	textOf(t, dir, "cases", "bin", "ESC-000003-gone.md")
	if index := textOf(t, dir, "attachments", "index.csv"); !strings.Contains(index, "app.log,,7,ATT-000004,ESC-000002") {
		t.Errorf("index: %s", index)
	}
	if readme := textOf(t, dir, "README.md"); !strings.Contains(readme, "records.jsonl") {
		t.Errorf("readme: %s", readme)
	}
	if strings.Contains(textOf(t, dir, "SHA256SUMS"), "cases/") {
		t.Error("a page for people is among the sums")
	}
}

func TestFormulasInTablesAreQuoted(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(textOf(t, exported(t, small(), "out"), "tables", "escalations.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(name string) string { return rows[1][slices.Index(rows[0], name)] }
	for name, want := range map[string]string{"customer": "'=Bluefin Foods", "revenue_at_risk": "-5", "component": "'@home", "tags": "a; b", "title": "Sign-in/loops: *again*"} {
		if cell(name) != want {
			t.Errorf("%s: %q, want %q", name, cell(name), want)
		}
	}
	for in, want := range map[string]string{"=1+1": "'=1+1", "+49 30": "'+49 30", "-1.5": "-1.5", "-1+cmd": "'-1+cmd", "\tx": "'\tx", "＝x": "'＝x", "": "", "a=b": "a=b", "-": "'-"} {
		if got := SafeCell(in); got != want {
			t.Errorf("SafeCell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNothingIsReplacedAndNothingIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "empty"), 0o755)
	os.MkdirAll(filepath.Join(dir, "full", "x"), 0o755)
	os.WriteFile(filepath.Join(dir, "a.zip"), []byte("x"), 0o644)
	for name, want := range map[string]casefile.Code{"empty": "", "new": "", "new.zip": "", "full": casefile.Refused, "a.zip": casefile.Refused, "no/such/parent": casefile.NotFound} {
		_, err := Write(t.Context(), filepath.Join(dir, name), small(), nil)
		if casefile.CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := small()
	broken.fail = errors.New("disk gone")
	for _, name := range []string{"b", "b.zip"} {
		if _, err := Write(t.Context(), filepath.Join(dir, name), broken, nil); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Write(ctx, filepath.Join(dir, "c"), small(), nil); casefile.CodeOf(err) != casefile.Cancelled {
		t.Errorf("cancelled: %v", err)
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "b") || strings.HasPrefix(e.Name(), "c") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestAChangedExportIsNotBelieved(t *testing.T) {
	for name, change := range map[string]func(dir string){
		"a record":      func(dir string) { appendTo(dir, "records.jsonl", "\n") },
		"the history":   func(dir string) { appendTo(dir, "history.jsonl", "{}\n") },
		"the manifest":  func(dir string) { appendTo(dir, "export.json", " ") },
		"no history":    func(dir string) { os.Remove(filepath.Join(dir, "history.jsonl")) },
		"no sums":       func(dir string) { os.Remove(filepath.Join(dir, "SHA256SUMS")) },
		"an attachment": func(dir string) { appendTo(dir, "attachments/"+onlyFile(), "x") },
		"a lost file":   func(dir string) { os.Remove(filepath.Join(dir, "attachments", onlyFile())) },
	} {
		dir := exported(t, small(), "out")
		change(dir)
		var got memory
		if _, err := ReadExport(t.Context(), dir, got.taker()); casefile.CodeOf(err) != casefile.Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := exported(t, small(), "out")
	os.WriteFile(filepath.Join(dir, "export.json"), []byte(`{"format":"precedent-export","version":99}`), 0o644)
	if _, err := ReadExport(t.Context(), dir, ExportTaker{}); casefile.CodeOf(err) != casefile.TooNew {
		t.Errorf("newer: %v", err)
	}
}

func onlyFile() string {
	for sum := range small().files {
		return sum
	}
	return ""
}

func appendTo(dir, name, text string) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		f.WriteString(text)
		f.Close()
	}
}

func TestAnExportIsImportedByItsOwnIDs(t *testing.T) {
	for _, name := range []string{"out", "out.zip"} {
		got := read(t, Options{Paths: []string{exported(t, small(), name)}})
		if got.err != nil || len(got.in) != 5 || got.sum.Skipped != 1 {
			t.Fatalf("%s: %+v", name, got)
		}
		byID := map[string]Incoming{}
		for _, in := range got.in {
			byID[in.ID] = in
		}
		if e := byID[uuid(2)]; e.Fields["key"] != "ESC-000002" || e.Fields["customer"] != uuid(1) || e.SourceID != uuid(2) {
			t.Errorf("%+v", e)
		}
		if byID[uuid(3)].Fields["deleted"] == nil || byID[uuid(5)].ParentID != uuid(2) || len(byID[uuid(4)].Files) != 1 {
			t.Errorf("%+v", byID)
		}
	}
}

func TestTheFileOfAnImportedAttachmentIsChecked(t *testing.T) {
	dir := exported(t, small(), "out")
	appendTo(dir, "attachments/"+onlyFile(), "x")
	_, err := Read(t.Context(), Options{Paths: []string{dir}}, func(in Incoming) error {
		for _, f := range in.Files {
			r, err := f.Open()
			if err != nil {
				return err
			}
			defer r.Close()
			if _, err := io.ReadAll(r); err != nil {
				return err
			}
		}
		return nil
	}, func(Refusal) {})
	if casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("%v", err)
	}
}

func TestArchivesAreBounded(t *testing.T) {
	dir := t.TempDir()
	archive := func(name string, files map[string]int) string {
		path := filepath.Join(dir, name)
		f, _ := os.Create(path)
		z := zip.NewWriter(f)
		for n, size := range files {
			w, _ := z.Create(n)
			io.CopyN(w, zeros{}, int64(size))
		}
		z.Close()
		f.Close()
		return path
	}
	bomb := archive("bomb.zip", map[string]int{"export.json": 10, "records.jsonl": 65 << 20})
	if _, err := ReadExport(t.Context(), bomb, ExportTaker{}); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("ratio: %v", err)
	}
	many := archive("many.zip", map[string]int{"export.json": 1, "a": 1, "b": 1, "c": 1})
	if _, err := Read(t.Context(), Options{Paths: []string{many}, Limits: Limits{Files: 3}}, nil, nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("count: %v", err)
	}
	if _, err := Read(t.Context(), Options{Paths: []string{many}, Limits: Limits{Unpacked: 3}}, nil, nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("size: %v", err)
	}
	escaping := archive("escaping.zip", map[string]int{"export.json": 1, "../../evil": 1, "attachments/../../evil": 1})
	if _, err := ReadExport(t.Context(), escaping, ExportTaker{}); casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("escaping: %v", err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(dir), "evil")); err == nil {
		t.Error("a file escaped")
	}
	if other := archive("other.zip", map[string]int{"a": 1}); true {
		if _, err := Detect(other); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("another archive: %v", err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestNoFieldIsNamedLikeTheEnvelopeOfALine(t *testing.T) {
	for _, kind := range casefile.Kinds() {
		for _, name := range []string{"kind", "id", "rev"} {
			if _, taken := casefile.FieldOf(kind, name); taken {
				t.Errorf("%s has a field %s: records.jsonl could not tell it from the record's own", kind, name)
			}
		}
	}
}
