//go:build !linux && !darwin && !windows

package store

// bootID names this run of the machine; "" when it cannot be told.
func bootID() string { return "" }
