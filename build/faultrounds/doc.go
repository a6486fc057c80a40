// Command faultrounds provokes faults on the real program, again and again, and looks whether anything that it had
// confirmed is lost, and whether it says what is wrong.
//
//	go run ./build/faultrounds -binary FILE [-short] [-rounds N] [-cuts N] [-seed N] [-only WORD]     (build/faults does both)
//
// A round (kill.go) starts the program on a workspace, gives it work (saves, an import, building and merging the index, a
// rotation of the journal, a purge, a backup), writes down what it answered, kills it with SIGKILL at a moment drawn after
// some progress was seen, starts it again, and compares: verify finds nothing wrong, every confirmed save is there once,
// what was purged is in no byte of the folder, a finished backup restores. Then the folders store, index and similar are
// removed and all is looked at again. At the end several programs work on one folder at once.
//
// The same rounds end in power cuts (power.go): the workspace lies on an ext4 drive in a file, which is shut down without
// its log (drive.go), so that what was not synced is lost, and the program that is started next finds a machine that was
// restarted. A control file that was not synced must be lost in most cuts, one that was synced in none. The drive is also
// filled (full.go), and copies of a workspace are damaged: store and index (damage.go), journal (bits.go).
//
// It never opens a workspace itself: it knows only what the program answers, and the files below the folder. A confirmed
// save travels from an answer with exit code 0 into the ledger (ledger.go), which every later round holds the program to.
package main
