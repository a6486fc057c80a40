package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Untouched says that nothing but settings was kept here yet, which a window writes when it first opens a workspace: the
// history of another one can still be taken over.
func (s *Store) Untouched(ctx context.Context) (bool, error) {
	err := s.j.Replay(ctx, 1, func(e journal.Entry) error {
		if e.Cut > 0 {
			return errEnough
		}
		for _, c := range e.Changes {
			if c.Kind != string(casefile.KindSettings) {
				return errEnough
			}
		}
		return nil
	})
	var damage *journal.Damage
	if errors.Is(err, errEnough) || errors.As(err, &damage) { // what cannot be read may have been anything
		return false, nil
	}
	return err == nil, err
}

// Adopt takes over the history of another workspace, from an export, into one that is Untouched: who, when, ids and actions
// stay as they are; sequences are given anew, and what names one by its sequence is changed with it. A setting of the other
// workspace takes the place of the one here. next gives the entries in their order and false after the last one.
func (s *Store) Adopt(ctx context.Context, next func() (Entry, bool, error)) (taken uint64, err error) {
	h, err := s.readable(ctx)
	if err != nil {
		return 0, err
	}
	defer h.readers.Done()
	s.write.Lock()
	defer s.write.Unlock()
	if !s.current(h) {
		return 0, casefile.Faultf(casefile.Busy, "The records are being made ready. Try again in a moment.")
	}
	untouched, err := s.Untouched(ctx)
	if err != nil {
		return 0, err
	}
	if !untouched {
		return 0, casefile.Faultf(casefile.Refused, "This workspace has records already. Take the history over into a new, empty one.")
	}
	a := adopter{s: s, h: h, seqs: map[uint64]uint64{}}
	defer func() { s.now = nil }()
	for {
		if err := ctx.Err(); err != nil {
			return a.taken, casefile.Wrap(casefile.Cancelled, err, "Taking the history over was stopped. Begin again in a new, empty workspace.")
		}
		e, more, err := next()
		if err != nil || !more {
			return a.taken, err
		}
		if err := a.take(e); err != nil {
			return a.taken, err
		}
	}
}

// adopter takes entries of another workspace over, one after the other.
type adopter struct {
	s     *Store
	h     *handle
	seqs  map[uint64]uint64 // the sequence there → here
	taken uint64
}

func (a *adopter) take(e Entry) error {
	old := e.Seq
	var n note
	if len(e.Note) > 0 {
		if err := json.Unmarshal(e.Note, &n); err != nil {
			return casefile.Wrap(casefile.Invalid, err, "The history holds an entry that cannot be read, so it is not taken over.")
		}
	}
	for i, seq := range n.Undoes {
		n.Undoes[i] = a.seqs[seq]
	}
	if n.Adopted == "" {
		n.Adopted = e.Device
	}
	n.Cut += e.Cut
	changes := make([]journal.Change, len(e.Changes))
	for i, c := range e.Changes {
		if _, ok := parseID(c.ID); !ok {
			return casefile.Faultf(casefile.Invalid, "The history holds a record whose ID is no UUID, so it is not taken over.")
		}
		c.Base = a.seqs[c.Base]
		changes[i] = c
	}
	e.Changes, e.Note = changes, nil
	at := e.At
	a.s.now = func() time.Time { return at }
	kept, err := a.s.append(e, n)
	if err != nil {
		return err
	}
	a.seqs[old] = kept.Seq
	a.taken++
	a.s.apply(a.h, kept)
	return nil
}
