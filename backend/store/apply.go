package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dgraph-io/badger/v4"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// note is what an entry says of itself. It is never cut by a purge, so it holds no text of records.
type note struct {
	Import  bool     `json:"import,omitempty"`  // times of the records themselves count, not the entry's
	Job     string   `json:"job,omitempty"`     // parts of one action share it
	Undoes  []uint64 `json:"undoes,omitempty"`  // the entries that this one takes back
	Left    int      `json:"left,omitempty"`    // how many fields an undo left as they were
	Quiet   bool     `json:"quiet,omitempty"`   // housekeeping: nothing that a person could undo
	Day     string   `json:"day,omitempty"`     // a day on which the program ran
	Purged  []string `json:"purged,omitempty"`  // records of which all text was cut out
	Masked  string   `json:"masked,omitempty"`  // the record in whose history a secret was masked
	Reason  string   `json:"reason,omitempty"`  // why, for a purge or a mask
	Mends   []uint64 `json:"mends,omitempty"`   // entries that the journal had lost, put right from Badger's copy
	Adopted string   `json:"adopted,omitempty"` // the machine that wrote the entry first
	Cut     int      `json:"cut,omitempty"`     // changes that a purge had cut out of it there
}

func noteOf(e journal.Entry) (n note) {
	if len(e.Note) > 0 {
		_ = json.Unmarshal(e.Note, &n) // a note that cannot be read says nothing
	}
	return n
}

// entryFacts is the content under keyEntry.
type entryFacts struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Who    string    `json:"who"`
	Action string    `json:"action"`
	Job    string    `json:"job,omitempty"`
	Undoes []uint64  `json:"undoes,omitempty"`
}

// removal is the content under keyRemoved.
type removal struct {
	Kind   casefile.Kind `json:"kind"`
	Parent string        `json:"parent,omitempty"`
	At     time.Time     `json:"at"`
}

// viewState is the content under keyState.
type viewState struct {
	Seq  uint64 `json:"seq"`
	Rows uint64 `json:"rows"`
}

// applier puts entries of the journal into Badger, as many as fit in one transaction. Applying an entry a second time
// changes nothing: of each record its other keys are written before the record itself, so a state in between looks like
// one before.
type applier struct {
	db      *badger.DB
	t       *badger.Txn
	state   viewState
	moved   map[string]int64 // top-level records that moved, with the time
	rows    map[string]bool  // top-level records whose rows changed
	movedTo map[string]int64 // top-level records that moved later than they had before
	drafts  draftSet
	recent  *recent // what the writer remembers; nil while a Badger is built
	split   bool    // a transaction was not enough: readers must be held off
	early   bool    // the entry is not on the disk yet: nothing may be committed
	hold    func()  // holds readers off
}

// errTooEarly is an entry that needs more than one transaction and is not on the disk yet.
var errTooEarly = errors.New("store: the entry does not fit in one transaction")

func newApplier(db *badger.DB, state viewState, drafts draftSet) *applier {
	return &applier{db: db, t: db.NewTransaction(true), state: state, drafts: drafts, moved: map[string]int64{}, rows: map[string]bool{}, movedTo: map[string]int64{}}
}

func (a *applier) view() view { return view{t: a.t, recent: a.recent} }

// set writes one key, and begins another transaction when this one is full.
func (a *applier) set(k, value []byte) error {
	return a.write(func() error { return a.t.Set(k, value) })
}

func (a *applier) drop(k []byte) error {
	return a.write(func() error { return a.t.Delete(k) })
}

func (a *applier) write(do func() error) error {
	err := do()
	if !errors.Is(err, badger.ErrTxnTooBig) {
		return err
	}
	if a.early {
		return errTooEarly
	}
	if !a.split && a.hold != nil {
		a.hold()
	}
	a.split = true
	if err := a.t.Commit(); err != nil {
		return err
	}
	a.t = a.db.NewTransaction(true)
	return do()
}

// entry applies one entry.
func (a *applier) entry(e journal.Entry) error {
	n := noteOf(e)
	touched := map[string]bool{}
	for _, c := range e.Changes {
		if err := a.change(e, n, c, touched); err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
	}
	for _, id := range n.Purged {
		if err := a.purged(e.Seq, id, touched); err != nil {
			return fmt.Errorf("entry %d: %w", e.Seq, err)
		}
	}
	if err := a.facts(e, n); err != nil {
		return err
	}
	for id := range touched {
		if raw, ok := parseID(id); ok {
			if err := a.set(key(keyTouched, seqBytes(e.Seq), raw[:]), nil); err != nil {
				return err
			}
		}
	}
	a.state.Seq = e.Seq
	return nil
}

