package similar

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// stored is the bytes of a saved index, vectors and all.
func stored(t *testing.T) (name string, b []byte) {
	t.Helper()
	x := filled(t, fictional(40)...)
	learnNow(t, x)
	must(t, x.Save())
	name = x.st.file.name
	must(t, x.Close())
	b, err := os.ReadFile(name)
	must(t, err)
	return name, b
}

// TestAnyChangedByteIsNoticed opens, asks and verifies a file with one byte changed: one of the three says so, none
// panics.
func TestAnyChangedByteIsNoticed(t *testing.T) {
	name, good := stored(t)
	rapid.Check(t, func(rt *rapid.T) {
		bad := append([]byte(nil), good...)
		at := rapid.IntRange(0, len(bad)-1).Draw(rt, "at")
		bad[at] ^= byte(rapid.IntRange(1, 255).Draw(rt, "by"))
		must(rt, os.WriteFile(name, bad, 0o600))
		if code := codeOfUse(filepath.Dir(name)); code != casefile.Damaged {
			rt.Fatalf("byte %d changed gives %q", at, code)
		}
	})
}

func codeOfUse(dir string) casefile.Code {
	x, err := Open(dir)
	if err != nil {
		return casefile.CodeOf(err)
	}
	defer func() { _ = x.Close() }()
	if _, err := x.Query(Doc{Title: "crash of the viewer window"}, Options{}); err != nil {
		return casefile.CodeOf(err)
	}
	return casefile.CodeOf(x.Verify())
}

func TestAFileCutShortIsNoticed(t *testing.T) {
	name, good := stored(t)
	for _, n := range []int{0, 1, headerSize - 1, headerSize, len(good) / 2, len(good) - 1} {
		must(t, os.WriteFile(name, good[:n], 0o600))
		if _, err := Open(filepath.Dir(name)); casefile.CodeOf(err) != casefile.Damaged {
			t.Errorf("%d of %d bytes give %v", n, len(good), err)
		}
	}
}

func TestAnotherVersionAsksForRebuilding(t *testing.T) {
	name, b := stored(t)
	binary.LittleEndian.PutUint32(b[8:], version+1)
	binary.LittleEndian.PutUint32(b[headerSize-4:], crc32.Checksum(b[:headerSize-4], castagnoli))
	must(t, os.WriteFile(name, b, 0o600))
	dir := filepath.Dir(name)
	if _, err := Open(dir); casefile.CodeOf(err) != casefile.Damaged {
		t.Fatalf("got %v", err)
	}
	must(t, writeReached(dir, 1, 9))
	must(t, Discard(dir))
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
	if x := open(t, dir); x.Len() != 0 || x.Seq() != 0 {
		t.Errorf("%d cases up to %d after Discard", x.Len(), x.Seq())
	}
}

func TestAnInterruptedSaveLeavesTheOldFile(t *testing.T) {
	name, b := stored(t)
	dir := filepath.Dir(name)
	must(t, os.WriteFile(filepath.Join(dir, fileName(99)+".tmp"), b[:len(b)/2], 0o600))
	x := open(t, dir)
	if x.Len() != 40 {
		t.Errorf("%d cases", x.Len())
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
}

func TestANoteAboutAnotherFileIsPassedOver(t *testing.T) {
	name, _ := stored(t)
	dir := filepath.Dir(name)
	must(t, writeReached(dir, 12345, 77))
	if x := open(t, dir); x.Seq() != 0 {
		t.Errorf("the sequence is %d", x.Seq())
	}
}

func TestAClosedIndexSaysSo(t *testing.T) {
	x := filled(t, Doc{ID: "a", Title: "Export hangs"})
	must(t, x.Close())
	must(t, x.Close())
	_, asked := x.Query(Doc{Title: "Export"}, Options{})
	for _, err := range []error{asked, x.Put(Doc{ID: "b"}), x.Save(), x.Verify(), x.Remove("a")} {
		if casefile.CodeOf(err) != casefile.Unavailable {
			t.Errorf("got %v", err)
		}
	}
}
