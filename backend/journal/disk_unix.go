//go:build !windows

package journal

import (
	"errors"
	"syscall"
)

// IsDiskFull says that an error of the system means that there is no space left.
func IsDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
