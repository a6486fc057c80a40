package store

import (
	"errors"
	"os"
	"time"

	"precedent/backend/casefile"
)

// dropWait bounds how long anybody waits for a Badger that nobody needs to be closed and gone: on a full drive it cannot
// write its last tables, and tries until it can.
var dropWait = 5 * time.Second

var errNotGone = errors.New("a Badger that is not needed any more does not close yet; its folder goes when it does")

// drop closes a Badger that nobody needs any more, and removes its folder. Where that takes long it goes on beside, and
// errNotGone comes back; the folder's name is not used again meanwhile.
func (s *Store) drop(h *handle) error {
	h.readers.Wait()
	s.opens.Lock()
	s.dropped[h] = true
	s.opens.Unlock()
	go func() {
		err := errors.Join(h.db.Close(), os.RemoveAll(s.folderPath(h.folder)), syncDir(s.storeDir()))
		if err != nil {
			s.o.Log.Warn("store: old folder stays", "cause", err)
		}
		h.left()
		close(h.gone)
	}()
	return waitGone(h)
}

// waitGone waits for a Badger that is being dropped.
func waitGone(h *handle) error {
	late := time.NewTimer(dropWait)
	defer late.Stop()
	select {
	case <-h.gone:
		return nil
	case <-late.C:
		return errNotGone
	}
}

// retire drops a Badger that is not read any more.
func (s *Store) retire(h *handle) {
	if err := s.drop(h); err != nil {
		s.o.Log.Warn("store: old folder stays", "cause", err)
	}
}

// allGone waits until nothing is left of a Badger that is not read any more, or of what was dropped before: it may hold text
// that is removed for good.
func (s *Store) allGone(old *handle) error {
	old.readers.Wait()
	s.opens.Lock()
	list := []*handle{old}
	for h := range s.dropped {
		list = append(list, h)
	}
	s.opens.Unlock()
	for _, h := range list {
		if err := waitGone(h); err != nil {
			return casefile.Wrap(casefile.DiskFull, err, "The old records cannot be cleared away while the disk is full. Free some space on the workspace's drive and try again; what is left is finished then, or at the next start.")
		}
	}
	return nil
}
