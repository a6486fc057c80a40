package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// FieldChange is what an action did to one field. nil = it was empty.
type FieldChange struct {
	RecordID string
	Kind     casefile.Kind
	Field    string
	Before   any
	After    any
}

// Revision is one action as the history of a record shows it.
type Revision struct {
	Seq      uint64
	ID       string // of the entry
	At       time.Time
	Who      string
	Device   string
	Action   string
	Changes  []FieldChange
	Undoes   []uint64 // the entries that it took back
	UndoneBy uint64   // the entry that took it back; 0 = it stands
	Undoable bool
	Cut      bool // a purge cut something out of it, or a secret was masked in it
}

// History gives what happened to a record and to everything below it, the newest first: the revisions before a sequence
// (0 = all), limit of them at most (0 = all).
func (s *Store) History(ctx context.Context, id string, before uint64, limit int) (out []Revision, err error) {
	err = s.readLong(ctx, func(v view) error {
		ids, err := v.family(id)
		if err != nil {
			return err
		}
		h := historian{s: s, v: v, before: before, bySeq: map[uint64]*Revision{}}
		for _, one := range ids {
			if err := h.record(ctx, one); err != nil {
				return err
			}
		}
		out, err = h.list(limit)
		return err
	})
	return out, err
}

// Value is what a field was from a moment on; nil is empty.
type Value struct {
	At    time.Time
	Value any
}

// Values gives the values that a field of a record took, oldest first, without those that were undone. It reads the record's own
// entries alone, however much stands below it.
func (s *Store) Values(ctx context.Context, id, field string) (out []Value, err error) {
	err = s.readLong(ctx, func(v view) error {
		out = nil
		var now casefile.Record
		return s.entriesOf(v, id, func(e journal.Entry, c *journal.Change) error {
			if err := ctx.Err(); err != nil {
				return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
			}
			next, err := advance(now, e, c)
			if err != nil {
				return err
			}
			was := now.Fields[field]
			now = next
			by, err := v.undoneBy(e.Seq)
			if err == nil && by == 0 && len(noteOf(e).Undoes) == 0 && !casefile.Equal(was, next.Fields[field]) {
				out = append(out, Value{e.At, next.Fields[field]})
			}
			return err
		})
	})
	return out, err
}

// family is a record and everything that is or was below it and was not moved or purged away.
func (v view) family(id string) ([]string, error) {
	raw, ok := parseID(id)
	if !ok {
		return nil, gone("record of this ID")
	}
	out := []string{id}
	known := false
	err := v.keys(idKey(keyHistory, raw), func([]byte) error { known = true; return nil })
	if err == nil && !known {
		err = gone("record of this ID")
	}
	if err != nil {
		return nil, err
	}
	children, err := v.children(id)
	if err != nil {
		return nil, err
	}
	out = append(out, children...)
	err = v.values([]byte{keyRemoved}, func(k, content []byte, _ uint64) error {
		var r removal
		if err := json.Unmarshal(content, &r); err != nil {
			return errors.Join(errSpoiled, err)
		}
		if r.Parent == id {
			out = append(out, lastID(k))
		}
		return nil
	})
	return out, err
}

// historian gathers revisions.
type historian struct {
	s      *Store
	v      view
	before uint64
	bySeq  map[uint64]*Revision
}

// record goes through one record's entries, oldest first, and notes what each one changed.
func (h *historian) record(ctx context.Context, id string) error {
	var now casefile.Record
	return h.s.entriesOf(h.v, id, func(e journal.Entry, c *journal.Change) error {
		if err := ctx.Err(); err != nil {
			return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
		}
		next, err := advance(now, e, c)
		if err != nil {
			return err
		}
		if h.before == 0 || e.Seq < h.before {
			r := h.revision(e)
			r.Changes = append(r.Changes, fieldChanges(now, next, id, c)...)
			r.Cut = r.Cut || c != nil && c.Masked
		}
		now = next
		return nil
	})
}

func (h *historian) revision(e journal.Entry) *Revision {
	if r := h.bySeq[e.Seq]; r != nil {
		return r
	}
	n := noteOf(e)
	r := &Revision{Seq: e.Seq, ID: e.ID, At: e.At, Who: e.Who, Device: e.Device, Action: e.Action, Undoes: n.Undoes, Cut: e.Cut+n.Cut > 0}
	if n.Adopted != "" {
		r.Device = n.Adopted
	}
	h.bySeq[e.Seq] = r
	return r
}

