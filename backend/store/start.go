package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
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
	return faultOf(err, "The records could not be made ready from the journal. Check that the workspace's drive can be written, and open the workspace again; nothing that was saved is lost.")
}

func (s *Store) makeReady() error {
	if err := s.waitForSpace(0); err != nil {
		return err
	}
	ses := s.readSession()
	why := s.doubt(ses)
	if why == "" {
		b, err := s.believe(ses)
		if err == nil {
			s.removeLeft(ses.Folder)
			err = s.enter(b)
		}
		if err == nil {
			return s.finishPurge()
		}
		if b != nil && s.life.Err() == nil && s.journalLost(b) { // whole, but ahead of the journal or beside its damage
			return s.rebuildAndFinish(err.Error(), b.h)
		}
		if b != nil {
			err = errors.Join(err, b.h.close())
		}
		why = err.Error()
	}
	if s.life.Err() != nil {
		return nil //nolint:nilerr // the program ends: nobody waits for this
	}
	return s.rebuildAndFinish(why, s.salvage(ses))
}

// salvage opens a Badger that is not believed, when the journal has lost something of which it may have a copy; nil when
// it has not, or cannot be opened safely. What is taken from it has its checksums.
func (s *Store) salvage(ses session) *handle {
	r := s.report.Journal
	if ses.Folder == "" || len(r.Damage) == 0 && (r.Tail == nil || !r.Tail.FullLength) {
		return nil
	}
	_, err := os.Stat(filepath.Join(s.storeDir(), openingName))
	if _, why := proveTables(s.folderPath(ses.Folder), nil); err == nil || why != "" {
		return nil
	}
	h, err := s.openBadger(ses.Folder)
	if err != nil {
		s.o.Log.Warn("store: the old Badger cannot help", "cause", err)
		return nil
	}
	return h
}

func (s *Store) rebuildAndFinish(why string, source *handle) error {
	if err := s.rebuild(why, source); err != nil {
		return err
	}
	return s.finishPurge()
}

// waitForSpace waits until Badger can write so many bytes without dying of a full disk.
func (s *Store) waitForSpace(bytes uint64) error {
	for {
		need := s.shortOf(bytes)
		if need == 0 {
			return nil
		}
		s.setState(State{Phase: Waiting, Need: need})
		if err := s.pause(); err != nil {
			return err
		}
	}
}

// pause lets the time pass after which a full disk is looked at again.
func (s *Store) pause() error {
	select {
	case <-s.life.Done():
		return s.life.Err()
	case <-time.After(s.o.SpaceWait):
		return nil
	}
}

var errJournalLost = errors.New("the journal has lost entries that Badger has")

// journalLost says that the journal was found damaged when it was opened, or ends before what a Badger has.
func (s *Store) journalLost(b *builder) bool {
	return len(s.report.Journal.Damage) > 0 || b.state.Seq > s.j.Last()
}

// believe opens the folder that is there, and brings it up to the journal. When it opened but cannot be used, it comes
// back with the error that says why.
func (s *Store) believe(ses session) (*builder, error) {
	if err := s.writeSession(session{Folder: ses.Folder, Boot: bootID()}); err != nil {
		return nil, err
	}
	h, err := s.openBadger(ses.Folder)
	if err != nil {
		return nil, fmt.Errorf("it could not be opened: %w", err)
	}
	b := &builder{s: s, h: h}
	if b.state, err = readState(h); err != nil {
		return b, err
	}
	if s.journalLost(b) {
		return b, errJournalLost
	}
	if err := b.replay(nil); err != nil {
		return b, err
	}
	return b, nil
}

// readState reads what a Badger has applied. One of another version of the key schema is refused.
func readState(h *handle) (st viewState, err error) {
	t := h.db.NewTransaction(false)
	defer t.Discard()
	st, found, err := view{t: t}.state()
	if err == nil && !found {
		err = errors.New("it has no state")
	}
	return st, err
}

// state is what was applied; nothing is found where that is nothing.
func (v view) state() (st viewState, found bool, err error) {
	content, _, found, err := v.get([]byte{keyState})
	if err != nil || !found {
		return st, false, err
	}
	return st, true, json.Unmarshal(content, &st)
}

// enter makes a Badger the one that everybody reads. The one before is closed when its last reader has left it.
func (s *Store) enter(b *builder) error {
	s.write.Lock()
	defer s.write.Unlock()
	if err := b.replay(nil); err != nil { // what was saved since it was brought up to the journal
		return err
	}
	s.viewSize.Store(folderSize(s.folderPath(b.h.folder)))
	if err := b.knowDrafts(); err != nil {
		return err
	}
	s.view, s.drafts = b.state, b.drafts
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.h
	s.h = b.h
	if old != nil {
		s.work.Go(func() { s.retire(old) })
	}
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
