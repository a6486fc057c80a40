package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Phase is how far a store has come.
type Phase string

const (
	Opening  Phase = "opening"  // Badger is being opened
	Building Phase = "building" // Badger is being built from the journal
	Waiting  Phase = "waiting"  // the disk is too full to open Badger; goes on by itself when space is freed
	Ready    Phase = "ready"    // everything can be read
	Failed   Phase = "failed"   // could not be made ready; State.Err says why
	Closed   Phase = "closed"
)

// State says how far a store has come. Until it is Ready, readers wait, and Save takes new records only (quick notes,
// call lines) without waiting.
type State struct {
	Phase       Phase
	Done, Total uint64 // entries, while Building
	Need        uint64 // bytes to free, while Waiting
	Err         error
}

// Report is what opening found and mended, for the person to be told.
type Report struct {
	Journal journal.Report // what the journal found; its Tail was set aside
	Rebuilt string         // why Badger was built again; "" when it was believed
	Mended  int            // records that the journal had lost and that Badger's copy gave back
	Lost    []journal.Damage
}

// Store is an open workspace. Its methods may be called from several goroutines at once.
type Store struct {
	dir      string
	o        Options
	lock     *workspaceLock
	manifest manifest
	j        *journal.Journal
	life     context.Context // ends with Close
	stop     context.CancelFunc
	work     sync.WaitGroup // what runs beside the callers

	write writer       // held by who saves, and by who exchanges Badger
	whole sync.RWMutex // held for writing while an entry is half applied
	opens sync.Mutex   // held while a Badger is opened: the marker and the next folder's name are one each; guards inUse and dropped
	care  sync.Mutex   // held by who cuts in the journal, compares with it, or builds from it on request: one at a time
	files sync.RWMutex // held for reading while a file is attached, for writing while files are removed

	inUse    map[string]bool  // folders of Badger that are open
	dropped  map[*handle]bool // those that are being closed and removed; guarded by opens
	now      func() time.Time // the journal's clock when it is not the store's: entries taken over keep their time; guarded by write
	view     viewState        // what Badger has; guarded by write
	drafts   draftSet         // guarded by write
	proven   map[string]proof // tables of the Badger that was looked at when the store was opened
	viewSize atomic.Uint64
	applied  atomic.Uint64 // the last sequence that readers see

	mu      sync.Mutex // guards what follows
	h       *handle    // nil until ready
	state   State
	changed chan struct{} // closed and replaced when the state changes
	wake    chan struct{} // closed and replaced when an entry was applied
	report  Report
}

// Open takes a workspace, which it makes in an empty folder, and returns as soon as saves can be kept; Badger is opened
// beside it (see State). The code is busy when another program has the workspace, too_new when a newer one wrote it.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, casefile.Wrap(casefile.Cancelled, err, "Opening the workspace was stopped.")
	}
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, cannotUse(err)
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, o: o.withDefaults(), lock: lock, inUse: map[string]bool{}, dropped: map[*handle]bool{}, state: State{Phase: Opening}, changed: make(chan struct{}), wake: make(chan struct{})}
	if err := s.begin(m); err != nil {
		return nil, errors.Join(err, lock.release(casefile.CodeOf(err) == casefile.TooNew))
	}
	s.work.Go(s.start)
	return s, nil
}

// begin opens everything but Badger. A journal that is refused leaves the folder as it was.
func (s *Store) begin(m manifest) error {
	device := m.Device
	if device == "" {
		made, err := ensureManifest(s.dir, m, s.o.Program)
		if err != nil {
			return cannotUse(err)
		}
		m, device = made, made.Device
	}
	s.manifest = m
	j, r, err := journal.Open(filepath.Join(s.dir, journalFolder), journal.Options{
		Now: s.journalNow, Device: device, Program: s.o.Program, RotateAt: s.o.RotateAt, Log: s.o.Log, Disk: s.o.Disk,
	})
	if err != nil {
		return err
	}
	s.j, s.report.Journal = j, r
	s.life, s.stop = context.WithCancel(context.Background())
	for _, d := range []string{storeFolder, filepath.Join(filesFolder, filesTmpFolder)} {
		if err := os.MkdirAll(filepath.Join(s.dir, d), 0o700); err != nil {
			return errors.Join(cannotUse(err), j.Close())
		}
	}
	return errors.Join(s.lock.sign(), s.sweepFiles())
}

