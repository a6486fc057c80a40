// Package command is the command line: it reads arguments, asks the desk, and prints the answer, as text for people or as
// JSON for scripts (--json).
//
// Standard output carries only the answer; progress and warnings go to standard error. Exit codes: 0 done, 1 refused or
// found wrong (one sentence says why), 2 wrong usage. It never opens a workspace itself: a Host hands it the desk, so that
// the same command runs in the program that was started or in the window that holds the workspace.
package command
