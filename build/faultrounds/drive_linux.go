package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// Of the kernel's fs/ext4/ext4.h: shut a file system down, and do not even write its log.
const (
	ext4Shutdown   = 0x8004587d
	ext4NoLogFlush = 2
)

// dropUnsynced shuts the file system of a folder down where it stands.
func dropUnsynced(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return unix.IoctlSetPointerInt(int(f.Fd()), ext4Shutdown, ext4NoLogFlush) //nolint:gosec // a descriptor
}

func freeBytes(dir string) (int64, error) {
	var s unix.Statfs_t
	err := unix.Statfs(dir, &s)
	return int64(s.Bavail) * s.Bsize, err //nolint:gosec // far below 2⁶³
}

func allocate(f *os.File, at, size int64) error { return unix.Fallocate(int(f.Fd()), 0, at, size) } //nolint:gosec // a descriptor
