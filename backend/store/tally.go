package store

import (
	"context"
	"io"
)

// tally says how far a backup or a restore is, in bytes read, and stops it when its context ends.
type tally struct {
	ctx         context.Context
	progress    func(done, total int64) // may be nil
	done, total int64
}

// counted reads r, and counts what was read.
func (t *tally) counted(r io.Reader) io.Reader { return countedReader{t, r} }

type countedReader struct {
	tally *tally
	from  io.Reader
}

func (c countedReader) Read(p []byte) (int, error) {
	if err := c.tally.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.from.Read(p)
	c.tally.done += int64(n)
	if c.tally.progress != nil {
		c.tally.progress(c.tally.done, c.tally.total)
	}
	return n, err
}
