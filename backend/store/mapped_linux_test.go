package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// blocksOf is how many bytes of a file have a place on the drive.
func blocksOf(t testing.TB, info fs.FileInfo) int64 {
	t.Helper()
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Skip("this system does not say how much of a file has a place on the drive")
	}
	return s.Blocks * 512
}

// A page of a mapped file that has no place on a full drive ends the program when it is written.
func TestEveryFileThatBadgerMapsHasItsSpaceBeforeItIsWritten(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	for range 3 {
		newEscalation(t, s, strings.Repeat("fictional words ", 300<<10/16)) // a value log's business
	}
	seen := map[string]int{}
	err := filepath.WalkDir(filepath.Join(dir, storeFolder), func(path string, e fs.DirEntry, err error) error {
		kind := filepath.Ext(path)
		if e.Name() == "DISCARD" {
			kind = e.Name()
		}
		if err != nil || kind != ".mem" && kind != ".sst" && kind != ".vlog" && kind != "DISCARD" {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		seen[kind]++
		if got := blocksOf(t, info); got < info.Size() {
			t.Errorf("%s: %d bytes of %d have a place", e.Name(), got, info.Size())
		}
		return nil
	})
	if err != nil || seen[".mem"] == 0 || seen[".vlog"] == 0 || seen["DISCARD"] == 0 {
		t.Fatal(seen, err)
	}
}
