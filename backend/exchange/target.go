package exchange

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"precedent/backend/casefile"
)

// how says what a file of an export is for.
type how int

const (
	keptAsIs      how = iota // an import reads it: synced, hashed
	packedAlready            // the same, and not compressed in a zip: its size there is its size
	readable                 // for people; an import does not look at it
)

// target is a folder or an archive that is being written.
type target interface {
	file(name string, how how, content func(io.Writer) error) error
	finish() error
	abort()
}

func newTarget(to string) (target, error) {
	if err := freeTarget(to); err != nil {
		return nil, err
	}
	parent, base := filepath.Split(filepath.Clean(to))
	if parent == "" {
		parent = "."
	}
	if strings.EqualFold(filepath.Ext(base), ".zip") {
		f, err := os.CreateTemp(parent, "."+base+".*.part")
		if err != nil {
			return nil, writeFault(err)
		}
		z := zip.NewWriter(f)
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
		return &zipTarget{to: to, f: f, z: z}, nil
	}
	temp, err := os.MkdirTemp(parent, "."+base+".*.part")
	if err != nil {
		return nil, writeFault(err)
	}
	root, err := os.OpenRoot(temp)
	if err != nil {
		os.Remove(temp)
		return nil, writeFault(err)
	}
	return &folderTarget{to: to, temp: temp, root: root, made: map[string]bool{}}, nil
}

// freeTarget refuses a target that holds anything.
func freeTarget(to string) error {
	info, err := os.Lstat(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return pathFault(to, err)
	}
	if info.IsDir() && !strings.EqualFold(filepath.Ext(to), ".zip") {
		entries, err := os.ReadDir(to)
		if err != nil {
			return pathFault(to, err)
		}
		if len(entries) == 0 {
			return nil
		}
		return casefile.Faultf(casefile.Refused, "The folder %s is not empty. Export into a new or an empty one.", quoted(to))
	}
	return casefile.Faultf(casefile.Refused, "%s is there already. Export under another name; nothing is replaced.", quoted(to))
}

type folderTarget struct {
	to, temp string
	root     *os.Root
	made     map[string]bool
}

func (t *folderTarget) file(name string, how how, content func(io.Writer) error) error {
	if dir := path.Dir(name); !t.made[dir] {
		if err := t.root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		t.made[dir] = true
	}
	f, err := t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	err = content(f)
	if err == nil && how != readable {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (t *folderTarget) finish() error {
	t.root.Close()
	if err := os.Chmod(t.temp, 0o755); err != nil {
		return err
	}
	if err := os.Remove(t.to); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder: see freeTarget
		return err
	}
	return os.Rename(t.temp, t.to)
}

func (t *folderTarget) abort() {
	t.root.Close()
	os.RemoveAll(t.temp)
}

type zipTarget struct {
	to string
	f  *os.File
	z  *zip.Writer
}

func (t *zipTarget) file(name string, how how, content func(io.Writer) error) error {
	method := zip.Deflate
	if how == packedAlready {
		method = zip.Store
	}
	w, err := t.z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	return content(w)
}

func (t *zipTarget) finish() error {
	if err := errors.Join(t.z.Close(), t.f.Sync(), t.f.Chmod(0o644), t.f.Close()); err != nil {
		return err
	}
	if err := freeTarget(t.to); err != nil {
		return err
	}
	return os.Rename(t.f.Name(), t.to)
}

func (t *zipTarget) abort() {
	t.f.Close()
	os.Remove(t.f.Name())
}

// writeFault says why an export could not be written.
func writeFault(err error) error {
	var fault *casefile.Fault
	switch {
	case errors.As(err, &fault):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return casefile.Wrap(casefile.Cancelled, err, "The export was stopped. What was written of it is removed.")
	case errors.Is(err, syscall.ENOSPC):
		return casefile.Wrap(casefile.DiskFull, err, "The disk is full. What was written of the export is removed; free some space, or export to another disk.")
	case errors.Is(err, fs.ErrPermission):
		return casefile.Wrap(casefile.Refused, err, "You may not write there. Export to a folder of your own.")
	case errors.Is(err, fs.ErrNotExist):
		return casefile.Wrap(casefile.NotFound, err, "The folder to export into is not there. Make it first, or name another.")
	}
	return casefile.Wrap(casefile.Refused, err, "The export could not be written. What was written of it is removed; check the disk and try again.")
}
