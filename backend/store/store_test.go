package store

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"precedent/backend/casefile"
)

func testClock() func() time.Time {
	at := time.Date(2026, 3, 13, 7, 50, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

func testOptions() Options {
	return Options{Now: testClock(), Who: "Mara Lindt", SpaceWait: time.Millisecond}
}

func open(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.WaitReady(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

func save(t testing.TB, s *Store, changes ...Change) Saved {
	t.Helper()
	saved, err := s.Save(context.Background(), Action{Name: "edit", Changes: changes})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func newEscalation(t testing.TB, s *Store, title string) casefile.Record {
	t.Helper()
	return save(t, s, Change{Kind: casefile.KindEscalation, Patch: map[string]any{"title": title}}).Records[0]
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASavedRecordIsThereAfterReopeningAndWithoutBadger(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Replication stalls")
	line := save(t, s, Change{Kind: casefile.KindLine, Patch: map[string]any{"parent": r.ID, "text": "Paged the on-call."}}).Records[0]
	closeStore(t, s)
	for _, without := range []bool{false, true} {
		if without {
			if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
				t.Fatal(err)
			}
		}
		s = open(t, dir, testOptions())
		c, err := s.Case(r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c.Title() != "Replication stalls" || len(c.Items) != 1 || c.Items[0].ID != line.ID || c.Text("created") == "" || c.Items[0].Text("recorded") == "" {
			t.Fatalf("without=%v: %+v", without, c)
		}
		if (s.Report().Rebuilt != "") != without {
			t.Fatalf("without=%v: rebuilt %q", without, s.Report().Rebuilt)
		}
		found, err := s.Find(r.Key()[:8])
		if err != nil || found.ID != r.ID {
			t.Fatal(found, err)
		}
		p, err := s.List(context.Background(), ListQuery{Kind: casefile.KindEscalation})
		if err != nil || p.Total != 1 || p.Rows[0].Title != "Replication stalls" {
			t.Fatal(p, err)
		}
		closeStore(t, s)
	}
}

func TestASecondOpenIsToldThatTheWorkspaceIsBusy(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, testOptions())
	_, err := Open(context.Background(), dir, testOptions())
	if casefile.CodeOf(err) != casefile.Busy {
		t.Fatal(err)
	}
	held, pid, err := LockHeld(dir)
	if !held || pid != os.Getpid() || err != nil {
		t.Fatal(held, pid, err)
	}
}

func TestTwoPeopleWhoChangeDifferentFieldsBothKeepThem(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	r := newEscalation(t, s, "Stall")
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "high"}})
	saved := save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"component": "db"}})
	got := saved.Records[0]
	if got.Text("severity") != "high" || got.Text("component") != "db" || len(saved.Conflicts) != 0 {
		t.Fatal(saved)
	}
}

func TestTheValueThatLosesAConflictIsKeptBesideTheField(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	r := newEscalation(t, s, "Stall")
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "high"}})
	saved, err := s.Save(context.Background(), Action{Name: "edit", Who: "Jon Aster", Changes: []Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "critical"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(saved.Conflicts) != 1 || saved.Conflicts[0].Kept != "high" || saved.Conflicts[0].Who != "Mara Lindt" {
		t.Fatal(saved)
	}
	got, _ := s.Get(r.ID)
	clash := got.Fields["conflicts"].(map[string]any)["severity"].(map[string]any)
	if got.Text("severity") != "critical" || clash["value"] != "high" || clash["who"] != "Mara Lindt" {
		t.Fatal(got)
	}
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: got.Rev, Patch: map[string]any{"severity": "high", "conflicts": map[string]any{"severity": nil}}})
	got, _ = s.Get(r.ID)
	if got.Text("severity") != "high" {
		t.Fatal(got)
	}
}

func TestAnUndoLeavesWhatWasChangedSinceAndNamesIt(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	r := newEscalation(t, s, "Stall")
	saved := save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "high", "component": "db"}})
	later := save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: saved.Seq, Patch: map[string]any{"component": "cache"}})
	_ = later
	u, err := s.Undo(context.Background(), saved.Seq, "")
	if err != nil || len(u.Left) != 1 || u.Left[0].Field != "component" {
		t.Fatal(u, err)
	}
	got, _ := s.Get(r.ID)
	if got.Text("severity") != "" || got.Text("component") != "cache" {
		t.Fatal(got)
	}
	if _, err := s.Undo(context.Background(), u.Seq, ""); err != nil {
		t.Fatal(err)
	}
	if got, _ = s.Get(r.ID); got.Text("severity") != "high" {
		t.Fatal(got)
	}
}

func TestWhatAnEntryMadeIsRemovedByUndoAndComesBackByUndoingThat(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	r := newEscalation(t, s, "Stall")
	u, err := s.Undo(context.Background(), 0, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(r.ID); !errors.Is(err, casefile.ErrNotFound) {
		t.Fatal(err)
	}
	if _, err := s.Undo(context.Background(), u.Seq, ""); err != nil {
		t.Fatal(err)
	}
	got, err := s.Get(r.ID)
	if err != nil || got.Key() != r.Key() || !casefile.Equal(got.Fields, r.Fields) {
		t.Fatal(got, err)
	}
}

var _ = slog.LevelInfo
