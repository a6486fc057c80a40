package store

import (
	"context"
	"fmt"
	"testing"

	"precedent/backend/casefile"
)

// TestWhatWasConfirmedIsSeenByWhoAsksNext asks right after each save, in all the ways there are.
func TestWhatWasConfirmedIsSeenByWhoAsksNext(t *testing.T) {
	s := open(t, t.TempDir(), Options{Who: "Mara Lindt"})
	list := func() int {
		p, err := s.List(context.Background(), ListQuery{Kind: casefile.KindEscalation})
		if err != nil {
			t.Fatal(err)
		}
		return p.All
	}
	list() // from now on it is kept in memory
	for i := range 100 {
		title := fmt.Sprint("Shard ", i)
		saved := save(t, s, Change{Kind: casefile.KindEscalation, Patch: map[string]any{"title": title}})
		switch i % 3 {
		case 0:
			if got := list(); got != i+1 {
				t.Fatalf("the list has %d rows after %d saves", got, i+1)
			}
		case 1:
			if r, err := s.Get(saved.Records[0].ID); err != nil || r.Text("title") != title {
				t.Fatalf("%q: %v", r.Text("title"), err)
			}
		default:
			if got := s.Seq(); got < saved.Seq {
				t.Fatalf("readers see entry %d after %d was confirmed", got, saved.Seq)
			}
		}
	}
}

// TestSettingsAreNewRightAfterTheyWereSaved, though they are answered from memory.
func TestSettingsAreNewRightAfterTheyWereSaved(t *testing.T) {
	s := open(t, t.TempDir(), Options{Who: "Mara Lindt"})
	for i := range 50 {
		name := fmt.Sprint("Person ", i)
		was, err := s.Settings()
		if err != nil {
			t.Fatal(err)
		}
		save(t, s, Change{Kind: casefile.KindSettings, ID: casefile.SettingsID, Base: was.Rev, Patch: map[string]any{"my_name": name}})
		if r, err := s.Settings(); err != nil || r.Text("my_name") != name {
			t.Fatalf("%q: %v", r.Text("my_name"), err)
		}
	}
}
