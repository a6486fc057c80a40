package similar

import (
	"sync"
	"time"

	"precedent/backend/casefile"
)

// Doc is a case as the ranker sees it.
type Doc struct {
	ID    string
	Title string
	Body  string // the symptoms: description and early lines, never how it was solved

	Created time.Time // zero when unknown

	// Told when they are the same as the asking case's; never weighed. All may be empty.
	Customer, Component, Cause string

	// Documented is how well the case was written up, 0 to 1. It decides only between near equals.
	Documented float64
}

// Index holds the cases of one workspace. One goroutine may write while any number ask.
type Index struct {
	dir string

	writing  sync.Mutex // held by whoever changes the cases; to read them it is as good as mu
	folding  sync.Mutex // held while the places of cases must not move
	learning sync.Mutex // held by the one who learns
	mu       sync.RWMutex
	st       *state
	seq      uint64
	saved    saved
	closed   bool

	scratch sync.Pool
}

// saved is what the folder is known to hold.
type saved struct {
	seq   uint64
	clean bool // nothing but seq changed since
}

// Put adds cases, or replaces those of the same ID. A case that has not changed costs nothing.
func (x *Index) Put(docs ...Doc) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	for _, d := range docs {
		if d.ID == "" {
			return casefile.Faultf(casefile.Invalid, "A case without an id cannot be compared with others; give it one.")
		}
		if err := x.put(d); err != nil {
			return err
		}
	}
	return nil
}

// put analyses outside the lock that questions wait for.
func (x *Index) put(d Doc) error {
	d = titled(d)
	digest := digestOf(d)
	if x.has(d.ID, digest) {
		return nil
	}
	a := analyse(d.Title, d.Body)
	return x.change(func(st *state) error {
		if ord, ok := st.byID[d.ID]; ok {
			if err := st.remove(ord); err != nil {
				return err
			}
		}
		st.insert(d, digest, &a)
		return nil
	})
}

func (x *Index) has(id string, digest uint64) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ord, ok := x.st.byID[id]
	return ok && x.st.docs[ord].digest == digest
}

// Remove forgets cases; unknown ids are passed over. Their tokens leave the disk with the next Save, unless another
// case has them too; then the form in which the first case wrote them stays. To purge is to Discard the folder and put
// the living cases anew.
func (x *Index) Remove(ids ...string) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	for _, id := range ids {
		if !x.Has(id) {
			continue
		}
		if err := x.change(func(st *state) error { return st.remove(st.byID[id]) }); err != nil {
			return err
		}
	}
	return nil
}

func (x *Index) change(do func(*state) error) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return errClosed()
	}
	x.saved.clean = false
	if err := do(x.st); err != nil {
		return damaged(err)
	}
	return nil
}

// SetSeq says up to which entry of the journal the cases have been put; Save keeps it.
func (x *Index) SetSeq(seq uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.seq = seq
}

// Seq is the entry of the journal that the index has reached, 0 for none.
func (x *Index) Seq() uint64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.seq
}

// Len is the number of cases.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.st.living
}

// Has tells whether a case is in the index.
func (x *Index) Has(id string) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	_, ok := x.st.byID[id]
	return ok
}

// Close lets go of the file. It does not save.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.folding.Lock()
	defer x.folding.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	if err := x.st.file.close(); err != nil {
		return casefile.Wrap(casefile.Internal, err, "The index of similar cases could not be closed; nothing is lost by that.")
	}
	return nil
}

func errClosed() error {
	return casefile.Faultf(casefile.Unavailable, "The index of similar cases is closed; open the workspace again.")
}

// damaged tells the caller to rebuild.
func damaged(err error) error {
	return casefile.Wrap(casefile.Damaged, err,
		"The index of similar cases does not check. It holds nothing of its own and is built anew from your records.")
}
