// Package store keeps a workspace: the records, their keys, lists and history, the attached files, the bin, and backups.
//
// # What it gives
//
// Open takes a workspace's folder. Save keeps one action of one person and returns when it is on the disk. Get, Find,
// Case, Items, List answer from what was saved, at once. History, At, Undo go back. Delete, Restore, Purge and Mask take
// away. Attach keeps files. Backup, RestoreBackup and Verify look after the whole. Changed and Wait let the search index
// follow.
//
// # What it never does
//
// It never trusts Badger with anything that the journal does not have: Badger is a view, built from the journal, and set
// aside and built again whenever it is in doubt (FACTS, The store). It never answers with a value whose checksum is
// wrong, never drops a value when two people changed the same field, and never confirms what is not synced. It knows
// nothing of searching, of the rules of the process, or of other programs' formats.
//
// # How a record passes through
//
// Save checks the action under one writer lock (save.go), joins it with what others changed since its base
// (conflict.go), appends it to the journal, which is the confirmation, and applies the entry to Badger in one transaction
// (apply.go) and to the lists in memory (package lists): Save returns as soon as the entry is on the disk, and whoever reads
// or saves next waits until it is shown (showing.go). The same apply.go builds Badger from the journal (rebuild.go),
// so both ways lead to the same state. Readers read Badger only (read.go).
//
// # The folder of a workspace
//
//	precedent.json        which workspace this is, which machine writes, which format and program it needs (workspace.go)
//	lock                  held by the one program that has the workspace open (lock.go)
//	journal/              the truth: package journal
//	store/session.json    which folder of store/ holds Badger, and whether it was closed well (session.go)
//	store/000001/ …       Badger; a higher number is a newer build
//	store/opening         there while Badger opens: found at a start, the last opening killed the program
//	purge.json            there while a purge is under way, with the ids, so that the next start finishes it (purge.go)
//	backups.json          which backups were made, so that a purge can name those that keep the text (backup.go)
//	index/, similar/      the search's; search.forget is there while they still hold what a purge removed (package desk)
//	glance.json           what the next start shows first (package desk)
//	imports/              what each import took and refused, and why, until a purge (package desk)
//	attachments/ab/<sha>  files under their SHA-256, in a folder named by its first two digits
//	attachments/tmp/      files that are not complete yet
package store
