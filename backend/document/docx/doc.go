// Package docx writes a document as WordprocessingML (ECMA-376), the .docx of Word, LibreOffice and Pages.
//
// It is our own small writer: styles and not hand-set looks, a head and a numbered foot on every page, tables whose header
// row is repeated, real lists, links, footnotes, pictures with their description, and text that runs from right to left. The
// zip carries fixed times, so that equal documents have equal bytes.
//
// It writes no macro, no field but the page numbers, and nothing that a reader would fetch.
package docx
