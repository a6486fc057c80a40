// Package document writes the documents of a case, from its declaration to its closure, its root cause analysis and its review,
// each for the company's own people, for the customer, or for both: as Markdown, HTML, PDF and DOCX to keep, as Slack's markup,
// rich or plain text to paste elsewhere, and as the draft of a mail.
//
// A kind of document is data: a template (sections/*.yaml, or a team's own) with its sections, the filler that writes each from
// the record, and starter sentences with variables. A case passes through it in three steps. Build compiles the case into a
// view (InternalView, or CustomerView, which is made from a list of what may go out and has no field for anything else),
// fills the sections of the template, and gives a tree, the gaps in it and where each fact came from. Render prints the tree in
// one format. Check reads a finished customer's file back, with readers of its own, and names whatever of the internal record
// is in it: in its text, its properties, addresses, bookmarks and the notes within its pictures, in any order in which readers
// give a script. It does not see what pictures show.
//
// A card (cards/*.yaml) is a template too: its sections are the fields of another system's form, in that form's order.
//
// A missing fact stands as a visible gap that says where to add it; nothing is invented. What a person wrote for a section
// takes its place and is never overwritten. The package reads no clock: a document carries the day of its record, so the same
// record, templates, program and fonts give the same bytes.
package document
