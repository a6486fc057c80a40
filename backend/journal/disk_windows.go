package journal

import (
	"errors"
	"syscall"
)

// Windows' own numbers (winerror.h): ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED.
const (
	handleDiskFull = syscall.Errno(39)
	diskFull       = syscall.Errno(112)
	quotaExceeded  = syscall.Errno(1295)
)

// IsDiskFull says that an error of the system means that there is no space left.
func IsDiskFull(err error) bool {
	return errors.Is(err, diskFull) || errors.Is(err, handleDiskFull) || errors.Is(err, quotaExceeded) || errors.Is(err, syscall.ENOSPC)
}
