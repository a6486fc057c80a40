// Package journal is the memory of a workspace: an append-only log of what people changed, and the only truth there is.
// The store and the search index are views of it and can be thrown away.
//
// # What it gives
//
// Append keeps one entry, which is one action of one person with all its changes, and returns when the bytes are on the
// disk (File.Sync): that is what "saved" means in this program. Replay and At read entries back, Rewrite cuts or masks
// changes for a purge, Verify checks everything, Snapshot says what a backup must copy.
//
// # What it never does
//
// It never returns an entry that is not what was written: every header and payload has a CRC-32C, every change a salted
// seal, and every header names the hash of the one before. It never passes over damage: damage ends a Replay with a Damage
// that says where reading can go on. It never drops a file, never migrates one (older changes are lifted while they are
// read), and it changes nothing in a journal that a newer program wrote. It knows nothing of what a record means, except
// which fields a draft is about. It takes no lock between processes: whoever opens it holds the workspace's lock.
//
// # How a record passes through
//
// The store makes an Entry of the changes and calls Append under its writer lock. Append numbers it, seals each change,
// writes header and payload with one call behind the last confirmed entry, mostly over zeros that were written there before
// (ahead.go), and syncs. If that fails nothing was saved: the
// file is cut back, the handle is given up, and the next Append works on a new one whose content was read again. When the
// store is rebuilt, Replay hands it the same entries in the same order.
//
// # Files
//
// A folder of files named by the first sequence they hold, 000000000001.journal and so on. A new file is begun when one
// has 16 MB. Superseded drafts lose their content soon after their file is full. The folder set-aside keeps the ends of
// files that could not be read. The byte layout is described in format.go.
package journal
