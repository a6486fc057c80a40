package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/search"
	"precedent/backend/search/similar"
)

// Folders of the search in a workspace.
const (
	indexFolder   = "index"
	similarFolder = "similar"
)

// finder is what answers searches: the index and the structure of similar cases, both following the store. Each is opened
// when something is first asked of it: a command that is run once asks one of them, and the other takes as long to open.
type finder struct {
	d       *Desk
	log     *slog.Logger
	work    sync.WaitGroup
	follow  sync.Mutex // held by who opens them or brings them up to date
	learn   sync.Mutex // held by who learns term vectors
	mu      sync.RWMutex
	index   *search.Index  // nil until it is opened
	similar *similar.Index // the same
	dirty   atomic.Bool    // the structure of similar cases has changed since it was saved
	saved   time.Time
}

// needs says what of the search must be open.
type needs uint8

const (
	needIndex needs = 1 << iota
	needSimilar
	needBoth = needIndex | needSimilar
)

// has says whether what is needed is open.
func (f *finder) has(n needs) bool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return (n&needIndex == 0 || f.index != nil) && (n&needSimilar == 0 || f.similar != nil)
}

// finder opens what is needed of the search on first use and brings what is open up to date with everything saved before
// the call.
func (d *Desk) finder(ctx context.Context, n needs) (*finder, error) {
	f, err := d.openFinder(ctx, n)
	if err != nil {
		return nil, err
	}
	return f, f.catchUp(ctx, nil)
}

// waitForCases is up to how many cases a search waits for an index that is being built; beyond it says how far that is.
const waitForCases = 10_000

func (d *Desk) openFinder(ctx context.Context, n needs) (*finder, error) {
	if f := d.finds.Load(); f != nil && f.has(n) {
		return f, nil
	}
	if !d.finding.TryLock() {
		if d.caseCount(ctx) > waitForCases {
			return nil, casefile.Faultf(casefile.Busy, "%s Lists and records work meanwhile.", firstOf(d.building.told(), "The search is being opened."))
		}
		d.finding.Lock()
	}
	defer d.finding.Unlock()
	f := d.finds.Load()
	if f == nil {
		f = &finder{d: d, log: d.o.Logger(), saved: d.now()}
		if err := f.forgetLeft(ctx); err != nil {
			return nil, errors.Join(err, f.close())
		}
		d.finds.Store(f)
	}
	return f, f.open(ctx, n)
}

// building is how far an index is that is being built.
type building struct{ says atomic.Pointer[string] }

func (b *building) tell(says string) { b.says.Store(&says) }

func (b *building) told() string {
	if s := b.says.Load(); s != nil {
		return *s
	}
	return ""
}

// Follow keeps the search up to date in the background until the desk is closed: for a window, which stays open.
func (d *Desk) Follow() {
	d.work.Go(func() {
		f := d.openToFollow()
		for f != nil {
			f.learnSoon(d.life)
			if err := d.waitResting(f.reached()); err != nil {
				return
			}
			if pause(d.life, followAfter) != nil {
				return
			}
			if err := f.catchUp(d.life, nil); err != nil && d.life.Err() == nil {
				d.o.Logger().Warn("search does not follow", "code", casefile.CodeOf(err))
				if pause(d.life, retryFollowAfter) != nil {
					return
				}
			}
		}
	})
}

// openToFollow opens the search, or waits until whoever is at it has done so; nil when the desk closes before.
func (d *Desk) openToFollow() *finder {
	for {
		f, err := d.finder(d.life, needBoth)
		if err == nil {
			return f
		}
		again := followAfter
		if casefile.CodeOf(err) != casefile.Busy {
			d.o.Logger().Warn("search cannot be opened", "code", casefile.CodeOf(err))
			again = retryFollowAfter
		}
		if pause(d.life, again) != nil {
			return nil
		}
	}
}

const (
	// followAfter lets the saves of a moment come together: a new line is found within a second (DESIGN, Search).
	followAfter = 300 * time.Millisecond
	// retryFollowAfter is how long a search that could not follow is left alone.
	retryFollowAfter = 30 * time.Second
)