func (h *historian) list(limit int) ([]Revision, error) {
	seqs := make([]uint64, 0, len(h.bySeq))
	for seq := range h.bySeq {
		seqs = append(seqs, seq)
	}
	slices.Sort(seqs)
	slices.Reverse(seqs)
	if limit > 0 && len(seqs) > limit {
		seqs = seqs[:limit]
	}
	out := make([]Revision, 0, len(seqs))
	for _, seq := range seqs {
		r := h.bySeq[seq]
		by, err := h.v.undoneBy(seq)
		if err != nil {
			return nil, err
		}
		_, isAction, err := h.v.facts(seq)
		if err != nil {
			return nil, err
		}
		r.UndoneBy, r.Undoable = by, isAction && by == 0 && len(r.Changes) > 0
		out = append(out, *r)
	}
	return out, nil
}

func (v view) undoneBy(seq uint64) (uint64, error) {
	_, by, found, err := v.get(seqKey(keyUndone, seq))
	if err != nil || !found {
		return 0, err
	}
	return by, nil
}

// facts are what is known of an entry that a person could undo.
func (v view) facts(seq uint64) (f entryFacts, found bool, err error) {
	content, _, found, err := v.get(seqKey(keyEntry, seq))
	if err != nil || !found {
		return f, false, err
	}
	if err := json.Unmarshal(content, &f); err != nil {
		return f, false, errors.Join(errSpoiled, err)
	}
	return f, true, nil
}

// entriesOf gives the entries that changed a record, oldest first, each with its change; nil where a purge cut it out.
func (s *Store) entriesOf(v view, id string, fn func(e journal.Entry, c *journal.Change) error) error {
	raw, ok := parseID(id)
	if !ok {
		return nil
	}
	var seqs []uint64
	err := v.keys(idKey(keyHistory, raw), func(k []byte) error {
		seqs = append(seqs, lastSeq(k))
		return nil
	})
	if err != nil {
		return err
	}
	for _, seq := range seqs {
		e, err := s.j.At(seq)
		if err != nil {
			return err
		}
		if err := fn(e, changeOf(e, id)); err != nil {
			return err
		}
	}
	return nil
}

func changeOf(e journal.Entry, id string) *journal.Change {
	for i := range e.Changes {
		if strings.EqualFold(e.Changes[i].ID, id) {
			return &e.Changes[i]
		}
	}
	return nil
}

// advance is a record's state after an entry; without Fields when the entry removed it.
func advance(now casefile.Record, e journal.Entry, c *journal.Change) (casefile.Record, error) {
	if c == nil {
		return now, nil
	}
	next := casefile.Record{Kind: casefile.Kind(c.Kind), ID: c.ID, Rev: e.Seq}
	if string(c.Patch) == "null" {
		return next, nil
	}
	patch, err := casefile.DecodeFields(c.Patch)
	if err != nil {
		return now, err
	}
	next.Fields = casefile.Apply(now.Fields, patch)
	return next, nil
}

// fieldChanges lists what is different between two states, by the names of the fields.
func fieldChanges(before, after casefile.Record, id string, c *journal.Change) []FieldChange {
	if c == nil {
		return nil
	}
	var names []string
	for name := range casefile.Diff(before.Fields, after.Fields) {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []FieldChange
	for _, name := range names {
		out = append(out, FieldChange{id, casefile.Kind(c.Kind), name, before.Fields[name], after.Fields[name]})
	}
	return out
}

// At gives a record as an entry left it: seq may be any sequence, also one at which the record did not change. The code is
// not_found when it was not there then.
func (s *Store) At(id string, seq uint64) (r casefile.Record, err error) {
	err = s.readLong(s.life, func(v view) error {
		r, _, err = s.stateAt(v, id, seq)
		if err == nil && r.Fields == nil {
			err = casefile.Faultf(casefile.NotFound, "The record was not there at that time.")
		}
		return err
	})
	return r, err
}

// stateAt gives a record's state after a sequence, without Fields when it was not there, and the entries that changed it
// since.
func (s *Store) stateAt(v view, id string, seq uint64) (r casefile.Record, since []journal.Entry, err error) {
	err = s.entriesOf(v, id, func(e journal.Entry, c *journal.Change) error {
		if e.Seq > seq {
			since = append(since, e)
			return nil
		}
		r, err = advance(r, e, c)
		return err
	})
	return r, since, err
}

// sets says that a patch sets what a path names, or something around it.
func sets(patch map[string]any, path string) bool {
	first, rest, deeper := strings.Cut(path, ".")
	value, ok := patch[first]
	if !ok || !deeper {
		return ok
	}
	inner, isMap := value.(map[string]any)
	return !isMap || sets(inner, rest)
}
