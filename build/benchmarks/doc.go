// Command benchmarks measures Precedent beside what one would take instead, and prints both with their ratio.
//
//	build/bench [--data DIR] [--short] [--wide N] [--deep N] [--json FILE] [--binary FILE] [PART…]
//
// A run goes like this: texts.go takes the texts of DIR, or makes fictional ones; workspace.go makes from them, with a
// fixed seed, the file of each workspace, whose hash is printed; a part (parts.go) imports what it needs once and
// measures. Both sides do a piece of work in turns, so that what else the machine does meets both alike. Each figure is a
// row of the report (report.go), with the bound that it is held to where there is one.
//
// SQLite is the C library through cgo, not a translation of it, which would be slower. It has its journal ahead (WAL) and
// a cache that holds everything; FTS5 has a prefix index, and is merged into one piece before it is asked. This is a
// module of its own so that SQLite and bbolt are no dependencies of the program.
//
// It never changes a workspace that it did not make, and it fails only when something does not work: not over times.
package main
