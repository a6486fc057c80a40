package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"precedent/backend/casefile"
	"precedent/backend/search/similar"
	"precedent/backend/store"
)

// Status is how a workspace stands.
type Status struct {
	Seq        uint64
	FreeBytes  uint64
	LastBackup string
	Notices    []Notice
}

// Status tells how the workspace stands, and what a person should know of it.
func (d *Desk) Status() Status {
	s := Status{Seq: d.store.Seq(), Notices: []Notice{}}
	s.FreeBytes = d.store.FreeSpace()
	if made, err := d.store.Backups(); err == nil && len(made) > 0 {
		s.LastBackup = casefile.At(made[len(made)-1].At, d.zone()).String()
	}
	s.Notices = append(append(s.Notices, d.openingNotices()...), append(d.doubtNotice(), d.policyNotice()...)...)
	s.Notices = append(s.Notices, spaceNotice(s.FreeBytes, d.store.NeededSpace())...)
	if says := FolderAdvice(d.dir); says != "" {
		s.Notices = append(s.Notices, Notice{ID: "folder", Level: "warn", Says: says, Todo: "Move the workspace to a folder of this machine only."})
	}
	return s
}

// nearlyFull is how much more than the store needs must be free before a person is warned: a day's attachments.
const nearlyFull = 1 << 30

// spaceNotice warns while there is still time to do something. free 0 means that the system does not say.
func spaceNotice(free, needed uint64) []Notice {
	if free == 0 || free >= needed+nearlyFull {
		return nil
	}
	return []Notice{{ID: "space", Level: "warn", Says: fmt.Sprintf("The disk is nearly full: %d MB are free.", free>>20),
		Todo: fmt.Sprintf("Below %d MB nothing more can be saved. Free some space on the workspace's drive.", needed>>20)}}
}

// BackupView is a backup that was made from this workspace. Size is in bytes.
type BackupView struct {
	Path  string `json:"path"`
	At    string `json:"at"`
	There bool   `json:"there"` // the file is where it was written
	Size  int64  `json:"size"`
}

// shownBackups bounds the list of backups.
const shownBackups = 20

// Backups lists the last backups that were made, the newest first.
func (d *Desk) Backups(context.Context) ([]BackupView, error) {
	out := []BackupView{}
	made, err := d.store.Backups()
	for i := len(made) - 1; i >= 0 && len(out) < shownBackups; i-- {
		v := BackupView{Path: made[i].Path, At: casefile.At(made[i].At, d.zone()).String()}
		if info, err := os.Stat(v.Path); err == nil {
			v.There, v.Size = true, info.Size()
		}
		out = append(out, v)
	}
	return out, err
}

// newFolder is why the records of a new or a purged workspace are built: nothing that a person need know.
const newFolder = "there is none"

// openingNotices say what was cut off, mended or lost when the workspace was opened.
func (d *Desk) openingNotices() []Notice {
	r := d.store.Report()
	out := []Notice{}
	if t := r.Journal.Tail; t != nil {
		out = append(out, Notice{ID: "tail", Level: "note", Says: "The last write before the end was not complete and was set aside.",
			Todo: "Nothing that was confirmed is lost. The piece lies in " + filepath.Join("journal", "set-aside") + "."})
	}
	if r.Rebuilt != "" && r.Rebuilt != newFolder {
		out = append(out, Notice{ID: "rebuilt", Level: "note", Says: "The records were built again from the journal: " + r.Rebuilt, Todo: "Nothing to do."})
	}
	for i, l := range r.Lost {
		out = append(out, Notice{ID: fmt.Sprintf("lost-%d", i), Level: "stop", Says: fmt.Sprintf("The journal file %s is damaged at byte %d: %s.", l.File, l.Offset, l.Why),
			Todo: "Restore the newest backup beside this workspace and compare."})
	}
	return out
}

