//go:build unix

package socket

import (
	"os"
	"syscall"

	"precedent/backend/casefile"
)

// ownFolder makes sure that nobody else can put a socket of theirs where we look for ours.
func ownFolder(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || (ok && int(stat.Uid) != os.Getuid()) {
		return casefile.Faultf(casefile.Refused, "The folder for sockets belongs to somebody else. Set XDG_RUNTIME_DIR to a folder of your own.")
	}
	if info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}
