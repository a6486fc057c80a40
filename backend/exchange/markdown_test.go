package exchange

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"precedent/backend/casefile"
)

const noteWithEverything = `---
id: N-1
kind: escalation
severity: High
version: 2.10
created: 2026-03-13
zone: Europe/Berlin
customer: Bluefin Foods
tags: [sign-in, 2026]
colour: red
---
# Sign-in loops

The page comes *back*. See ![the screen](img/screen%201.png) and [the log](../logs/app.log "log").

## Timeline

- 2026-03-13 08:50: first report
  with a second line
- **2026-03-13T09:10:00+02:00** - paged
- 2026-03-14: closed

## Cause

A cache. [elsewhere](https://example.com/a.png) [other](other.md) [gone](gone.txt) [out](../../secret.txt) [abs](/etc/hosts)
`

func TestANoteBecomesARecordWithItsFilesAndLines(t *testing.T) {
	dir := write(t, map[string]string{
		"cases/n1.md": noteWithEverything, "cases/img/screen 1.png": "png", "logs/app.log": "log line", "logs/unused.log": "x",
		"cases/other.md": "Just a line.\n\nAnd more.", ".git/x.md": "# hidden",
	})
	got := read(t, Options{Paths: []string{dir}, Source: "notes"})
	if got.err != nil || len(got.in) != 5 {
		t.Fatalf("%+v", got)
	}
	in := got.in[0]
	for name, want := range map[string]any{
		"title": "Sign-in loops", "severity": "high", "version": "2.10", "created": "2026-03-13", "zone": "Europe/Berlin", "tags": []any{"sign-in", "2026"},
		"extra": map[string]any{"colour": "red"},
	} {
		if !casefile.Equal(in.Fields[name], want) {
			t.Errorf("%s: %v, want %v", name, in.Fields[name], want)
		}
	}
	text := in.Fields["description"].(string)
	if in.SourceID != "N-1" || in.Names["customer"] != "Bluefin Foods" || strings.Contains(text, "# Sign-in") || strings.Contains(text, "paged") || !strings.Contains(text, "A cache.") {
		t.Errorf("%+v", in)
	}
	if len(in.Files) != 2 || in.Files[0].Name != "screen 1.png" || in.Files[0].Caption != "the screen" || in.Files[1].Name != "app.log" {
		t.Fatalf("files %+v", in.Files)
	}
	var refused []string
	for _, r := range got.refused {
		refused = append(refused, filepath.Base(r.Where))
	}
	if !slices.Equal(refused, []string{"n1.md:25", "n1.md:25", "n1.md:25"}) {
		t.Errorf("refused %v", got.refused)
	}
	if got.sum.Skipped != 1 {
		t.Errorf("skipped %d, want the unused log", got.sum.Skipped)
	}
	if other := got.in[1]; other.SourceID != "cases/other.md" || other.Fields["title"] != "Just a line." {
		t.Errorf("%+v", other)
	}
	want := []string{"2026-03-13T07:50:00Z[Europe/Berlin] first report\nwith a second line", "2026-03-13T07:10:00Z[+02:00] paged", "2026-03-14 closed"}
	for i, line := range got.in[2:] {
		if said := line.Fields["at"].(string) + " " + line.Fields["text"].(string); said != want[i] || line.ParentID != "N-1" || line.SourceID != "N-1#"+line.Fields["at"].(string) {
			t.Errorf("line %d: %+v", i, line)
		}
	}
}

