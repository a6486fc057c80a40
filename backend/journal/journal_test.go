package journal

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// clock is a clock that moves a second at each look.
func clock() func() time.Time {
	now := time.Date(2026, 3, 13, 7, 50, 0, 0, time.UTC)
	return func() time.Time { now = now.Add(time.Second); return now }
}

func options() Options {
	return Options{Now: clock(), Device: "desk-1", Program: "Precedent 1.0"}
}

func open(t testing.TB, dir string, o Options) (*Journal, Report) {
	t.Helper()
	j, r, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j, r
}

func change(id, text string) Change {
	patch, _ := json.Marshal(map[string]string{"text": text})
	return Change{Kind: "line", ID: id, Patch: patch}
}

func edit(id, text string) Entry {
	return Entry{Who: "ada", Action: "edit", Changes: []Change{change(id, text)}}
}

func appendN(t testing.TB, j *Journal, n int) {
	t.Helper()
	for i := range n {
		if _, err := j.Append(edit(fmt.Sprint("r", i), fmt.Sprint("text ", i))); err != nil {
			t.Fatal(err)
		}
	}
}

func all(t testing.TB, j *Journal, from uint64) []Entry {
	t.Helper()
	var list []Entry
	if err := j.Replay(t.Context(), from, func(e Entry) error { list = append(list, e); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

func files(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestWhatIsAppendedIsReplayedAfterReopening(t *testing.T) {
	dir := t.TempDir()
	j, r := open(t, dir, options())
	if r.Last != 0 {
		t.Fatalf("a new journal ends at %d", r.Last)
	}
	first, err := j.Append(Entry{Who: "ada", Action: "new", Note: json.RawMessage(`{"undoes":3}`), Changes: []Change{change("a", "one"), {Kind: "line", ID: "b", Base: 7, Patch: json.RawMessage("null")}}})
	if err != nil {
		t.Fatal(err)
	}
	appendN(t, j, 20)
	before := all(t, j, 1)
	if len(before) != 21 || fmt.Sprint(before[0]) != fmt.Sprint(first) {
		t.Fatalf("%d entries, the first %v, want %v", len(before), before[0], first)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j, r = open(t, dir, options())
	if r.Last != 21 || r.Tail != nil || len(r.Damage) > 0 || fmt.Sprint(all(t, j, 1)) != fmt.Sprint(before) {
		t.Fatalf("after reopening: %+v", r)
	}
	if e, err := j.At(17); err != nil || fmt.Sprint(e) != fmt.Sprint(before[16]) {
		t.Fatal(e, err)
	}
}

func TestFilesRotateAndAreReadAsOne(t *testing.T) {
	dir := t.TempDir()
	o := options()
	o.RotateAt = 1000
	j, _ := open(t, dir, o)
	appendN(t, j, 50)
	if n := len(files(t, dir)); n < 5 {
		t.Fatalf("%d files", n)
	}
	if n := len(all(t, j, 13)); n != 38 {
		t.Fatalf("%d entries from 13 on, want 38", n)
	}
	j.Close()
	j, r := open(t, dir, o)
	if r.Last != 50 || len(all(t, j, 1)) != 50 {
		t.Fatalf("%+v", r)
	}
}
