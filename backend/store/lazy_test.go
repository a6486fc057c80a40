package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// listed says whether a record of this title is in its list.
func listed(t testing.TB, s *Store, title string) bool {
	t.Helper()
	p, err := s.List(context.Background(), ListQuery{Kind: casefile.KindEscalation, Filters: []Filter{{Field: "title", Values: []string{title}}}})
	if err != nil {
		t.Fatal(err)
	}
	return p.Total == 1
}

func TestASavedRecordIsInItsListAtOnceWhileTheListsAreBeingFilled(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir, 20)
	for round := range 5 {
		s := open(t, dir, testOptions())
		if s.h.lists.Load() != nil {
			t.Fatal("the lists were filled before anybody asked")
		}
		var work sync.WaitGroup
		for n := range 4 {
			work.Go(func() {
				for i := range 5 {
					title := fmt.Sprintf("Round %d, %d by %d", round, i, n)
					_, err := s.Save(context.Background(), Action{Name: "new", Changes: []Change{{Kind: casefile.KindEscalation, Patch: map[string]any{"title": title}}}})
					if err != nil || !listed(t, s, title) {
						t.Errorf("%s is not in its list (%v)", title, err)
					}
				}
			})
		}
		work.Wait()
		closeStore(t, s)
	}
}

// failing is a disk that refuses to sync once it is told to.
type failing struct{ refuse bool }

type failingFile struct {
	*os.File
	d *failing
}

func (d *failing) Create(path string) (journal.File, error) {
	f, err := os.Create(path)
	return failingFile{f, d}, err
}

func (d *failing) Open(path string) (journal.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	return failingFile{f, d}, err
}

func (d *failing) Rename(from, to string) error { return os.Rename(from, to) }

func (d *failing) SyncDir(path string) error { return syncDir(path) }

func (f failingFile) Sync() error {
	if f.d.refuse {
		f.d.refuse = false
		return errors.New("the disk refuses")
	}
	return f.File.Sync()
}

func TestNothingThatWasPreparedIsSeenWhenTheSyncFails(t *testing.T) {
	disk := &failing{}
	o := testOptions()
	o.Disk = disk
	s := open(t, filepath.Join(t.TempDir(), "w"), o)
	r := newEscalation(t, s, "Before")
	want, seq := contentsOf(t, s), s.Seq()
	disk.refuse = true
	change := Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"title": "Refused"}}
	if _, err := s.Save(context.Background(), Action{Name: "edit", Changes: []Change{change}}); err == nil {
		t.Fatal("saved though the disk refused")
	}
	sameRecords(t, contentsOf(t, s), want)
	if s.Seq() != seq || listed(t, s, "Refused") || !listed(t, s, "Before") {
		t.Fatal("what was not saved is seen")
	}
	again := change
	again.Patch = map[string]any{"severity": "high"}
	saved := save(t, s, again).Records[0]
	if saved.Text("title") != "Before" || saved.Rev != seq+1 {
		t.Fatal("the save after it stands on what was not saved:", saved)
	}
	want = contentsOf(t, s)
	closeStore(t, s)
	s = open(t, s.dir, testOptions())
	defer closeStore(t, s)
	sameRecords(t, contentsOf(t, s), want)
}

func TestSettingsAreTheSavedOnes(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	defer closeStore(t, s)
	for _, zone := range []string{"", "Europe/Berlin", "Asia/Tokyo"} {
		now, err := s.Settings()
		if err != nil {
			t.Fatal(err)
		}
		if zone != "" {
			save(t, s, Change{Kind: casefile.KindSettings, ID: casefile.SettingsID, Base: now.Rev, Patch: map[string]any{"zone": zone}})
		}
		if now, err = s.Settings(); err != nil || now.Text("zone") != zone {
			t.Fatalf("zone is %q, saved was %q (%v)", now.Text("zone"), zone, err)
		}
	}
}
