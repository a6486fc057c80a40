package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestABadgerThatAKilledProgramLeftBesideIsRemovedAtTheStart(t *testing.T) {
	dir := t.TempDir()
	closeStore(t, open(t, dir, Options{}))
	left := filepath.Join(dir, storeFolder, "000099")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "000001.vlog"), []byte("text that is to be purged"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, Options{})
	defer closeStore(t, s)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("it is still there:", err)
	}
}
