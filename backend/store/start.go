package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
	"precedent/backend/store/lists"
)

// start makes Badger ready: the folder that is there when it can be believed, else a new one built from the journal.
func (s *Store) start() {
	if err := s.makeReady(); err != nil {
		s.fail(err)
	}
}

func (s *Store) fail(err error) {
	if s.life.Err() != nil {
		return
	}
	s.o.Log.Error("store: not ready", "cause", err)
	s.setState(State{Phase: Failed, Err: cannotBuild(err)})
}

func cannotBuild(err error) error {
	var f *casefile.Fault
	if errors.As(err, &f) {
		return err
	}
	return casefile.Wrap(casefile.Unavailable, err, "The records could not be made ready from the journal. Check that the workspace's drive can be written, and open the workspace again; nothing that was saved is lost.")
}

func (s *Store) makeReady() error {
	if err := s.waitForSpace(); err != nil {
		return err
	}
	ses := s.readSession()
	why := s.doubt(ses)
	if why == "" {
		h, err := s.believe(ses)
		if err == nil {
			return s.enter(h)
		}
		if h != nil && s.life.Err() == nil && s.journalLost() { // whole, but ahead of the journal or beside its damage
			return s.rebuild(err.Error(), h)
		}
		if h != nil {
			err = errors.Join(err, h.close())
		}
		why = err.Error()
	}
	if s.life.Err() != nil {
		return nil
	}
	return s.rebuild(why, nil)
}

// waitForSpace waits until Badger can be opened without dying of a full disk.
func (s *Store) waitForSpace() error {
	for {
		need, err := s.shortOf(0)
		if err != nil || need == 0 {
			return err
		}
		s.setState(State{Phase: Waiting, Need: need})
		select {
		case <-s.life.Done():
			return s.life.Err()
		case <-time.After(s.o.SpaceWait):
		}
	}
}

var errJournalLost = errors.New("the journal has lost entries that Badger has")

// journalLost says that the journal was found damaged when it was opened, or ends before what Badger has.
func (s *Store) journalLost() bool {
	r := s.report.Journal
	return len(r.Damage) > 0 || s.view.Seq > s.j.Last()
}

// believe opens the folder that is there, and brings it up to the journal. When it opened but cannot be used, it comes
// back with the error that says why.
func (s *Store) believe(ses session) (*handle, error) {
	if err := s.writeSession(session{Folder: ses.Folder, Boot: bootID()}); err != nil {
		return nil, err
	}
	h, err := s.openBadger(ses.Folder)
	if err != nil {
		return nil, fmt.Errorf("it could not be opened: %w", err)
	}
	if s.view, err = readState(h); err != nil {
		return h, err
	}
	if s.journalLost() {
		return h, errJournalLost
	}
	s.write.Lock()
	defer s.write.Unlock()
	if err := s.replay(h, nil); err != nil {
		return h, err
	}
	return h, s.load(h)
}

// readState reads what a Badger has applied. One of another version of the key schema is refused.
func readState(h *handle) (st viewState, err error) {
	t := h.db.NewTransaction(false)
	defer t.Discard()
	content, _, found, err := view{t}.get([]byte{keyState})
	if err != nil {
		return st, err
	}
	if !found {
		return st, errors.New("it has no state")
	}
	return st, json.Unmarshal(content, &st)
}

// load fills the lists in memory, and counts: a Badger that ends an iteration early has fewer rows than it says.
func (s *Store) load(h *handle) error {
	l := lists.New()
	t := h.db.NewTransaction(false)
	defer t.Discard()
	v := view{t}
	moved := map[rawID]int64{}
	err := v.values([]byte{keyMoved}, func(k, content []byte, _ uint64) error {
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
	if err != nil {
		return err
	}
	if rows != s.view.Rows {
		return fmt.Errorf("%w: %d rows of %d", errSpoiled, rows, s.view.Rows)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists = l
	return nil
}

func movedText(ms int64) string {
	if ms == 0 {
		return ""
	}
	return casefile.At(time.UnixMilli(ms), "").String()
}

// enter makes a Badger the one that everybody reads.
func (s *Store) enter(h *handle) error {
	s.write.Lock()
	defer s.write.Unlock()
	if err := s.replay(h, nil); err != nil { // what was saved since it was brought up to the journal
		return err
	}
	s.viewSize.Store(folderSize(s.folderPath(h.folder)))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.h = h
	if s.state.Phase == Closed {
		return nil
	}
	s.state = State{Phase: Ready}
	close(s.changed)
	s.changed = make(chan struct{})
	s.applied.Store(s.view.Seq)
	s.rouse()
	return nil
}

// rouse wakes the followers. The caller holds mu.
func (s *Store) rouse() {
	close(s.wake)
	s.wake = make(chan struct{})
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

// replay applies the entries of the journal that a Badger has not got yet. Damage is gathered in lost; where that is nil
// damage ends it. The caller holds write, or is alone with the handle.
func (s *Store) replay(h *handle, lost *lostEntries) error {
	for {
		err := s.replayPart(h)
		var d *journal.Damage
		if !errors.As(err, &d) || lost == nil {
			return err
		}
		lost.damage = append(lost.damage, *d)
		if d.Next == 0 {
			s.view.Seq = s.j.Last()
			return nil
		}
		s.view.Seq = max(s.view.Seq, d.Next-1)
	}
}

// replayCommit is after how many entries a transaction is committed though it is not full.
const replayCommit = 500

func (s *Store) replayPart(h *handle) error {
	if s.view.Seq >= s.j.Last() {
		return nil
	}
	a := newApplier(h.db, s.view)
	n := 0
	err := s.j.Replay(s.life, s.view.Seq+1, func(e journal.Entry) error {
		if err := a.entry(e); err != nil {
			return err
		}
		if n++; n%replayCommit != 0 {
			return nil
		}
		if err := s.commit(a); err != nil {
			return err
		}
		s.tell(e.Seq)
		a = newApplier(h.db, s.view)
		return nil
	})
	var d *journal.Damage
	if err == nil || errors.As(err, &d) {
		return errors.Join(s.commit(a), err)
	}
	a.t.Discard()
	return err
}

// commit ends an applier and takes over its state.
func (s *Store) commit(a *applier) error {
	if err := a.flush(); err != nil {
		return err
	}
	s.view = a.state
	return nil
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
