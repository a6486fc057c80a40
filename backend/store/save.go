package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"precedent/backend/casefile"
	"precedent/backend/journal"
	"precedent/backend/store/lists"
)

// Change is one record's part of an action.
type Change struct {
	Kind  casefile.Kind
	ID    string         // "" = a new record: the store makes its ID and key
	Base  uint64         // Rev of the record that the change was made on; 0 = it was not there
	Patch map[string]any // RFC 7396: a null clears a field. A nil Patch removes the record without a place in the bin
}

// Action is what one person does at once: it is kept whole or not at all, and undone whole.
type Action struct {
	Name    string // such as "edit": what the history calls it
	Who     string // "" = Options.Who
	Changes []Change
	Zone    string // where the person is, for the times that the store sets; may be ""
	Import  bool   // created stays empty when the source did not say
	Job     string // parts of one long action share it; UndoJob takes them back together
}

// Saved is what became of an action.
type Saved struct {
	Seq       uint64 // of its entry; 0 = nothing was different, so there is none
	ID        string // of its entry
	At        time.Time
	Records   []casefile.Record // the records as they are now, in the order of the changes; a removed one has no Fields
	Conflicts []Conflict        // values that this action replaced though it had not seen them; they are kept beside
}

// Save keeps an action and returns when it is on the disk; readers see it at once. What others changed since a change's
// Base is joined with it (DESIGN, Conflict). When it fails nothing was saved: the code is invalid when the action cannot
// be kept, not_found when it names a record that is not there, disk_full, or unavailable when the disk refused.
func (s *Store) Save(ctx context.Context, a Action) (Saved, error) {
	return s.save(ctx, a, note{Import: a.Import, Job: a.Job})
}

func (s *Store) save(ctx context.Context, a Action, n note) (Saved, error) {
	if err := ctx.Err(); err != nil {
		return Saved{}, casefile.Wrap(casefile.Cancelled, err, "Stopped; nothing was saved.")
	}
	if a.Who == "" {
		a.Who = s.o.Who
	}
	for {
		if saved, done, err := s.saveEarly(a, n); done {
			return saved, err
		}
		h, err := s.readable(ctx)
		if err != nil {
			return Saved{}, err
		}
		saved, err := s.saveOn(h, a, n)
		h.readers.Done()
		if !errors.Is(err, errSpoiled) {
			return saved, err
		}
		s.spoiled(h, err)
	}
}

// saveOn saves on an open Badger. errSpoiled says that nothing was saved, because Badger must be built again first.
func (s *Store) saveOn(h *handle, a Action, n note) (Saved, error) {
	s.write.Lock()
	defer s.write.Unlock()
	if !s.current(h) {
		return Saved{}, errSpoiled
	}
	t := h.db.NewTransaction(false)
	defer t.Discard()
	p := &plan{s: s, v: &view{t: t, recent: h.recent}, a: a, now: s.clock()}
	if err := p.make(); err != nil {
		return Saved{}, err
	}
	if len(p.entry) == 0 {
		return p.saved(journal.Entry{}), nil
	}
	e, err := s.keep(h, journal.Entry{Who: a.Who, Action: a.Name, Changes: p.entry}, n)
	if err != nil {
		return Saved{}, err
	}
	return p.saved(e), nil
}

// saveEarly saves an action of new records only while Badger is not ready: quick notes and call lines need not wait.
func (s *Store) saveEarly(a Action, n note) (Saved, bool, error) {
	for _, c := range a.Changes {
		if c.ID != "" || c.Patch == nil {
			return Saved{}, false, nil
		}
	}
	s.write.Lock()
	defer s.write.Unlock()
	if p := s.State().Phase; p != Building && p != Opening || len(a.Changes) == 0 {
		return Saved{}, false, nil
	}
	p := &plan{s: s, a: a, now: s.clock()}
	if err := p.make(); err != nil {
		return Saved{}, true, err
	}
	e, err := s.append(journal.Entry{Who: a.Who, Action: a.Name, Changes: p.entry}, n)
	if err != nil {
		return Saved{}, true, err
	}
	return p.saved(e), true, nil
}

func (s *Store) current(h *handle) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.h == h && s.state.Phase == Ready
}

func (s *Store) clock() time.Time { return s.journalNow().UTC().Truncate(time.Millisecond) }

// journalNow is the clock, but for entries of another workspace, which keep their time.
func (s *Store) journalNow() time.Time {
	if s.now != nil {
		return s.now()
	}
	return s.o.Now()
}

