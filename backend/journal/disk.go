package journal

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"precedent/backend/casefile"
)

// Disk is what the journal asks of the system when it writes. Tests put one that fails in its place.
type Disk interface {
	Create(path string) (File, error) // new, or emptied
	Open(path string) (File, error)   // there already; to read and write
	Rename(from, to string) error
	SyncDir(path string) error
}

// File is a file that is being written. After a Sync that failed it is closed and never used again.
type File interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Truncate(size int64) error
	Close() error
}

type systemDisk struct{}

// systemFile is one of the system's.
type systemFile struct{ *os.File }

func (systemDisk) Create(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	return systemFile{f}, err
}

func (systemDisk) Open(path string) (File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	return systemFile{f}, err
}

func (systemDisk) Rename(from, to string) error { return os.Rename(from, to) }

// SyncDir makes a rename lasting. Windows has no such call: NTFS logs renames itself.
func (systemDisk) SyncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// writeWhole makes a file with a content that is either there as a whole under its name, or not at all.
func writeWhole(d Disk, path string, write func(File) error) error {
	if err := stage(d, path, write); err != nil {
		return err
	}
	if err := d.Rename(path+unfinished, path); err != nil {
		return err
	}
	return d.SyncDir(filepath.Dir(path))
}

// stage writes and syncs a file under a name that says it is unfinished.
func stage(d Disk, path string, write func(File) error) error {
	f, err := d.Create(path + unfinished)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+unfinished))
	}
	return nil
}

// notSaved gives the cause of a failed save its sentence.
func notSaved(err error) error {
	if IsDiskFull(err) {
		return casefile.Wrap(casefile.DiskFull, err, "The disk is full, so this was not saved. Free some space and save again; what you typed is still here.")
	}
	var f *casefile.Fault
	if errors.As(err, &f) {
		return err
	}
	return casefile.Wrap(casefile.Unavailable, err, "The disk did not take the save. Check the drive and save again; what you typed is still here.")
}

// unreadable gives the cause of a failed read its sentence.
func unreadable(err error) error {
	var f *casefile.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return casefile.Wrap(casefile.Unavailable, err, "The journal of the workspace could not be read. Check that its folder is there and that you may read it.")
}
