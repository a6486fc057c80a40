// Command faultrounds kills the real program, again and again, and looks whether anything that it had confirmed is lost.
//
//	go run ./build/faultrounds -binary FILE [-rounds N] [-seed N] [-only WORD]     (build/faults does both: the binary and the run)
//
// A round starts the program on a workspace, gives it work (saves, an import, building the search, a purge, a backup),
// writes down what it answered, kills it with SIGKILL at a moment drawn after some progress was seen, starts it again, and
// compares: verify finds nothing wrong, every confirmed save is there once, what was purged is in no byte of the folder,
// a finished backup restores. Every third round the folders store, index and similar are removed and all is looked at
// again. At the end several programs work on one folder at once.
//
// It never opens a workspace itself: it knows only what the program answers, and the files below the folder. A confirmed
// save travels from an answer with exit code 0 into the ledger (ledger.go), which every later round holds the program to.
package main
