// Package engine runs the Typst compiler, which this program carries as WebAssembly, and gives back a PDF.
//
// A job goes through it like this: Compile makes a fresh instance of the compiled module (8 ms; an instance keeps a
// megabyte of each document it has seen, so none is used twice), hands it the fonts and the files of the job, and asks for
// a PDF. The module was written for a browser: host.go is the small heap of JavaScript values that it expects, values.go
// what those values are, imports.go the functions it calls.
//
// The first use on a machine turns 28 MB of wasm into machine code: about 14 seconds on one core and half a gigabyte,
// after which the folder that the caller names keeps the result (about 100 MB), and the unpacked wasm beside it: a later
// start reads both and unpacks nothing. Prepare does that ahead of time; a prepared engine holds some 130 MB,
// which Rest gives back, by itself two minutes after the last document.
//
// It never reads a file of the machine, never opens a connection and knows no clock: the compiler sees the job's files and
// nothing else. Equal jobs give equal bytes.
package engine
