package store

import (
	"fmt"
	"sync"
	"sync/atomic"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// writer is the lock of the one who saves. What it has confirmed may still be on its way into Badger when it lets go: the
// journal's sync is the confirmation, and nobody need wait for more who only wants to know that it is kept. Whoever takes the
// lock next, and whoever reads, waits until it is shown, so nobody sees the workspace without it.
type writer struct {
	mu      sync.Mutex
	showing atomic.Pointer[chan struct{}] // closed when what is on its way is shown; nil when nothing is
}

// Lock waits for the other writers and for what they confirmed.
func (w *writer) Lock() {
	w.mu.Lock()
	w.shown()
}

// Unlock lets the next writer in.
func (w *writer) Unlock() { w.mu.Unlock() }

// shown waits until what was confirmed is shown. What it waits for takes no lock that a reader may hold.
func (w *writer) shown() {
	if c := w.showing.Load(); c != nil {
		<-*c
	}
}

// show begins to bring an entry to the readers that is on the disk and prepared, and does not wait for it. The caller holds
// write and reads h.
func (s *Store) show(h *handle, e journal.Entry, a *applier) {
	done := make(chan struct{})
	s.write.showing.Store(&done)
	h.forgetSettings(e) // they are answered from memory, without waiting
	h.readers.Add(1)
	a.t.CommitWith(func(err error) {
		defer func() {
			if r := recover(); r != nil { // nobody is there to catch it; Badger is built again
				s.spoiled(h, fmt.Errorf("showing entry %d: %v", e.Seq, r))
			}
			h.readers.Done()
			s.write.showing.Store(nil)
			close(done)
		}()
		s.finish(h, e, a, err)
	})
}

// forgetSettings makes the next one who asks read them again, when an entry changes them. The caller holds write, or shows
// what its holder confirmed.
func (h *handle) forgetSettings(e journal.Entry) {
	for _, c := range e.Changes {
		if c.ID == casefile.SettingsID {
			h.settings.Store(nil)
		}
	}
}
