package store

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

func TestBelowTheReserveNothingIsSavedAndNothingIsLost(t *testing.T) {
	var free atomic.Uint64
	free.Store(1 << 30)
	o := testOptions()
	o.FreeSpace = func(string) (uint64, error) { return free.Load(), nil }
	dir := t.TempDir()
	s := open(t, dir, o)
	r := newEscalation(t, s, "Stall")
	free.Store(10 << 20)
	_, err := s.Save(context.Background(), Action{Name: "edit", Changes: []Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low"}}}})
	if casefile.CodeOf(err) != casefile.DiskFull {
		t.Fatal(err)
	}
	if got, err := s.Get(r.ID); err != nil || got.Text("severity") != "" {
		t.Fatal(got, err)
	}
	closeStore(t, s)
	s, err = Open(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for s.State().Phase != Waiting {
		waitState(t, s)
	}
	if err := s.WaitReady(context.Background()); casefile.CodeOf(err) != casefile.DiskFull {
		t.Fatal(err)
	}
	free.Store(1 << 30)
	for s.State().Phase != Ready {
		waitState(t, s)
	}
	if got, err := s.Get(r.ID); err != nil || got.Title() != "Stall" {
		t.Fatal(got, err)
	}
}

// waitState waits for the next change of the store's state.
func waitState(t testing.TB, s *Store) {
	t.Helper()
	s.mu.Lock()
	changed, phase := s.changed, s.state.Phase
	s.mu.Unlock()
	if phase == Ready || phase == Failed {
		return
	}
	select {
	case <-changed:
	case <-t.Context().Done():
		t.Fatal("the state does not change")
	}
}

// fullDisk is a disk whose writes fail when it is told so.
type fullDisk struct{ full atomic.Bool }

type fullFile struct {
	*os.File
	d *fullDisk
}

func (d *fullDisk) open(path string, flag int) (journal.File, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return fullFile{f, d}, nil
}

func (d *fullDisk) Create(path string) (journal.File, error) {
	return d.open(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
}
func (d *fullDisk) Open(path string) (journal.File, error) { return d.open(path, os.O_RDWR) }
func (d *fullDisk) Rename(from, to string) error           { return os.Rename(from, to) }
func (d *fullDisk) SyncDir(string) error                   { return nil }

func (f fullFile) WriteAt(b []byte, off int64) (int, error) {
	if f.d.full.Load() {
		n, _ := f.File.WriteAt(b[:len(b)/2], off)
		return n, fmt.Errorf("write: %w", syscall.ENOSPC)
	}
	return f.File.WriteAt(b, off)
}

func TestADiskThatIsFullAtTheWriteSavesNothingAndTheNextSaveWorks(t *testing.T) {
	d := &fullDisk{}
	o := testOptions()
	o.Disk = d
	dir := t.TempDir()
	s := open(t, dir, o)
	r := newEscalation(t, s, "Stall")
	c := Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low"}}
	d.full.Store(true)
	if _, err := s.Save(context.Background(), Action{Changes: []Change{c}}); casefile.CodeOf(err) != casefile.DiskFull {
		t.Fatal(err)
	}
	d.full.Store(false)
	save(t, s, c)
	closeStore(t, s)
	s = open(t, dir, testOptions())
	if got, err := s.Get(r.ID); err != nil || got.Text("severity") != "low" {
		t.Fatal(got, err)
	}
}

func TestABackupMadeWhileSavingIsRestoredAsItWasAtItsSequence(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := open(t, dir, Options{Who: "Mara Lindt"})
	r := newEscalation(t, s, "Stall")
	att, err := s.Attach(ctx, Attachment{CaseID: r.ID, Name: "../../trace.log"}, strings.NewReader("trace of the stall"))
	if err != nil || att.Text("file_name") != "trace.log" {
		t.Fatal(att, err)
	}
	stop := make(chan struct{})
	var busy sync.WaitGroup
	busy.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				newEscalation(t, s, "Meanwhile")
			}
		}
	})
	file := filepath.Join(t.TempDir(), "backup.zip")
	made, err := s.Backup(ctx, file, nil)
	close(stop)
	busy.Wait()
	if err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "restored")
	if _, err := RestoreBackup(ctx, file, into, RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	got := open(t, into, testOptions())
	if got.Seq() != made.Seq || got.Workspace() != s.Workspace() || got.manifest.Device == s.manifest.Device {
		t.Fatal(got.Seq(), made.Seq)
	}
	for id, g := range contentsOf(t, got) {
		want, err := s.At(id, made.Seq)
		if err != nil || !casefile.Equal(g.Fields, want.Fields) {
			t.Fatal(id, err)
		}
	}
	f, _, err := got.OpenAttachment(att.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil || string(b) != "trace of the stall" || f.Close() != nil {
		t.Fatal(string(b), err)
	}
	if v, err := got.Verify(ctx, nil); err != nil || !v.OK() || v.Attachments != 1 {
		t.Fatal(v, err)
	}
	if _, err := RestoreBackup(ctx, file, into, RestoreOptions{}); casefile.CodeOf(err) != casefile.Refused {
		t.Fatal(err)
	}
	if _, err := RestoreBackup(ctx, file, into, RestoreOptions{Replace: true}); casefile.CodeOf(err) != casefile.Busy {
		t.Fatal(err)
	}
	closeStore(t, got)
	aside, err := RestoreBackup(ctx, file, into, RestoreOptions{Replace: true})
	if err != nil || aside == "" {
		t.Fatal(aside, err)
	}
	if list, err := s.Backups(); err != nil || len(list) != 1 || list[0].Seq != made.Seq {
		t.Fatal(list, err)
	}
}

func TestABackupThatIsDamagedOrHostileIsRefusedAndLeavesNothing(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), testOptions())
	newEscalation(t, s, "Stall")
	file := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := s.Backup(ctx, file, nil); err != nil {
		t.Fatal(err)
	}
	evil := func(name, content string) func(*zip.Writer) {
		return func(z *zip.Writer) {
			w, err := z.Create(name)
			if err == nil {
				_, err = io.WriteString(w, content)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	contentsWith := func(files string) string {
		return `{"format":1,"workspace":"w","seq":0,"files":{` + files + `}}`
	}
	hostile := map[string][]func(*zip.Writer){
		"no contents":      {evil("journal/000000000001.journal", "x")},
		"a name outside":   {evil("../escape", "x"), evil(contentsName, contentsWith(`"../escape":{"size":1,"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}`))},
		"an absolute name": {evil("/escape", "x"), evil(contentsName, contentsWith(`"/escape":{"size":1,"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}`))},
		"a file not named": {evil("journal/000000000001.journal", "x"), evil(contentsName, contentsWith(""))},
		"a bomb":           {evil("journal/000000000001.journal", strings.Repeat("\x00", 64<<20)), evil(contentsName, contentsWith(`"journal/000000000001.journal":{"size":1,"sha256":"00"}`))},
		"a newer format":   {evil(contentsName, `{"format":99,"program":"Precedent 9","files":{}}`)},
	}
	try := func(t *testing.T, path string) {
		parent := t.TempDir()
		if _, err := RestoreBackup(ctx, path, filepath.Join(parent, "new"), RestoreOptions{}); err == nil {
			t.Fatal("it was restored")
		} else if casefile.CodeOf(err) == casefile.Internal {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
			t.Fatal(left, err)
		}
	}
	for name, parts := range hostile {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			for _, p := range parts {
				p(z)
			}
			path := filepath.Join(t.TempDir(), "evil.zip")
			if err := errors.Join(z.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
				t.Fatal(err)
			}
			try(t, path)
		})
	}
	t.Run("a flipped byte", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "flipped.zip")
		if err := os.CopyFS(filepath.Dir(path), os.DirFS(filepath.Dir(file))); err != nil {
			t.Fatal(err)
		}
		path = filepath.Join(filepath.Dir(path), "backup.zip")
		overwrite(t, path, func(b []byte) []byte { b[200] ^= 0xFF; return b })
		try(t, path)
	})
}

