package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"precedent/backend/casefile"
)

const (
	// A batch of a rebuild: as many cases as FACTS found best, and not so much text that it weighs on the memory.
	rebuildCases = 500
	rebuildBytes = 16 << 20
)

// Feed gives every case once and then says which journal sequence they show. yield fails when the rebuild must stop.
type Feed func(yield func(casefile.Case) error) (seq uint64, err error)

// Rebuild makes a new index in the folder from all cases, beside the one that may be open and answering, and puts it in
// its place at the end. The caller then closes the old one, which removes its files. progress, when given, is told the
// number of cases that are in. A rebuild that fails or is stopped leaves what was there.
func Rebuild(ctx context.Context, dir string, o Options, feed Feed, progress func(done int)) (*Index, error) {
	begun := o.now()
	x, err := create(dir, o)
	if err != nil {
		return nil, err
	}
	if err := fill(ctx, x, feed, progress); err != nil {
		return nil, errors.Join(err, x.discard())
	}
	if err := setCurrent(dir, x.home); err != nil {
		return nil, errors.Join(casefile.Wrap(casefile.Unavailable, err, saysWrite), x.discard())
	}
	o.log().Info("search index rebuilt", "cases", x.Count(), "sequence", x.Seq(), "took", o.now().Sub(begun))
	return x, nil
}

func create(dir string, o Options) (*Index, error) {
	err := os.MkdirAll(dir, 0o700)
	if err != nil {
		return nil, casefile.Wrap(casefile.Unavailable, err, saysWrite)
	}
	home, err := nextHome(dir)
	if err != nil {
		return nil, casefile.Wrap(casefile.Unavailable, err, saysWrite)
	}
	x := newIndex(dir, home, o)
	err = guard(func() (err error) {
		config := map[string]any{"bolt_timeout": lockWait, "asyncErrorCallbackName": callback}
		x.bleve, err = bleve.NewUsing(filepath.Join(dir, home), newMapping(), scorch.Name, scorch.Name, config)
		return err
	})
	if err != nil {
		watched.Delete(x.store())
		return nil, casefile.Wrap(casefile.Unavailable, err, saysWrite)
	}
	return x, nil
}

func fill(ctx context.Context, x *Index, feed Feed, progress func(int)) error {
	var batch []casefile.Case
	size, done := 0, 0
	flush := func(seq uint64) error {
		if err := x.Update(ctx, batch, nil, seq); err != nil {
			return err
		}
		done += len(batch)
		batch, size = nil, 0
		if progress != nil {
			progress(done)
		}
		return nil
	}
	seq, err := feed(func(c casefile.Case) error {
		batch = append(batch, c)
		for _, t := range c.Texts {
			size += len(t)
		}
		if len(batch) < rebuildCases && size < rebuildBytes {
			return nil
		}
		return flush(0)
	})
	if err != nil {
		return err
	}
	return flush(seq)
}

// discard closes an index that never answered and removes its files.
func (x *Index) discard() error {
	return errors.Join(x.Close(), os.RemoveAll(filepath.Join(x.dir, x.home)))
}
