// Package words gives the words of a text as the index keeps them and as a query asks for them: folded, numbered, and with
// their place in the text.
//
// A text passes through it in this order: what is beyond MaxText is left out; compatibility forms are unified (NFKC);
// runs of letters, digits and their marks are words, in lower case and without the accents of Latin, Greek and Cyrillic
// letters (ß is ss); scripts that are written without spaces become pairs of neighbouring characters; a word with humps
// or digits gives its parts too (camelCase: camel, case); words joined by punctuation give the whole too (a.b.C,
// 10.1.2.3, ERR_RESET, path/file.js). NUL bytes and broken UTF-8 end a word like a space does.
//
// It knows no index and no record, keeps nothing between calls but a bounded memory of stems, and never fails: every
// text has words or none.
package words
