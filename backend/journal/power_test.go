package journal

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// powerDisk remembers what would be left if the power went: of a file what it held at its last sync, of a folder the
// names it had at its last sync.
type powerDisk struct {
	systemDisk
	mu    sync.Mutex
	names map[string]*node // as the running system sees them
	kept  map[string]*node // as the disk has them
	dirs  []string         // folders that were synced
}

type node struct{ content []byte }

type powerFile struct {
	File
	disk *powerDisk
	path string
	node *node
}

func newPowerDisk() *powerDisk {
	return &powerDisk{names: map[string]*node{}, kept: map[string]*node{}}
}

func (d *powerDisk) Create(path string) (File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.names[path] = &node{}
	f, err := d.systemDisk.Create(path)
	return &powerFile{f, d, path, d.names[path]}, err
}

func (d *powerDisk) Open(path string) (File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := d.systemDisk.Open(path)
	if d.names[path] == nil {
		d.names[path] = &node{} // there before, and nobody knows whether it was synced
	}
	return &powerFile{f, d, path, d.names[path]}, err
}

func (d *powerDisk) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.names[to] = d.names[from]
	delete(d.names, from)
	return d.systemDisk.Rename(from, to)
}

func (d *powerDisk) SyncDir(dir string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dirs = append(d.dirs, dir)
	maps.DeleteFunc(d.kept, func(path string, _ *node) bool { return filepath.Dir(path) == dir })
	for path, n := range d.names {
		if filepath.Dir(path) == dir {
			d.kept[path] = n
		}
	}
	return nil
}

func (f *powerFile) Sync() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	b, err := os.ReadFile(f.path)
	f.node.content = b
	return err
}

// cut gives the folder as it is found after the power is back.
func (d *powerDisk) cut(t testing.TB) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := t.TempDir()
	for path, n := range d.kept {
		write(t, filepath.Join(dir, filepath.Base(path)), n.content)
	}
	return dir
}

func TestWhatWasConfirmedIsThereAfterAPowerCut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newPowerDisk()
		o := options()
		o.Disk, o.RotateAt = d, rapid.SampledFrom([]int64{1, 600, RotateAt}).Draw(rt, "rotate")
		j, _, err := Open(t.TempDir(), o)
		if err != nil {
			rt.Fatal(err)
		}
		defer j.Close()
		for i := range rapid.IntRange(1, 12).Draw(rt, "saves") {
			if _, err := j.Append(edit(fmt.Sprint("r", i%3), fmt.Sprintf("text %d of r%d;", i, i%3))); err != nil {
				rt.Fatal(err)
			}
			if rapid.IntRange(0, 4).Draw(rt, "purge") == 0 {
				if _, err := j.Rewrite(t.Context(), purge("r1")); err != nil {
					rt.Fatal(err)
				}
				if dir := d.cut(t); holds(t, dir, "of r1;") {
					rt.Fatal("purged text came back")
				}
			}
			j.tidying.Wait()
			want := all(t, j, 1)
			back, r := open(t, d.cut(t), options())
			if got := all(t, back, 1); !reflect.DeepEqual(got, want) || r.Tail != nil || len(r.Damage) > 0 {
				rt.Fatalf("%d entries of %d are back: %+v", len(got), len(want), r)
			}
			back.Close()
		}
	})
}

func TestWhatOpenFoundIsThereAfterAPowerCut(t *testing.T) {
	dir, list := written(t, 3, 0)
	d := newPowerDisk()
	o := options()
	o.Disk = d
	open(t, dir, o)
	back, _ := open(t, d.cut(t), options())
	if got := all(t, back, 1); !reflect.DeepEqual(got, list) {
		t.Fatalf("%d entries", len(got))
	}
}

func TestTheFolderOfANewJournalIsThereAfterAPowerCut(t *testing.T) {
	parent := t.TempDir()
	d := newPowerDisk()
	o := options()
	o.Disk = d
	open(t, filepath.Join(parent, "journal"), o)
	if !slices.Contains(d.dirs, parent) {
		t.Fatal("the folder around the journal was not synced")
	}
}