// facts keeps what the history needs to know of an entry without reading the journal.
func (a *applier) facts(e journal.Entry, n note) error {
	if n.Day != "" {
		if err := a.set(key(keyDay, []byte(n.Day)), nil); err != nil {
			return err
		}
	}
	for _, seq := range n.Undoes {
		k := seqKey(keyUndone, seq)
		if err := a.set(k, seal(k, e.Seq, seqBytes(e.Seq))); err != nil {
			return err
		}
		if err := a.redone(seq); err != nil {
			return err
		}
	}
	if e.Draft || n.Quiet {
		return nil
	}
	if n.Job != "" {
		if err := a.set(key(keyJob, append([]byte(n.Job), 0), seqBytes(e.Seq)), nil); err != nil {
			return err
		}
	}
	content, err := json.Marshal(entryFacts{e.ID, e.At, e.Who, e.Action, n.Job, n.Undoes})
	if err != nil {
		return err
	}
	k := seqKey(keyEntry, e.Seq)
	return a.set(k, seal(k, e.Seq, content))
}

// redone notes that what an undo took back stands again, because the undo itself was taken back.
func (a *applier) redone(seq uint64) error {
	content, _, found, err := a.view().get(seqKey(keyEntry, seq))
	if err != nil || !found {
		return err
	}
	var f entryFacts
	if err := json.Unmarshal(content, &f); err != nil {
		return errors.Join(errSpoiled, err)
	}
	for _, again := range f.Undoes {
		if err := a.drop(seqKey(keyUndone, again)); err != nil {
			return err
		}
	}
	return nil
}

// change applies what an entry did to one record.
func (a *applier) change(e journal.Entry, n note, c journal.Change, touched map[string]bool) error {
	raw, ok := parseID(c.ID)
	if !ok {
		return fmt.Errorf("%q is no ID", c.ID)
	}
	if e.Draft {
		return a.draft(e, c, raw)
	}
	old, there, err := a.view().record(c.ID)
	if err != nil {
		return err
	}
	if there && old.Rev >= e.Seq {
		return a.touch(old, touched)
	}
	var patch map[string]any
	if string(c.Patch) != "null" {
		if patch, err = casefile.DecodeFields(c.Patch); err != nil {
			return err
		}
	}
	if err := a.set(key(keyHistory, raw[:], seqBytes(e.Seq)), nil); err != nil {
		return err
	}
	if patch == nil {
		return a.remove(e, old, there, touched)
	}
	next := casefile.Record{Kind: casefile.Kind(c.Kind), ID: c.ID, Rev: e.Seq, Fields: casefile.Apply(old.Fields, patch)}
	if there {
		next.Kind = old.Kind
	}
	if err := a.dropDrafts(c.ID, patch); err != nil {
		return err
	}
	return a.put(e, n, old, there, next, touched)
}

// put writes a record's new state with all keys that lead to it, the record itself last.
func (a *applier) put(e journal.Entry, n note, old casefile.Record, there bool, next casefile.Record, touched map[string]bool) error {
	if there {
		if err := a.touch(old, touched); err != nil { // an item that leaves its case changes that case
			return err
		}
	} else if err := a.drop(idKey(keyRemoved, mustRaw(next.ID))); err != nil {
		return err
	}
	if err := a.index(old, there, next, true); err != nil {
		return err
	}
	if !next.Kind.IsItem() {
		if err := a.row(next); err != nil {
			return err
		}
		if !there {
			a.state.Rows++
		}
	}
	value, err := recordValue(next)
	if err != nil {
		return err
	}
	raw := mustRaw(next.ID)
	k := idKey(keyRecord, raw)
	if err := a.set(k, seal(k, e.Seq, value)); err != nil {
		return err
	}
	a.recent.drop(raw)
	a.recent.put(raw, next, len(value))
	if err := a.touch(next, touched); err != nil {
		return err
	}
	top, err := a.view().root(next)
	if err != nil {
		return err
	}
	for _, id := range slices.Compact([]string{top.ID, next.ID}) {
		if id == top.ID || !next.Kind.IsItem() {
			a.moved[id] = max(a.moved[id], movedAt(e, n, next))
		}
	}
	return nil
}

