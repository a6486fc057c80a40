package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/store/lists"
)

// The words of lists; see package lists.
type (
	// ListQuery asks for a page of a list.
	ListQuery = lists.Query
	// Filter narrows a list by one column.
	Filter = lists.Filter
	// Op is how a filter compares.
	Op = lists.Op
	// Row is one record in a list.
	Row = lists.Row
	// Count is how often a value occurs.
	Count = lists.Count
	// Page is a page of a list.
	Page = lists.Page
)

// List gives a page of a list, from memory: a saved record is in its list at once.
func (s *Store) List(ctx context.Context, q ListQuery) (p Page, err error) {
	err = s.listed(ctx, func(l *lists.Lists) error {
		s.whole.RLock()
		defer s.whole.RUnlock()
		p, err = l.Find(ctx, q)
		return err
	})
	return p, err
}

// Counts says how many records of each top-level kind there are, the bin left out.
func (s *Store) Counts(ctx context.Context) (counts map[casefile.Kind]int, err error) {
	err = s.listed(ctx, func(l *lists.Lists) error {
		counts = l.Counts()
		return nil
	})
	return counts, err
}

// listed runs fn on the lists, which the first one to ask fills: a command that shows one record does without. A Badger that
// turns out to be spoiled meanwhile is built again, as in attempt.
func (s *Store) listed(ctx context.Context, fn func(l *lists.Lists) error) error {
	s.write.shown()
	return s.attemptOn(ctx, func(h *handle) error {
		l, err := s.filled(h)
		if err != nil {
			return err
		}
		return fn(l)
	})
}

// filled gives the lists of a Badger. They are read as of one moment, while saves go on; what was saved since comes in at the
// end, so that from then on a saved record is in its list when the save returns.
func (s *Store) filled(h *handle) (*lists.Lists, error) {
	if l := h.lists.Load(); l != nil {
		return l, nil
	}
	h.filling.Lock()
	defer h.filling.Unlock()
	if l := h.lists.Load(); l != nil {
		return l, nil
	}
	s.write.Lock()
	t := h.db.NewTransaction(false)
	h.late = map[string]bool{}
	s.write.Unlock()
	defer t.Discard()
	l := lists.New()
	err := view{t: t}.fill(l)
	s.write.Lock()
	defer s.write.Unlock()
	late := h.late
	h.late = nil
	if err == nil {
		err = h.renew(l, late)
	}
	if err != nil {
		return nil, err
	}
	h.lists.Store(l)
	return l, nil
}

// fill reads all rows, and counts: a Badger that ends an iteration early has fewer than it says.
func (v view) fill(l *lists.Lists) error {
	st, _, err := v.state()
	if err != nil {
		return err
	}
	moved := make(map[rawID]int64, st.Rows)
	err = v.values([]byte{keyMoved}, func(k, content []byte, _ uint64) error {
		if len(content) != 8 {
			return errSpoiled
		}
		moved[rawID(k[1:])] = int64(binary.BigEndian.Uint64(content))
		return nil
	})
	if err != nil {
		return err
	}
	var rows uint64
	err = v.values([]byte{keyRow}, func(k, content []byte, seq uint64) error {
		rows++
		id := rawID(k[1:])
		return l.Put(id, seq, content, movedText(moved[id]))
	})
	if err == nil && rows != st.Rows {
		err = tooFew(rows, st.Rows)
	}
	return err
}

func tooFew(rows, want uint64) error { return fmt.Errorf("%w: %d rows of %d", errSpoiled, rows, want) }

// bring brings what an applier changed into the lists, where somebody has asked for any. The caller holds the store's write.
func (h *handle) bring(a *applier) error {
	l := h.lists.Load()
	if l == nil {
		if h.late != nil {
			maps.Copy(h.late, a.rows)
			for id := range a.movedTo {
				h.late[id] = true
			}
		}
		return nil
	}
	for id, at := range a.movedTo {
		if !a.rows[id] {
			l.Move(mustRaw(id), movedText(at))
		}
	}
	return h.renew(l, a.rows)
}

// renew reads rows of the lists again.
func (h *handle) renew(l *lists.Lists, rows map[string]bool) error {
	if len(rows) == 0 {
		return nil
	}
	t := h.db.NewTransaction(false)
	defer t.Discard()
	v := view{t: t}
	for id := range rows {
		raw := mustRaw(id)
		content, seq, found, err := v.get(idKey(keyRow, raw))
		if err != nil {
			return err
		}
		if !found {
			l.Remove(raw)
			continue
		}
		moved, err := v.moved(raw)
		if err != nil {
			return err
		}
		if err := l.Put(raw, seq, content, movedText(moved)); err != nil {
			return err
		}
	}
	return nil
}

func movedText(ms int64) string {
	if ms == 0 {
		return ""
	}
	return casefile.At(time.UnixMilli(ms), "").String()
}
