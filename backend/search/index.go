package search

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	bolterrors "go.etcd.io/bbolt/errors"

	"precedent/backend/casefile"
)

// Index is the search index of a workspace, open. It may be used by several goroutines at once.
type Index struct {
	dir     string // the folder of the index
	home    string // the generation within it that is open
	options Options

	alive  sync.RWMutex // held for reading while the index is used, for writing while it is closed
	closed bool
	lame   bool // Bleve failed to write and could not be opened anew yet
	bleve  bleve.Index

	writing sync.Mutex
	filling bool // new, and not counted before it is whole: looking up each ID would take longer and longer
	now     atomic.Pointer[state]
	failed  chan struct{} // closed when a background task of the index died
	fail    func()

	completions completions
	columns     columns
	lists       wordLists
}

// lockWait is how long Open waits for another program to let go of the index.
const lockWait = "2s"

// Sentences that a person reads. What to do is always the same: the records are elsewhere, the index is built anew.
const (
	saysDamaged = "The search index is damaged. Nothing of your records is lost: it is built anew from them (precedent reindex)."
	saysMissing = "There is no search index yet. It is built from the records (precedent reindex)."
	saysOld     = "The search index was made by another version of Precedent. It is built anew from the records (precedent reindex)."
	saysBusy    = "Another program holds the search index. Close it and try again."
	saysClosed  = "The search index is closed. Try again in a moment."
	saysWrite   = "The search index could not be written. Your records are saved; searching them may lag behind. Check the free space of the disk."
)

// Open opens the index in a folder after checking it: the checksums of its files, its version, its count. The fault is
// NotFound where there is none or one of another version, Damaged where it is not what was written, Busy where another
// program holds it; NeedsRebuild tells the first two from the last.
func Open(dir string, o Options) (*Index, error) {
	home, err := current(dir)
	if err != nil {
		return nil, err
	}
	if err := guard(func() error { return sound(filepath.Join(dir, home)) }); err != nil {
		return nil, err
	}
	x, err := openHome(dir, home, o)
	if err != nil {
		return nil, err
	}
	if err := guard(x.fits); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	sweep(dir, home)
	return x, nil
}

// NeedsRebuild says that the way on from a failed Open, Update or Check is Rebuild.
func NeedsRebuild(err error) bool {
	code := casefile.CodeOf(err)
	return code == casefile.NotFound || code == casefile.Damaged
}

func openHome(dir, home string, o Options) (*Index, error) {
	x := newIndex(dir, home, o)
	if err := x.openBleve(); err != nil {
		watched.Delete(x.store())
		return nil, err
	}
	return x, nil
}

func (x *Index) openBleve() error {
	x.columns.forget()
	x.lists.forget()
	return guard(func() (err error) {
		x.bleve, err = bleve.OpenUsing(filepath.Join(x.dir, x.home), map[string]any{"bolt_timeout": lockWait, "asyncErrorCallbackName": callback})
		return err
	})
}

func newIndex(dir, home string, o Options) *Index {
	x := &Index{dir: dir, home: home, options: o, failed: make(chan struct{})}
	x.fail = sync.OnceFunc(func() { close(x.failed) })
	x.now.Store(&state{})
	watched.Store(x.store(), x)
	return x
}

// store is where Bleve keeps the files of an index.
func (x *Index) store() string { return filepath.Join(x.dir, x.home, "store") }

// fits compares what the index says of itself with what it is.
func (x *Index) fits() error {
	return x.read(func(r index.IndexReader) error {
		raw, err := r.GetInternal([]byte(stateKey))
		if err != nil {
			return err
		}
		s, err := readState(raw)
		if err != nil {
			return err
		}
		if n, err := r.DocCount(); err != nil || n != s.count {
			return damaged(fmt.Errorf("%d documents, %d expected: %w", n, s.count, err))
		}
		x.now.Store(&s)
		return nil
	})
}

// read runs do on a snapshot of the index.
func (x *Index) read(do func(index.IndexReader) error) error {
	x.alive.RLock()
	defer x.alive.RUnlock()
	if x.closed || x.lame {
		return casefile.Faultf(casefile.Busy, saysClosed)
	}
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return damaged(err)
	}
	r, err := advanced.Reader()
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = r.Close() }()
	return do(r)
}

