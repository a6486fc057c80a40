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
	sc := scanned{last: w.want - 1, tip: w.prev, marks: []anchor{}}
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
		sc.add(w, st)
	}
}

func (sc *scanned) add(w *walker, st step) {
	if st.damage == nil {
		if _, _, err := decode(st.head, st.payload); err != nil {
			st.damage = w.spoiled(st, err)
		}
	}
	if d := st.damage; d != nil {
		if w.limit == 0 && w.off >= w.win.size && d.Offset+d.Bytes >= w.win.size {
			sc.tail = w.tail(st)
			return
		}
		sc.damage = append(sc.damage, *d)
		if d.Next != d.From+1 || st.head.seq != d.From {
			return
		}
	} else {
		sc.entries++
	}
	sc.last, sc.tip = st.head.seq, st.head.hash
	sc.marks = addAnchor(sc.marks, st.head.seq, st.off)
}

// tail tells what the unreadable end of a last file is.
func (w *walker) tail(st step) *Tail {
	d := st.damage
	t := &Tail{Seq: d.From, File: d.File, Offset: d.Offset, Bytes: d.Bytes}
	if st.head.seq != 0 {
		t.FullLength = st.head.total() <= d.Bytes
		return t
	}
	// The header cannot be read. When the lengths in it still lead exactly to the end of the file, all was there.
	b, err := w.win.bytes(d.Offset, int(min(headLasting, d.Bytes)))
	if err != nil || len(b) < headLasting {
		return t
	}
	header, payload := int64(order.Uint16(b[4:])), int64(order.Uint32(b[6:]))
	t.FullLength = header > 0 && payload > 0 && header+payload == d.Bytes
	return t
}
