package desk

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"precedent/backend/casefile"
)

func TestAVersionComesBackAsAnAction(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "First", "component": "pump", "tags": []any{"a"}})
	s, err := d.Set(ctx, r.ID, []Assignment{{"title", "Second"}, {"component", ""}, {"severity", "high"}})
	must(t, s, err)
	old, err := d.Version(ctx, r.Key, r.Rev)
	if must(t, old, err); old.Fields["title"] != "First" {
		t.Fatalf("%v", old.Fields)
	}
	back, err := d.RestoreVersion(ctx, r.Key, r.Rev)
	must(t, back, err)
	v, err := d.Show(ctx, r.ID)
	must(t, v, err)
	if f := v.Record.Fields; f["title"] != "First" || f["component"] != "pump" || f["severity"] != nil || v.Record.Key != r.Key {
		t.Fatalf("%v", f)
	}
	finds(t, d, "second")
	u, err := d.Undo(ctx, back.Action)
	must(t, u, err)
	finds(t, d, "second", r.Key)
}

// cut takes bytes off the end of the newest file of the journal, as a power cut leaves it.
func cut(t *testing.T, dir string, bytes int64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "journal", "*.journal"))
	newest := slices.Max(must(t, files, err))
	info, err := os.Stat(newest)
	must(t, info, err)
	must(t, 0, os.Truncate(newest, info.Size()-bytes))
}

// copied is a workspace's folder a second time.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	must(t, 0, os.CopyFS(to, os.DirFS(dir)))
	return to
}

func noticed(d *Desk, id string) bool {
	return slices.ContainsFunc(d.Status().Notices, func(n Notice) bool {
		return strings.HasPrefix(n.ID, id) && n.Says != "" && n.Todo != ""
	})
}

// twoSaves is a workspace with one save well behind and one at the end of the journal, both searched for.
func twoSaves(t *testing.T) (dir string, first, last SavedRecord) {
	t.Helper()
	dir = t.TempDir()
	d := opened(t, dir, Options{})
	first = madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Written long before"})
	last = madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Written at the very end"})
	finds(t, d, "written", first.Key, last.Key)
	closed(t, d)
	return dir, first, last
}

func TestASaveThatOnlyTheViewsStillHaveComesBackAndIsSaid(t *testing.T) {
	dir, first, last := twoSaves(t)
	to := copied(t, dir)
	cut(t, to, 20)
	d := opened(t, to, Options{})
	defer closed(t, d)
	finds(t, d, "written", first.Key, last.Key)
	if !noticed(d, "tail") && !noticed(d, "mended") && !noticed(d, "lost") {
		t.Fatalf("nothing is said: %+v", d.Status().Notices)
	}
	clean(t, d)
	finds(t, d, "written", first.Key, last.Key)
}

func TestAWriteThatDidNotEndIsSetAsideAndSaid(t *testing.T) {
	dir, first, _ := twoSaves(t)
	to := copied(t, dir)
	cut(t, to, 20)
	must(t, 0, os.RemoveAll(filepath.Join(to, "store")))
	d := opened(t, to, Options{}) // the index is ahead of the journal now
	defer closed(t, d)
	finds(t, d, "written", first.Key)
	answer, err := d.Similar(context.Background(), SimilarQuery{Text: "Written at the very end"})
	if must(t, answer, err); len(answer.Hits) > 1 {
		t.Fatalf("%+v", answer.Hits)
	}
	if !noticed(d, "tail") {
		t.Fatalf("nothing is said: %+v", d.Status().Notices)
	}
	next := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Written afterwards"})
	finds(t, d, "written", first.Key, next.Key)
	clean(t, d)
}

func TestAFullDiskRefusesASaveInWordsAndTheProgramGoesOn(t *testing.T) {
	ctx := context.Background()
	var free atomic.Uint64
	free.Store(10 << 30)
	dir := t.TempDir()
	o := Options{FreeSpace: func(string) (uint64, error) { return free.Load(), nil }}
	d := opened(t, dir, o)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Kept before"})
	free.Store(1 << 20)
	for what, refused := range map[string]error{
		"log":    func() error { _, err := d.Log(ctx, LogRequest{Record: r.Key, Text: "Not kept"}); return err }(),
		"attach": func() error { _, err := d.AttachBytes(ctx, r.ID, "a.txt", "", []byte("not kept")); return err }(),
		"import": func() error {
			_, err := d.Import(ctx, ImportRequest{Paths: []string{lines(t, reported(nil))}}, nil)
			return err
		}(),
	} {
		if casefile.CodeOf(refused) != casefile.DiskFull || !strings.Contains(casefile.Sentence(refused), "MB") {
			t.Errorf("%s: %v", what, refused)
		}
	}
	finds(t, d, "kept", r.Key)
	if v, err := d.Show(ctx, r.Key); err != nil || len(v.Items) > 0 {
		t.Fatalf("%+v %v", v.Items, err)
	}
	free.Store(10 << 30)
	s, err := d.Log(ctx, LogRequest{Record: r.Key, Text: "Kept after"})
	must(t, s, err)
	finds(t, d, "after", r.Key)
	clean(t, d)
	closed(t, d)

	free.Store(1 << 20)
	o.Now = clock()
	if _, err := Open(ctx, dir, o); casefile.CodeOf(err) != casefile.DiskFull || !strings.Contains(casefile.Sentence(err), "Free at least") {
		t.Fatalf("%v", err)
	}
	free.Store(10 << 30)
	d = opened(t, dir, o)
	defer closed(t, d)
	finds(t, d, "kept", r.Key)
}
