// Package mail writes a document as the draft of a mail: its text as plain text and as HTML, and the finished file attached
// (RFC 5322, MIME in RFC 2045 to 2047 and 2183, names of files in RFC 2231).
//
// The draft says X-Unsent: 1, by which mail programs open it for writing instead of reading. Its date is the document's and its
// boundaries come from its content, so that equal documents have equal bytes.
//
// It sends nothing and looks up no address.
package mail
