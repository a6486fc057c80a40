package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"precedent/backend/casefile"
)

// holds says whether any file of the folder has the text.
func holds(t testing.TB, dir, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = found || bytes.Contains(read(t, path), []byte(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func mustVerify(t testing.TB, dir string) Report {
	t.Helper()
	r, err := Verify(t.Context(), dir)
	if err != nil || r.Tail != nil || len(r.Damage) > 0 {
		t.Fatalf("%+v %v", r, err)
	}
	return r
}

// purge cuts every change of one record.
func purge(id string) func(Entry, int) Verdict {
	return func(e Entry, i int) Verdict { return Verdict{Cut: e.Changes[i].ID == id} }
}

func TestAPurgeLeavesNoByteOfTheRecordAndVerifyHolds(t *testing.T) {
	for _, rotateAt := range []int64{0, 900} {
		dir := t.TempDir()
		o := options()
		o.RotateAt = rotateAt
		j, _ := open(t, dir, o)
		appendN(t, j, 10)
		both := Entry{Who: "ada", Action: "import", Changes: []Change{change("keep", "stays here"), change("gone", "Nordwind password"), change("keep2", "stays too")}}
		if _, err := j.Append(both); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(edit("gone", "Nordwind again")); err != nil {
			t.Fatal(err)
		}
		appendN(t, j, 10)
		if !holds(t, dir, "Nordwind") {
			t.Fatal("the test looks for the wrong text")
		}
		cuts, err := j.Rewrite(t.Context(), purge("gone"))
		if err != nil || cuts.Changes != 2 || cuts.Entries != 2 || cuts.Files < 1 || len(cuts.Unread) > 0 {
			t.Fatalf("%+v %v", cuts, err)
		}
		if holds(t, dir, "Nordwind") || !holds(t, dir, "stays here") {
			t.Fatal("wrong text left")
		}
		appendN(t, j, 3)
		got := all(t, j, 1)
		if len(got) != 25 || got[10].Cut != 1 || len(got[10].Changes) != 2 || got[10].Changes[1].ID != "keep2" || got[11].Cut != 1 || got[11].Who != "ada" {
			t.Fatalf("%v", got[10:12])
		}
		j.Close()
		if r := mustVerify(t, dir); r.Entries != 25 {
			t.Fatalf("%+v", r)
		}
		j, _ = open(t, dir, o)
		if again := all(t, j, 1); !reflect.DeepEqual(again, got) {
			t.Fatal("reopened differently")
		}
	}
}

func TestASecretIsMaskedAndCanBeMaskedAndCutAgain(t *testing.T) {
	dir := t.TempDir()
	j, _ := open(t, dir, options())
	if _, err := j.Append(edit("a", "token hunter2 and hunter3")); err != nil {
		t.Fatal(err)
	}
	mask := func(secret string) {
		t.Helper()
		cuts, err := j.Rewrite(t.Context(), func(e Entry, i int) Verdict {
			if p := e.Changes[i].Patch; bytes.Contains(p, []byte(secret)) {
				return Verdict{Patch: bytes.ReplaceAll(p, []byte(secret), []byte("•••"))}
			}
			return Verdict{}
		})
		if err != nil || cuts.Masked != 1 || holds(t, dir, secret) {
			t.Fatalf("%+v %v", cuts, err)
		}
		mustVerify(t, dir)
	}
	mask("hunter2")
	mask("hunter3")
	e, err := j.At(1)
	if err != nil || !e.Changes[0].Masked || string(e.Changes[0].Patch) != `{"text":"token ••• and •••"}` {
		t.Fatal(e, err)
	}
	if _, err := j.Rewrite(t.Context(), purge("a")); err != nil || holds(t, dir, "token") {
		t.Fatal(err)
	}
	mustVerify(t, dir)
}

func TestARewriteDuringAReplayIsSeenFromThereOn(t *testing.T) {
	dir := t.TempDir()
	j, _ := open(t, dir, options())
	big := strings.Repeat("x", replayBatch/2)
	for i := range 8 {
		if _, err := j.Append(edit(fmt.Sprint("r", i%2), big)); err != nil {
			t.Fatal(err)
		}
	}
	var seen []int
	err := j.Replay(t.Context(), 1, func(e Entry) error {
		if e.Seq == 1 {
			if _, err := j.Rewrite(t.Context(), purge("r1")); err != nil {
				return err
			}
		}
		seen = append(seen, len(e.Changes))
		return nil
	})
	if err != nil || len(seen) != 8 || seen[7] != 0 || seen[6] != 1 {
		t.Fatal(seen, err)
	}
}

func TestARewriteThatFailsLeavesTheFilesAsTheyWere(t *testing.T) {
	for name, fail := range map[string]func(*faultyDisk){
		"disk full": func(d *faultyDisk) { d.writes = syscall.ENOSPC },
		"sync":      func(d *faultyDisk) { d.syncs = syscall.EIO },
		"rename":    func(d *faultyDisk) { d.renames = syscall.EIO },
		"garbled":   func(d *faultyDisk) { d.garble = true },
	} {
		t.Run(name, func(t *testing.T) {
			d := &faultyDisk{}
			o := options()
			o.Disk = d
			dir := t.TempDir()
			j, _ := open(t, dir, o)
			appendN(t, j, 5)
			if _, err := j.Rewrite(t.Context(), purge("nobody")); err != nil { // what there is lies in a full file now
				t.Fatal(err)
			}
			before := all(t, j, 1)
			fail(d)
			if _, err := j.Rewrite(t.Context(), purge("r3")); err == nil {
				t.Fatal("no error")
			}
			if got := all(t, j, 1); !reflect.DeepEqual(got, before) {
				t.Fatal("changed")
			}
			*d = faultyDisk{open: d.open}
			if c, err := j.Rewrite(t.Context(), purge("r3")); err != nil || c.Changes != 1 {
				t.Fatal(c, err)
			}
			j.Close()
			mustVerify(t, dir)
		})
	}
}

func TestARewriteKeepsAndNamesDamage(t *testing.T) {
	dir, list := written(t, 6, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	b[fileHeadSize+190] ^= 1
	write(t, path, b)
	j, _ := open(t, dir, options())
	cuts, err := j.Rewrite(t.Context(), purge("r4"))
	if err != nil || cuts.Changes != 1 || len(cuts.Unread) != 1 || cuts.Unread[0].From != 1 {
		t.Fatalf("%+v %v", cuts, err)
	}
	got, damage := survivors(t, j)
	if len(damage) != 1 || len(got) != 5 || !reflect.DeepEqual(got[:3], list[1:4]) || got[3].Cut != 1 {
		t.Fatal(got, damage)
	}
}

func TestACancelledRewriteSaysSo(t *testing.T) {
	j, _ := open(t, t.TempDir(), options())
	appendN(t, j, 3)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.Rewrite(ctx, purge("r1")); casefile.CodeOf(err) != casefile.Cancelled {
		t.Fatal(err)
	}
}

func TestASnapshotIsAWholeJournalWhileSavesGoOn(t *testing.T) {
	dir := t.TempDir()
	o := options()
	o.RotateAt = 900
	j, _ := open(t, dir, o)
	appendN(t, j, 10)
	want := all(t, j, 1)
	s := j.Snapshot()
	appendN(t, j, 10)
	if _, err := j.Rewrite(t.Context(), purge("r1")); casefile.CodeOf(err) != casefile.Busy {
		t.Fatal(err)
	}
	to := t.TempDir()
	for _, f := range s.Files {
		r, err := s.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || int64(len(b)) != f.Size || r.Close() != nil {
			t.Fatal(err, len(b))
		}
		write(t, filepath.Join(to, f.Name), b)
	}
	s.Close()
	s.Close()
	if r := mustVerify(t, to); r.Last != s.Last || s.Last != 10 {
		t.Fatalf("%+v", r)
	}
	restored, _ := open(t, to, o)
	if got := all(t, restored, 1); !reflect.DeepEqual(got, want) {
		t.Fatal("the copy differs")
	}
	if _, err := j.Rewrite(t.Context(), purge("r1")); err != nil {
		t.Fatal(err)
	}
	if r, err := j.Verify(t.Context()); err != nil || r.Last != 20 || r.Entries != 20 || r.Tail != nil || len(r.Damage) > 0 {
		t.Fatalf("%+v %v", r, err)
	}
}

func draft(id, patch string) Entry {
	return Entry{Who: "ada", Action: "draft", Draft: true, Changes: []Change{{Kind: "line", ID: id, Patch: json.RawMessage(patch)}}}
}

func TestSupersededDraftsLoseTheirContentWhenTheirFileIsFull(t *testing.T) {
	dir := t.TempDir()
	o := options()
	o.RotateAt = 4000
	j, _ := open(t, dir, o)
	for _, e := range []Entry{
		draft("a", `{"text":"superseded by a draft"}`),
		draft("a", `{"text":"superseded by a revision"}`),
		draft("b", `{"text":"the latest of b","mark":"stays"}`),
		draft("b", `{"mark":"only one field"}`),
		draft("c", `{"items":{"i1":{"text":"first item stays"}}}`),
		draft("c", `{"items":{"i2":{"text":"second item stays"}}}`),
		draft("d", `{"text":"its record was removed"}`),
		edit("a", "the revision"),
		{Action: "remove", Changes: []Change{{Kind: "line", ID: "d", Patch: json.RawMessage("null")}}},
	} {
		if _, err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	for len(files(t, dir)) < 2 {
		appendN(t, j, 1)
	}
	j.tidying.Wait()
	for text, want := range map[string]bool{
		"superseded by a draft": false, "superseded by a revision": false, "its record was removed": false,
		"the latest of b": true, "first item stays": true, "second item stays": true, "the revision": true,
	} {
		if holds(t, dir, text) != want {
			t.Errorf("%q is there: %v", text, !want)
		}
	}
	last := j.Last()
	if e, err := j.At(1); err != nil || !e.Draft || e.Cut != 1 || len(e.Changes) != 0 {
		t.Error(e, err)
	}
	j.Close()
	if r := mustVerify(t, dir); r.Entries != last {
		t.Fatalf("%+v", r)
	}
}

func TestADraftIsNotSupersededByAnotherMachine(t *testing.T) {
	dir := t.TempDir()
	o := options()
	j, _ := open(t, dir, o)
	if _, err := j.Append(draft("a", `{"text":"typed on desk-1"}`)); err != nil {
		t.Fatal(err)
	}
	j.Close()
	o.Device, o.RotateAt = "desk-2", 1
	j, _ = open(t, dir, o)
	if _, err := j.Append(edit("a", "typed on desk-2")); err != nil {
		t.Fatal(err)
	}
	appendN(t, j, 1)
	j.tidying.Wait()
	if !holds(t, dir, "typed on desk-1") {
		t.Fatal("the draft is gone")
	}
}

func TestAnUnfinishedFileIsSweptAway(t *testing.T) {
	dir, _ := written(t, 3, 0)
	half := filepath.Join(dir, fileName(1)+unfinished)
	write(t, half, []byte("half"))
	j, _ := open(t, dir, options())
	if _, err := os.Stat(half); !os.IsNotExist(err) || j.Last() != 3 {
		t.Fatal(err)
	}
}
