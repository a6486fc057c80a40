package store

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// filled makes a workspace with records, items, a long text and several tables, closes it, and gives what it held.
func filled(t testing.TB, dir string, n int) map[string]casefile.Record {
	t.Helper()
	s := open(t, dir, testOptions())
	long := strings.Repeat("stack frame of the stalled worker\n", 4000) // lies in the value log
	for i := range n {
		var changes []Change
		for j := range 40 {
			changes = append(changes, Change{Kind: casefile.KindEscalation, Patch: map[string]any{
				"title": fmt.Sprintf("Case %d.%d", i, j), "severity": "high", "description": strings.Repeat("text of the case ", 40)}})
		}
		save(t, s, changes...)
	}
	r := newEscalation(t, s, "The long one")
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"description": long}})
	want := contentsOf(t, s)
	closeStore(t, s)
	return want
}

func contentsOf(t testing.TB, s *Store) map[string]casefile.Record {
	t.Helper()
	out := map[string]casefile.Record{}
	if err := s.Records(context.Background(), func(r casefile.Record) error { out[r.ID] = r; return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func sameRecords(t testing.TB, got, want map[string]casefile.Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for id, w := range want {
		g, ok := got[id]
		if !ok || g.Kind != w.Kind || g.Rev != w.Rev || !casefile.Equal(g.Fields, w.Fields) {
			t.Fatalf("record %s: got %+v, want %+v", id, g, w)
		}
	}
}

func badgerFolder(t testing.TB, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, storeFolder, "0*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

func largest(t testing.TB, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, err)
	}
	best, size := "", int64(-1)
	for _, n := range names {
		if info, err := os.Stat(n); err == nil && info.Size() > size {
			best, size = n, info.Size()
		}
	}
	return best
}

func overwrite(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

// asKilled makes the session look as after a kill without a restart, so that only the look at the tables protects.
func asKilled(t testing.TB, dir string) {
	t.Helper()
	path := filepath.Join(dir, storeFolder, sessionName)
	overwrite(t, path, func(b []byte) []byte {
		var ses session
		if err := json.Unmarshal(b, &ses); err != nil {
			t.Fatal(err)
		}
		ses.Clean, ses.Files, ses.Sum = false, nil, 0
		b, _ = json.Marshal(ses)
		return b
	})
}

func TestADamagedBadgerFolderStillGivesTheRightAnswers(t *testing.T) {
	remove := func(pattern string) func(testing.TB, string) {
		return func(t testing.TB, folder string) {
			if err := os.Remove(largest(t, filepath.Join(folder, pattern))); err != nil {
				t.Fatal(err)
			}
		}
	}
	change := func(pattern string, f func([]byte) []byte) func(testing.TB, string) {
		return func(t testing.TB, folder string) { overwrite(t, largest(t, filepath.Join(folder, pattern)), f) }
	}
	flip := func(b []byte) []byte {
		for i := range 64 {
			b[len(b)/3+i] ^= 0x5A
		}
		return b
	}
	damages := map[string]func(testing.TB, string){
		"MANIFEST missing":            remove("MANIFEST"),
		"MANIFEST cut by five bytes":  change("MANIFEST", func(b []byte) []byte { return b[:len(b)-5] }),
		"MANIFEST cut to half":        change("MANIFEST", func(b []byte) []byte { return b[:len(b)/2] }),
		"MANIFEST emptied":            change("MANIFEST", func([]byte) []byte { return nil }),
		"64 bytes of a table flipped": change("*.sst", flip),
		"a table zeroed":              change("*.sst", func(b []byte) []byte { return make([]byte, len(b)) }),
		"a table cut":                 change("*.sst", func(b []byte) []byte { return b[:len(b)/2] }),
		"a table missing":             remove("*.sst"),
		"the value log missing":       remove("*.vlog"),
		"the value log flipped":       change("*.vlog", flip),
		"the value log zeroed":        change("*.vlog", func(b []byte) []byte { return make([]byte, len(b)) }),
		"all gone":                    func(t testing.TB, folder string) { _ = os.RemoveAll(folder) },
	}
	master := t.TempDir()
	want := filled(t, master, 10)
	for name, damage := range damages {
		for _, killed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, killed %v", name, killed), func(t *testing.T) {
				dir := t.TempDir()
				if err := os.CopyFS(dir, os.DirFS(master)); err != nil {
					t.Fatal(err)
				}
				if killed {
					asKilled(t, dir)
				}
				damage(t, badgerFolder(t, dir))
				s := open(t, dir, testOptions())
				sameRecords(t, contentsOf(t, s), want)
				if r, err := s.Verify(context.Background(), nil); err != nil || !r.OK() {
					t.Fatal(r, err)
				}
				if p, err := s.List(context.Background(), ListQuery{Kind: casefile.KindEscalation, Limit: 1}); err != nil || p.Total != len(want) {
					t.Fatal(p.Total, err)
				}
			})
		}
	}
}