// State says how far the store has come.
func (s *Store) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Report is what opening found and mended. It is complete when the store is Ready.
func (s *Store) Report() Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.report
}

// WaitReady waits until everything can be read. On a full disk it does not wait: the code is disk_full.
func (s *Store) WaitReady(ctx context.Context) error {
	h, err := s.readable(ctx)
	if err == nil {
		h.readers.Done()
	}
	return err
}

// readable waits for Badger and holds it; the caller must call readers.Done.
func (s *Store) readable(ctx context.Context) (*handle, error) {
	for {
		s.mu.Lock()
		state, changed, h := s.state, s.changed, s.h
		if state.Phase == Ready {
			h.readers.Add(1)
		}
		s.mu.Unlock()
		switch state.Phase {
		case Ready:
			return h, nil
		case Waiting:
			return nil, casefile.Faultf(casefile.DiskFull, "The disk is too full to open the workspace. Free at least %d MB on its drive: a window then goes on by itself, a command is given again.", state.Need>>20+1)
		case Failed:
			return nil, state.Err
		case Closed:
			return nil, casefile.Faultf(casefile.Unavailable, "The workspace has been closed. Open it again.")
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, casefile.Wrap(casefile.Cancelled, ctx.Err(), "Waiting for the workspace was stopped.")
		}
	}
}

func (s *Store) setState(st State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.Phase == Closed {
		return
	}
	s.state = st
	close(s.changed)
	s.changed = make(chan struct{})
}

// read runs fn on Badger as it is at one moment, with no entry half applied. What fn finds spoiled is never returned:
// Badger is built again, and fn run on the new one.
func (s *Store) read(ctx context.Context, fn func(v view) error) error {
	return s.attempt(ctx, fn, true)
}

// readLong is read for what takes long; saves do not wait for it.
func (s *Store) readLong(ctx context.Context, fn func(v view) error) error {
	return s.attempt(ctx, fn, false)
}

// tries is how often a spoiled Badger is built again for one reader, before it is told that the disk is at fault.
const tries = 3

func (s *Store) attempt(ctx context.Context, fn func(v view) error, short bool) error {
	s.write.shown()
	return s.attemptOn(ctx, func(h *handle) error {
		if short {
			s.whole.RLock()
			defer s.whole.RUnlock()
		}
		t := h.db.NewTransaction(false)
		defer t.Discard()
		return fn(view{t: t})
	})
}

func (s *Store) attemptOn(ctx context.Context, fn func(h *handle) error) error {
	var err error
	for range tries {
		var h *handle
		if h, err = s.readable(ctx); err != nil {
			return err
		}
		err = held(h, fn)
		if !errors.Is(err, errSpoiled) {
			return err
		}
		s.spoiled(h, err)
	}
	return casefile.Wrap(casefile.Damaged, err, "The disk gives back other data than was written. Nothing in the journal is touched; move the workspace to another drive.")
}

// held runs fn, and lets go of the Badger also when that panics.
func held(h *handle, fn func(h *handle) error) error {
	defer h.readers.Done()
	return fn(h)
}

// Seq is the sequence of the last entry that readers see.
func (s *Store) Seq() uint64 {
	s.write.shown()
	return s.applied.Load()
}

// Close gives the workspace up. Everything that was saved is on the disk already; what is left is written so that the
// next start is quick.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.state.Phase == Closed {
		s.mu.Unlock()
		return nil
	}
	s.state = State{Phase: Closed}
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
	s.stop()
	s.work.Wait()
	s.write.Lock()
	defer s.write.Unlock()
	h := s.h
	s.h = nil
	var err error
	if h != nil && !s.tooFullToClose() {
		if err = h.close(); err == nil {
			err = s.closed(h.folder, s.applied.Load())
		}
	}
	return cannotUse(errors.Join(err, s.j.Close(), s.lock.release(false)))
}