func TestAWorkspaceOfANewerProgramIsRefusedAndNotTouched(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	newEscalation(t, s, "Stall")
	closeStore(t, s)
	cases := map[string]func(t *testing.T, dir string){
		"the folder's format": func(t *testing.T, dir string) {
			overwrite(t, filepath.Join(dir, manifestName), func(b []byte) []byte {
				return []byte(strings.Replace(strings.Replace(string(b), `"format": 1`, `"format": 2`, 1), `"Precedent"`, `"Precedent 7.1"`, 1))
			})
		},
		"the journal's format": func(t *testing.T, dir string) {
			overwrite(t, largest(t, filepath.Join(dir, journalFolder, "*.journal")), newerJournal)
		},
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			copied := t.TempDir()
			if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			change(t, copied)
			if err := os.Remove(filepath.Join(copied, lockName)); err != nil {
				t.Fatal(err)
			}
			before := tree(t, copied)
			_, err := Open(context.Background(), copied, testOptions())
			if casefile.CodeOf(err) != casefile.TooNew {
				t.Fatal(err)
			}
			if after := tree(t, copied); after != before {
				t.Fatalf("before:\n%s\nafter:\n%s", before, after)
			}
		})
	}
}

// tree writes down every file below a folder with its content.
func tree(t testing.TB, dir string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sum, err := fileSum(p)
		fmt.Fprintf(&out, "%s %08x\n", p, sum)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheBinCountsOnlyDaysOnWhichTheProgramRan(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	o := testOptions()
	o.Now = func() time.Time { return now }
	s := open(t, t.TempDir(), o)
	r := newEscalation(t, s, "Stall")
	if _, err := s.Delete(ctx, []string{r.ID}, ""); err != nil {
		t.Fatal(err)
	}
	count := func(confirmed bool) {
		t.Helper()
		if err := s.CountDay(ctx, confirmed); err != nil {
			t.Fatal(err)
		}
	}
	count(false)
	for range 20 {
		now = now.Add(24 * time.Hour)
		count(false)
		count(false)
	}
	if b, err := s.Bin(ctx); err != nil || len(b) != 1 || b[0].DaysLeft != 10 || b[0].By != "Mara Lindt" {
		t.Fatal(b, err)
	}
	now = now.Add(300 * 24 * time.Hour)
	if err := s.CountDay(ctx, false); casefile.CodeOf(err) != casefile.Refused {
		t.Fatal(err)
	}
	count(true)
	if ids, err := s.Expired(ctx, BinDays); err != nil || len(ids) != 0 {
		t.Fatal(ids, err)
	}
	for range 9 {
		now = now.Add(24 * time.Hour)
		count(false)
	}
	ids, err := s.Expired(ctx, BinDays)
	if err != nil || len(ids) != 1 || ids[0] != r.ID {
		t.Fatal(ids, err)
	}
	settings, err := s.Get(casefile.SettingsID)
	if n, _ := settings.Number("bin_days"); err != nil || n != 31 {
		t.Fatal(n, err)
	}
}

func TestAnImportInPartsIsUndoneAsOne(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), testOptions())
	stays := newEscalation(t, s, "Stays")
	for part := range 3 {
		var changes []Change
		for i := range 50 {
			changes = append(changes, Change{Kind: casefile.KindEscalation, Patch: map[string]any{"title": fmt.Sprint(part, i), "source": "old", "source_id": fmt.Sprint(part, "-", i)}})
		}
		if part == 2 {
			r, err := s.BySource("old", fmt.Sprint(0, "-", 0))
			if err != nil {
				t.Fatal(err)
			}
			changes = append(changes, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low"}})
		}
		saved, err := s.Save(ctx, Action{Name: "import", Import: true, Job: "job-1", Changes: changes})
		if err != nil || saved.Records[0].Text("created") != "" {
			t.Fatal(saved.Records[0], err)
		}
	}
	u, err := s.UndoJob(ctx, "job-1", "")
	if err != nil || len(u.Of) != 3 || len(u.Left) != 0 {
		t.Fatal(u.Of, u.Left, err)
	}
	if got := contentsOf(t, s); len(got) != 1 || got[stays.ID].ID == "" {
		t.Fatal(len(got))
	}
	if _, err := s.Undo(ctx, u.Seq, ""); err != nil {
		t.Fatal(err)
	}
	if got := contentsOf(t, s); len(got) != 151 {
		t.Fatal(len(got))
	}
}

