package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"precedent/backend/desk"
)

// desktop is one machine's worth of folders, with a workspace in it.
type desktop struct {
	t   *testing.T
	dir string
}

func newDesktop(t *testing.T) desktop {
	t.Helper()
	// Short, because the names of sockets are limited to about a hundred bytes.
	dir, err := os.MkdirTemp("", "desk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return desktop{t: t, dir: dir}
}

func (d desktop) file(name, text string) {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d desktop) command(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Dir, c.Env = d.dir, append(os.Environ(), isolated(d.dir)...)
	return c
}

// answer is what a command gave.
type answer struct {
	out, errs string
	code      int
}

// run runs a command line with an input.
func (d desktop) run(stdin string, args ...string) answer {
	d.t.Helper()
	c := d.command("precedent", args...)
	var out, errs bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &out, &errs
	var ended *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &ended) {
		d.t.Fatal(err)
	}
	return answer{out.String(), errs.String(), c.ProcessState.ExitCode()}
}

// must is run for a command that has to end well.
func (d desktop) must(args ...string) string {
	d.t.Helper()
	a := d.run("", args...)
	if a.code != 0 {
		d.t.Fatalf("%v: exit code %d, %s", args, a.code, a.errs)
	}
	return a.out
}

// holder is another program that has the workspace open.
type holder struct {
	cmd     *exec.Cmd
	input   io.WriteCloser
	answers *bufio.Reader
}

// open starts a program that holds the workspace, and comes back when it does.
func (d desktop) open() *holder {
	d.t.Helper()
	h := &holder{cmd: d.command("holder")}
	input, err := h.cmd.StdinPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	output, err := h.cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	h.input, h.answers, h.cmd.Stderr = input, bufio.NewReader(output), os.Stderr
	if err := h.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = h.cmd.Process.Kill() })
	if line, err := h.answers.ReadString('\n'); err != nil || strings.TrimSpace(line) != holding {
		d.t.Fatalf("the holder says %q, %v", line, err)
	}
	return h
}

// save has the holder save a change, as its page would.
func (h *holder) save(t *testing.T, r desk.SaveRequest) desk.Saved {
	t.Helper()
	line, err := json.Marshal(r)
	if err == nil {
		_, err = h.input.Write(append(line, '\n'))
	}
	if err != nil {
		t.Fatal(err)
	}
	var saved desk.Saved
	line, err = h.answers.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &saved)
	}
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (h *holder) close(t *testing.T) {
	t.Helper()
	if err := errors.Join(h.input.Close(), h.cmd.Wait()); err != nil {
		t.Errorf("the holder ended with %v", err)
	}
}

// everyCommand is a walk through all commands, good and bad. KEY and PAST are keys of the workspace; a line that ends with
// "<" and a name gets that file as its input.
const everyCommand = `list
list --json
list customer --sort name --json
list --where severity=critical --json
list zebra
search storage
search storage --json --facets
search "unclosed field: /[/ * AND OR
search qqzzxx
show KEY
show KEY --json
show ESC-ZZZZZZ
similar KEY
similar KEY --json
similar --text connection|refused
similar --file complaint.txt --json
similar --file - --json < complaint.txt
similar --batch batch.jsonl --limit 3
similar --batch - --limit 3 < batch.jsonl
new escalation --file new.json
new escalation --file - --json < new.json
new zebra --file new.json
set KEY severity=low tags=a,b
set KEY severity=purple
set KEY component=NOTEXT
set KEY started=2026-03-13T07:50
set KEY
log KEY A|line|that|was|typed --at 2026-03-13T09:00:00+01:00
log KEY - < complaint.txt
log KEY - < toolong.txt
log KEY - < nul.txt
new escalation --file - < nul.txt
log KEY x --at yesterday
attach KEY complaint.txt
attach KEY nowhere.txt
link KEY PAST --as same_problem --why same|trace --json
link KEY KEY --as related
history KEY
history KEY --json
undo
undo KEY --json
undo entry-99999
conflicts
conflicts --json
delete KEY
show KEY
undelete KEY --json
delete PAST
purge --older-than 30d
purge PAST
show PAST
purge
document closure KEY --format md -o closure.md
document closure KEY --format html -o closure.html
document closure KEY --format docx -o closure.docx
document closure KEY --format pdf -o closure.pdf
document closure KEY --format md -o -
document closure KEY --format md -o customer.md --audience customer --json
document poem KEY --format md -o poem.md
import more.jsonl
import more.jsonl --json
import more.jsonl --strict
import nowhere.jsonl
import nul.txt
import .
import zeros.jsonl
import --look table.csv --zone Europe/Berlin
import table.csv --zone Europe/Berlin --source desk
sample
list --json
verify
reindex
backup keep.zip
export out
export out
restore keep.zip
restore keep.zip --replace
list --json
search storage --json
version
notices --json
--help
search --help
frobnicate
`

