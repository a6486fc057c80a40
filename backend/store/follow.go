package store

import (
	"context"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Entry is one action as the journal keeps it.
type Entry = journal.Entry

// Wait waits until there is an entry after a sequence, and gives the last one's.
func (s *Store) Wait(ctx context.Context, since uint64) (uint64, error) {
	for {
		s.mu.Lock()
		wake, changed, closed := s.wake, s.changed, s.state.Phase == Closed
		s.mu.Unlock()
		if seq := s.Seq(); seq > since {
			return seq, nil
		}
		if closed {
			return 0, casefile.Faultf(casefile.Unavailable, "The workspace has been closed. Open it again.")
		}
		select {
		case <-wake:
		case <-changed:
		case <-ctx.Done():
			return 0, casefile.Wrap(casefile.Cancelled, ctx.Err(), "Waiting was stopped.")
		}
	}
}

// Changed gives, for each entry after a sequence and in their order, the top-level records that it touched: those that
// changed, and the cases of the items that did. Those that are gone are given too: Case does not find them.
func (s *Store) Changed(ctx context.Context, since uint64, fn func(caseID string, seq uint64) error) error {
	return s.readLong(ctx, func(v view) error {
		return v.keysFrom([]byte{keyTouched}, seqKey(keyTouched, since+1), func(k []byte) error {
			if err := ctx.Err(); err != nil {
				return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
			}
			return fn(lastID(k), lastSeq(k[:9]))
		})
	})
}

// Entries gives the journal's entries from a sequence on to fn, for an export of the whole history. Damage ends it with
// the code damaged.
func (s *Store) Entries(ctx context.Context, from uint64, fn func(Entry) error) error {
	return s.j.Replay(ctx, from, fn)
}
