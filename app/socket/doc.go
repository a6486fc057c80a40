// Package socket lets a second start of the program reach the one that holds a workspace: whoever holds the workspace's
// lock listens on a Unix-domain socket that only this user can open; a command that finds the lock taken sends itself
// there and gets back its output and exit code as if it had run alone (DESIGN, Command line).
//
// It knows nothing of records: it carries arguments, standard input, output, errors and an exit code. It never listens on
// a network, and gives up after two seconds of silence.
//
// A command passes through it as frames: a kind byte, four bytes of length (big endian), the bytes. From the caller: 'C'
// the Call as JSON, 'i' a piece of standard input, 'e' its end, 'k' a cancel. From the holder: 'h' hello, 'o' and 'r'
// pieces of output and of errors, 'x' the exit code as decimal text and the end.
package socket