// Seq is the journal sequence that the index has reached.
func (x *Index) Seq() uint64 { return x.now.Load().seq }

// Count is the number of cases in the index, those in the bin included.
func (x *Index) Count() int { return int(x.now.Load().count) }

// Rest lets go of what makes questions faster that nobody has asked since the last Rest, and says whether there was any.
func (x *Index) Rest() (dropped bool) { return x.lists.rest() }

// Check reads every file of the index again and compares checksums and counts. It may run while the index is used.
func (x *Index) Check(ctx context.Context) error {
	return guard(func() error {
		return x.read(func(r index.IndexReader) error {
			if n, err := r.DocCount(); err != nil {
				return damaged(err)
			} else if x.broken() {
				return damaged(errors.New("a background task of the index died"))
			} else if x.writing.TryLock() {
				defer x.writing.Unlock()
				if n != x.now.Load().count {
					return damaged(fmt.Errorf("%d documents, %d expected", n, x.now.Load().count))
				}
			}
			return checkFiles(ctx, x.store(), filesOf(r))
		})
	})
}

// broken says that a background task of the index died, so that writing would wait for ever.
func (x *Index) broken() bool {
	select {
	case <-x.failed:
		return true
	default:
		return false
	}
}

// Close lets go of the index. When a newer generation has taken its place its files are removed.
func (x *Index) Close() error {
	if !x.broken() {
		x.writing.Lock()
		defer x.writing.Unlock()
	}
	x.alive.Lock()
	defer x.alive.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	watched.Delete(x.store())
	if x.broken() {
		return nil // Bleve would wait for its dead task; what it holds is let go with the process
	}
	err := x.closeBleve()
	if x.broken() {
		return nil
	}
	if err == nil {
		if e := seal(filepath.Join(x.dir, x.home)); e != nil { // the next opening looks at more, as after a kill
			x.options.log().Warn("search index: not sealed", "cause", e)
		}
	}
	if home, e := current(x.dir); e == nil && home != x.home {
		sweep(x.dir, home)
	}
	return err
}

// closeBleve does not wait for a Bleve whose background task died meanwhile.
func (x *Index) closeBleve() error {
	if x.lame { // it is closed
		return nil
	}
	closed := make(chan error, 1)
	go func() { closed <- guard(x.bleve.Close) }()
	select {
	case err := <-closed:
		return err
	case <-x.failed:
		return nil
	}
}

// reopen opens the index anew as the disk has it, after a batch could not be written: Bleve then closes what it still
// reads, and the next reader would die (bleve 2.6.1, Scorch.Batch). The caller holds writing.
func (x *Index) reopen() error {
	x.alive.Lock()
	err := x.closeBleve()
	if err != nil {
		x.options.log().Warn("search index: close after a failed write", "cause", err)
	}
	x.lame = true
	if !x.broken() {
		err = x.openBleve()
		x.lame = err != nil
	}
	x.alive.Unlock()
	if err != nil {
		return err
	}
	return guard(x.fits)
}

// guard runs what reads files that may be damaged. Bleve and bbolt panic on some, and reading a truncated file that is
// mapped into memory is a fault that only SetPanicOnFault turns into a panic.
func guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = damaged(fmt.Errorf("panic: %v", r))
		}
	}()
	return faultOf(do())
}

// faultOf gives an error that has none the fault of damage: an index that cannot be read is built anew.
func faultOf(err error) error {
	var f *casefile.Fault
	switch {
	case err == nil, errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, bolterrors.ErrTimeout):
		return casefile.Wrap(casefile.Busy, err, saysBusy)
	}
	return damaged(err)
}

func damaged(cause error) error { return casefile.Wrap(casefile.Damaged, cause, saysDamaged) }

// callback names the function that Bleve calls when a background task fails; watched finds the index by its folder.
const callback = "precedent"

var watched sync.Map // store folder → *Index

func init() {
	scorch.RegistryAsyncErrorCallbacks[callback] = func(err error, path string) {
		var s *scorch.ScorchError
		if x, ok := watched.Load(path); ok && errors.As(err, &s) && s.ErrType == scorch.ErrAsyncPanic {
			x := x.(*Index)
			x.options.log().Error("a background task of the search index died", "cause", s.Source, "kind", s.ErrType)
			x.fail()
		}
	}
}
