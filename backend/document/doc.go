// Package document writes the documents of a case: the closure and the root cause analysis, each for the company's own
// people and for the customer, as Markdown, HTML, PDF and DOCX.
//
// A case passes through it in three steps. Build compiles the case into a view (InternalView, or CustomerView, which is made
// from a list of what may go out and has no field for anything else), fills the sections that sections/*.yaml describe, and
// gives a tree, the gaps in it and where each fact came from. Render prints the tree in one format. Check reads a finished
// customer's file back, with readers of its own, and names whatever of the internal record is in it.
//
// A missing fact stands as a visible gap that says where to add it; nothing is invented. What a person wrote for a section
// takes its place and is never overwritten. The package reads no clock: a document carries the day of its record, so the same
// record, templates, program and fonts give the same bytes.
package document