func TestAttachedFilesAreReadWhileTheRecordIsTaken(t *testing.T) {
	dir := write(t, map[string]string{"a.md": "# A\n![p](p.png)", "p.png": "bytes"})
	_, err := Read(t.Context(), Options{Paths: []string{dir}}, func(in Incoming) error {
		f, err := in.Files[0].Open()
		if err != nil {
			return err
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		if string(b) != "bytes" || in.Files[0].Size != 5 {
			t.Errorf("%q %+v", b, in.Files[0])
		}
		return err
	}, func(r Refusal) { t.Error(r) })
	if err != nil {
		t.Error(err)
	}
}

func TestATimelineThatIsNotPlainStaysText(t *testing.T) {
	for name, section := range map[string]string{
		"an abbreviated zone": "- 2026-03-13 08:50 CET - down\n",
		"no zone":             "- 2026-03-13 08:50: down\n",
		"one without time":    "- 2026-03-13T08:50:00Z down\n- then up\n",
		"text between":        "It went like this.\n\n- 2026-03-13T08:50:00Z down\n",
		"text after":          "- 2026-03-13T08:50:00Z down\n\nThat was it.\n",
		"only a time":         "- 2026-03-13T08:50:00Z\n",
	} {
		got := readText(t, "a.md", "# A\n\n## Timeline\n\n"+section)
		if len(got.in) != 1 || !strings.Contains(got.in[0].Fields["description"].(string), strings.TrimSpace(section)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestLinksAreFoundOutsideOfCode(t *testing.T) {
	for line, want := range map[string]string{
		"[a](b.txt) and ![c](<d e.png> \"t\")": "b.txt, d e.png", "`[a](b.txt)`": "", "[a](b_(1).txt)": "b_(1).txt", "[a]: b.txt": "b.txt",
		"    [code](x.txt)": "", "> [q](x.txt)": "x.txt", "- [l](x.txt 'y')": "x.txt", "[a] (b)": "", "](": "", "[![i](i.png)](o.txt)": "i.png, o.txt",
	} {
		var got []string
		for _, l := range readPage([]byte(line), "", false).links {
			got = append(got, l.to)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestATextNestedBeyondReasonIsKeptAsText(t *testing.T) {
	for _, line := range []string{strings.Repeat(">", 1<<20) + " a", strings.Repeat("- ", 1000) + "a", strings.Repeat(" ", 500) + "- a"} {
		if p := readPage([]byte("# A\n"+line), "", true); p.title != "" || p.whole != "# A\n"+line {
			t.Errorf("%.20q was taken apart", line)
		}
	}
	if p := readPage([]byte("# A\n"+strings.Repeat("-", 500)), "", true); p.title != "A" {
		t.Error("a long ruler is not nested")
	}
}

func TestTitlesOfNotes(t *testing.T) {
	for text, want := range map[string][2]string{
		"# A *b* c\n\nText":                      {"A *b* c", "Text"},
		"A\n=\n\nText":                           {"A", "Text"},
		"Text first\n\n# A":                      {"Text first", "Text first\n\n# A"},
		"---\ntitle: T\n---\n# A\n\nText":        {"T", "# A\n\nText"},
		"---\ntitle: A\n---\n# A\n\nText":        {"A", "Text"},
		"---\r\ntitle: A\r\n---\r\nText\r\nmore": {"A", "Text\nmore"},
		"---\nnot closed":                        {"---", "---\nnot closed"},
		"# Only a heading":                       {"Only a heading", ""},
		"```\n# no heading\n```\nText":           {"```", "```\n# no heading\n```\nText"},
	} {
		got := readText(t, "a.md", text)
		description := ""
		if len(got.in) == 1 {
			description, _ = got.in[0].Fields["description"].(string)
		}
		if len(got.in) != 1 || got.in[0].Fields["title"] != want[0] || description != want[1] {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestBadNotesAreNamedAndTheRestIsTaken(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'k'; i++ {
		prev := string(i - 1)
		bomb += string(i) + ": &" + string(i) + " [" + strings.Repeat("*"+prev+",", 9) + "*" + prev + "]\n"
	}
	for name, text := range map[string]string{
		"bad YAML":      "---\na: [\n---\nx",
		"a list":        "---\n- a\n---\nx",
		"alias bomb":    "---\n" + bomb + "---\nx",
		"its own alias": "---\na: &a [*a]\n---\nx",
		"too deep":      "---\na: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "\n---\nx",
		"a huge head":   "---\na: " + strings.Repeat("x", 300<<10) + "\n---\nx",
		"bad severity":  "---\nseverity: terrible\n---\nx",
		"bad kind":      "---\nkind: spaceship\n---\nx",
		"a line alone":  "---\nkind: line\n---\nx",
		"zeros":         strings.Repeat("\x00", 5000),
		"a NUL":         "a\x00b",
		"not UTF-8":     "a\xffb",
		"too long":      strings.Repeat("word ", 4<<20),
		"a list as key": "---\n[a, b]: c\n---\nx",
	} {
		dir := write(t, map[string]string{"a.md": "# good", "b.md": text, "c.md": "# good"})
		got := read(t, Options{Paths: []string{dir}})
		if got.err != nil || len(got.in) != 2 || len(got.refused) != 1 || !strings.HasSuffix(got.refused[0].Where, "b.md:1") {
			t.Errorf("%s: %d taken, %v, %v", name, len(got.in), got.refused, got.err)
		}
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	outside := write(t, map[string]string{"secret.md": "# secret", "secret.txt": "secret"})
	dir := write(t, map[string]string{"a.md": "# A\n[s](s.txt) [l](loop.txt)"})
	for name, to := range map[string]string{"round": ".", "out": outside, "s.md": filepath.Join(outside, "secret.md"), "s.txt": filepath.Join(outside, "secret.txt"), "loop.txt": "loop.txt", "loop.md": "loop.md"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	got := read(t, Options{Paths: []string{dir}})
	if got.err != nil || len(got.in) != 1 || len(got.in[0].Files) != 0 || len(got.refused) != 8 {
		t.Errorf("%+v", got)
	}
}

// denied is a folder in which one name may not be opened.
type denied struct {
	fstest.MapFS
	name string
}

func (d denied) Open(name string) (fs.File, error) {
	if name == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func (d denied) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == d.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.ReadDir(name)
}

func TestAFolderWithoutPermissionIsNamed(t *testing.T) {
	files := fstest.MapFS{"a.md": {Data: []byte("# A")}, "sub/b.md": {Data: []byte("# B")}, "z.md": {Data: []byte("# Z")}}
	for name, want := range map[string][2]int{"sub": {2, 1}, "z.md": {2, 1}} {
		var refused []Refusal
		run := &reading{ctx: t.Context(), pass: 1, take: func(Incoming) error { return nil }, refuse: func(r Refusal) { refused = append(refused, r) }, sum: Summary{Kinds: map[casefile.Kind]int{}}}
		m := &markdownFolder{name: "notes", fsys: denied{files, name}, shaper: shaper{kind: "escalation", typed: true, source: "n"}, limits: Limits{}.orUsual()}
		if err := m.each(run); err != nil || run.sum.Taken != want[0] || len(refused) != want[1] || !strings.Contains(refused[0].Says, "permissions") {
			t.Errorf("%s: %+v %v %v", name, run.sum, refused, err)
		}
	}
	run := &reading{ctx: t.Context(), pass: 1}
	m := &markdownFolder{name: "notes", fsys: denied{files, "."}, limits: Limits{}.orUsual()}
	if err := m.each(run); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("the folder itself: %v", err)
	}
	if _, err := detectFolder("notes", denied{files, "."}); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("detected: %v", err)
	}
}

func TestFoldersAreBounded(t *testing.T) {
	dir := write(t, map[string]string{"1.md": "# 1", "2/2.md": "# 2", "2/3/3.md": "# 3", "2/3/4/4.md": "# 4"})
	if got := read(t, Options{Paths: []string{dir}, Limits: Limits{Depth: 2}}); len(got.in) != 3 || len(got.refused) != 1 {
		t.Errorf("depth: %+v", got)
	}
	if got := read(t, Options{Paths: []string{dir}, Limits: Limits{Files: 3}}); len(got.in) != 1 || len(got.refused) != 1 {
		t.Errorf("count: %+v", got)
	}
	dir = write(t, map[string]string{"a.md": "# A\n[f](f.bin)", "f.bin": "12345"})
	if got := read(t, Options{Paths: []string{dir}, Limits: Limits{File: 4}}); len(got.in) != 1 || len(got.in[0].Files) != 0 || len(got.refused) != 1 {
		t.Errorf("size: %+v", got)
	}
}

func TestOneNoteAlone(t *testing.T) {
	dir := write(t, map[string]string{"a.md": "# A\n![p](p.png)", "b.md": "# B", "p.png": "x"})
	got := read(t, Options{Paths: []string{filepath.Join(dir, "a.md")}, Kind: casefile.KindReview})
	if len(got.in) != 1 || got.in[0].Kind != casefile.KindReview || len(got.in[0].Files) != 1 {
		t.Errorf("%+v", got)
	}
}

func FuzzNote(f *testing.F) {
	for _, seed := range []string{
		noteWithEverything, "---\na: &x [1]\nb: *x\n---\n", "# T\n\n## Timeline\n- 2026-03-13T00:00:00Z a\n- 2026-03-13T00:00:00Z b\n", "T\n=\n## timeline\n* 2026-03-13: a\n  - b\n", "---\nid: 0x1F\ntags: {a: b}\ncontacts: [~]\n---\n> ![a](b)\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		files := fstest.MapFS{"a.md": {Data: text}}
		m := &markdownFolder{name: "n", fsys: files, shaper: shaper{kind: "escalation", typed: true, source: "n"}, limits: Limits{}.orUsual()}
		for _, rank := range []int{0, lastRank} {
			run := &reading{ctx: t.Context(), pass: 1, rank: rank, sum: Summary{Kinds: map[casefile.Kind]int{}}, refuse: func(Refusal) {}}
			run.take = func(in Incoming) error { checkIncoming(t, in); return nil }
			if err := m.each(run); err != nil {
				var fault *casefile.Fault
				if !errors.As(err, &fault) {
					t.Fatal(err)
				}
			}
		}
	})
}
