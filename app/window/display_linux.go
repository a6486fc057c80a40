//go:build linux && !bindings

package window

import (
	"os"

	"precedent/backend/casefile"
)

// checkDisplay says in words what GTK would end the program for.
func checkDisplay() error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return casefile.Faultf(casefile.Unavailable, "There is no display to open a window on. The commands work without one: precedent --help.")
	}
	return nil
}

// preferSafeGraphics avoids the blank window that NVIDIA's driver gives WebKitGTK, unless the person chose otherwise.
func preferSafeGraphics() {
	const setting = "WEBKIT_DISABLE_DMABUF_RENDERER"
	if _, chosen := os.LookupEnv(setting); chosen {
		return
	}
	if _, err := os.Stat("/proc/driver/nvidia/version"); err == nil {
		_ = os.Setenv(setting, "1") // it fails for a malformed name only
	}
}