func pause(ctx context.Context, long time.Duration) error {
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (f *finder) searchOptions() search.Options {
	return search.Options{Now: f.d.now, Log: f.log, Names: f.d.namesOfID, Marks: f.d.marks}
}

// marks are words for the filter has: that the case alone does not tell.
func (d *Desk) marks(c casefile.Case) []string {
	named, err := d.store.Links(c.ID)
	if err != nil {
		return nil
	}
	var out []string
	for _, r := range named {
		switch {
		case r.Binned():
		case r.Kind == casefile.KindDocument && r.Text("type") != "":
			out = append(out, r.Text("type"))
		case r.Kind == casefile.KindReview, r.Kind == casefile.KindCall, r.Kind == casefile.KindBrief:
			out = append(out, string(r.Kind))
		}
	}
	return out
}

// open opens what is needed, or builds it where it is missing, damaged or of another version.
func (f *finder) open(ctx context.Context, n needs) error {
	f.follow.Lock()
	defer f.follow.Unlock()
	if n&needSimilar != 0 && !f.has(needSimilar) {
		sim, err := f.openSimilar()
		if err != nil {
			return err
		}
		f.setSimilar(sim)
	}
	if n&needIndex != 0 && !f.has(needIndex) {
		return f.openIndex(ctx)
	}
	return nil
}

func (f *finder) openIndex(ctx context.Context) error {
	x, err := search.Open(f.indexDir(), f.searchOptions())
	switch {
	case err == nil && x.Seq() <= f.d.store.Seq():
		f.setIndex(x)
		return nil
	case err == nil: // it has what the journal no longer has: the journal was restored from a backup
		if err := x.Close(); err != nil {
			return err
		}
	case !search.NeedsRebuild(err):
		return err
	}
	sim := f.current()
	if sim != nil && sim.Seq() > 0 {
		sim = nil // it follows from where it is
	}
	return f.buildIndex(ctx, sim, nil)
}

// setIndex puts an index in its place and gives the one that was there.
func (f *finder) setIndex(x *search.Index) (old *search.Index) {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, f.index = f.index, x
	return old
}

func (f *finder) setSimilar(x *similar.Index) (old *similar.Index) {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, f.similar = f.similar, x
	return old
}

func (f *finder) openSimilar() (*similar.Index, error) {
	sim, err := similar.Open(f.similarDir())
	if casefile.CodeOf(err) == casefile.Damaged {
		f.log.Warn("similar cases are built again")
		return f.emptySimilar()
	}
	if err == nil && sim.Seq() > f.d.store.Seq() { // it has what the journal no longer has
		if err := sim.Close(); err != nil {
			return nil, err
		}
		return f.emptySimilar()
	}
	return sim, err
}

// emptySimilar begins a new structure of similar cases in the place of the one that is there.
func (f *finder) emptySimilar() (*similar.Index, error) {
	if err := similar.Discard(f.similarDir()); err != nil {
		return nil, err
	}
	return similar.Open(f.similarDir())
}

func (f *finder) indexDir() string   { return filepath.Join(f.d.dir, indexFolder) }
func (f *finder) similarDir() string { return filepath.Join(f.d.dir, similarFolder) }

// buildIndex makes the index anew beside the one that answers, and puts it in its place. A structure of similar cases that
// is empty may be given: it is filled from the same cases.
func (f *finder) buildIndex(ctx context.Context, empty *similar.Index, progress func(Progress)) error {
	defer longWork()()
	total := f.d.caseCount(ctx)
	seen := func(done int) {
		spare(workingMemory)
		f.d.building.tell(fmt.Sprintf("The search index is being built: %d of %d cases.", done, total))
		if progress != nil {
			progress(Progress{Done: int64(done), Total: int64(total), Unit: "cases", Says: "Building the index"})
		}
	}
	seen(0)
	defer f.d.building.tell("")
	made, err := search.Rebuild(ctx, f.indexDir(), f.searchOptions(), f.everything(ctx, empty), seen)
	if err != nil {
		return err
	}
	if old := f.setIndex(made); old != nil {
		return old.Close()
	}
	return nil
}

// everything feeds every case of the store, to an empty structure of similar cases too where there is one.
func (f *finder) everything(ctx context.Context, empty *similar.Index) search.Feed {
	return func(yield func(casefile.Case) error) (uint64, error) {
		if empty == nil {
			return f.d.store.Cases(ctx, yield)
		}
		beside := compare(empty)
		seq, err := f.d.store.Cases(ctx, func(c casefile.Case) error {
			if compared(c) {
				beside.do(func() error { return empty.Put(symptoms(c)) })
			}
			return yield(c)
		})
		if err = errors.Join(err, beside.end()); err == nil {
			empty.SetSeq(seq)
			f.dirty.Store(true)
			f.saved = time.Time{} // all of it is in memory: it is saved as soon as it is quiet
		}
		return seq, err
	}
}

// compared says whether a case is among those that are compared.
func compared(c casefile.Case) bool { return hasSymptoms(c.Kind) && !c.Binned() }

// notice is what a person should know of the state of the search; "" when all is well.
func (f *finder) notice() string { return f.d.building.told() }

func (f *finder) search(ctx context.Context, q search.Query, fetch search.Fetch) (search.Answer, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.index.Search(ctx, q, fetch)
}

// rest lets go of what nobody asks for, and says whether there was any.
func (f *finder) rest() bool {
	kept := f.keepAtRest()
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.index != nil && f.index.Rest() || kept
}

// keepAtRest saves the structure of similar cases when that is due, and says whether it did: what it had in memory it reads from
// its file from then on.
func (f *finder) keepAtRest() bool {
	if !f.dirty.Load() || !f.follow.TryLock() { // whoever works on it keeps it in time
		return false
	}
	defer f.follow.Unlock()
	if err := f.keepSimilar(false); err != nil {
		f.log.Warn("similar cases are not saved", "code", casefile.CodeOf(err))
	}
	return !f.dirty.Load()
}

// keepSimilar saves the structure of similar cases, but not more often than is useful.
func (f *finder) keepSimilar(now bool) error {
	if !f.dirty.Load() || (!now && f.d.now().Sub(f.saved) < saveEvery) {
		return nil
	}
	f.dirty.Store(false)
	f.saved = f.d.now()
	err := f.current().Save()
	if err != nil {
		f.dirty.Store(true) // it is tried again
	}
	return err
}

// rebuild makes both anew, and with them every trace of what was purged disappears.
func (f *finder) rebuild(ctx context.Context, progress func(Progress)) error {
	f.follow.Lock()
	defer f.follow.Unlock()
	sim, err := f.emptySimilar()
	if err != nil {
		return err
	}
	err = f.buildIndex(ctx, sim, progress)
	if old := f.setSimilar(sim); old != nil {
		err = errors.Join(err, old.Close())
	}
	return errors.Join(err, f.keepSimilar(true))
}

func (f *finder) close() error {
	f.work.Wait()
	f.follow.Lock()
	defer f.follow.Unlock()
	f.mu.RLock()
	defer f.mu.RUnlock()
	var err error
	if f.similar != nil {
		err = errors.Join(f.keepSimilar(true), f.similar.Close())
	}
	if f.index != nil {
		err = errors.Join(err, f.index.Close())
	}
	return err
}
