// Package similar finds the past cases that are like the one in front of a person, and says why.
//
// It gives an Index of cases, each reduced to its symptoms (title, description, early lines), that answers a Query with
// hits in order. The score of a hit is the sum of its Reasons: ten signals with fixed weights, learnt once from
// real duplicate reports, each of them something a person can be told ("shares the rare token E0308", "three days
// before", "covers 5 of your 6 title words, crash ≈ hang"). Beside the numbers stands the Evidence: the words themselves.
//
// # The way of a case
//
// Put cuts a Doc into tokens (words.go), counts them (analysis.go) and keeps the counts in memory, added to what the
// folder holds (index.go). Query draws a pool of 400 by BM25F over all tokens (pool.go), works out the ten signals for
// each of the pool (signals.go, cover.go), adds them up and names the evidence of those it returns (evidence.go). Two
// signals need term vectors, "crash" lying near "hang": Learn takes them from the cases themselves by a truncated
// singular value decomposition (learn.go, vectors.go). Below 1,000 cases, and until they are learnt, the ranker works
// with the eight others and weights of their own (weights.go).
//
// Save writes everything into one new file and goes on from that file; Open reads it back without looking at a text
// again (save.go, open.go, layout.go).
//
// # What the caller does
//
// It opens the folder, puts what the journal holds beyond Seq, calls SetSeq, and from time to time Save: after an
// import, when a few thousand cases changed, before it closes. Whenever LearnDue says so it calls Learn in the background,
// and Save after it; a command that imports and ends must wait for both, or the next one answers without term vectors.
// On a fault of the code Damaged, from any method, it closes the index, discards the folder and puts everything anew; so
// it does for a purge. It cuts the lines that show a piece of evidence itself, with First.
//
// # What it never does
//
// It keeps no text: tokens, counts and hashes only, and a token no living case has is gone from the disk with the next
// Save. It does not rank by who the customer is, by status, by how a case was solved, or by anything set after
// the event; same customer and same component are told, not weighed. It reads no clock: the time of asking is an option.
// It makes no promise of durability: it is a view of the journal, says how far it got (Seq), and is rebuilt when
// damaged.
package similar
