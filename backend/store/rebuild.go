package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

func (s *Store) folderPath(folder string) string { return filepath.Join(s.storeDir(), folder) }

// rebuild makes a new Badger from the journal and has everybody read that. source is the old one where it is whole: it
// gives back what the journal has lost. The old folders go when the new one stands.
func (s *Store) rebuild(why string, source *handle) error {
	if s.j.Last() > 0 { // a new workspace is no event
		s.o.Log.Warn("store: building from the journal", "why", why)
	}
	if source != nil {
		defer s.giveUp(source)
	}
	for {
		err := s.buildOnce(why, source)
		if casefile.CodeOf(err) != casefile.DiskFull || s.pause() != nil {
			return err
		}
	}
}

// giveUp closes a Badger that another was built from, and removes its folder.
func (s *Store) giveUp(h *handle) {
	if err := h.close(); err != nil {
		s.o.Log.Warn("store: close the old Badger", "cause", err)
	}
	s.mu.Lock()
	now := s.h
	s.mu.Unlock()
	if now != nil {
		s.removeLeft(now.folder)
	}
}

// buildOnce is one attempt of rebuild: it waits until there is space, and fails when the disk fills up meanwhile.
func (s *Store) buildOnce(why string, source *handle) error {
	if err := s.waitForSpace(s.roomToBuild()); err != nil {
		return err
	}
	s.setState(State{Phase: Building, Total: s.j.Last()})
	if err := s.writeSession(session{Boot: bootID()}); err != nil {
		return cannotUse(err)
	}
	b, err := s.build(why, source)
	if err != nil {
		return err
	}
	s.removeLeft(b.h.folder)
	return s.enterNew(b)
}

// enterNew makes a Badger that was built anew the one that everybody reads, now and at the next start.
func (s *Store) enterNew(b *builder) error {
	if err := s.writeSession(session{Folder: b.h.folder, Boot: bootID()}); err != nil {
		return errors.Join(err, b.h.close())
	}
	if err := s.enter(b); err != nil {
		return errors.Join(err, b.h.close())
	}
	return nil
}

// build fills a new folder from the journal.
func (s *Store) build(why string, source *handle) (*builder, error) {
	h, err := s.openNext()
	if err != nil {
		return nil, err
	}
	b := &builder{s: s, h: h}
	if err := b.fill(why, source); err != nil {
		return nil, errors.Join(err, s.drop(h))
	}
	return b, nil
}

// fill replays the whole journal, and puts back what it lost.
func (b *builder) fill(why string, source *handle) error {
	lost, last := &lostEntries{}, b.s.j.Last()
	if err := b.replay(lost); err != nil {
		return err
	}
	mended := 0
	if source != nil {
		b.s.write.Lock()
		defer b.s.write.Unlock()
		err := b.replay(lost)
		if err == nil {
			mended, err = b.mend(source, lost, last)
		}
		if errors.Is(err, errSpoiled) {
			b.s.o.Log.Warn("store: the old Badger cannot give back what the journal lost", "cause", err)
			err = nil
		}
		if err != nil {
			return err
		}
	}
	b.s.mu.Lock()
	b.s.report.Rebuilt, b.s.report.Mended, b.s.report.Lost = why, mended, lost.damage
	b.s.mu.Unlock()
	return nil
}

// openNext opens a Badger in a folder that is not there yet.
func (s *Store) openNext() (*handle, error) {
	s.opens.Lock()
	defer s.opens.Unlock()
	folder, err := s.nextFolder()
	if err != nil {
		return nil, err
	}
	return s.openMarked(folder)
}

// nextFolder names a folder that is not there. The caller holds opens.
func (s *Store) nextFolder() (string, error) {
	names, err := os.ReadDir(s.storeDir())
	if err != nil {
		return "", err
	}
	newest := 0
	for folder := range s.inUse { // one that is being removed may be back at any moment
		if i, err := strconv.Atoi(folder); err == nil {
			newest = max(newest, i)
		}
	}
	for _, n := range names {
		if i, err := strconv.Atoi(n.Name()); err == nil && n.IsDir() {
			newest = max(newest, i)
		}
	}
	return fmt.Sprintf("%06d", newest+1), nil
}

