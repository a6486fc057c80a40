//go:build dev || bindings

package main

import "strings"

// wailsFlags are read by Wails itself in a build for development.
var wailsFlags = []string{"-assetdir", "-devserver", "-loglevel", "-frontenddevserverurl"}

// withoutWailsFlags leaves what is ours.
func withoutWailsFlags(args []string) []string {
	var ours []string
	for i := 0; i < len(args); i++ {
		name, _, inline := strings.Cut(args[i], "=")
		known := false
		for _, f := range wailsFlags {
			known = known || name == f
		}
		switch {
		case !known:
			ours = append(ours, args[i])
		case !inline:
			i++
		}
	}
	return ours
}
