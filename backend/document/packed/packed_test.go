package packed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/andybalholm/brotli"
)

var said = bytes.Repeat([]byte("node 3 refused it; "), 1000)

func pack(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func TestUnpackGivesWhatWasPacked(t *testing.T) {
	got, err := Unpack(pack(t, said))
	if err != nil || !bytes.Equal(got, said) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	if _, err := Unpack(pack(t, said)[:20]); err == nil {
		t.Error("half a file was no error")
	}
}

func TestTheKeptFileIsReadAndNotUnpackedAgain(t *testing.T) {
	folder := t.TempDir()
	_, keep, err := Kept(folder, sumOf(said), pack(t, said))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(Place(folder, sumOf(said))); err == nil {
		t.Error("it was kept before it was asked for")
	}
	keep()
	got, _, err := Kept(folder, sumOf(said), []byte("nothing that could be unpacked"))
	if err != nil || !bytes.Equal(got, said) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
}

func TestADamagedKeptFileIsMendedAndWrongBytesAreNeverGiven(t *testing.T) {
	folder, sum := t.TempDir(), sumOf(said)
	if err := os.WriteFile(Place(folder, sum), said[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	got, keep, err := Kept(folder, sum, pack(t, said))
	if err != nil || !bytes.Equal(got, said) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	keep()
	if on, err := os.ReadFile(Place(folder, sum)); err != nil || !bytes.Equal(on, said) {
		t.Errorf("the kept file was not mended: %v", err)
	}
	if _, _, err := Kept(t.TempDir(), sumOf([]byte("other")), pack(t, said)); err == nil {
		t.Error("bytes with another sum were given")
	}
}

func TestAFolderThatCannotBeWrittenCostsOnlyTime(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file, no folder")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got, keep, err := Kept(file, sumOf(said), pack(t, said))
	if err != nil || !bytes.Equal(got, said) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	keep()
}