func (d desktop) inputs() {
	d.file("complaint.txt", "Since the upgrade all pushes fail: connection refused on port 8075.\n")
	d.file("new.json", `{"title": "Replica lags", "customer": "Nordkap Freight", "severity": "high"}`)
	d.file("batch.jsonl", `{"id":"q-1","title":"storage nodes refuse connections","text":"connection refused","before":"2027-01-01T00:00:00Z"}`+"\n")
	d.file("toolong.txt", strings.Repeat("lorem ipsum dolor ", 20<<20/18))
	d.file("nul.txt", "before\x00after")
	d.file("zeros.jsonl", strings.Repeat("\x00", 4096))
	d.file("more.jsonl", `{"kind":"escalation","id":"x-1","title":"Webhooks arrive twice"}`+"\n"+`{"kind":"zebra","title":"no kind"}`+"\n")
	d.file("table.csv", "Ticket,Summary,Colour\n77,Backups stop at midnight,teal\n")
}

// twins are two desktops with the same workspace.
func twins(t *testing.T) (alone, held desktop) {
	t.Helper()
	alone, held = newDesktop(t), newDesktop(t)
	alone.inputs()
	alone.must("sample")
	alone.must("search", "storage")
	if err := os.CopyFS(filepath.Join(held.dir, "ws"), os.DirFS(filepath.Join(alone.dir, "ws"))); err != nil {
		t.Fatal(err)
	}
	held.inputs()
	return alone, held
}

func TestEveryCommandAnswersTheSameWhetherTheWorkspaceIsOpenOrNot(t *testing.T) {
	alone, held := twins(t)
	h := held.open()
	key, past := twoKeys(t, alone)
	for _, line := range strings.Split(strings.TrimSpace(everyCommand), "\n") {
		words, input, _ := strings.Cut(line, " < ")
		stdin := ""
		if input != "" {
			text, err := os.ReadFile(filepath.Join(alone.dir, input))
			if err != nil {
				t.Fatal(err)
			}
			stdin = string(text)
		}
		args := strings.Fields(strings.NewReplacer("KEY", key, "PAST", past, "NOTEXT", "\xff").Replace(words))
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "|", " ")
		}
		want, got := alone.masked(alone.run(stdin, args...)), held.masked(held.run(stdin, args...))
		if got != want {
			t.Errorf("precedent %s\nalone:   exit %d\n%s\n%s\nthrough: exit %d\n%s\n%s", line, want.code, want.out, want.errs, got.code, got.out, got.errs)
		}
	}
	h.close(t)
	if a, b := alone.written(t), held.written(t); a != b {
		t.Errorf("alone these files were written:\n%s\nthrough the holder:\n%s", a, b)
	}
	for _, d := range []desktop{alone, held} {
		d.must("verify")
	}
}

// twoKeys are two escalations of the sample.
func twoKeys(t *testing.T, d desktop) (key, past string) {
	t.Helper()
	var page struct{ Rows []struct{ Key, Title string } }
	if err := json.Unmarshal([]byte(d.must("list", "--sort", "title", "--json")), &page); err != nil {
		t.Fatal(err)
	}
	if len(page.Rows) < 2 {
		t.Fatalf("the sample has %d escalations", len(page.Rows))
	}
	return page.Rows[0].Key, page.Rows[1].Key
}

