package main

import (
	"os"

	"golang.org/x/sys/windows"
)

var attachConsole = windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")

// attachParent is the value by which AttachConsole takes the parent's console (ATTACH_PARENT_PROCESS).
const attachParent = ^uintptr(0)

// joinConsole lets a command that was typed in a console write there: a program with a window has no console of its own.
// Output that goes to a file or a pipe already is left alone.
func joinConsole() {
	if len(os.Args) < 2 || connected(windows.STD_OUTPUT_HANDLE) || connected(windows.STD_ERROR_HANDLE) {
		return
	}
	if ok, _, _ := attachConsole.Call(attachParent); ok == 0 {
		return
	}
	if out, err := os.OpenFile("CONOUT$", os.O_WRONLY, 0); err == nil {
		os.Stdout, os.Stderr = out, out
	}
	if in, err := os.OpenFile("CONIN$", os.O_RDONLY, 0); err == nil {
		os.Stdin = in
	}
}

// connected says whether a standard handle leads anywhere.
func connected(which uint32) bool {
	h, err := windows.GetStdHandle(which)
	if err != nil || h == 0 || h == windows.InvalidHandle {
		return false
	}
	kind, err := windows.GetFileType(h)
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}
