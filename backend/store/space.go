package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// checkSpace refuses a write of so many bytes when the disk is so full that it could not be kept safely.
func (s *Store) checkSpace(bytes int64) error {
	if need := s.shortOf(uint64(max(bytes, 0))); need > 0 {
		return diskFull(need)
	}
	return nil
}

func diskFull(need uint64) error {
	return casefile.Faultf(casefile.DiskFull, "The disk is nearly full, so this was not saved. Free at least %d MB on the workspace's drive and try again; everything saved before is safe.", need>>20+1)
}

// roomToBuild is about how many bytes another Badger needs: what the journal holds, once more.
func (s *Store) roomToBuild() uint64 { return uint64(s.j.Size()) }

// checkRoom refuses what builds another Badger beside the one that is read when there is no space for it.
func (s *Store) checkRoom() error {
	if need := s.shortOf(s.roomToBuild()); need > 0 {
		return casefile.Faultf(casefile.DiskFull, "The disk is too full for this. Free at least %d MB on the workspace's drive and try again; everything saved before is safe.", need>>20+1)
	}
	return nil
}

// tooFullToClose says that Badger, which writes its last tables when it is closed, would wait for the space for ever. Left as it is it
// looks as after a kill, and the next start brings it up to the journal.
func (s *Store) tooFullToClose() bool {
	free, err := s.o.FreeSpace(s.dir)
	return err == nil && free < closingNeeds
}

// faultOf gives an error of the system its sentence: its own when the disk is full, says otherwise.
func faultOf(err error, says string) error {
	var f *casefile.Fault
	switch {
	case err == nil, errors.As(err, &f):
		return err
	case journal.IsDiskFull(err):
		return casefile.Wrap(casefile.DiskFull, err, fmt.Sprintf("The disk is full. Free at least %d MB on the drive and try again; everything saved before is safe.", leastReserve>>20))
	}
	return casefile.Wrap(casefile.Unavailable, err, says)
}

// FreeSpace is how many bytes are free where the workspace lies; 0 when the system does not say.
func (s *Store) FreeSpace() uint64 {
	n, err := s.o.FreeSpace(s.dir)
	if err != nil {
		return 0
	}
	return n
}

// shortOf is how many bytes must be freed before bytes can be written; 0 = none. A system that cannot tell is believed
// to have space.
func (s *Store) shortOf(bytes uint64) uint64 {
	free, err := s.o.FreeSpace(s.dir)
	if err != nil {
		s.o.Log.Warn("store: free space unknown", "cause", err)
		return 0
	}
	need := s.reserve() + bytes
	if free >= need {
		return 0
	}
	return need - free
}

// NeededSpace is how many bytes must be free for anything to be saved.
func (s *Store) NeededSpace() uint64 { return s.reserve() }

// reserve grows with Badger's size, because a compaction writes its tables again.
func (s *Store) reserve() uint64 {
	if s.o.Reserve > 0 {
		return s.o.Reserve
	}
	return leastReserve + s.viewSize.Load()/10
}

func folderSize(dir string) (n uint64) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".sst" {
			continue
		}
		if info, err := f.Info(); err == nil {
			n += uint64(info.Size())
		}
	}
	return n
}