// remove takes a record away, and keeps a note of where it was.
func (a *applier) remove(e journal.Entry, old casefile.Record, there bool, touched map[string]bool) error {
	if !there {
		return nil
	}
	if err := a.erase(old, touched); err != nil {
		return err
	}
	content, err := json.Marshal(removal{old.Kind, old.Parent(), e.At})
	if err != nil {
		return err
	}
	k := idKey(keyRemoved, mustRaw(old.ID))
	return a.set(k, seal(k, e.Seq, content))
}

// erase drops a record and every key that leads to it.
func (a *applier) erase(old casefile.Record, touched map[string]bool) error {
	if err := a.touch(old, touched); err != nil {
		return err
	}
	if err := a.index(old, true, casefile.Record{}, false); err != nil {
		return err
	}
	raw := mustRaw(old.ID)
	if !old.Kind.IsItem() {
		for _, letter := range []byte{keyRow, keyMoved} {
			if err := a.drop(idKey(letter, raw)); err != nil {
				return err
			}
		}
		a.rows[old.ID] = true
		delete(a.moved, old.ID)
		a.state.Rows--
	}
	if err := a.drop(idKey(keyText, raw)); err != nil {
		return err
	}
	if err := a.dropDrafts(old.ID, nil); err != nil {
		return err
	}
	a.recent.drop(raw)
	return a.drop(idKey(keyRecord, raw))
}

// purged takes every trace of a record out of Badger's keys.
func (a *applier) purged(seq uint64, id string, touched map[string]bool) error {
	raw, ok := parseID(id)
	if !ok {
		return nil
	}
	old, there, err := a.view().record(id)
	if err != nil {
		return err
	}
	if there {
		if err := a.erase(old, touched); err != nil {
			return err
		}
	}
	touched[id] = true
	if err := a.dropDrafts(id, nil); err != nil {
		return err
	}
	var gone [][]byte
	err = a.view().keys(idKey(keyHistory, raw), func(k []byte) error {
		if lastSeq(k) < seq {
			gone = append(gone, k)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, k := range append(gone, idKey(keyRemoved, raw)) {
		if err := a.drop(k); err != nil {
			return err
		}
	}
	return nil
}

// touch notes which case a follower must look at.
func (a *applier) touch(r casefile.Record, touched map[string]bool) error {
	top, err := a.view().root(r)
	if err != nil {
		return err
	}
	touched[top.ID] = true
	if !r.Kind.IsItem() {
		touched[r.ID] = true
	}
	return nil
}

// movedAt is when a record last moved: for what a person did the entry's time, for imports the record's own times; a
// record that is no item and has none moved when it was taken in.
func movedAt(e journal.Entry, n note, r casefile.Record) int64 {
	if n.Quiet {
		return 0
	}
	if !n.Import {
		return e.At.UnixMilli()
	}
	var at int64
	for _, f := range []string{"created", "closed", "at", "started", "ended", "resolved"} {
		if i := r.Instant(f); !i.IsZero() {
			at = max(at, i.Time.UnixMilli())
		}
	}
	if at == 0 && !r.Kind.IsItem() {
		return e.At.UnixMilli()
	}
	return at
}

// flush writes what was gathered over several entries, and commits.
func (a *applier) flush() error {
	if err := a.gathered(); err != nil {
		return err
	}
	return a.t.Commit()
}

func (a *applier) gathered() error {
	for id, at := range a.moved {
		k := idKey(keyMoved, mustRaw(id))
		before, _, found, err := a.view().get(k)
		if err != nil {
			return err
		}
		if found && len(before) == 8 && int64(binary.BigEndian.Uint64(before)) >= at {
			continue
		}
		a.movedTo[id] = at
		if err := a.set(k, seal(k, a.state.Seq, binary.BigEndian.AppendUint64(nil, uint64(at)))); err != nil {
			return err
		}
	}
	content, err := json.Marshal(a.state)
	if err != nil {
		return err
	}
	k := []byte{keyState}
	return a.set(k, seal(k, a.state.Seq, content))
}

// mustRaw is the ID of a record that is in Badger, so that it is known to be one.
func mustRaw(id string) rawID {
	raw, _ := parseID(id)
	return raw
}
