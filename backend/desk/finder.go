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

// finder is what answers searches: the index and the structure of similar cases, both following the store.
type finder struct {
	d       *Desk
	log     *slog.Logger
	work    sync.WaitGroup
	follow  sync.Mutex // held by who brings both up to date
	learn   sync.Mutex // held by who learns term vectors
	mu      sync.RWMutex
	index   *search.Index
	similar *similar.Index
	dirty   atomic.Bool // the structure of similar cases has changed since it was saved
	saved   time.Time
}

// finder opens the search on first use and brings it up to date with everything saved before the call.
func (d *Desk) finder(ctx context.Context) (*finder, error) {
	f, err := d.openFinder(ctx)
	if err != nil {
		return nil, err
	}
	return f, f.catchUp(ctx, nil)
}

// waitForCases is up to how many cases a search waits for an index that is being built; beyond it says how far that is.
const waitForCases = 10_000

func (d *Desk) openFinder(ctx context.Context) (*finder, error) {
	if f := d.finds.Load(); f != nil {
		return f, nil
	}
	if !d.finding.TryLock() {
		if d.caseCount(ctx) > waitForCases {
			return nil, casefile.Faultf(casefile.Busy, "%s Lists and records work meanwhile.", firstOf(d.building.told(), "The search is being opened."))
		}
		d.finding.Lock()
	}
	defer d.finding.Unlock()
	if f := d.finds.Load(); f != nil {
		return f, nil
	}
	f := &finder{d: d, log: d.o.Logger(), saved: d.now()}
	if err := f.open(ctx); err != nil {
		return nil, err
	}
	if err := f.forgetLeft(ctx); err != nil {
		return nil, errors.Join(err, f.close())
	}
	d.finds.Store(f)
	return f, nil
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
		f, err := d.finder(d.life)
		if err != nil {
			d.o.Logger().Warn("search cannot be opened", "code", casefile.CodeOf(err))
			return
		}
		for {
			f.learnSoon(d.life)
			if _, err := d.store.Wait(d.life, f.reached()); err != nil {
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
	return search.Options{Now: f.d.now, Log: f.log, Names: f.names, Marks: f.d.marks}
}

// names are what a customer or a person goes by.
func (f *finder) names(id string) []string {
	r, err := f.d.store.Get(id)
	if err != nil {
		return nil
	}
	return append([]string{r.Title()}, r.Strings("aliases")...)
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

// open opens both, or builds what is missing, damaged or of another version.
func (f *finder) open(ctx context.Context) error {
	sim, err := similar.Open(f.similarDir())
	if casefile.CodeOf(err) == casefile.Damaged {
		f.log.Warn("similar cases are built again")
		if err = similar.Discard(f.similarDir()); err == nil {
			sim, err = similar.Open(f.similarDir())
		}
	}
	if err == nil && sim.Seq() > f.d.store.Seq() { // it has what the journal no longer has
		if err = errors.Join(sim.Close(), similar.Discard(f.similarDir())); err == nil {
			sim, err = similar.Open(f.similarDir())
		}
	}
	if err != nil {
		return err
	}
	f.similar = sim
	f.index, err = search.Open(f.indexDir(), f.searchOptions())
	if err == nil && f.index.Seq() <= f.d.store.Seq() {
		return nil
	}
	if err != nil && !search.NeedsRebuild(err) {
		return errors.Join(err, sim.Close())
	}
	if f.index != nil { // it has what the journal no longer has: the journal was restored from a backup
		if err := f.index.Close(); err != nil {
			return errors.Join(err, sim.Close())
		}
	}
	return f.rebuildIndex(ctx, nil)
}

func (f *finder) indexDir() string   { return filepath.Join(f.d.dir, indexFolder) }
func (f *finder) similarDir() string { return filepath.Join(f.d.dir, similarFolder) }

// rebuildIndex makes the index anew beside the one that answers, and puts it in its place.
func (f *finder) rebuildIndex(ctx context.Context, progress func(Progress)) error {
	total := f.d.caseCount(ctx)
	seen := func(done int) {
		f.d.building.tell(fmt.Sprintf("The search index is being built: %d of %d cases.", done, total))
		if progress != nil {
			progress(Progress{Done: int64(done), Total: int64(total), Unit: "cases", Says: "Building the index"})
		}
	}
	defer f.d.building.tell("")
	made, err := search.Rebuild(ctx, f.indexDir(), f.searchOptions(), f.everything(ctx), seen)
	if err != nil {
		return err
	}
	f.mu.Lock()
	old := f.index
	f.index = made
	f.mu.Unlock()
	if old != nil {
		return old.Close()
	}
	return nil
}

// everything feeds every case of the store.
func (f *finder) everything(ctx context.Context) search.Feed {
	return func(yield func(casefile.Case) error) (uint64, error) { return f.d.store.Cases(ctx, yield) }
}

// notice is what a person should know of the state of the search; "" when all is well.
func (f *finder) notice() string { return f.d.building.told() }

// reached is the entry up to which both have followed.
func (f *finder) reached() uint64 {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return min(f.index.Seq(), f.similar.Seq())
}

func (f *finder) search(ctx context.Context, q search.Query, fetch search.Fetch) (search.Answer, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.index.Search(ctx, q, fetch)
}

// batchCases is how many cases are put into the index at once.
const batchCases = 500

// catchUp puts every case that changed since both followed last.
func (f *finder) catchUp(ctx context.Context, progress func(Progress)) error {
	if f.reached() >= f.d.store.Seq() {
		return nil
	}
	f.follow.Lock()
	defer f.follow.Unlock()
	from, to := f.reached(), f.d.store.Seq()
	if from >= to {
		return nil
	}
	changed, err := f.changedSince(ctx, from)
	if err != nil {
		return err
	}
	for begin := 0; begin == 0 || begin < len(changed); begin += batchCases {
		part := changed[min(begin, len(changed)):min(begin+batchCases, len(changed))]
		seq := from // the watermark moves only when all is in
		if begin+batchCases >= len(changed) {
			seq = to
		}
		err := f.put(ctx, part, seq)
		if search.NeedsRebuild(err) {
			return f.rebuildIndex(ctx, progress)
		}
		if err != nil {
			return err
		}
		if progress != nil {
			progress(Progress{Done: int64(min(begin+batchCases, len(changed))), Total: int64(len(changed)), Unit: "cases", Says: "Indexing"})
		}
	}
	return f.keepSimilar(false)
}

// changedSince are the cases to put again: those an entry touched, and those that name a customer or a person it renamed.
func (f *finder) changedSince(ctx context.Context, since uint64) ([]string, error) {
	seen := map[string]bool{}
	var out []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	err := f.d.store.Changed(ctx, since, func(id string, _ uint64) error { add(id); return nil })
	if err != nil {
		return nil, err
	}
	for _, id := range out[:len(out):len(out)] {
		r, err := f.d.store.Get(id)
		if err != nil {
			continue
		}
		if r.Kind != casefile.KindCustomer && r.Kind != casefile.KindPerson && r.Kind != casefile.KindDocument {
			continue
		}
		for _, other := range f.d.concerned(r) {
			add(other)
		}
	}
	return out, nil
}

// concerned are the cases whose index entry depends on a customer, a person or a document.
func (d *Desk) concerned(r casefile.Record) []string {
	if r.Kind == casefile.KindDocument {
		return []string{r.Text("case")}
	}
	named, err := d.store.Links(r.ID)
	if err != nil {
		return nil
	}
	var out []string
	for _, n := range named {
		if n.Kind.IsItem() {
			out = append(out, n.Parent())
			continue
		}
		out = append(out, n.ID)
	}
	return out
}

// put brings both up to date for some cases, and to a sequence.
func (f *finder) put(ctx context.Context, ids []string, seq uint64) error {
	var puts []casefile.Case
	var removed, unlike []string
	var docs []similar.Doc
	for _, id := range ids {
		c, err := f.d.store.Case(id)
		switch {
		case errors.Is(err, casefile.ErrNotFound):
			removed, unlike = append(removed, id), append(unlike, id)
			continue
		case err != nil:
			return err
		}
		if c.Kind.IsCase() {
			puts = append(puts, c)
		}
		switch {
		case !hasSymptoms(c.Kind):
		case c.Binned():
			unlike = append(unlike, id)
		default:
			docs = append(docs, symptoms(c))
		}
	}
	return f.write(ctx, puts, removed, docs, unlike, seq)
}

func (f *finder) write(ctx context.Context, puts []casefile.Case, removed []string, docs []similar.Doc, unlike []string, seq uint64) error {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if seq > f.index.Seq() || len(puts)+len(removed) > 0 {
		if err := f.index.Update(ctx, puts, removed, max(seq, f.index.Seq())); err != nil {
			return err
		}
	}
	if err := f.similar.Put(docs...); err != nil {
		return err
	}
	if err := f.similar.Remove(unlike...); err != nil {
		return err
	}
	f.similar.SetSeq(seq)
	f.dirty.Store(true)
	return nil
}

// keepSimilar saves the structure of similar cases, but not more often than is useful.
func (f *finder) keepSimilar(now bool) error {
	if !f.dirty.Load() || (!now && f.d.now().Sub(f.saved) < saveEvery) {
		return nil
	}
	f.dirty.Store(false)
	f.saved = f.d.now()
	return f.similar.Save()
}

// rebuild makes both anew, and with them every trace of what was purged disappears.
func (f *finder) rebuild(ctx context.Context, progress func(Progress)) error {
	f.follow.Lock()
	defer f.follow.Unlock()
	if err := f.rebuildIndex(ctx, progress); err != nil {
		return err
	}
	if err := similar.Discard(f.similarDir()); err != nil {
		return err
	}
	sim, err := similar.Open(f.similarDir())
	if err != nil {
		return err
	}
	f.mu.Lock()
	old := f.similar
	f.similar = sim
	f.mu.Unlock()
	seq, err := f.d.store.Cases(ctx, func(c casefile.Case) error {
		if !hasSymptoms(c.Kind) || c.Binned() {
			return nil
		}
		return sim.Put(symptoms(c))
	})
	if err == nil {
		sim.SetSeq(seq)
		f.dirty.Store(true)
		err = f.keepSimilar(true)
	}
	return errors.Join(err, old.Close())
}

func (f *finder) close() error {
	f.work.Wait()
	f.follow.Lock()
	defer f.follow.Unlock()
	err := f.keepSimilar(true)
	return errors.Join(err, f.index.Close(), f.similar.Close())
}
