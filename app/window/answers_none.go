//go:build !e2e && !dev

package window

// answering gives the desktop as it is: only a build made for a test lets a file answer its dialogs.
func answering(s System) System { return s }
