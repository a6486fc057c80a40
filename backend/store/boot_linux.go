package store

import (
	"os"
	"strings"
)

// bootID names this run of the machine; "" when it cannot be told.
func bootID() string {
	text, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}