// Verify compares everything kept with a replay of the journal, and the search with what is kept.
func (d *Desk) Verify(ctx context.Context, progress func(Progress)) (CareReport, error) {
	r, err := d.store.Verify(ctx, func(done, total uint64) {
		if progress != nil {
			progress(Progress{Done: int64(done), Total: int64(total), Unit: "entries", Says: "Comparing"})
		}
	})
	if err != nil {
		return CareReport{}, err
	}
	out := CareReport{Wrong: d.wrong(r)}
	f, err := d.finder(ctx, needBoth)
	if err != nil {
		return out, err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if err := f.index.Check(ctx); err != nil {
		out.Wrong = append(out.Wrong, "Search: "+casefile.Sentence(err))
	}
	of := 0
	err = d.store.Records(ctx, func(r casefile.Record) error {
		if r.Kind.IsCase() {
			of++
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	if has := f.index.Count(); has != of && f.index.Seq() == d.store.Seq() {
		out.Wrong = append(out.Wrong, fmt.Sprintf("Search: the index has %d cases, the workspace %d. Run precedent reindex.", has, of))
	}
	if err := f.similar.Verify(); err != nil {
		out.Wrong = append(out.Wrong, "Similar cases: "+casefile.Sentence(err))
	}
	out.Says = fmt.Sprintf("All is as it was written: %s, %d entries of the journal, %s.", plural(r.Records, "record"), r.Entries, plural(r.Attachments, "file"))
	if n := len(out.Wrong); n > 0 {
		out.Says = fmt.Sprintf("%s wrong. Make a backup now, then see below what to do.", plural(n, "thing"))
	}
	return out, nil
}

// wrong words what a check of the store found.
func (d *Desk) wrong(r store.VerifyReport) []string {
	out := []string{}
	for _, w := range r.Damage {
		out = append(out, fmt.Sprintf("Journal, %s at byte %d: %s. Restore the newest backup beside this workspace and compare.", w.File, w.Offset, w.Why))
	}
	for _, id := range r.Differ {
		out = append(out, d.called(id)+" is not what the journal says. Close the program and remove the folder store: it is built again from the journal.")
	}
	for _, id := range r.BadFiles {
		out = append(out, d.called(id)+": the attached file is damaged. Take it from a backup.")
	}
	for _, id := range r.NoFiles {
		out = append(out, d.called(id)+": the attached file is missing. Take it from a backup.")
	}
	return out
}

// called is a record's key, or its ID where it has none.
func (d *Desk) called(id string) string {
	r, err := d.store.Get(id)
	if err != nil {
		return id
	}
	return firstOf(r.Key(), id)
}

// Reindex builds the search anew and gives how many cases it has.
func (d *Desk) Reindex(ctx context.Context, progress func(Progress)) (int, error) {
	f, err := d.openFinder(ctx, 0) // what is there is not asked
	if err != nil {
		return 0, err
	}
	if err := f.rebuild(ctx, progress); err != nil {
		return 0, err
	}
	if err := f.learnNow(ctx, runtime.NumCPU(), progress); err != nil {
		return 0, err
	}
	return f.count(), nil
}

// count is how many cases the index has.
func (f *finder) count() int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.index.Count()
}

// learnNow takes term vectors, on so many processors: on all of them where a person waits anyway.
func (f *finder) learnNow(ctx context.Context, processors int, progress func(Progress)) error {
	f.learn.Lock()
	defer f.learn.Unlock()
	if f.current().LearnDue() {
		if progress != nil {
			progress(Progress{Says: "Learning which words are used alike"})
		}
		if err := f.current().Learn(ctx, processors); err != nil {
			return err
		}
		f.dirty.Store(true)
	}
	defer rest(restAfter)
	return f.keepSimilar(true)
}

// current is the structure of similar cases that is in use.
func (f *finder) current() *similar.Index {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.similar
}

// Backup writes everything up to now into one file while saves go on, and reads it back.
func (d *Desk) Backup(ctx context.Context, path string, progress func(Progress)) (CareReport, error) {
	r, err := d.store.Backup(ctx, path, storeProgress(progress, "Backing up"))
	if err != nil {
		return CareReport{}, err
	}
	return CareReport{Says: fmt.Sprintf("%s holds everything up to entry %d, and was read back.", filepath.Base(path), r.Seq), Wrong: []string{}}, nil
}

// Restore makes a workspace from a backup. It must not be open. replace moves what is there aside.
func Restore(ctx context.Context, path, dir string, replace bool, progress func(Progress)) (CareReport, error) {
	aside, err := store.RestoreBackup(ctx, path, dir, store.RestoreOptions{Replace: replace, Progress: storeProgress(progress, "Restoring")})
	if err != nil {
		return CareReport{}, err
	}
	says := "The workspace is as it was when the backup was made."
	if aside != "" {
		says += " The one before lies in " + filepath.Base(aside) + "."
	}
	return CareReport{Says: says, Wrong: []string{}}, nil
}
