package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// killed gives the folder of a journal as a kill leaves it, with space behind its last entry, and where that ends.
func killed(t testing.TB, j *Journal, n int) (dir string, list []Entry, end int) {
	t.Helper()
	appendN(t, j, n)
	list = all(t, j, 1)
	dir = copyOf(t, j.dir)
	names := files(t, dir)
	b := read(t, names[len(names)-1])
	end = int(j.segs[len(j.segs)-1].size)
	if len(b) <= end || len(trimZeros(b[end:])) > 0 {
		t.Fatalf("%d bytes, of which %d are entries", len(b), end)
	}
	return dir, list, end
}

func TestSpaceTakenBeforehandIsNeitherAnEntryNorATail(t *testing.T) {
	live, _ := open(t, t.TempDir(), options())
	dir, list, _ := killed(t, live, 9)
	if v, err := Verify(t.Context(), dir); err != nil || v.Last != 9 || v.Tail != nil || len(v.Damage) > 0 {
		t.Fatalf("%+v %v", v, err)
	}
	j, r := open(t, dir, options())
	if r.Last != 9 || r.Tail != nil || len(r.Damage) > 0 || !reflect.DeepEqual(all(t, j, 1), list) {
		t.Fatalf("%+v", r)
	}
	appendN(t, j, 3)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if v, err := Verify(t.Context(), dir); err != nil || v.Last != 12 || v.Entries != 12 || v.Tail != nil || len(v.Damage) > 0 {
		t.Fatalf("%+v %v", v, err)
	}
}

func TestAClosedOrFullFileHasNoSpaceBehindItsLastEntry(t *testing.T) {
	o := options()
	o.RotateAt = 3000
	dir := t.TempDir()
	j, _ := open(t, dir, o)
	appendN(t, j, 40)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for i, s := range j.segs {
		info, err := os.Stat(filepath.Join(dir, s.name()))
		if err != nil || info.Size() != s.size || i > 1 && s.size < 2000 && i < len(j.segs)-1 {
			t.Fatalf("%s: %d bytes, %d of entries: %v", s.name(), info.Size(), s.size, err)
		}
	}
}

// A power cut leaves of an entry whose sync had not come back any of its sectors, and zeros where the others belong.
func TestAnEntryOfWhichSectorsWereNotWrittenIsATailThatWasNotConfirmed(t *testing.T) {
	live, _ := open(t, t.TempDir(), options())
	_, before, start := killed(t, live, 5)
	if _, err := live.Append(edit("torn", strings.Repeat("seven words ", 300))); err != nil {
		t.Fatal(err)
	}
	dir := copyOf(t, live.dir)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	end := int(live.segs[0].size)
	rapid.Check(t, func(rt *rapid.T) {
		bad, lost := bytes.Clone(b), 0
		for at := start / sector * sector; at < end; at += sector {
			if rapid.Bool().Draw(rt, fmt.Sprint("lost at ", at)) {
				lost++
				clear(bad[max(at, start):min(at+sector, end)])
			}
		}
		c := copyOf(t, dir)
		defer os.RemoveAll(c)
		write(t, filepath.Join(c, fileName(1)), bad)
		j, r := open(t, c, options())
		defer j.Close()
		got := all(t, j, 1)
		gone := len(trimZeros(bad[start:end])) == 0
		switch {
		case lost == 0:
			if len(got) != 6 || r.Tail != nil {
				rt.Fatalf("%d entries, %+v", len(got), r)
			}
		case !reflect.DeepEqual(got, before) || (r.Tail == nil) != gone || len(r.Damage) > 0:
			rt.Fatalf("%d entries, %+v", len(got), r)
		case !gone && (r.Tail.FullLength || !bytes.Equal(trimZeros(read(t, filepath.Join(c, r.Tail.SetAside))), trimZeros(bad[start:end]))):
			rt.Fatalf("%+v", r.Tail)
		}
	})
}

func TestAFlippedBitBeforeOrInTheSpaceBehindTheEntriesIsFound(t *testing.T) {
	o := options()
	o.RotateAt = 6000
	live, _ := open(t, t.TempDir(), o)
	dir, list, _ := killed(t, live, 12)
	names := files(t, dir)
	last := names[len(names)-1]
	b := read(t, last)
	rapid.Check(t, func(rt *rapid.T) {
		bad := bytes.Clone(b)
		bad[rapid.IntRange(0, len(b)-1).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		c := copyOf(t, dir)
		defer os.RemoveAll(c)
		write(t, filepath.Join(c, filepath.Base(last)), bad)
		checkFlipped(t, c, list, o)
	})
}

func TestADiskThatHasNoRoomForSpaceBeforehandTakesTheEntryAllTheSame(t *testing.T) {
	d := &narrowDisk{}
	o := options()
	o.Disk = d
	dir := t.TempDir()
	j, _ := open(t, dir, o)
	appendN(t, j, 6)
	d.most = j.there + 300 // room for an entry, and not for as much again
	for d.refused == 0 {
		appendN(t, j, 1)
	}
	list := all(t, j, 1)
	if back, r := open(t, copyOf(t, dir), options()); r.Tail != nil || !reflect.DeepEqual(all(t, back, 1), list) {
		t.Fatalf("%+v", r)
	}
}

// What is damaged may still be read by somebody one day: nothing is written over it.
func TestDamageBeforeATailStaysWhereItIs(t *testing.T) {
	dir, _ := written(t, 4, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	last := bytes.LastIndex(b, mark)
	third := bytes.LastIndex(b[:last], mark)
	clear(b[third : third+4])
	b[len(b)-1] ^= 1
	write(t, path, b)
	j, r := open(t, dir, options())
	if r.Tail == nil || len(r.Damage) != 1 || int(r.Tail.Offset) != last {
		t.Fatalf("%+v", r)
	}
	appendN(t, j, 2)
	if now := read(t, path); !bytes.Equal(now[:last], b[:last]) {
		t.Fatal("the damaged place was written over")
	}
}
