package z

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	original "original.invalid/ristretto/v2/z"
)

// NewFile says that a file was empty, and has been made as long as was asked for.
var NewFile = original.NewFile

// MmapFile is a file and its mapped bytes. Without an Fd its Data is in memory only.
type MmapFile original.MmapFile

func (m *MmapFile) original() *original.MmapFile { return (*original.MmapFile)(m) }

// OpenMmapFile opens or makes a file, as flag says, and maps all of it. An empty one is made size bytes long, all zero, and
// comes with the error NewFile. Unless it is only read, all its space is on the drive when it comes back. Where the drive has
// not enough, a file that Badger can do without is in memory only; for another the error is the system's, and what was
// made here is gone again.
func OpenMmapFile(name string, flag, size int) (*MmapFile, error) {
	if flag == os.O_RDONLY {
		m, err := original.OpenMmapFile(name, flag, size)
		return (*MmapFile)(m), err
	}
	dir := filepath.Dir(name)
	if spared(name) && memoryOnly.has(dir) && flag&os.O_CREATE != 0 {
		return inMemory(size), NewFile
	}
	if grows(name) && flag&os.O_EXCL != 0 {
		return openGrowing(name, flag, size)
	}
	m, err := openTaken(name, flag, size)
	if m == nil && spared(name) && flag&os.O_CREATE != 0 {
		memoryOnly.add(dir)
		return inMemory(size), NewFile
	}
	return m, err
}

func inMemory(size int) *MmapFile { return &MmapFile{Data: make([]byte, size)} }

// openTaken opens a file to write to it, and takes its space.
func openTaken(name string, flag, size int) (*MmapFile, error) {
	_, err := os.Stat(name)
	made := errors.Is(err, os.ErrNotExist)
	m, err := original.OpenMmapFile(name, flag, size)
	if m == nil {
		return nil, err
	}
	isNew := errors.Is(err, NewFile)
	full := take(m.Fd, 0, int64(len(m.Data)), isNew)
	switch {
	case full == nil:
		return (*MmapFile)(m), err
	case made:
		err = m.Delete()
	case isNew:
		err = m.Close(0)
	default:
		err = m.Close(-1)
	}
	return nil, errors.Join(fmt.Errorf("take the space of %s: %w", name, full), err)
}

// Bytes gives n bytes from an offset on; io.EOF when there are fewer.
func (m *MmapFile) Bytes(off, n int) ([]byte, error) { return m.original().Bytes(off, n) }

// NewReader reads from an offset on.
func (m *MmapFile) NewReader(off int) io.Reader { return m.original().NewReader(off) }

// Sync brings what was written to the drive.
func (m *MmapFile) Sync() error {
	if m == nil || m.Fd == nil {
		return nil
	}
	return m.original().Sync()
}

// Truncate makes the file shorter, or longer, with its space, and maps it anew.
func (m *MmapFile) Truncate(size int64) error {
	if m.Fd == nil {
		grown := make([]byte, size)
		copy(grown, m.Data)
		m.Data = grown
		return nil
	}
	done, err := m.resize(size)
	if was := int64(len(m.Data)); !done && size > was {
		err = take(m.Fd, was, size-was, true)
	}
	if err != nil {
		return fmt.Errorf("take the space of %s: %w", m.Fd.Name(), err)
	}
	if done {
		return nil
	}
	m.whole()
	return m.original().Truncate(size)
}

// Close gives the file up, cut to size unless that is negative.
func (m *MmapFile) Close(size int64) error {
	if m.Fd == nil {
		return nil
	}
	err := m.Sync()
	m.whole()
	if err = errors.Join(err, original.Munmap(m.Data)); err == nil && size >= 0 {
		err = m.Fd.Truncate(size)
	}
	return errors.Join(err, m.Fd.Close())
}

// Delete removes the file.
func (m *MmapFile) Delete() error {
	if m.Fd == nil {
		m.Data = nil
		return nil
	}
	m.whole()
	return m.original().Delete()
}

// spared says that Badger can do without a file: the log of a table in memory, of which a journal beside Badger has all,
// and the count of what was overwritten. Badger does not expect that either of them cannot be made, and would end the
// program.
func spared(name string) bool {
	base := filepath.Base(name)
	return filepath.Ext(base) == ".mem" || base == "DISCARD"
}

// memoryOnly are the folders in which a log could not be made. No later one is written there either: after a kill
// Badger would read that, and miss what the one in memory had before it.
var memoryOnly folders

type folders struct {
	mu  sync.Mutex
	set map[string]bool
}

func (f *folders) has(dir string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.set[dir]
}

func (f *folders) add(dir string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.set == nil {
		f.set = map[string]bool{}
	}
	f.set[dir] = true
}
