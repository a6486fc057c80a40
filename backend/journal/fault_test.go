package journal

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"

	"precedent/backend/casefile"
)

// faultyDisk is the system's disk with failures that a test turns on.
type faultyDisk struct {
	systemDisk
	writes, syncs, truncates, creates, renames error
	partial                                    int  // bytes that a failing write leaves
	garble                                     bool // writes say they worked, and what they wrote is wrong
	open                                       []*faultyFile
}

type faultyFile struct {
	File
	disk   *faultyDisk
	failed bool // a sync failed: nobody may sync it again
	misuse bool
}

func (d *faultyDisk) wrap(f File, err error) (File, error) {
	if err != nil {
		return nil, err
	}
	w := &faultyFile{File: f, disk: d}
	d.open = append(d.open, w)
	return w, nil
}

func (d *faultyDisk) Create(path string) (File, error) {
	if d.creates != nil {
		return nil, d.creates
	}
	return d.wrap(d.systemDisk.Create(path))
}

func (d *faultyDisk) Open(path string) (File, error) { return d.wrap(d.systemDisk.Open(path)) }

func (d *faultyDisk) Rename(from, to string) error {
	if d.renames != nil {
		return d.renames
	}
	return d.systemDisk.Rename(from, to)
}

func (f *faultyFile) WriteAt(b []byte, off int64) (int, error) {
	if f.disk.garble && len(b) > 200 {
		b = bytes.Clone(b)
		b[200] ^= 1
	}
	if f.disk.writes == nil {
		return f.File.WriteAt(b, off)
	}
	n, err := f.File.WriteAt(b[:min(f.disk.partial, len(b))], off)
	return n, errors.Join(f.disk.writes, err)
}

func (f *faultyFile) Sync() error {
	f.misuse = f.misuse || f.failed
	if f.disk.syncs != nil {
		f.failed = true
		return f.disk.syncs
	}
	return f.File.Sync()
}

func (f *faultyFile) Truncate(n int64) error {
	if f.disk.truncates != nil {
		return f.disk.truncates
	}
	return f.File.Truncate(n)
}

func TestAFailedSaveSavesNothingAndTheNextOneWorks(t *testing.T) {
	for name, c := range map[string]struct {
		fail func(*faultyDisk)
		code casefile.Code
	}{
		"disk full":               {func(d *faultyDisk) { d.writes, d.partial = syscall.ENOSPC, 77 }, casefile.DiskFull},
		"write error":             {func(d *faultyDisk) { d.writes = io.ErrShortWrite }, casefile.Unavailable},
		"sync error":              {func(d *faultyDisk) { d.syncs = syscall.EIO }, casefile.Unavailable},
		"sync out of space":       {func(d *faultyDisk) { d.syncs = syscall.ENOSPC }, casefile.DiskFull},
		"sync and truncate error": {func(d *faultyDisk) { d.syncs, d.truncates = syscall.EIO, syscall.EIO }, casefile.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			d := &faultyDisk{}
			o := options()
			o.Disk = d
			dir := t.TempDir()
			j, _ := open(t, dir, o)
			appendN(t, j, 3)
			before, size := all(t, j, 1), int64(len(read(t, filepath.Join(dir, fileName(1)))))
			c.fail(d)
			for range 3 {
				if _, err := j.Append(edit("x", "lost")); casefile.CodeOf(err) != c.code {
					t.Fatalf("code %s: %v", casefile.CodeOf(err), err)
				}
			}
			if got := all(t, j, 1); !reflect.DeepEqual(got, before) || j.Last() != 3 {
				t.Fatalf("%d entries after failed saves", len(got))
			}
			if b := read(t, filepath.Join(dir, fileName(1))); d.truncates == nil && int64(len(b)) != size {
				t.Errorf("the file has %d bytes, of which %d were confirmed", len(b), size)
			}
			*d = faultyDisk{open: d.open}
			if e, err := j.Append(edit("x", "kept")); err != nil || e.Seq != 4 {
				t.Fatal(err)
			}
			for _, f := range d.open {
				if f.misuse {
					t.Error("a handle was synced again after its sync failed")
				}
			}
			j.Close()
			if r, err := Verify(t.Context(), dir); err != nil || r.Last != 4 || r.Tail != nil || len(r.Damage) > 0 {
				t.Fatalf("%+v %v", r, err)
			}
		})
	}
}

func TestARotationThatFailsSavesNothingAndIsTriedAgain(t *testing.T) {
	for name, fail := range map[string]func(*faultyDisk){
		"create": func(d *faultyDisk) { d.creates = syscall.ENOSPC },
		"rename": func(d *faultyDisk) { d.renames = syscall.EIO },
		"sync":   func(d *faultyDisk) { d.syncs = syscall.EIO },
	} {
		t.Run(name, func(t *testing.T) {
			d := &faultyDisk{}
			o := options()
			o.Disk, o.RotateAt = d, 300
			dir := t.TempDir()
			j, _ := open(t, dir, o)
			appendN(t, j, 1)
			fail(d)
			if _, err := j.Append(edit("x", "lost")); err == nil {
				t.Fatal("saved")
			}
			*d = faultyDisk{open: d.open}
			appendN(t, j, 5)
			j.Close()
			if r, err := Verify(t.Context(), dir); err != nil || r.Last != 6 || r.Entries != 6 || r.Tail != nil || len(r.Damage) > 0 {
				t.Fatalf("%+v %v", r, err)
			}
		})
	}
}

func TestWhatCannotBeReplayedIsRefused(t *testing.T) {
	j, _ := open(t, t.TempDir(), options())
	long := string(make([]byte, maxHeadText+1))
	for name, e := range map[string]Entry{
		"patch":  {Changes: []Change{{Kind: "line", ID: "a", Patch: []byte("{")}}},
		"note":   {Note: []byte("no")},
		"who":    {Who: long},
		"action": {Action: long},
		"id":     {ID: "seven"},
	} {
		if _, err := j.Append(e); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if j.Last() != 0 {
		t.Fatal("something was saved")
	}
}

func TestAClosedJournalRefusesToSave(t *testing.T) {
	j, _ := open(t, t.TempDir(), options())
	if err := errors.Join(j.Close(), j.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(edit("a", "late")); casefile.CodeOf(err) != casefile.Unavailable {
		t.Fatal(err)
	}
}

// narrowDisk has room for so many bytes in a file; 0 = for any.
type narrowDisk struct {
	systemDisk
	most    int64
	refused int
}

type narrowFile struct {
	File
	disk *narrowDisk
}

func (d *narrowDisk) Open(path string) (File, error) {
	f, err := d.systemDisk.Open(path)
	return narrowFile{f, d}, err
}

func (f narrowFile) WriteAt(b []byte, off int64) (int, error) {
	if most := f.disk.most; most > 0 && off+int64(len(b)) > most {
		f.disk.refused++
		n, err := f.File.WriteAt(b[:max(0, most-off)], off)
		return n, errors.Join(err, syscall.ENOSPC)
	}
	return f.File.WriteAt(b, off)
}
