package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
)

// drive is an ext4 file system in a file, mounted for the workspaces of one kind. It can lose its power, and be filled.
type drive struct {
	image  string
	dir    string // where it is mounted
	synced []byte // what the control file holds that was synced: it must be there after a cut
	dead   bool   // it has no power
	failed error  // of the last cut
	cuts   int
	lost   int // cuts after which the control file that was not synced was missing or other than written
}

const (
	bootFile    = "/proc/sys/kernel/random/boot_id" // what the program knows a restart of the machine by
	syncedName  = "control-synced"
	looseName   = "control-unsynced"
	ballastName = "ballast"
	controlSize = 64 << 10
)

// newDrive makes a drive of so many bytes.
func newDrive(home, name string, size int64) (*drive, error) {
	d := &drive{image: filepath.Join(home, name+".ext4"), dir: filepath.Join(home, name)}
	f, err := os.Create(d.image)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Truncate(size), f.Close(), os.MkdirAll(d.dir, 0o700)); err != nil {
		return nil, err
	}
	// No blocks are set aside for root, so that what is said to be free is what can be written.
	if err := system("mkfs.ext4", "-q", "-F", "-m", "0", d.image); err != nil {
		return nil, err
	}
	return d, errors.Join(d.mount(), d.control())
}

func (d *drive) mount() error { return system("mount", "-o", "loop", d.image, d.dir) }

func system(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput() //nolint:gosec // tools of the system on files of our own
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return nil
}

// remove gives the drive up.
func (d *drive) remove() error {
	return errors.Join(system("umount", d.dir), os.Remove(d.image), os.Remove(d.dir))
}

// control writes and syncs the file that must outlive the next cut.
func (d *drive) control() error {
	d.synced = make([]byte, controlSize)
	rand.Read(d.synced) // never fails
	return errors.Join(d.write(syncedName, d.synced, true), os.RemoveAll(filepath.Join(d.dir, looseName)))
}

func (d *drive) write(name string, content []byte, lasting bool) error {
	f, err := os.Create(filepath.Join(d.dir, name))
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if lasting {
		err = errors.Join(err, f.Sync())
	}
	return errors.Join(err, f.Close())
}

// cut takes the power away: what was not synced is lost, and nothing reaches the drive any more. some files are synced
// before, as a system may write back whatever it likes at any time. goes is called last before the power goes.
func (d *drive) cut(some []string, goes func()) {
	d.failed, d.dead = nil, true
	for _, path := range some {
		if err := syncFile(path); !errors.Is(err, os.ErrNotExist) { // the program may have removed it by now
			d.failed = errors.Join(d.failed, err)
		}
	}
	d.failed = errors.Join(d.failed, d.write(looseName, d.synced, false))
	goes()
	d.failed = errors.Join(d.failed, dropUnsynced(d.dir))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// revive brings the drive back after a cut, on a machine that was started anew, and looks at the control files.
func (d *drive) revive() error {
	if !d.dead {
		d.cut(nil, func() {})
	}
	d.dead = false
	if err := errors.Join(d.failed, system("umount", d.dir), d.mount(), os.WriteFile(bootFile, []byte(uuid.NewString()+"\n"), 0o600)); err != nil {
		return err
	}
	d.cuts++
	kept, err := os.ReadFile(filepath.Join(d.dir, syncedName))
	if err != nil || !bytes.Equal(kept, d.synced) {
		return fmt.Errorf("the drive has lost a file that was synced, so the cut was none: %w", err)
	}
	loose, err := os.ReadFile(filepath.Join(d.dir, looseName))
	if err != nil || !bytes.Equal(loose, d.synced) {
		d.lost++
	}
	return d.control()
}

// fill leaves so many bytes free.
func (d *drive) fill(left int64) error {
	f, err := os.OpenFile(filepath.Join(d.dir, ballastName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size, most := info.Size(), int64(1<<30)
	for most >= 4<<10 {
		free, err := freeBytes(d.dir)
		if err != nil {
			return err
		}
		n := min(most, free-left)
		if n < 4<<10 {
			return nil
		}
		if err := allocate(f, size, n); err != nil { // what is free is an estimate, and others write too
			most = n / 2
			continue
		}
		size += n
	}
	return nil
}

// pour fills the drive to the last byte as another program would, at 2 GB/s.
func (d *drive) pour() error {
	const step, every = 16 << 20, 8 * time.Millisecond
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		free, err := freeBytes(d.dir)
		if err != nil || free < 4<<10 {
			return err
		}
		if err := d.fill(max(0, free-step)); err != nil {
			return err
		}
		<-tick.C
	}
}

// empty gives back what fill took.
func (d *drive) empty() error { return os.RemoveAll(filepath.Join(d.dir, ballastName)) }

// noDrives says why drives cannot be made here; "" when they can. apart says that mounts are seen by nobody else.
func noDrives(home string, apart bool) string {
	if !apart {
		return "this needs Linux, root, and mounts that nobody else sees (unshare -m)"
	}
	d, err := newDrive(home, "trial", 64<<20)
	if err != nil {
		return err.Error()
	}
	if err := d.remove(); err != nil {
		return err.Error()
	}
	boot := filepath.Join(home, "boot_id")
	if err := os.WriteFile(boot, []byte(uuid.NewString()+"\n"), 0o600); err != nil {
		return err.Error()
	}
	if err := system("mount", "--bind", boot, bootFile); err != nil {
		return err.Error()
	}
	return ""
}