// removeLeft removes the folders of Badger that are not in use. A program that was killed while it built or checked one
// left them, and they hold text that may have been purged since. One that is open stays: a check may be comparing it.
func (s *Store) removeLeft(folder string) {
	if err := s.removeOthers(folder); err != nil {
		s.o.Log.Warn("store: old folder stays", "cause", err)
	}
}

func (s *Store) removeOthers(folder string) error {
	names, err := os.ReadDir(s.storeDir())
	if err != nil {
		return err
	}
	s.opens.Lock()
	defer s.opens.Unlock()
	for _, n := range names {
		if n.IsDir() && n.Name() != folder && !s.inUse[n.Name()] {
			err = errors.Join(err, os.RemoveAll(s.folderPath(n.Name())))
		}
	}
	return errors.Join(err, syncDir(s.storeDir()))
}

// spoiled takes a Badger out of use that gave back something else than was written, and builds a new one beside.
func (s *Store) spoiled(h *handle, cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.h != h || s.state.Phase != Ready {
		return
	}
	s.o.Log.Error("store: Badger is damaged", "cause", cause)
	s.h = nil
	s.state = State{Phase: Building, Total: s.j.Last()}
	close(s.changed)
	s.changed = make(chan struct{})
	s.work.Go(func() {
		err := h.close()
		if err != nil {
			s.o.Log.Warn("store: close the damaged Badger", "cause", err)
		}
		if err := s.rebuild("it gave back other data than was written", nil); err != nil {
			s.fail(err)
		}
	})
}

// mend puts back what the journal has lost, from a Badger that is whole: each record that a lost entry changed gets the
// state that it has there, by a new entry. The caller holds write.
func (b *builder) mend(source *handle, lost *lostEntries, last uint64) (int, error) {
	old := source.db.NewTransaction(false)
	defer old.Discard()
	seqs, ids := map[uint64]bool{}, map[string]bool{}
	err := view{t: old}.keys([]byte{keyHistory}, func(k []byte) error {
		if seq := lastSeq(k); lost.has(seq, last) {
			seqs[seq], ids[textID(k[1:17])] = true, true
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	e := journal.Entry{Who: b.s.o.Who, Action: "mend"}
	now := b.h.db.NewTransaction(false)
	defer now.Discard()
	for id := range ids {
		c, err := mendRecord(view{t: old}, view{t: now}, id)
		if err != nil {
			return 0, err
		}
		if c != nil {
			e.Changes = append(e.Changes, *c)
		}
	}
	if len(e.Changes) == 0 {
		return 0, nil
	}
	n := note{Quiet: true}
	for seq := range seqs {
		n.Mends = append(n.Mends, seq)
	}
	return len(e.Changes), b.keep(e, n)
}

// mendRecord is the change that makes a record what it was in the old Badger; nil when it is that already.
func mendRecord(old, now view, id string) (*journal.Change, error) {
	was, there, err := old.record(id)
	if err != nil {
		return nil, err
	}
	is, here, err := now.record(id)
	switch {
	case err != nil:
		return nil, err
	case !there && !here:
		return nil, nil
	case !there:
		return &journal.Change{Kind: string(is.Kind), ID: id, Base: is.Rev, Patch: []byte("null")}, nil
	}
	diff := casefile.Diff(is.Fields, was.Fields)
	if here && len(diff) == 0 {
		return nil, nil
	}
	patch, err := casefile.Encode(diff)
	return &journal.Change{Kind: string(was.Kind), ID: id, Base: is.Rev, Patch: patch}, err
}

// keep appends an entry of the store's own and applies it. The caller holds the store's write.
func (b *builder) keep(e journal.Entry, n note) error {
	e, err := b.s.append(e, n)
	if err != nil {
		return err
	}
	if err := b.knowDrafts(); err != nil {
		return err
	}
	a := newApplier(b.h.db, b.state, b.drafts)
	if err := a.entry(e); err != nil {
		a.t.Discard()
		return err
	}
	return b.commit(a)
}
