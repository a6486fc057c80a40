package z

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// take gives a part of a file its space on the drive. What is there already stays; fresh says that nothing is. A file
// system that cannot be asked has fresh parts written with zeros, which takes the space as well.
func take(f *os.File, from, size int64, fresh bool) error {
	if size == 0 {
		return nil
	}
	err := unix.Fallocate(int(f.Fd()), 0, from, size)
	for errors.Is(err, unix.EINTR) {
		err = unix.Fallocate(int(f.Fd()), 0, from, size)
	}
	if !errors.Is(err, unix.EOPNOTSUPP) && !errors.Is(err, unix.ENOSYS) {
		return err
	}
	if !fresh {
		return nil
	}
	return writeZeros(f, from, size)
}
