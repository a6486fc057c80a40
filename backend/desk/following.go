package desk

import (
	"context"
	"errors"
	"fmt"
	"math"

	"precedent/backend/casefile"
	"precedent/backend/search"
)

// reached is the entry up to which what is open has followed.
func (f *finder) reached() uint64 {
	f.mu.RLock()
	defer f.mu.RUnlock()
	at := uint64(math.MaxUint64)
	if f.index != nil {
		at = f.index.Seq()
	}
	if f.similar != nil {
		at = min(at, f.similar.Seq())
	}
	return at
}

// catchUp puts every case that changed since what is open followed last. It does not wait for an index that is being built,
// or for thousands of cases that are being put: the search answers from what it has, and says so.
func (f *finder) catchUp(ctx context.Context, progress func(Progress)) error {
	if f.reached() >= f.d.store.Seq() {
		return nil
	}
	if !f.follow.TryLock() {
		if f.d.building.told() != "" {
			return nil
		}
		f.follow.Lock()
	}
	defer f.follow.Unlock()
	if f.reached() >= f.d.store.Seq() {
		return nil
	}
	err := f.catch(ctx, progress)
	if search.NeedsRebuild(err) {
		err = f.buildIndex(ctx, nil, progress)
	}
	if err != nil {
		return err
	}
	return f.keepSimilar(false)
}

// catch is one catching up on its way. The watermarks move only when all is in.
func (f *finder) catch(ctx context.Context, progress func(Progress)) error {
	c := &catching{f: f, at: map[string]int{}, to: f.d.store.Seq()}
	f.mu.RLock()
	index, sim := f.index, f.similar
	f.mu.RUnlock()
	if index != nil && index.Seq() < c.to {
		c.indexed = index.Seq()
		c.index = index.Writer(ctx, func(done int) {
			if progress != nil {
				progress(Progress{Done: int64(done), Total: int64(len(c.changed)), Unit: "cases", Says: "Indexing"})
			}
		})
		defer c.index.Stop()
	}
	if err := f.d.store.Changed(ctx, f.reached(), func(id string, seq uint64) error { c.add(id, seq); return nil }); err != nil {
		return err
	}
	if sim == nil || sim.Seq() >= c.to {
		return c.putAll()
	}
	c.similar, c.compared = compare(sim), sim.Seq()
	if err := errors.Join(c.putAll(), c.similar.end()); err != nil {
		return err
	}
	sim.SetSeq(c.to)
	f.dirty.Store(true)
	return nil
}

// putAll puts all that changed, and moves the index's watermark on.
func (c *catching) putAll() error {
	f := c.f
	defer f.d.building.tell("")
	defer longWork()()
	for c.done < len(c.changed) { // it grows on the way
		if c.done%tellEvery == 0 {
			spare(workingMemory)
		}
		if c.done%tellEvery == 0 && len(c.changed) > waitForCases {
			f.d.building.tell(fmt.Sprintf("The search is catching up: %d of %d cases.", c.done, len(c.changed)))
		}
		c.done++
		if err := c.put(c.changed[c.done-1]); err != nil {
			return err
		}
	}
	if c.index != nil {
		return c.index.End(c.to)
	}
	return nil
}

// tellEvery is after how many cases the state of a long catching up is told anew.
const tellEvery = 500

// catching brings the index and the similar cases up to date, each with what it has not seen yet.
type catching struct {
	f        *finder
	index    *search.Writer // nil when it is not open, or has seen all
	indexed  uint64         // the entry that the index has reached
	similar  *comparing     // the same
	compared uint64
	to       uint64 // the entry that both will have reached
	changed  []touched
	at       map[string]int // ID → its last place in changed
	done     int            // so many of them have been put
}

// touched is a case to put again, and the entry that made it so.
type touched struct {
	id  string
	seq uint64
}

func (c *catching) add(id string, seq uint64) {
	i, known := c.at[id]
	if known && c.changed[i].seq >= seq {
		return
	}
	if known && i >= c.done {
		c.changed[i].seq = seq
		return
	}
	c.at[id] = len(c.changed)
	c.changed = append(c.changed, touched{id, seq})
}

// put puts one case, or takes it out when it is gone.
func (c *catching) put(t touched) error {
	whole, err := c.f.d.store.Case(t.id)
	if errors.Is(err, casefile.ErrNotFound) {
		return c.remove(t.id)
	}
	if err != nil {
		return err
	}
	if err := c.addConcerned(whole.Record, t.seq); err != nil {
		return err
	}
	if c.index != nil && whole.Kind.IsCase() && t.seq > c.indexed {
		if err := c.index.Put(whole); err != nil {
			return err
		}
	}
	switch {
	case c.similar == nil, !hasSymptoms(whole.Kind), t.seq <= c.compared:
		return nil
	case whole.Binned():
		c.uncompare(t.id)
	default:
		c.similar.do(func() error { return c.similar.x.Put(symptoms(whole)) })
	}
	return nil
}

func (c *catching) uncompare(id string) {
	c.similar.do(func() error { return c.similar.x.Remove(id) })
}

func (c *catching) remove(id string) error {
	if c.index != nil {
		if err := c.index.Remove(id); err != nil {
			return err
		}
	}
	if c.similar != nil {
		c.uncompare(id)
	}
	return nil
}

// addConcerned adds the cases whose index entry depends on a customer, a person or a document.
func (c *catching) addConcerned(r casefile.Record, seq uint64) error {
	switch r.Kind {
	case casefile.KindDocument:
		if id := r.Text("case"); id != "" {
			c.add(id, seq)
		}
	case casefile.KindCustomer, casefile.KindPerson:
		naming, err := c.f.d.store.Naming(r.ID)
		if err != nil {
			return err
		}
		for _, id := range naming {
			if err := c.addCaseOf(id, seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// addCaseOf adds the case of a record that names another. One that is among the changed already is not read for it.
func (c *catching) addCaseOf(id string, seq uint64) error {
	if i, ok := c.at[id]; ok && c.changed[i].seq >= seq {
		return nil
	}
	r, err := c.f.d.store.Get(id)
	switch {
	case errors.Is(err, casefile.ErrNotFound):
		return nil
	case err != nil:
		return err
	case r.Kind.IsItem():
		id = r.Parent()
	}
	c.add(id, seq)
	return nil
}
