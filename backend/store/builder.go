package store

import (
	"context"
	"errors"

	"precedent/backend/journal"
)

// builder brings a Badger that nobody reads yet up to the journal.
type builder struct {
	s      *Store
	h      *handle
	state  viewState
	drafts draftSet
	upTo   uint64                   // the last entry to apply; 0 = all
	ctx    context.Context          // ends the work; nil = the store's life does
	told   func(done, total uint64) // nil = the store tells its own
}

func (b *builder) life() context.Context {
	if b.ctx != nil {
		return b.ctx
	}
	return b.s.life
}

func (b *builder) end() uint64 {
	if b.upTo > 0 {
		return b.upTo
	}
	return b.s.j.Last()
}

// lostEntries gathers the sequences that the journal cannot give back.
type lostEntries struct{ damage []journal.Damage }

// has says that an entry is lost. last is the journal's last one: what lies behind it was cut with the tail.
func (l *lostEntries) has(seq, last uint64) bool {
	if seq > last {
		return true
	}
	for _, d := range l.damage {
		if seq >= d.From && (seq < d.Next || d.Next == 0) {
			return true
		}
	}
	return false
}

// replay applies the entries of the journal that the Badger has not got yet. Damage is gathered in lost; where that is nil
// damage ends it.
func (b *builder) replay(lost *lostEntries) error {
	for {
		err := b.replayPart()
		var d *journal.Damage
		if !errors.As(err, &d) || lost == nil {
			return err
		}
		lost.damage = append(lost.damage, *d)
		if d.Next == 0 {
			b.state.Seq = b.end()
			return nil
		}
		b.state.Seq = max(b.state.Seq, d.Next-1)
	}
}

// replayCommit is after how many entries a transaction is committed though it is not full.
const replayCommit = 500

var errEnough = errors.New("store: as far as asked")

func (b *builder) replayPart() error {
	if b.state.Seq >= b.end() {
		return nil
	}
	if err := b.knowDrafts(); err != nil {
		return err
	}
	a := newApplier(b.h.db, b.state, b.drafts)
	n := 0
	err := b.s.j.Replay(b.life(), b.state.Seq+1, func(e journal.Entry) error {
		if b.upTo > 0 && e.Seq > b.upTo {
			return errEnough
		}
		if err := a.entry(e); err != nil {
			return err
		}
		if n++; n%replayCommit != 0 {
			return nil
		}
		if err := b.commit(a); err != nil {
			return err
		}
		b.tell(e.Seq)
		a = newApplier(b.h.db, b.state, b.drafts)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	var d *journal.Damage
	if err == nil || errors.As(err, &d) {
		return errors.Join(b.commit(a), err)
	}
	a.t.Discard()
	return err
}

// knowDrafts reads which drafts there are, once.
func (b *builder) knowDrafts() (err error) {
	if b.drafts != nil {
		return nil
	}
	t := b.h.db.NewTransaction(false)
	defer t.Discard()
	b.drafts, err = readDrafts(view{t: t})
	return err
}

// commit ends an applier and takes over its state. It stops where the disk has filled up.
func (b *builder) commit(a *applier) error {
	if err := b.s.checkSpace(0); err != nil {
		a.t.Discard()
		return err
	}
	if err := a.flush(); err != nil {
		return err
	}
	b.state = a.state
	return nil
}

func (b *builder) tell(done uint64) {
	if b.told != nil {
		b.told(done, b.end())
	} else if b.upTo == 0 {
		b.s.tell(done)
	}
}

// tell says how far building has come.
func (s *Store) tell(done uint64) {
	total := s.j.Last()
	s.mu.Lock()
	building := s.state.Phase == Building
	if building {
		s.state.Done, s.state.Total = done, total
	}
	s.mu.Unlock()
	if building && s.o.Progress != nil {
		s.o.Progress(done, total)
	}
}