// What may differ between two runs of a command: what is made by chance or by the clock, and where the workspace lies.
var (
	anyID      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyKey     = regexp.MustCompile(`\b[A-Z]{3,4}-[0-9A-HJKMNP-TV-Z]{6}\b`)
	anyTime    = regexp.MustCompile(`20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9:.]+Z(\[[A-Za-z/]+\])?`)
	anyTook    = regexp.MustCompile(`"took": [0-9.e-]+`)
	anyAside   = regexp.MustCompile(`ws[-.a-z]*[0-9][-0-9.TZ]*`)
	anyDecimal = regexp.MustCompile(`([0-9]+\.[0-9]{3})[0-9]+(e-[0-9]+)?`) // ages, and so scores, grow between two runs
)

func (d desktop) masked(a answer) answer {
	mask := func(s string) string {
		s = strings.ReplaceAll(s, d.dir, "DIR")
		s = anyTime.ReplaceAllString(s, "TIME")
		s = anyID.ReplaceAllString(s, "ID")
		s = anyKey.ReplaceAllString(s, "KEY")
		s = anyTook.ReplaceAllString(s, "TOOK")
		s = anyAside.ReplaceAllString(s, "ASIDE")
		return anyDecimal.ReplaceAllString(s, "$1")
	}
	return answer{mask(a.out), mask(a.errs), a.code}
}

// written are the names of the files that the commands made outside the workspace, and the texts of the documents.
func (d desktop) written(t *testing.T) string {
	t.Helper()
	var lines []string
	err := fs.WalkDir(os.DirFS(d.dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			if strings.HasPrefix(name, "ws") || (strings.HasPrefix(name, ".") && name != ".") {
				return fs.SkipDir
			}
			return err
		}
		said := anyID.ReplaceAllString(anyKey.ReplaceAllString(name, "KEY"), "ID")
		if strings.HasSuffix(name, ".md") && !strings.Contains(name, "/") {
			text, readErr := os.ReadFile(filepath.Join(d.dir, name))
			if readErr != nil {
				return readErr
			}
			said += "\n" + d.masked(answer{out: string(text)}).out
		}
		lines = append(lines, said)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestAFieldEditedFromBothSidesKeepsBothValues(t *testing.T) {
	d := newDesktop(t)
	d.inputs()
	key := strings.TrimSpace(d.must("new", "escalation", "--file", "new.json"))
	h := d.open()
	seen := d.record(key)
	d.must("set", key, "severity=low", "component=replica")
	saved := h.save(t, desk.SaveRequest{Action: "edit", Changes: []desk.Change{{
		Kind: seen.Kind, ID: seen.ID, Base: seen.Rev, Patch: map[string]any{"severity": "critical", "status": "active"},
	}}})
	if len(saved.Conflicts) != 1 || saved.Conflicts[0].Kept != "low" || saved.Conflicts[0].Standing != "critical" {
		t.Fatalf("the save tells of the conflicts %+v", saved.Conflicts)
	}
	if c := saved.Conflicts[0]; c.StandingAt != saved.At || c.KeptAt == "" || c.KeptAt == c.StandingAt {
		t.Errorf("kept since %q, standing since %q; the save was at %q", c.KeptAt, c.StandingAt, saved.At)
	}
	through := d.must("conflicts", "--json")
	if out := d.must("conflicts"); !strings.Contains(out, key+"/severity  Severity: critical (stands) | low (kept, by ") {
		t.Errorf("conflicts prints %q", out)
	}
	after := d.record(key)
	for field, want := range map[string]string{"severity": "critical", "component": "replica", "status": "active"} {
		if got := after.Fields[field]; got != want {
			t.Errorf("%s is %v, not %s", field, got, want)
		}
	}
	h.close(t)
	if alone := d.must("conflicts", "--json"); alone != through {
		t.Errorf("through the holder:\n%s\nalone:\n%s", through, alone)
	}
}

// record is what show --json answers of a record.
func (d desktop) record(key string) desk.RecordView {
	d.t.Helper()
	var view desk.CaseView
	if err := json.Unmarshal([]byte(d.must("show", key, "--json")), &view); err != nil {
		d.t.Fatal(err)
	}
	return view.Record
}
