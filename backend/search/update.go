package search

import (
	"context"
	"errors"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
)

// Update puts cases into the index and takes removed ones out, as one batch that ends with the journal sequence it brings
// the index to. It is on disk when Update returns; a kill before that leaves the index at the sequence it had. Putting the
// same again changes nothing. For more than a few hundred cases there is a Writer.
func (x *Index) Update(ctx context.Context, puts []casefile.Case, removed []string, seq uint64) error {
	return x.commit(ctx, cutAll(puts, removed, x.options), &seq)
}

// commit writes what was cut. Without a sequence the index stays at the one it has.
func (x *Index) commit(ctx context.Context, l lot, seq *uint64) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return casefile.Wrap(casefile.Cancelled, err, "Indexing was stopped.")
	}
	if x.broken() {
		return damaged(errors.New("a background task of the index died"))
	}
	if x.lame {
		if err := x.reopen(); err != nil {
			return err
		}
	}
	err := x.put(l, seq)
	if casefile.CodeOf(err) == casefile.Unavailable {
		if err := x.reopen(); err != nil {
			x.options.log().Warn("search index: open after a failed write", "cause", err)
		}
	}
	return err
}

func (x *Index) put(l lot, seq *uint64) error {
	var next state
	err := guard(func() error {
		return x.read(func(r index.IndexReader) error {
			s, err := x.after(r, l)
			if err != nil {
				return err
			}
			if seq != nil {
				s.seq = *seq
			}
			next = s
			return x.write(l, s)
		})
	})
	if err != nil {
		return err
	}
	x.now.Store(&next)
	x.completions.changed(len(l.docs)+len(l.removed), int(next.count))
	return nil
}

// after is what the index says of itself when the lot is in: above all how many documents there will be.
func (x *Index) after(r index.IndexReader, l lot) (state, error) {
	s := *x.now.Load()
	s.tokens, s.puts = s.tokens+l.tokens, s.puts+uint64(len(l.docs))
	if x.filling {
		return s, nil
	}
	there := make(map[string]bool, len(l.docs)+len(l.removed)) // what the lot makes of each ID it names
	for _, id := range l.removed {
		there[id] = false
	}
	for _, d := range l.docs {
		there[d.ID()] = true
	}
	for id, will := range there {
		was, err := r.InternalID(id)
		switch {
		case err != nil:
			return s, damaged(err)
		case was == nil && will:
			s.count++
		case was != nil && !will:
			s.count--
		}
	}
	return s, nil
}

// write puts the lot and the state into one batch and waits for it.
func (x *Index) write(l lot, s state) error {
	batch := x.bleve.NewBatch()
	for _, id := range l.removed {
		batch.Delete(id)
	}
	for _, d := range l.docs {
		if err := batch.IndexAdvanced(d); err != nil {
			return casefile.Wrap(casefile.Internal, err, saysWrite)
		}
	}
	batch.SetInternal([]byte(stateKey), s.bytes())
	return x.await(batch)
}

// await waits for the batch to be on disk, or for the news that it never will be.
func (x *Index) await(batch *bleve.Batch) error {
	done := make(chan error, 1)
	go func() { done <- guard(func() error { return x.bleve.Batch(batch) }) }()
	select {
	case err := <-done:
		if err != nil {
			return casefile.Wrap(casefile.Unavailable, err, saysWrite)
		}
		return nil
	case <-x.failed:
		return damaged(errors.New("a background task of the index died"))
	}
}
