// Package extract takes the text out of files: of attachments, so that search finds what is in them, and of finished
// documents, so that the check reads what a customer would read. Of a PDF it also gives its pages as pictures, so that one
// sees what will be printed.
//
// Text gives at most the first megabyte of plain text, logs, Markdown, HTML, CSV, JSON, EML, DOCX and PDF, and nothing for
// other files. Parts gives everything that a file says, with the place where it says it: pages, link targets, alternative
// texts, properties, bookmarks, notes on pages and within pictures, the files attached to a mail.
//
// It never runs what is in a file, follows no link and opens no other file: PDFium works as WebAssembly without a folder to
// see. A file that is no valid file of its kind is an error, never a crash.
package extract
