package store

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"precedent/backend/casefile"
)

func TestAQuickNoteIsTakenWhileBadgerIsBuilt(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	for range replayCommit + 1 {
		newEscalation(t, s, "Stall")
	}
	closeStore(t, s)
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	building, goOn := make(chan struct{}), make(chan struct{})
	var once sync.Once
	o := testOptions()
	o.Progress = func(done, total uint64) { once.Do(func() { close(building); <-goOn }) }
	s, err := Open(ctx, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	<-building
	if st := s.State(); st.Phase != Building || st.Done == 0 || st.Total != replayCommit+1 {
		t.Fatalf("%+v", st)
	}
	saved, err := s.Save(ctx, Action{Name: "note", Changes: []Change{{Kind: casefile.KindCall, Patch: map[string]any{"title": "Call meanwhile"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Draft(ctx, Draft{RecordID: saved.Records[0].ID, Kind: casefile.KindCall, Field: "description", Text: "typed meanwhile"}); err != nil {
		t.Fatal(err)
	}
	close(goOn)
	got, err := s.Get(saved.Records[0].ID)
	if err != nil || got.Title() != "Call meanwhile" || got.Key() == "" {
		t.Fatal(got, err)
	}
	if d, err := s.Drafts(got.ID); err != nil || len(d) != 1 {
		t.Fatal(d, err)
	}
	if p, err := s.List(ctx, ListQuery{Kind: casefile.KindCall}); err != nil || p.Total != 1 {
		t.Fatal(p, err)
	}
}

func TestACaseTooLargeForOneTransactionIsSavedWhole(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	long := make([]byte, 40_000)
	for i := range long {
		long[i] = byte('a' + i*7%26)
	}
	var changes []Change
	for range 200 {
		changes = append(changes, Change{Kind: casefile.KindEscalation, Patch: map[string]any{"title": "Large", "description": string(long)}})
	}
	save(t, s, changes...)
	want := contentsOf(t, s)
	closeStore(t, s)
	s = open(t, dir, testOptions())
	if s.Report().Rebuilt != "" || len(want) != 200 {
		t.Fatal(s.Report().Rebuilt, len(want))
	}
	sameRecords(t, contentsOf(t, s), want)
}
