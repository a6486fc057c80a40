// Package search finds cases: it keeps a Bleve index of them, reads the query language, and answers with hits, the lines
// that match, facets and cursors. It is the only importer of Bleve. Similar cases are next door, in similar.
//
// The unit found is the case: an escalation, emergency, incident, review, call, brief, document or customer is one
// document made of its fields, its items and the text of its attachments.
//
// # The way of a record
//
// A save gives desk the journal sequence and the cases that changed. They are cut into pieces, one for each field of a case
// and of its items (pieces.go), and pieces into tokens (package words); what is true of the case becomes terms (terms.go);
// fields.go lays both down as fields of an index document, and batch.go gives them to Bleve without its own analysis. Update
// writes a few cases as one batch; a Writer many, cutting one batch on all processors while another is written. The batch
// ends with the sequence it reached, and is on disk when Update or End returns. A query is read by package language;
// compile.go turns it into nodes that walk over postings (nodes.go, phrase.go), for words over plain arrays where many
// documents are asked for (word.go, wordlists.go); collect.go keeps the best, counts facets,
// which stand in plain arrays (columns.go), and knows where the next page begins. For those on the page, several at a time,
// the case is fetched from the store, cut into the same pieces, and the lines that match are marked (marks.go): only words
// that begin as one that was asked for are looked at, and only until all that is shown is found.
//
// # What it never does
//
// It stores no text, and is no source of truth: everything in it comes from the journal, and is rebuilt from there when it
// is missing, damaged, or of another version. Open checks what Bleve does not: the pages of root.bolt (package boltfile),
// the checksums of the files it names, the state's own checksum, the count of documents. It never blocks a save, never
// fails on a strange query, and logs no text.
//
// # Relevance
//
// A hit is as near as the farthest of its words: the key itself, the words as typed, their stems, corrected typing
// mistakes; these tiers stand one above the other. Within a tier BM25 decides, computed here over Bleve's postings: Bleve's
// own scorer puts a square root into it and multiplies by the share of matching clauses. Title, fields and lines are one
// text for BM25, in which the title counts three times; fields with boosts of their own lower the rank of the right case.
//
// A word is corrected only when fewer than ten cases have it as typed: rest is one edit from reset, and would fill the
// counts with cases that nobody asked for. The last word of an unfinished query stands for all words that begin so as well; while it is
// typed for the eight most frequent of them, and at most ten thousand cases are looked at: Answer.TotalExact says when that
// left something out.
//
// # Days
//
// A date in a query is a day on the calendar of the record: the day in the zone in which the time was said. So a bare day
// and an instant are asked for alike, and a case of Berlin is found under the date that Berlin wrote. Only "today" and "7d"
// depend on the zone of whoever asks.
package search
