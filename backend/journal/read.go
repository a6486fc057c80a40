package journal

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sort"

	"precedent/backend/casefile"
)

// Replay gives every entry from a sequence on to fn, in their order, until the last confirmed one has been given; what fn
// returns ends it. fn may call any method of the journal but Close. Damage ends it with an error in which errors.As finds
// a *Damage: the caller who has dealt with it goes on with Replay from its Next, unless that is 0.
func (j *Journal) Replay(ctx context.Context, from uint64, fn func(Entry) error) error {
	c := cursor{seq: max(from, 1), start: max(from, 1)}
	for {
		if err := ctx.Err(); err != nil {
			return casefile.Wrap(casefile.Cancelled, err, "Reading the journal was stopped.")
		}
		batch, end := j.batch(&c, replayBatch, 1<<16)
		for _, e := range batch {
			if err := fn(e); err != nil {
				return err
			}
		}
		if errors.Is(end, io.EOF) {
			return nil
		}
		if end != nil {
			return unreadable(end)
		}
	}
}

// At gives one entry. The error has the code not_found when there is none of that sequence.
func (j *Journal) At(seq uint64) (Entry, error) {
	c := cursor{seq: seq, start: seq, step: anchorEvery}
	if seq > 0 {
		batch, err := j.batch(&c, 1, 1)
		if len(batch) == 1 {
			return batch[0], nil
		}
		if !errors.Is(err, io.EOF) {
			return Entry{}, unreadable(err)
		}
	}
	return Entry{}, casefile.Faultf(casefile.NotFound, "The history has no entry %d.", seq)
}

// replayBatch is how many bytes are read before their entries are handed on. No lock is held while they are.
const replayBatch = 1 << 20

// cursor is a place in the journal between two batches.
type cursor struct {
	start uint64 // where reading began: damage before it is nobody's matter
	seq   uint64 // the next entry to give
	first uint64 // of the file that off belongs to; 0 = none yet
	turn  int
	step  int // how much is read at once; 0 = as walkers do
	off   int64
	prev  hash
	known bool // prev is
}

// view is a segment at one moment, and where the next file begins.
func (j *Journal) view(seq uint64) (s segment, limit, last uint64) {
	j.state.RLock()
	defer j.state.RUnlock()
	i := sort.Search(len(j.segs), func(i int) bool { return j.segs[i].first > seq })
	s = *j.segs[max(i-1, 0)]
	if i = max(i, 1); i < len(j.segs) {
		limit = j.segs[i].first
	}
	return s, limit, j.last
}

// batch reads entries from the cursor on until they have enough bytes or count. It returns io.EOF behind the last one.
func (j *Journal) batch(c *cursor, enough, count int) (batch []Entry, err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	s, limit, last := j.view(c.seq)
	if c.seq > last {
		return nil, io.EOF
	}
	if c.seq < s.first {
		d := missingStart(s.first)
		return nil, d.fault()
	}
	f, err := os.Open(filepath.Join(j.dir, s.name()))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w, err := j.walkFrom(f, &s, limit, c)
	if err != nil {
		return nil, err
	}
	for start := w.off; len(batch) < count && w.off-start < int64(enough); {
		st, err := w.next()
		if errors.Is(err, io.EOF) && len(batch) > 0 {
			break
		}
		if errors.Is(err, io.EOF) { // the file was taken to hold the entry, so its end is not where it should be
			return nil, w.damageHere(0, limit, "the end of the file is missing").fault()
		}
		if err != nil {
			return batch, err
		}
		e, err := j.read(w, st, c)
		if err != nil {
			return batch, err
		}
		if e.Seq < c.seq {
			start = w.off
			continue
		}
		batch, c.seq = append(batch, e), e.Seq+1
	}
	c.first, c.turn, c.off, c.prev, c.known = s.first, s.turn, w.off, w.prev, w.chained
	return batch, nil
}

// read makes an entry of a step; the zero entry when the step lies before what is asked for.
func (j *Journal) read(w *walker, st step, c *cursor) (Entry, error) {
	if d := st.damage; d != nil {
		if d.Next != 0 && d.Next <= c.start {
			return Entry{}, nil
		}
		return Entry{}, d.fault()
	}
	if st.head.seq < c.seq {
		return Entry{}, nil
	}
	e, _, err := decode(st.head, st.payload)
	if err != nil {
		return Entry{}, w.spoiled(st, err).fault()
	}
	return j.o.lifted(e)
}

// walkFrom makes a walker that begins at the cursor, or at the nearest anchor before it.
func (j *Journal) walkFrom(f io.ReaderAt, s *segment, limit uint64, c *cursor) (*walker, error) {
	w := walk(f, s, limit)
	w.win.step = c.step
	if c.first == s.first && c.turn == s.turn {
		w.off, w.want, w.prev, w.chained = c.off, c.seq, c.prev, c.known
		return w, nil
	}
	if c.seq == s.first {
		if c.known { // the file must follow from the one that was read before, whatever its own header says
			w.prev, w.chained = c.prev, true
		}
		return w, nil
	}
	marks, err := j.marksOf(f, s, limit)
	if err != nil {
		return nil, err
	}
	if i := sort.Search(len(marks), func(i int) bool { return marks[i].seq > c.seq }); i > 1 {
		w.off, w.want, w.chained = marks[i-1].off, marks[i-1].seq, false
	}
	return w, nil
}

// marksOf gives a file's anchors, and looks them up the first time. The caller holds swap.
func (j *Journal) marksOf(f io.ReaderAt, s *segment, limit uint64) ([]anchor, error) {
	if s.marks != nil {
		return s.marks, nil
	}
	w := walk(f, s, limit)
	w.headOnly = true
	marks := []anchor{}
	for {
		st, err := w.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if st.damage == nil {
			marks = addAnchor(marks, st.head.seq, st.off)
		}
	}
	j.state.Lock()
	defer j.state.Unlock()
	for _, live := range j.segs {
		if live.first == s.first && live.turn == s.turn {
			live.marks = marks
		}
	}
	return marks, nil
}
