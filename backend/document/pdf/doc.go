// Package pdf writes a document as a tagged PDF with the engine of package engine.
//
// The document goes to the engine as JSON beside a fixed template (page.typ), which prints every text with text() or raw():
// no character that a person typed is ever read as markup. The number and width of columns, the size of pictures and the
// places where long words may break are decided here, so that nothing runs off the page.
//
// It knows no clock: the date in the file is the document's. What no font could show is in the receipt.
package pdf
