//go:build !windows

package main

// joinConsole has nothing to do: a program started in a terminal writes there.
func joinConsole() {}