func TestAnOpeningThatKilledTheProgramIsNotTriedAgain(t *testing.T) {
	dir := t.TempDir()
	want := filled(t, dir, 2)
	if err := os.WriteFile(filepath.Join(dir, storeFolder, openingName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, testOptions())
	sameRecords(t, contentsOf(t, s), want)
	if s.Report().Rebuilt == "" {
		t.Fatal("the folder was believed")
	}
}

func TestAfterARestartOfTheMachineAnUncleanFolderIsNotBelieved(t *testing.T) {
	dir := t.TempDir()
	want := filled(t, dir, 2)
	asKilled(t, dir)
	overwrite(t, filepath.Join(dir, storeFolder, sessionName), func(b []byte) []byte {
		return []byte(strings.Replace(string(b), bootID(), "another start", 1))
	})
	s := open(t, dir, testOptions())
	sameRecords(t, contentsOf(t, s), want)
	if s.Report().Rebuilt == "" {
		t.Fatal("the folder was believed")
	}
}

func TestAValueThatSpoilsWhileOpenIsNeverShownAndMended(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Stall")
	s.write.Lock()
	txn := s.h.db.NewTransaction(true)
	k := idKey(keyRecord, mustRaw(r.ID))
	if err := txn.Set(k, append(seal(k, 1, []byte("escalation\x00{}")), '!')); err != nil {
		t.Fatal(err)
	}
	if err := txn.Commit(); err != nil {
		t.Fatal(err)
	}
	s.write.Unlock()
	got, err := s.Get(r.ID)
	if err != nil || got.Text("title") != "Stall" {
		t.Fatal(got, err)
	}
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low"}})
}

func TestATailThatWasConfirmedIsMendedFromBadger(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Stall")
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low", "title": nil}})
	want := contentsOf(t, s)
	closeStore(t, s)
	overwrite(t, largest(t, filepath.Join(dir, journalFolder, "*.journal")), func(b []byte) []byte { return b[:len(b)-7] })
	s = open(t, dir, testOptions())
	got := contentsOf(t, s)
	if len(got) != 1 || !casefile.Equal(got[r.ID].Fields, want[r.ID].Fields) {
		t.Fatalf("got %+v want %+v", got, want)
	}
	if rep := s.Report(); rep.Mended != 1 || rep.Journal.Tail == nil {
		t.Fatalf("%+v", rep)
	}
	closeStore(t, s)
	badgerFolder(t, dir) // the old one is gone
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, testOptions())
	if got := contentsOf(t, s); !casefile.Equal(got[r.ID].Fields, want[r.ID].Fields) {
		t.Fatalf("after a rebuild: got %+v", got)
	}
}

func TestDamageInsideTheJournalIsNamedAndRepairedFromBadger(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	first := newEscalation(t, s, "First marker title")
	newEscalation(t, s, "Second")
	want := contentsOf(t, s)
	path := largest(t, filepath.Join(dir, journalFolder, "*.journal"))
	overwrite(t, path, func(b []byte) []byte {
		i := strings.Index(string(b), "First marker")
		b[i] ^= 0xFF
		return b
	})
	r, err := s.Verify(context.Background(), nil)
	if err != nil || r.OK() || len(r.Damage) == 0 {
		t.Fatal(r, err)
	}
	if n, err := s.Repair(context.Background()); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	closeStore(t, s)
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, testOptions())
	got := contentsOf(t, s)
	if !casefile.Equal(got[first.ID].Fields, want[first.ID].Fields) || len(got) != 2 {
		t.Fatalf("got %+v want %+v", got, want)
	}
	if len(s.Report().Lost) == 0 {
		t.Fatal("the damage was not named")
	}
}

func TestAfterARestartWithADamagedTailBadgersCopyIsStillAsked(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Stall")
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low"}})
	closeStore(t, s)
	asKilled(t, dir)
	overwrite(t, filepath.Join(dir, storeFolder, sessionName), func(b []byte) []byte {
		return []byte(strings.Replace(string(b), bootID(), "another start", 1))
	})
	overwrite(t, largest(t, filepath.Join(dir, journalFolder, "*.journal")), func(b []byte) []byte {
		b[len(b)-3] ^= 0xFF
		return b
	})
	s = open(t, dir, testOptions())
	got, err := s.Get(r.ID)
	if err != nil || got.Text("severity") != "low" || s.Report().Mended != 1 {
		t.Fatalf("%+v %v %+v", got, err, s.Report())
	}
}
