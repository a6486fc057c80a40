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
// same again changes nothing. A few hundred cases a call are best.
func (x *Index) Update(ctx context.Context, puts []casefile.Case, removed []string, seq uint64) error {
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
	err := x.update(puts, removed, seq)
	if casefile.CodeOf(err) == casefile.Unavailable {
		if err := x.reopen(); err != nil {
			x.options.log().Warn("search index: open after a failed write", "cause", err)
		}
	}
	return err
}

func (x *Index) update(puts []casefile.Case, removed []string, seq uint64) error {
	var next state
	err := guard(func() error {
		return x.read(func(r index.IndexReader) error {
			batch, s, err := x.batch(r, puts, removed)
			if err != nil {
				return err
			}
			s.seq = seq
			next = s
			batch.SetInternal([]byte(stateKey), s.bytes())
			return x.write(batch)
		})
	})
	if err != nil {
		return err
	}
	x.now.Store(&next)
	x.completions.changed(len(puts)+len(removed), int(next.count))
	return nil
}

// batch makes the documents, and counts how many there will be.
func (x *Index) batch(r index.IndexReader, puts []casefile.Case, removed []string) (*bleve.Batch, state, error) {
	s := *x.now.Load()
	batch := x.bleve.NewBatch()
	there := map[string]bool{} // what the batch makes of each ID it names
	for _, id := range removed {
		there[id] = false
		batch.Delete(id)
	}
	for i := range puts {
		if !puts[i].Kind.IsCase() || puts[i].ID == "" {
			continue
		}
		there[puts[i].ID] = true
		d, tokens := documentOf(&puts[i], x.options)
		s.tokens, s.puts = s.tokens+uint64(tokens), s.puts+1
		if err := batch.IndexAdvanced(d); err != nil {
			return nil, s, casefile.Wrap(casefile.Internal, err, saysWrite)
		}
	}
	for id, will := range there {
		was, err := r.InternalID(id)
		switch {
		case err != nil:
			return nil, s, damaged(err)
		case was == nil && will:
			s.count++
		case was != nil && !will:
			s.count--
		}
	}
	return batch, s, nil
}

// write waits for the batch to be on disk, or for the news that it never will be.
func (x *Index) write(batch *bleve.Batch) error {
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
