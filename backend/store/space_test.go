package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// onDisk opens a workspace on a disk whose free space the test says.
func onDisk(t testing.TB, dir string, free *atomic.Uint64) *Store {
	t.Helper()
	o := testOptions()
	o.FreeSpace = func(string) (uint64, error) { return free.Load(), nil }
	s, err := Open(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func waitPhase(t testing.TB, s *Store, p Phase) {
	t.Helper()
	for s.State().Phase != p {
		if s.State().Phase == Failed {
			t.Fatal(s.State().Err)
		}
		waitState(t, s)
	}
}

func TestABuildThatTheDiskHasNoRoomForWaitsAndGoesOnByItself(t *testing.T) {
	dir := t.TempDir()
	want := filled(t, dir, 10)
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	var free atomic.Uint64
	free.Store(leastReserve + 1) // enough to open Badger, too little to fill it
	s := onDisk(t, dir, &free)
	waitPhase(t, s, Waiting)
	if err := s.WaitReady(context.Background()); casefile.CodeOf(err) != casefile.DiskFull {
		t.Fatal(err)
	}
	free.Store(1 << 40)
	waitPhase(t, s, Ready)
	sameRecords(t, contentsOf(t, s), want)
}

func TestABuildStopsWhenTheDiskFillsUpMeanwhileAndBeginsAgain(t *testing.T) {
	dir := t.TempDir()
	want := filled(t, dir, 60)
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	var asked atomic.Uint64
	o := testOptions()
	o.FreeSpace = func(string) (uint64, error) {
		if n := asked.Add(1); n == 3 || n == 5 { // amid the first and the second attempt
			return 0, nil
		}
		return 1 << 40, nil
	}
	s := open(t, dir, o)
	waitPhase(t, s, Ready)
	sameRecords(t, contentsOf(t, s), want)
	if asked.Load() < 6 {
		t.Fatalf("the space was looked at %d times only", asked.Load())
	}
	if left, err := filepath.Glob(filepath.Join(dir, storeFolder, "0*")); err != nil || len(left) != 1 {
		t.Fatal(left, err)
	}
}

func TestWhatBuildsASecondBadgerIsRefusedWhenThereIsNoRoom(t *testing.T) {
	var free atomic.Uint64
	free.Store(1 << 40)
	s := onDisk(t, t.TempDir(), &free)
	r := newEscalation(t, s, "Stall")
	if _, err := s.Delete(context.Background(), []string{r.ID}, ""); err != nil {
		t.Fatal(err)
	}
	free.Store(leastReserve)
	_, verify := s.Verify(context.Background(), nil)
	_, repair := s.Repair(context.Background())
	_, purge := s.Purge(context.Background(), []string{r.ID}, "", "")
	for what, err := range map[string]error{"verify": verify, "repair": repair, "purge": purge} {
		if casefile.CodeOf(err) != casefile.DiskFull {
			t.Errorf("%s: %v", what, err)
		}
	}
	free.Store(1 << 40)
	if done, err := s.Purge(context.Background(), []string{r.ID}, "", ""); err != nil || done.Records != 1 {
		t.Fatal(done, err)
	}
}

// On a full disk Badger would not come to an end of being closed: it is left as after a kill.
func TestAWorkspaceThatIsClosedOnAFullDiskLosesNothing(t *testing.T) {
	var free atomic.Uint64
	free.Store(1 << 40)
	dir := t.TempDir()
	s := onDisk(t, dir, &free)
	newEscalation(t, s, "Stall")
	want := contentsOf(t, s)
	free.Store(0)
	closeStore(t, s)
	if ses := s.readSession(); ses.Clean {
		t.Fatal("Badger was closed")
	}
	free.Store(1 << 40)
	s = onDisk(t, dir, &free)
	sameRecords(t, contentsOf(t, s), want)
}

func TestAFullDiskIsNamedInWords(t *testing.T) {
	cause := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	for _, err := range []error{cannotUse(cause), cannotBuild(cause), verifyFailed(cause), restoreFailed(cause), fileNotKept(cause), (&backuper{}).failed(cause)} {
		if casefile.CodeOf(err) != casefile.DiskFull {
			t.Errorf("%v: %s", err, casefile.CodeOf(err))
		}
	}
}

// While a check compares a Badger of its own, another may be built because a value was spoiled: that must leave it alone.
func TestAFolderThatIsOpenIsNotRemoved(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	newEscalation(t, s, "Stall")
	h, err := s.openNext()
	if err != nil {
		t.Fatal(err)
	}
	s.removeLeft(s.h.folder)
	if _, err := os.Stat(s.folderPath(h.folder)); err != nil {
		t.Fatal(err)
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	s.removeLeft(s.h.folder)
	if _, err := os.Stat(s.folderPath(h.folder)); !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

// Badger would try for ever to write its tables into a folder that is gone.
func TestAWorkspaceWhoseStoreFolderVanishedStillCloses(t *testing.T) {
	before := closeWait
	closeWait = 10 * time.Millisecond
	t.Cleanup(func() { closeWait = before })
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	newEscalation(t, s, "Stall")
	want := contentsOf(t, s)
	if err := os.RemoveAll(filepath.Join(dir, storeFolder)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); !errors.Is(err, errNotClosed) {
		t.Fatal(err)
	}
	closeWait = before
	sameRecords(t, contentsOf(t, open(t, dir, testOptions())), want)
}

// Badger gives back half of itself when it cannot open: closing that would panic.
func TestAFolderThatBadgerCannotOpenIsAnError(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	if err := os.MkdirAll(filepath.Join(dir, storeFolder, "000077", "000001.vlog", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if h, err := s.openBadger("000077"); err == nil {
		t.Fatal(h.close())
	}
}
