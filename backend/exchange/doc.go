// Package exchange reads and writes other programs' formats, and the open export of a whole workspace.
//
// It gives records to take (Read), the guess how a table is meant (GuessCSV), what a second import changes (Merge), and
// everything of a workspace as open files, both ways (Write, ReadExport). It never keeps anything: it knows neither the
// store nor the journal, runs no clock, follows no link, opens no file outside the folder it was pointed at, and never
// guesses a time zone. Whatever the size of a file, it holds one record of it at a time.
//
// A record passes through it like this: a line, a row or a file becomes a map of values; shape turns the map into an
// Incoming by the schema of its kind (values checked, times read, names of people and customers set apart, what has no
// field put under extra); the caller resolves the names, asks Merge what to change, and saves. What cannot be taken is
// refused by file and line with one sentence, and the rest goes on.
//
// # The precedent format
//
// JSON lines, UTF-8, one record each. "kind" says what it is; "id" is what the other system calls it and, with "source",
// identifies it for ever; "parent" is the other system's id of the record that an item belongs to. All other names are the
// fields of the kind (casefile.FieldsOf); what is none of them is kept under "extra". null and "" say that a field is
// empty; a field that is not mentioned is left as it is. People, customers and other records are named by name, alias, key
// or id. A record without an id is known by its whole content, so the same line again is the same record.
//
// # Markdown
//
// One file is one record, known by its path in the folder unless its head (YAML between lines of three dashes) has an id.
// The head holds fields by their JSON names; the first heading is the title when the head has none; the rest is the text.
// Pictures and links to files of the folder are its files. A section "Timeline" that is one list, each entry of which begins
// with a time that can be meant in one way only, becomes lines; otherwise it stays text.
//
// # Tables
//
// GuessCSV says what the columns are likely to be; the mapping it gives is shown, corrected and given to Read. A column that
// is mapped to nothing is kept under extra. Times without a zone, and dates that can be read in two ways, are asked about:
// until that is answered their rows are refused.
//
// # Exports
//
// Write puts a whole workspace into open files (export_readme.md says which). ReadExport gives them back for an empty
// workspace, history first and records to compare with; Read takes them into one that is in use, by our own IDs, without its
// settings.
//
// # The order of an import
//
// A record may name another one that comes later. Read therefore goes through its input once for each rank that occurs in
// it: first what names nothing, then emergencies, then reviews, calls and briefs, then documents, then items. A parent or a
// case that is still unknown when a record is taken is not in the input, and the caller declines the record.
package exchange
