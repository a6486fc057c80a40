package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"precedent/backend/casefile"
)

// forgetName is a file of the workspace that is there from before a purge until the search has been built anew: a program
// that ends in between leaves it, and the next one that searches builds the search anew, or purged text would stay in its
// files.
const forgetName = "search.forget"

func (f *finder) forgetPath() string { return filepath.Join(f.d.dir, forgetName) }

// mustForget notes that the search holds text that is about to be removed for good, and drops the glance, which may too.
func (f *finder) mustForget() error {
	return errors.Join(f.d.dropGlance(), f.d.forgetReports(0), WriteFile(f.forgetPath(), nil))
}

// forget builds the search anew, from what is left.
func (f *finder) forget(ctx context.Context, progress func(Progress)) error {
	if err := f.rebuild(ctx, progress); err != nil {
		return err
	}
	if err := os.Remove(f.forgetPath()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return casefile.Wrap(casefile.Unavailable, err, "The search was built anew, but a file of the workspace cannot be removed. Look at who may write in its folder.")
	}
	return nil
}

// forgetLeft builds the search anew when a program ended between a purge and that.
func (f *finder) forgetLeft(ctx context.Context) error {
	if _, err := os.Stat(f.forgetPath()); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := f.d.store.FinishPurge(ctx); err != nil {
		return err
	}
	return f.forget(ctx, nil)
}
