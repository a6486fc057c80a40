package journal

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Sync brings what was written to the drive, with the file's length where that has changed, and without its times: over
// space that was taken beforehand it has nothing else to write than the bytes themselves.
func (f systemFile) Sync() error {
	for {
		err := unix.Fdatasync(int(f.Fd())) //nolint:gosec // a descriptor
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
