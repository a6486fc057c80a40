//go:build !dev && !bindings

package main

// withoutWailsFlags leaves everything: only a build for development has flags of Wails.
func withoutWailsFlags(args []string) []string { return args }
