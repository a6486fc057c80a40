package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// written makes a journal with n entries, closes it, and gives its entries and, for a journal of one file, that file.
func written(t testing.TB, n int, rotateAt int64) (dir string, list []Entry) {
	t.Helper()
	dir = t.TempDir()
	o := options()
	o.RotateAt = rotateAt
	j, _ := open(t, dir, o)
	appendN(t, j, n)
	list = all(t, j, 1)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, list
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// survivors replays all that can be read, going on behind each damage as the store does.
func survivors(t testing.TB, j *Journal) (list []Entry, damage []*Damage) {
	t.Helper()
	for from := uint64(1); ; {
		err := j.Replay(t.Context(), from, func(e Entry) error { list = append(list, e); return nil })
		var d *Damage
		switch {
		case err == nil:
			return list, damage
		case !errors.As(err, &d) || casefile.CodeOf(err) != casefile.Damaged:
			t.Fatal(err)
		}
		damage = append(damage, d)
		if d.Next == 0 {
			return list, damage
		}
		if len(damage) > 100 {
			t.Fatal("replay does not get on: ", d)
		}
		from = d.Next
	}
}

func TestAFileCutAnywhereInItsLastEntryKeepsThePrefix(t *testing.T) {
	dir, list := written(t, 3, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	last := bytes.LastIndex(b, mark)
	for n := last; n < len(b); n++ {
		write(t, path, b[:n])
		j, r := open(t, dir, options())
		if r.Last != 2 || (r.Tail == nil) != (n == last) || len(r.Damage) > 0 {
			t.Fatalf("cut at %d: %+v", n, r)
		}
		if r.Tail != nil {
			if r.Tail.FullLength || r.Tail.Seq != 3 || !bytes.Equal(read(t, filepath.Join(dir, r.Tail.SetAside)), b[last:n]) {
				t.Fatalf("cut at %d: %+v", n, r.Tail)
			}
		}
		if got := all(t, j, 1); !reflect.DeepEqual(got, list[:2]) {
			t.Fatalf("cut at %d: %v", n, got)
		}
		j.Close()
	}
}

func TestAfterATailWasCutTheJournalGoesOn(t *testing.T) {
	dir, _ := written(t, 3, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	write(t, path, b[:len(b)-5])
	j, _ := open(t, dir, options())
	e, err := j.Append(edit("x", "again"))
	if err != nil || e.Seq != 3 {
		t.Fatal(e, err)
	}
	j.Close()
	if r, err := Verify(t.Context(), dir); err != nil || r.Last != 3 || r.Entries != 3 || r.Tail != nil || len(r.Damage) > 0 {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestATailOfFullLengthIsSaidToHaveBeenConfirmed(t *testing.T) {
	dir, _ := written(t, 3, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	last := bytes.LastIndex(b, mark)
	for name, at := range map[string]int{"payload": len(b) - 1, "header": last + 30} {
		bad := bytes.Clone(b)
		bad[at] ^= 1
		write(t, path, bad)
		j, r := open(t, dir, options())
		if r.Tail == nil || !r.Tail.FullLength || r.Tail.Seq != 3 || r.Last != 2 {
			t.Errorf("%s: %+v", name, r.Tail)
		}
		j.Close()
	}
}

// checkFlipped is the law of damage: each entry that is read is the one that was written, and one that is not read is
// named by the tail or by a damage.
func checkFlipped(t testing.TB, dir string, list []Entry, o Options) {
	t.Helper()
	verified, err := Verify(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if verified.Tail == nil && len(verified.Damage) == 0 {
		t.Fatalf("verify found nothing: %+v", verified)
	}
	j, r := open(t, dir, o)
	defer j.Close()
	got, damage := survivors(t, j)
	seen := map[uint64]bool{}
	for _, e := range got {
		if seen[e.Seq] || !reflect.DeepEqual(e, list[e.Seq-1]) {
			t.Fatalf("wrong or repeated entry %d", e.Seq)
		}
		seen[e.Seq] = true
	}
	for _, e := range list {
		if !seen[e.Seq] && !named(e.Seq, r, damage) {
			t.Fatalf("entry %d is missing and not named: %+v %v", e.Seq, r, damage)
		}
	}
}

func named(seq uint64, r Report, damage []*Damage) bool {
	if r.Tail != nil && seq >= r.Tail.Seq {
		return true
	}
	for _, d := range damage {
		if d.From <= seq && (seq < d.Next || d.Next == 0) {
			return true
		}
	}
	return false
}

func TestAFlippedBitIsNeverReadAsAnEntry(t *testing.T) {
	dir, list := written(t, 12, 1500)
	names := files(t, dir)
	rapid.Check(t, func(rt *rapid.T) {
		path := rapid.SampledFrom(names).Draw(rt, "file")
		b := read(t, path)
		bad := bytes.Clone(b)
		at := rapid.IntRange(0, len(b)-1).Draw(rt, "byte")
		bad[at] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		copyDir := copyOf(t, dir)
		write(t, filepath.Join(copyDir, filepath.Base(path)), bad)
		o := options()
		o.RotateAt = 1500
		checkFlipped(t, copyDir, list, o)
		if err := os.RemoveAll(copyDir); err != nil {
			rt.Fatal(err)
		}
	})
}

// What disks and file systems do besides flipping a bit: pages of zeros or of other data, pieces gone, pieces twice.
func TestSpoiledBytesAreNeverReadAsEntries(t *testing.T) {
	dir, list := written(t, 12, 1500)
	names := files(t, dir)
	rapid.Check(t, func(rt *rapid.T) {
		path := rapid.SampledFrom(names).Draw(rt, "file")
		b := read(t, path)
		from := rapid.IntRange(0, len(b)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(b)).Draw(rt, "to")
		var middle []byte
		switch rapid.SampledFrom([]string{"zeros", "other", "gone", "twice"}).Draw(rt, "what") {
		case "zeros":
			middle = make([]byte, to-from)
		case "other":
			middle = rapid.SliceOfN(rapid.Byte(), to-from, to-from).Draw(rt, "bytes")
		case "twice":
			middle = append(bytes.Clone(b[from:to]), b[from:to]...)
		}
		bad := slices.Concat(b[:from], middle, b[to:])
		if bytes.Equal(bad, b) || path == names[len(names)-1] && cutBetween(b, bad) {
			return // the last file cut between two entries is a shorter journal: only the views know more
		}
		c := copyOf(t, dir)
		write(t, filepath.Join(c, filepath.Base(path)), bad)
		o := options()
		o.RotateAt = 1500
		checkFlipped(t, c, list, o)
		if err := os.RemoveAll(c); err != nil {
			rt.Fatal(err)
		}
	})
}

// cutBetween says that of a file's entries the last are gone, or zeros, and nothing else has changed.
func cutBetween(b, bad []byte) bool {
	for end := fileHeadSize; end <= len(b); {
		if bytes.HasPrefix(bad, b[:end]) && len(trimZeros(bad[end:])) == 0 {
			return true
		}
		next := bytes.Index(b[min(end+1, len(b)):], mark)
		switch {
		case end == len(b):
			return false
		case next < 0:
			end = len(b)
		default:
			end += 1 + next
		}
	}
	return false
}

func copyOf(t testing.TB, dir string) string {
	t.Helper()
	to, err := os.MkdirTemp(t.TempDir(), "copy")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(to, "journal"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(to, "journal")
}

func TestEntriesBehindDamageAreStillRead(t *testing.T) {
	for name, spoil := range map[string]func(b []byte, at int){
		"header":       func(b []byte, at int) { b[at+20] ^= 8 },
		"length":       func(b []byte, at int) { b[at+6] ^= 8 },
		"payload":      func(b []byte, at int) { b[at+190] ^= 8 },
		"whole header": func(b []byte, at int) { clear(b[at : at+140]) },
	} {
		dir, list := written(t, 6, 0)
		path := filepath.Join(dir, fileName(1))
		b := read(t, path)
		at := fileHeadSize
		for range 2 {
			at += 10 + bytes.Index(b[at+10:], mark)
		}
		spoil(b, at)
		write(t, path, b)
		j, r := open(t, dir, options())
		got, damage := survivors(t, j)
		want := append(append([]Entry{}, list[:2]...), list[3:]...)
		if !reflect.DeepEqual(got, want) || len(damage) != 1 || damage[0].From != 3 || damage[0].Next != 4 || damage[0].Offset != int64(at) {
			t.Errorf("%s: %d entries, %v", name, len(got), damage)
		}
		if len(r.Damage) != 1 || r.Tail != nil || r.Last != 6 {
			t.Errorf("%s: %+v", name, r)
		}
		if _, err := j.At(3); casefile.CodeOf(err) != casefile.Damaged {
			t.Errorf("%s: At(3): %v", name, err)
		}
		if e, err := j.At(5); err != nil || !reflect.DeepEqual(e, list[4]) {
			t.Errorf("%s: At(5): %v", name, err)
		}
		if e, err := j.Append(edit("y", "on")); err != nil || e.Seq != 7 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAMissingFileIsNamed(t *testing.T) {
	dir, list := written(t, 40, 1500)
	names := files(t, dir)
	for i, gone := range names[:len(names)-1] {
		c := copyOf(t, dir)
		if err := os.Remove(filepath.Join(c, filepath.Base(gone))); err != nil {
			t.Fatal(err)
		}
		from, next := firstOf(gone), firstOf(names[i+1])
		r, err := Verify(t.Context(), c)
		if err != nil || len(r.Damage) != 1 || r.Damage[0].From != from || r.Damage[0].Next != next {
			t.Fatalf("%s: %+v %v", gone, r, err)
		}
		j, _ := open(t, c, options())
		got, damage := survivors(t, j)
		if len(damage) != 1 || damage[0].From != from || len(got) != len(list)-int(next-from) {
			t.Fatalf("%s: %d entries, %v", gone, len(got), damage)
		}
		j.Close()
	}
}

func TestADamagedFileHeaderLosesNoEntry(t *testing.T) {
	dir, list := written(t, 20, 1500)
	for _, path := range files(t, dir) {
		c := copyOf(t, dir)
		b := read(t, path)
		b[30] ^= 4
		write(t, filepath.Join(c, filepath.Base(path)), b)
		j, r := open(t, c, options())
		if len(r.Damage) != 1 || r.Damage[0].File != filepath.Base(path) || r.Last != 20 {
			t.Fatalf("%+v", r)
		}
		if got := all(t, j, 1); !reflect.DeepEqual(got, list) {
			t.Fatalf("%d entries", len(got))
		}
		if e, err := j.Append(edit("z", "on")); err != nil || e.Seq != 21 {
			t.Fatal(err)
		}
		if got := all(t, j, 21); len(got) != 1 {
			t.Fatal(got)
		}
		j.Close()
	}
}

func TestALastFileOfWhichNothingCanBeReadIsSetAside(t *testing.T) {
	dir, _ := written(t, 20, 1500)
	names := files(t, dir)
	last := names[len(names)-1]
	write(t, last, make([]byte, 700))
	j, r := open(t, dir, options())
	if want := firstOf(last) - 1; r.Last != want || r.Tail == nil || len(read(t, filepath.Join(dir, r.Tail.SetAside))) != 700 {
		t.Fatalf("%+v, want last %d", r, want)
	}
	if _, err := j.Append(edit("z", "on")); err != nil {
		t.Fatal(err)
	}
	j.Close()
	if v, err := Verify(t.Context(), dir); err != nil || len(v.Damage) > 0 || v.Tail != nil {
		t.Fatalf("%+v %v", v, err)
	}
}

// A header that is whole but stands for another one must be found by the chain.
func TestAnExchangedEntryBreaksTheChain(t *testing.T) {
	dir, _ := written(t, 4, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	var at []int
	for i := range b {
		if bytes.HasPrefix(b[i:], mark) {
			at = append(at, i)
		}
	}
	h, err := parseHead(b[at[1] : at[1]+headSize(b[at[1]:])])
	if err != nil {
		t.Fatal(err)
	}
	h.who = "eve"
	forged := frame(h.lasting(), b[at[1]+h.size:at[2]])
	write(t, path, bytes.Join([][]byte{b[:at[1]], forged, b[at[2]:]}, nil))
	r, err := Verify(t.Context(), dir)
	if err != nil || len(r.Damage) != 1 || r.Damage[0].From != 3 || r.Damage[0].Next != 3 {
		t.Fatalf("%+v %v", r, err)
	}
	j, _ := open(t, dir, options())
	err = j.Replay(t.Context(), 1, func(Entry) error { return nil })
	var d *Damage
	if !errors.As(err, &d) || d.From != 3 {
		t.Fatal(err)
	}
	if got := all(t, j, d.Next); len(got) != 2 {
		t.Fatal(fmt.Sprint(got))
	}
}

// A payload whose checksum was made to fit is found by its seal.
func TestAnAlteredPayloadBreaksTheSeal(t *testing.T) {
	dir, list := written(t, 3, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	second := bytes.Index(b[fileHeadSize+1:], mark) + fileHeadSize + 1
	n := headSize(b[second:])
	h, err := parseHead(b[second : second+n])
	if err != nil {
		t.Fatal(err)
	}
	payload := bytes.Replace(b[second+n:second+n+h.payloadSize], []byte("text 1"), []byte("text 7"), 1)
	write(t, path, slices.Concat(b[:second], frame(h.lasting(), payload), b[second+n+h.payloadSize:]))
	j, r := open(t, dir, options())
	got, damage := survivors(t, j)
	if len(r.Damage) != 1 || len(damage) != 1 || damage[0].From != 2 || damage[0].Next != 3 || !reflect.DeepEqual(got, []Entry{list[0], list[2]}) {
		t.Fatalf("%+v %v", r, damage)
	}
	if cuts, err := j.Rewrite(t.Context(), purge("r2")); err != nil || cuts.Changes != 1 || len(cuts.Unread) != 1 {
		t.Fatalf("%+v %v", cuts, err)
	}
}

// A file of another journal is whole in itself, but does not follow from the file before it.
func TestAFileOfAnotherJournalIsFound(t *testing.T) {
	dir, list := written(t, 20, 1500)
	other, _ := written(t, 20, 1500)
	names := files(t, dir)
	alien := filepath.Base(names[1])
	write(t, filepath.Join(dir, alien), read(t, filepath.Join(other, alien)))
	first := firstOf(alien)
	r, err := Verify(t.Context(), dir)
	if err != nil || len(r.Damage) != 2 || r.Damage[0].File != alien || r.Damage[0].From != first {
		t.Fatalf("%+v %v", r, err)
	}
	j, _ := open(t, dir, options())
	var got []Entry
	err = j.Replay(t.Context(), 1, func(e Entry) error { got = append(got, e); return nil })
	var d *Damage
	if !errors.As(err, &d) || d.File != alien || !reflect.DeepEqual(got, list[:first-1]) {
		t.Fatal(err)
	}
}

func TestWhatWasSetAsideIsNamedByAPurgeAndCanBeRemoved(t *testing.T) {
	dir, _ := written(t, 3, 0)
	path := filepath.Join(dir, fileName(1))
	b := read(t, path)
	write(t, path, b[:len(b)-1])
	j, r := open(t, dir, options())
	cuts, err := j.Rewrite(t.Context(), purge("r2"))
	if err != nil || len(cuts.SetAside) != 1 || cuts.SetAside[0] != r.Tail.SetAside {
		t.Fatalf("%+v %v", cuts, err)
	}
	if err := j.RemoveSetAside(); err != nil || holds(t, dir, "text 2") {
		t.Fatal("it is still there", err)
	}
	if cuts, err = j.Rewrite(t.Context(), purge("r2")); err != nil || len(cuts.SetAside) != 0 {
		t.Fatalf("%+v %v", cuts, err)
	}
}