// append is the confirmation: when it returns, the entry is on the disk. The caller holds write.
func (s *Store) append(e journal.Entry, n note) (journal.Entry, error) {
	return s.appendBeside(e, n, nil)
}

// appendBeside is append, with work to be done while the disk works; see journal.AppendBeside.
func (s *Store) appendBeside(e journal.Entry, n note, meanwhile func(journal.Entry)) (journal.Entry, error) {
	size := int64(0)
	for _, c := range e.Changes {
		size += int64(len(c.Patch))
	}
	if err := s.checkSpace(size); err != nil {
		return e, err
	}
	if err := s.mark(); err != nil {
		return e, cannotUse(err)
	}
	if text, err := json.Marshal(n); err != nil {
		return e, err
	} else if string(text) != "{}" {
		e.Note = text
	}
	return s.j.AppendBeside(e, meanwhile)
}

// keep appends an entry and applies it. The caller holds write.
func (s *Store) keep(h *handle, e journal.Entry, n note) (journal.Entry, error) {
	if !s.canPrepare(e, n) {
		e, err := s.append(e, n)
		if err == nil {
			s.apply(h, e)
		}
		return e, err
	}
	var a *applier
	e, err := s.appendBeside(e, n, func(e journal.Entry) { a = s.prepare(h, e) })
	switch {
	case err == nil && a != nil:
		s.show(h, e, a)
	case err == nil:
		s.apply(h, e)
	case a != nil:
		a.t.Discard()
		h.recent = newRecent() // it knows what was not saved
	}
	return e, err
}

// mostPrepared is how many changes an entry may have that is prepared while the disk works: more of them take longer than
// that, and may not fit in one transaction.
const mostPrepared = 50

// canPrepare says that preparing an entry changes nothing but its transaction: no drafts, and nothing that is cut out.
func (s *Store) canPrepare(e journal.Entry, n note) bool {
	if e.Draft || len(n.Purged) > 0 || len(e.Changes) > mostPrepared {
		return false
	}
	for _, c := range e.Changes {
		raw, ok := parseID(c.ID)
		if !ok || len(s.drafts[raw]) > 0 {
			return false
		}
	}
	return true
}

// prepare makes the transaction of an entry that is not on the disk yet; nil when it has to be made once it is.
func (s *Store) prepare(h *handle, e journal.Entry) *applier {
	a := newApplier(h.db, s.view, s.drafts)
	a.recent, a.early = h.recent, true
	err := a.entry(e)
	if err == nil {
		err = a.gathered()
	}
	if err != nil {
		a.t.Discard()
		h.recent = newRecent()
		return nil
	}
	return a
}

// apply shows an entry to the readers. When that fails the entry stands all the same: Badger is set aside and built
// again. The caller holds write.
func (s *Store) apply(h *handle, e journal.Entry) {
	a := newApplier(h.db, s.view, s.drafts)
	a.recent = h.recent
	held := false
	a.hold = func() { s.whole.Lock(); held = true }
	err := a.entry(e)
	if err == nil {
		err = a.flush()
	} else {
		a.t.Discard()
	}
	s.finish(h, e, a, err)
	if held {
		s.whole.Unlock()
	}
}

// finish brings into memory what a transaction has changed; err is what became of it.
func (s *Store) finish(h *handle, e journal.Entry, a *applier, err error) {
	if err == nil {
		s.view = a.state
		h.forgetSettings(e)
		err = h.bring(a)
	}
	if err != nil {
		s.spoiled(h, err)
		return
	}
	s.applied.Store(s.view.Seq)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rouse()
}

// row writes what the lists show of a record.
func (a *applier) row(r casefile.Record) error {
	k := idKey(keyRow, mustRaw(r.ID))
	a.rows[r.ID] = true
	return a.set(k, seal(k, r.Rev, lists.Encode(r)))
}

// newID makes the ID of a new record.
func newID() (string, error) {
	id, err := uuid.NewV7()
	return id.String(), err
}

// drawKey draws a key that no record has. v is nil while Badger is not ready: then it is only very likely.
func drawKey(v *view, k casefile.Kind, taken map[string]bool) (string, error) {
	for {
		drawn, err := casefile.DrawKey(k, rand.Reader)
		if err != nil || drawn == "" {
			return "", err
		}
		used := taken[drawn]
		if !used && v != nil {
			if used, err = v.keyTaken(drawn); err != nil {
				return "", err
			}
		}
		if !used {
			taken[drawn] = true
			return drawn, nil
		}
	}
}