func TestAHistoryThatIsTakenOverKeepsWhoWhenAndWhat(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), testOptions())
	own := Change{Kind: casefile.KindSettings, Patch: map[string]any{"zone": "Europe/Berlin", "my_name": "Ida Brandt"}} // as a window writes them
	save(t, s, own)
	r := newEscalation(t, s, "Stall")
	saved := save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"severity": "low"}})
	if _, err := s.Undo(ctx, saved.Seq, "Jon Aster"); err != nil {
		t.Fatal(err)
	}
	var list []Entry
	if err := s.Entries(ctx, 2, func(e Entry) error { list = append(list, e); return nil }); err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.Now = func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }
	other := open(t, t.TempDir(), o)
	save(t, other, own)
	n, err := other.Adopt(ctx, oneByOne(list))
	if err != nil || n != 3 {
		t.Fatal(n, err)
	}
	sameRecords(t, contentsOf(t, other), contentsOf(t, s))
	if _, err := other.Adopt(ctx, oneByOne(list)); casefile.CodeOf(err) != casefile.Refused {
		t.Fatal("taken over twice", err)
	}
	want, err := s.History(ctx, r.ID, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := other.History(ctx, r.ID, 0, 0)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %+v want %+v: %v", got, want, err)
	}
}

// oneByOne hands entries out as Adopt asks for them.
func oneByOne(list []Entry) func() (Entry, bool, error) {
	return func() (e Entry, more bool, err error) {
		if len(list) == 0 {
			return e, false, nil
		}
		e, list = list[0], list[1:]
		return e, true, nil
	}
}

