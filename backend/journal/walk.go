package journal

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"precedent/backend/casefile"
)

// Damage is a place that is not what was written. The entries From up to, not including, Next cannot be read; when they
// are equal no entry is lost, but the chain of headers is broken there.
type Damage struct {
	File   string
	Offset int64
	Bytes  int64  // how many bytes cannot be read
	From   uint64 // the first entry concerned
	Next   uint64 // where Replay can go on; 0 = nothing readable follows
	Why    string
}

func (d *Damage) Error() string {
	return fmt.Sprintf("%s at %d: entry %d up to %d: %s", d.File, d.Offset, d.From, d.Next, d.Why)
}

// fault is the damage as a person is told of it; errors.As finds the Damage in it.
func (d *Damage) fault() error {
	return casefile.Wrap(casefile.Damaged, d, fmt.Sprintf("The journal is damaged at entry %d (file %s, byte %d). What comes after it can still be read. Restore a backup, or let Precedent mend what it can.", d.From, d.File, d.Offset))
}

// window reads pieces of a file in large strides. What it returns is good until the next call.
type window struct {
	r    io.ReaderAt
	size int64
	step int // how much is read at once; 0 = stride
	buf  []byte
	at   int64 // offset of buf
}

const stride = 256 << 10

// bytes gives n bytes at an offset; io.ErrUnexpectedEOF when the file ends before.
func (w *window) bytes(off int64, n int) ([]byte, error) {
	if off+int64(n) > w.size {
		return nil, io.ErrUnexpectedEOF
	}
	if off < w.at || off+int64(n) > w.at+int64(len(w.buf)) {
		if err := w.fill(off, n); err != nil {
			return nil, err
		}
	}
	i := int(off - w.at)
	return w.buf[i : i+n : i+n], nil
}

func (w *window) fill(off int64, n int) error {
	step := cmp.Or(w.step, stride)
	want := int(min(int64(max(n, step)), w.size-off))
	if cap(w.buf) < want || cap(w.buf) > 4*max(want, step) { // one large entry must not keep its memory
		w.buf = make([]byte, want)
	}
	w.buf, w.at = w.buf[:want], off
	got, err := w.r.ReadAt(w.buf, off)
	if got == want {
		return nil
	}
	w.buf = w.buf[:0]
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// walker reads the entries of one file in their order.
type walker struct {
	win      window
	name     string
	off      int64
	want     uint64 // sequence of the entry at off
	prev     hash   // hash of the header before off
	chained  bool   // prev is known
	limit    uint64 // first sequence of the next file; 0 in the last one
	headOnly bool   // payloads are not looked at
}

// step is what the walker found: an entry or damage.
type step struct {
	off     int64
	head    head
	payload []byte // good until the next step
	damage  *Damage
}

// next gives the next step, io.EOF behind the last one, or the error of reading.
func (w *walker) next() (step, error) {
	end, err := w.atEnd()
	if err != nil {
		return step{}, err
	}
	if end {
		return w.end()
	}
	return w.entry()
}

// end is reached behind the last entry. Entries that the next file takes for granted may be missing.
func (w *walker) end() (step, error) {
	if w.limit == 0 || w.want >= w.limit {
		return step{}, io.EOF
	}
	d := w.damageHere(0, w.limit, "the end of the file is missing")
	w.want, w.chained = w.limit, false
	return step{off: w.off, damage: d}, nil
}

func (w *walker) damageHere(size int64, next uint64, why string) *Damage {
	return &Damage{File: w.name, Offset: w.off, Bytes: size, From: w.want, Next: next, Why: why}
}

// spoiled is the damage of an entry whose checksums hold and whose content does not.
func (w *walker) spoiled(st step, why error) *Damage {
	return &Damage{File: w.name, Offset: st.off, Bytes: st.head.total(), From: st.head.seq, Next: st.head.seq + 1, Why: why.Error()}
}

func (w *walker) entry() (step, error) {
	h, err := w.headAt(w.off)
	switch {
	case errors.Is(err, errHead) || errors.Is(err, io.ErrUnexpectedEOF) || err == nil && !w.fits(h, w.off):
		return w.resync(h, err == nil)
	case err != nil:
		return step{}, err
	case h.seq > w.want:
		d := w.damageHere(0, h.seq, "entries are missing")
		w.want, w.chained = h.seq, false
		return step{off: w.off, damage: d}, nil
	case w.chained && h.prev != w.prev:
		d := w.damageHere(0, h.seq, "the header does not follow from the one before")
		w.chained = false
		return step{off: w.off, damage: d}, nil
	}
	return w.take(h)
}

// take reads the payload behind a header that is right, and moves on.
func (w *walker) take(h head) (step, error) {
	s := step{off: w.off, head: h}
	if !w.headOnly {
		payload, err := w.win.bytes(w.off+int64(h.size), h.payloadSize)
		if err != nil {
			return step{}, err
		}
		s.payload = payload
		if crc(payload) != h.payloadCRC {
			s.damage = w.damageHere(h.total(), h.seq+1, errPayload.Error())
		}
	}
	w.off += h.total()
	w.want, w.prev, w.chained = h.seq+1, h.hash, true
	return s, nil
}

// fits says that a header can be the next one: not before what is wanted, not after what the next file begins with, and
// all of it within the file.
func (w *walker) fits(h head, off int64) bool {
	return h.seq >= w.want && (w.limit == 0 || h.seq < w.limit) && off+h.total() <= w.win.size
}

func (w *walker) headAt(off int64) (head, error) {
	b, err := w.win.bytes(off, headLasting)
	if err != nil {
		return head{}, err
	}
	n := headSize(b)
	if n == 0 {
		return head{}, errHead
	}
	if b, err = w.win.bytes(off, n); err != nil {
		return head{}, err
	}
	return parseHead(b)
}

// resync finds the next header that can follow, and calls what lies before it damage. A header whose payload goes beyond
// the end of the file is a beginning of an entry too: it counts as found when it is the file's last.
func (w *walker) resync(h head, headRead bool) (step, error) {
	s := step{off: w.off}
	for off := w.off + 1; ; off++ {
		at, err := w.findMark(off)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return step{}, err
		}
		off = at
		found, err := w.headAt(off)
		if err != nil || found.seq < w.want || !(w.limit == 0 || found.seq < w.limit) {
			continue
		}
		s.damage = w.damageHere(off-w.off, found.seq, errHead.Error())
		w.off, w.want, w.chained = off, found.seq, false
		return s, nil
	}
	s.damage = w.damageHere(w.win.size-w.off, w.limit, "the end of the file cannot be read")
	if headRead {
		s.head = h
	}
	w.off = w.win.size
	w.want, w.chained = max(w.want, w.limit), false
	return s, nil
}

// findMark gives the offset of the next mark; io.EOF when there is none.
func (w *walker) findMark(off int64) (int64, error) {
	for off+int64(len(mark)) <= w.win.size {
		n := int(min(stride, w.win.size-off))
		b, err := w.win.bytes(off, n)
		if err != nil {
			return 0, err
		}
		if i := bytes.Index(b, mark); i >= 0 {
			return off + int64(i), nil
		}
		off += int64(n - len(mark) + 1)
	}
	return 0, io.EOF
}
