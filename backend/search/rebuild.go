package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
)

// Feed gives every case once and then says which journal sequence they show. yield fails when the rebuild must stop.
type Feed func(yield func(casefile.Case) error) (seq uint64, err error)

// Rebuild makes a new index in the folder from all cases, beside the one that may be open and answering, and puts it in
// its place at the end. The files of the old one are removed; where it is open, when the caller closes it. progress, when given, is told the
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
	sweep(dir, x.home)
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
	x.filling = true
	w := x.Writer(ctx, progress)
	defer w.Stop()
	seq, err := feed(w.Put)
	if err != nil {
		return err
	}
	if err := w.End(seq); err != nil {
		return err
	}
	x.filling = false
	return x.settle()
}

// settle counts what came in. A store that mends itself gives cases twice, so the calls of Put do not tell.
func (x *Index) settle() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	return x.read(func(r index.IndexReader) error {
		n, err := r.DocCount()
		if err != nil {
			return damaged(err)
		}
		s := *x.now.Load()
		s.count = n
		if err := x.write(lot{}, s); err != nil {
			return err
		}
		x.now.Store(&s)
		return nil
	})
}

// discard closes an index that never answered and removes its files.
func (x *Index) discard() error {
	return errors.Join(x.Close(), os.RemoveAll(filepath.Join(x.dir, x.home)))
}