func TestADraftIsThereAfterAKillAndGoesWithItsRevision(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Stall")
	for _, text := range []string{"The rep", "The replica lags"} {
		if err := s.Draft(ctx, Draft{RecordID: r.ID, Kind: r.Kind, Field: "description", Text: text, Base: r.Rev}); err != nil {
			t.Fatal(err)
		}
	}
	closeStore(t, s)
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, testOptions())
	d, err := s.Drafts(r.ID)
	if err != nil || len(d) != 1 || d[0].Text != "The replica lags" {
		t.Fatal(d, err)
	}
	if h, err := s.History(ctx, r.ID, 0, 0); err != nil || len(h) != 1 {
		t.Fatal(h, err)
	}
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"description": "The replica lags."}})
	if d, err := s.Drafts(r.ID); err != nil || len(d) != 0 {
		t.Fatal(d, err)
	}
}

func TestFollowersHearOfTheCaseOfEachItem(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), testOptions())
	r := newEscalation(t, s, "Stall")
	line := save(t, s, Change{Kind: casefile.KindLine, Patch: map[string]any{"parent": r.ID, "text": "said"}})
	seq, err := s.Wait(ctx, r.Rev)
	if err != nil || seq != line.Seq {
		t.Fatal(seq, err)
	}
	var heard []string
	err = s.Changed(ctx, r.Rev, func(id string, seq uint64) error { heard = append(heard, id); return nil })
	if err != nil || len(heard) != 1 || heard[0] != r.ID {
		t.Fatal(heard, err)
	}
}
