package search

import (
	"context"

	"precedent/backend/casefile"
)

const (
	// A batch of a Writer. Each becomes a segment, and segments are merged ten at a time, so that larger ones are merged
	// less often. What bounds them is the memory: one batch is cut while another is written, of each of its tokens Bleve
	// keeps some hundred bytes meanwhile, and Go takes as much again before it tidies up.
	writerCases = 500
	writerBytes = 1 << 20
)

// Writer puts many cases: while one batch is written the next is read and cut. One goroutine may use it, and nobody else
// may write meanwhile. End or Stop must be called.
type Writer struct {
	x        *Index
	ctx      context.Context // of the whole writing
	progress func(done int)
	puts     []casefile.Case
	removed  []string
	size     int
	done     int
	busy     chan error // of the batch that is being written; nil when none is
}

// Writer begins to put many cases. progress, when given, is told how many are in.
func (x *Index) Writer(ctx context.Context, progress func(done int)) *Writer {
	return &Writer{x: x, ctx: ctx, progress: progress}
}

// Put puts a case. The fault is of this or of an earlier one.
func (w *Writer) Put(c casefile.Case) error {
	w.puts = append(w.puts, c)
	w.size += textBytes(&c)
	if len(w.puts) < writerCases && w.size < writerBytes {
		return nil
	}
	return w.pass()
}

// Remove takes a case out of the index; an unknown one is passed over.
func (w *Writer) Remove(id string) error {
	w.removed = append(w.removed, id)
	if len(w.removed) < writerCases {
		return nil
	}
	return w.pass()
}

// pass hands over what has come together and does not wait for it.
func (w *Writer) pass() error {
	l := cutAll(w.puts, w.removed, w.x.options)
	if err := w.wait(); err != nil {
		return err
	}
	w.puts, w.removed, w.size = nil, nil, 0
	w.busy = make(chan error, 1)
	w.done += len(l.docs)
	go func() { w.busy <- w.x.commit(w.ctx, l, nil) }()
	return nil
}

// wait waits for the batch that is being written.
func (w *Writer) wait() error {
	if w.busy == nil {
		return nil
	}
	err := <-w.busy
	w.busy = nil
	if err == nil && w.progress != nil {
		w.progress(w.done)
	}
	return err
}

// End writes what is left together with the journal sequence that the index has reached by that.
func (w *Writer) End(seq uint64) error {
	l := cutAll(w.puts, w.removed, w.x.options)
	if err := w.wait(); err != nil {
		return err
	}
	if err := w.x.commit(w.ctx, l, &seq); err != nil {
		return err
	}
	if w.progress != nil {
		w.progress(w.done + len(l.docs))
	}
	return nil
}

// Stop gives up what was not written yet. After End it does nothing.
func (w *Writer) Stop() { _ = w.wait() }

// textBytes is about how much text a case has.
func textBytes(c *casefile.Case) int {
	n := fieldBytes(c.Fields)
	for _, list := range [][]casefile.Record{c.Items, c.Files} {
		for _, r := range list {
			n += fieldBytes(r.Fields)
		}
	}
	for _, t := range c.Texts {
		n += len(t)
	}
	return n
}

func fieldBytes(fields map[string]any) int {
	n := 0
	for _, v := range fields {
		switch v := v.(type) {
		case string:
			n += len(v)
		case map[string]any:
			n += fieldBytes(v)
		}
	}
	return n
}
