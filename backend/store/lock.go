package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"precedent/backend/casefile"
)

const lockName = "lock"

var errHeld = errors.New("store: held by another program")

// lockTries covers the moment in which LockHeld looks at a lock that is free.
const (
	lockTries = 5
	lockPause = 10 * time.Millisecond
)

// workspaceLock is the guard of a workspace. Its file stays when it is given up; whether it is held is the system's
// knowledge, so a kill leaves nothing stale.
type workspaceLock struct {
	f   *os.File
	new bool
}

func takeLock(dir string) (*workspaceLock, error) {
	path := filepath.Join(dir, lockName)
	_, err := os.Lstat(path)
	l := &workspaceLock{new: errors.Is(err, os.ErrNotExist)}
	if l.f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, cannotUse(err)
	}
	for range lockTries {
		if err = lockFile(l.f, false); !errors.Is(err, errHeld) {
			break
		}
		time.Sleep(lockPause)
	}
	if err == nil {
		return l, nil
	}
	_ = l.f.Close()
	if errors.Is(err, errHeld) {
		return nil, casefile.Wrap(casefile.Busy, err, "Another program has this workspace open"+holderWords(dir)+". Close it there, or work in its window.")
	}
	return nil, cannotUse(err)
}

// sign writes who holds the lock, for people who look.
func (l *workspaceLock) sign() error {
	if err := l.f.Truncate(0); err != nil {
		return err
	}
	_, err := l.f.WriteAt([]byte(fmt.Sprintf("%d\n", os.Getpid())), 0)
	return err
}

// release gives the lock up. untouched leaves the folder as it was found.
func (l *workspaceLock) release(untouched bool) error {
	var err error
	if untouched && l.new {
		err = os.Remove(l.f.Name())
	}
	return errors.Join(err, l.f.Close())
}

// giveUp releases a lock that was taken for a while; nil and one that was released are fine.
func (l *workspaceLock) giveUp() {
	if l != nil {
		_ = l.f.Close()
	}
}

// LockHeld says whether a program has the workspace open, and its process id; 0 when that is not known.
func LockHeld(dir string) (held bool, process int, err error) {
	f, err := os.Open(filepath.Join(dir, lockName))
	if errors.Is(err, os.ErrNotExist) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, cannotUse(err)
	}
	defer f.Close()
	if err := lockFile(f, true); errors.Is(err, errHeld) {
		return true, holder(dir), nil
	} else if err != nil {
		return false, 0, cannotUse(err)
	}
	return false, 0, nil
}

func holder(dir string) int {
	text, err := os.ReadFile(filepath.Join(dir, lockName))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return pid
}

func holderWords(dir string) string {
	if pid := holder(dir); pid != 0 {
		return fmt.Sprintf(" (process %d)", pid)
	}
	return ""
}

// cannotUse gives the cause of a failed access to the folder its sentence.
func cannotUse(err error) error {
	return faultOf(err, "The workspace's folder could not be used. Check that it is there and that you may write in it.")
}
