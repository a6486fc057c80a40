package journal

import (
	"context"
	"errors"
	"fmt"
	"io"

	"precedent/backend/casefile"
)

// anchor says where an entry lies. A file has one anchor in every 64 KB or so, so that At needs to read no more.
type anchor struct {
	seq uint64
	off int64
}

const anchorEvery = 64 << 10

// addAnchor keeps the place of an entry when the last anchor is far enough away.
func addAnchor(marks []anchor, seq uint64, off int64) []anchor {
	if len(marks) > 0 && off-marks[len(marks)-1].off < anchorEvery {
		return marks
	}
	return append(marks, anchor{seq, off})
}

// scanned is what one reading of a file found.
type scanned struct {
	entries uint64
	last    uint64 // sequence of the last entry that is there, or first-1
	tip     hash   // of its header
	marks   []anchor
	end     int64 // where the last entry ends, or the tail begins: what is damaged before that stays
	damage  []Damage
	tail    *Tail
}

// walk makes a walker over a file as far as it is confirmed. limit is the next file's first sequence, 0 in the last file.
func walk(r io.ReaderAt, s *segment, limit uint64) *walker {
	w := &walker{win: window{r: r, size: s.size}, name: s.name(), off: fileHeadSize, want: s.first, limit: limit}
	if !s.broken {
		w.prev, w.chained = s.head.prev, true
	}
	return w
}

// scan reads a file to its end.
func scan(ctx context.Context, w *walker, schema int) (scanned, error) {
	sc := scanned{last: w.want - 1, tip: w.prev, marks: []anchor{}, end: w.off}
	for {
		if err := ctx.Err(); err != nil {
			return sc, casefile.Wrap(casefile.Cancelled, err, "Checking the journal was stopped.")
		}
		st, err := w.next()
		if errors.Is(err, io.EOF) {
			return sc, nil
		}
		if err != nil {
			return sc, err
		}
		if st.damage == nil && st.head.version > schema {
			return sc, tooNew("", fmt.Sprintf("schema version %d", st.head.version))
		}
		if err := sc.add(w, st); err != nil {
			return sc, err
		}
	}
}

func (sc *scanned) add(w *walker, st step) error {
	if st.damage == nil {
		if _, _, err := decode(st.head, st.payload); err != nil {
			st.damage = w.spoiled(st, err)
		}
	}
	if d := st.damage; d != nil {
		end, err := w.atEnd()
		if err != nil {
			return err
		}
		if w.limit == 0 && end && d.Bytes > 0 && d.Offset+d.Bytes >= w.off {
			sc.end = d.Offset
			sc.tail, err = w.tail(st)
			return err
		}
		sc.damage, sc.end = append(sc.damage, *d), w.off
		if d.Next != d.From+1 || st.head.seq != d.From {
			return nil
		}
	} else {
		sc.entries++
	}
	sc.last, sc.tip, sc.end = st.head.seq, st.head.hash, w.off
	sc.marks = addAnchor(sc.marks, st.head.seq, st.off)
	return nil
}

// tail tells what the unreadable end of a last file is.
func (w *walker) tail(st step) (*Tail, error) {
	d := st.damage
	t := &Tail{Seq: d.From, File: d.File, Offset: d.Offset}
	last, err := w.lastWritten(d.Offset)
	if err != nil {
		return nil, err
	}
	t.Bytes = last - d.Offset
	size := st.head.total()
	if st.head.seq == 0 {
		if size, err = w.saidLength(d.Offset); err != nil {
			return nil, err
		}
	}
	t.FullLength, err = w.written(d.Offset, size)
	return t, err
}

// saidLength is how long an entry is whose header cannot be read, when the lengths in it lead to where nothing follows;
// else 0.
func (w *walker) saidLength(off int64) (int64, error) {
	if off+headLasting > w.win.size {
		return 0, nil
	}
	b, err := w.win.bytes(off, headLasting)
	if err != nil {
		return 0, err
	}
	header, payload := int64(order.Uint16(b[4:])), int64(order.Uint32(b[6:]))
	if header == 0 || payload == 0 || off+header+payload > w.win.size {
		return 0, nil
	}
	nothing, err := w.zeros(off+header+payload, w.win.size)
	if err != nil || !nothing {
		return 0, err
	}
	return header + payload, nil
}
