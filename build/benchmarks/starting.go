package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// starting imports the deep workspace in a process of its own, and opens it in another, as the window does: their memory
// is theirs alone.
func (b *bench) starting(ctx context.Context) error {
	b.binarySize()
	if _, ok := memory(); !ok {
		b.report.cannot("start: memory, which this system does not tell in /proc")
		return nil
	}
	dir, in, err := b.openDeep(ctx)
	if err != nil {
		return err
	}
	if in.Took > 0 {
		b.report.add(in.row("deep, importing: RssAnon at most", in.Most), most(600))
		b.report.add(row{Part: "start", What: "deep, imported with lines, calls and actions", Unit: "records/s",
			Ours: float64(deepOf(b.deepSize).records()) / in.Took.Seconds()})
	} else {
		b.report.cannot("start: the import of the deep workspace, which an earlier run left in --home")
	}
	idle, err := b.runChild(ctx, "idle", dir)
	if err != nil {
		return err
	}
	b.report.add(row{Part: "start", What: "deep, opened to the first page of a list", Unit: "ms", Ours: ms(idle.First)})
	b.report.add(row{Part: "start", What: "deep, opened to the first answer of the search", Unit: "ms", Ours: ms(idle.Took)})
	b.report.add(row{Part: "start", What: fmt.Sprintf("deep, the case of %d lines shown, p95", deepOf(b.deepSize).longest), Unit: "ms", Ours: ms(idle.Show)})
	b.report.add(idle.row("deep, idle: RssAnon", idle.Now), most(200))
	return nil
}

// openDeep gives the folder of the deep workspace, and what its import told where this run did it. A file beside it names the
// hash of what was imported whole.
func (b *bench) openDeep(ctx context.Context) (dir string, in told, err error) {
	dir = filepath.Join(b.home, "deep")
	if b.deepIn {
		return dir, in, nil
	}
	m, err := b.makeWorkspace("deep", deepOf(b.deepSize))
	if err != nil {
		return "", in, err
	}
	whole := dir + ".whole"
	if had, err := os.ReadFile(whole); err != nil || string(had) != m.hash {
		if err := errors.Join(os.RemoveAll(dir), os.RemoveAll(whole)); err != nil {
			return "", in, err
		}
		if in, err = b.runChild(ctx, "import", dir); err != nil {
			return "", in, err
		}
		if err := os.WriteFile(whole, []byte(m.hash), 0o600); err != nil {
			return "", in, err
		}
	}
	b.deepIn = true
	return dir, in, nil
}

func (b *bench) binarySize() {
	info, err := os.Stat(b.binary)
	if err != nil || filepath.Base(filepath.Dir(b.binary)) != "bin" {
		b.report.cannot("start: the size of the program, as build/bin/precedent is missing (build/binary makes it)")
		return
	}
	b.report.add(row{Part: "start", What: "the program", Unit: "MB", Ours: float64(info.Size()) / 1e6}, most(40))
}

// megabytes of a process, as Linux counts them: what it allocated itself, and that with mapped files.
type megabytes struct{ Anon, All float64 }

// told is what a child says.
type told struct {
	Now, Most         megabytes
	First, Took, Show time.Duration
}

func (t told) row(what string, m megabytes) row {
	return row{Part: "start", What: what, Unit: "MB", Ours: m.Anon, Note: fmt.Sprintf("RSS %.0f MB", m.All)}
}

func (b *bench) runChild(ctx context.Context, what, dir string) (told, error) {
	var t told
	self, err := os.Executable()
	if err != nil {
		return t, err
	}
	c := exec.CommandContext(ctx, self, "--child", what, "--in", dir, fmt.Sprintf("--short=%t", b.short)) //nolint:gosec // this program itself
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return t, fmt.Errorf("%s: %w", what, err)
	}
	return t, json.Unmarshal(out, &t)
}

// beChild does what a run asked of a process of its own.
func beChild(ctx context.Context, a asked) error {
	what, dir := a.child, a.in
	work := map[string]func(context.Context, *desk.Desk, string, *told) error{"import": childImports, "idle": childIdles}[what]
	if work == nil {
		return fmt.Errorf("a child cannot %q", what)
	}
	var t told
	begun := time.Now()
	d, err := openDesk(ctx, dir)
	if err != nil {
		return err
	}
	if _, err := oldest(ctx, d, 50); err != nil && what == "idle" {
		return errors.Join(err, d.Close())
	}
	t.First = time.Since(begun)
	watched := watch(ctx, &t.Most)
	err = work(ctx, d, dir, &t)
	if err == nil && !a.short && what == "idle" {
		time.Sleep(settled)
	}
	t.Now, _ = memory()
	watched()
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(t)
}

func childImports(ctx context.Context, d *desk.Desk, dir string, t *told) error {
	begun := time.Now()
	if err := importInto(ctx, d, &made{path: dir + ".jsonl"}); err != nil {
		return err
	}
	t.Took = time.Since(begun)
	return attach(ctx, d, dir+".jsonl")
}

// attach gives one case in 150 a text file, a piece of the workspace's own file.
func attach(ctx context.Context, d *desk.Desk, path string) error {
	const piece, each = 20 << 10, 150
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	counts, err := d.List(ctx, desk.ListQuery{Kind: string(casefile.KindEscalation), Limit: 1})
	if err != nil {
		return err
	}
	for i := range counts.All / each {
		p, err := d.List(ctx, desk.ListQuery{Kind: string(casefile.KindEscalation), Sort: "created", Offset: i * each, Limit: 1})
		if err != nil || len(p.Rows) == 0 {
			return err
		}
		data := make([]byte, piece)
		if _, err := f.ReadAt(data, int64(i)*piece); err != nil {
			return err
		}
		if _, err := d.AttachBytes(ctx, p.Rows[0].ID, fmt.Sprintf("log-%d.txt", i), "text/plain", data); err != nil {
			return err
		}
	}
	return nil
}

// settled is how long a window stands before it counts as idle: by then nothing is under way any more, term vectors
// included, which 30,000 cases need some seconds for.
const settled = 15 * time.Second

func childIdles(ctx context.Context, d *desk.Desk, _ string, t *told) error {
	begun := time.Now()
	d.Follow()
	for {
		_, err := d.Search(ctx, desk.SearchQuery{Text: "error", Limit: 20})
		if err == nil {
			break
		}
		if casefile.CodeOf(err) != casefile.Busy || ctx.Err() != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Took = t.First + time.Since(begun)
	rows, err := oldest(ctx, d, 1)
	if err != nil {
		return err
	}
	var shown took
	for range 10 {
		if err := shown.time(func() error { _, err := d.Show(ctx, rows[0].ID); return err }); err != nil {
			return err
		}
	}
	t.Show = time.Duration(shown.at(95) * float64(time.Millisecond))
	return nil
}

// watch keeps the most memory that it sees, until it is told to stop.
func watch(ctx context.Context, most *megabytes) func() {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			m, _ := memory()
			most.Anon, most.All = max(most.Anon, m.Anon), max(most.All, m.All)
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
	return func() { stop(); <-done }
}

// memory reads this process's own; false where the system does not tell.
func memory() (megabytes, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return megabytes{}, false
	}
	var m megabytes
	for line := range strings.Lines(string(status)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(f[1], 64)
		switch f[0] {
		case "RssAnon:":
			m.Anon = kb / 1000
		case "VmRSS:":
			m.All = kb / 1000
		}
	}
	return m, m.All > 0
}
