package main

import "strings"

// forWindow says whether the arguments ask for the window: there are none, or only which workspace it should open.
func forWindow(args []string) (workspace string, window bool) {
	args = withoutWailsFlags(args)
	switch {
	case len(args) == 0:
		return "", true
	case len(args) == 1 && strings.HasPrefix(args[0], "--workspace="):
		return strings.TrimPrefix(args[0], "--workspace="), true
	case len(args) == 2 && args[0] == "--workspace":
		return args[1], true
	case len(args) == 1 && strings.HasPrefix(args[0], "-psn_"): // how macOS starts a program from its icon
		return "", true
	}
	return "", false
}
