// Package search finds cases: it keeps a Bleve index of them, reads the query language, and answers with hits, the lines
// that match, facets and cursors. It is the only importer of Bleve. Similar cases are next door, in similar.
//
// The unit found is the case: an escalation, emergency, incident, review, call, brief, document or customer is one
// document made of its fields, its items and the text of its attachments.
//
// # The way of a record
//
// A save gives desk the journal sequence and the cases that changed. Update cuts a case into pieces, one for each field of
// it and of its items (pieces.go), and pieces into tokens (package words); what is true of the case becomes terms
// (terms.go); fields.go lays both down as fields of an index document. The batch ends with the sequence it reached, and is
// on disk when Update returns. A query is read by package language; compile.go turns it into nodes that walk over postings
// (nodes.go, phrase.go); collect.go keeps the best, counts facets, and knows where the next page begins. For those on the
// page the case is fetched from the store, cut into the same pieces, and the lines that match are marked (marks.go).
//
// # What it never does
//
// It stores no text, and is no source of truth: everything in it comes from the journal, and is rebuilt from there when it
// is missing, damaged, or of another version. Open checks what Bleve does not: the checksums of the files, the state's own
// checksum, the count of documents. It never blocks a save, never fails on a strange query, and logs no text.
//
// # Relevance
//
// A hit is as near as the farthest of its words: the key itself, the words as typed, their stems, corrected typing
// mistakes; these tiers stand one above the other. Within a tier BM25 decides, computed here over Bleve's postings: Bleve's
// own puts a square root into it and multiplies by the share of matching clauses. Title, fields and lines are one text for
// BM25, in which the title counts three times, rather than fields with boosts, which lower the rank of the right case.
package search
