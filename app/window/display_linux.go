//go:build linux && !bindings

package window

// #cgo LDFLAGS: -ldl
// #include <dlfcn.h>
// #include <stdlib.h>
import "C"

import (
	"os"
	"unsafe"

	"precedent/backend/casefile"
)

// checkDisplay says in words what GTK would end the program for.
func checkDisplay() error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return casefile.Faultf(casefile.Unavailable, "There is no display to open a window on. The commands work without one: precedent --help.")
	}
	return nil
}

// withoutGraphicsCard are the variables by which GTK and WebKitGTK leave the graphics card alone. Nothing of the window is
// drawn with it (WebviewGpuPolicyNever), but both look for it all the same: its driver, or the one that does the same on the
// processor, takes a quarter of an empty window's start to load, and NVIDIA's may leave the window blank.
var withoutGraphicsCard = map[string]string{
	"GDK_GL":                          "disable",
	"WEBKIT_DISABLE_COMPOSITING_MODE": "1",
	"WEBKIT_DISABLE_DMABUF_RENDERER":  "1",
	"WEBKIT_WEB_RENDER_DEVICE_FILE":   os.DevNull, // else the driver is asked which device it has
}

// voice is a library for speech that WebKitGTK brings along on some systems (Debian, Ubuntu). Of the 72,000 symbols that are
// looked up whenever a process loads WebKitGTK, 31,000 are its own, and each is looked for in a hundred libraries before it.
const voice = "libflite_cmu_time_awb.so.1"

// prepareWebKit has the window made sooner. What it sets is for the libraries alone, not by os.Setenv: what the program
// opens, a browser say, is to draw and load as it likes. What the person set stands.
func prepareWebKit() {
	for name, value := range withoutGraphicsCard {
		setForLibraries(name, value)
	}
	if isLoaded(voice) {
		setForLibraries("LD_PRELOAD", voice) // WebKit's own processes load it as well: first, it is found at once
	}
}

func isLoaded(library string) bool {
	name := C.CString(library)
	defer C.free(unsafe.Pointer(name))
	return C.dlopen(name, C.RTLD_LAZY|C.RTLD_NOLOAD) != nil
}

// setForLibraries leaves what is set already.
func setForLibraries(name, value string) {
	n, v := C.CString(name), C.CString(value)
	defer C.free(unsafe.Pointer(n))
	defer C.free(unsafe.Pointer(v))
	C.setenv(n, v, 0) // it fails without memory or for a malformed name only
}
