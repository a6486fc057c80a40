package store

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// bootID names this run of the machine; "" when it cannot be told.
func bootID() string {
	if id, err := unix.Sysctl("kern.bootsessionuuid"); err == nil && id != "" {
		return id
	}
	tv, err := unix.SysctlTimeval("kern.boottime")
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d.%d", tv.Sec, tv.Usec)
}
