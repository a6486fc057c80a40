//go:build unix

package z

import (
	"errors"
	"os"
	"path/filepath"

	original "original.invalid/ristretto/v2/z"
)

// growth is by how many bytes a log of large values gets its space.
const growth = 1 << 20

// grows says that a file is one of Badger's logs of large values, of which little is ever written in most workspaces. Such
// a one is mapped as long as Badger wants it, and gets its space as it is written: its Data are as long as that, and can
// become longer where they lie.
func grows(name string) bool { return filepath.Ext(name) == ".vlog" }

// openGrowing makes a file that grows. One that is there already is no such file: Badger writes to new ones only.
func openGrowing(name string, flag, size int) (*MmapFile, error) {
	fd, err := os.OpenFile(name, flag, 0o600)
	if err != nil {
		return nil, err
	}
	first := min(growth, size)
	data, err := original.Mmap(fd, true, int64(size))
	if err == nil {
		if err = take(fd, 0, int64(first), true); err == nil {
			return &MmapFile{Data: data[:first], Fd: fd}, NewFile
		}
		err = errors.Join(err, original.Munmap(data))
	}
	return nil, errors.Join(err, fd.Close(), os.Remove(name))
}

// resize makes a file that grows as long as size, or somewhat longer, within what is mapped. It says whether it could.
func (m *MmapFile) resize(size int64) (bool, error) {
	was, most := int64(len(m.Data)), int64(cap(m.Data))
	if was == most || size > most {
		return false, nil
	}
	if size <= was {
		m.Data = m.Data[:size]
		return true, m.Fd.Truncate(size)
	}
	size = min(most, (size+growth-1)/growth*growth)
	if err := take(m.Fd, was, size-was, true); err != nil {
		return true, err
	}
	m.Data = m.Data[:size]
	return true, nil
}

// whole has all that is mapped in Data, so that it is given up as a whole.
func (m *MmapFile) whole() { m.Data = m.Data[:cap(m.Data)] }
