package journal

// The file that is appended to has zeros behind its last entry: space that was taken beforehand, so that a sync has neither
// a length nor a place on the drive to write, which takes a third of its time. No entry begins with a zero. Closing or
// filling a file cuts them off; a kill or a power cut leaves them, and they are no tail.

// mostAhead is how much space is taken beforehand at most; mostSmall is the largest entry for which that is worth it.
const (
	mostAhead = 256 << 10
	mostSmall = 64 << 10
)

// put writes behind the last confirmed entry and syncs: the confirmation.
func (j *Journal) put(b []byte, off int64) error {
	end := off + int64(len(b))
	if ahead := j.ahead(b, end); ahead > 0 {
		if err := j.putAhead(b, off, ahead); err == nil {
			return j.active.Sync()
		} else if !IsDiskFull(err) {
			return err
		}
		j.there = off // what there is behind it is not known
		if err := j.active.Truncate(off); err != nil {
			return err
		}
	}
	if _, err := j.active.WriteAt(b, off); err != nil {
		return err
	}
	j.there = max(j.there, end)
	j.since += int64(len(b))
	return j.active.Sync()
}

// ahead is how much space to take with an entry that ends there; 0 while there is enough. Who saves one thing takes none,
// who goes on takes as much again as was saved.
func (j *Journal) ahead(b []byte, end int64) int64 {
	if end <= j.there || len(b) > mostSmall {
		return 0
	}
	return max(0, min(j.since, mostAhead, j.o.RotateAt-1-end))
}

// putAhead writes an entry with zeros behind it.
func (j *Journal) putAhead(b []byte, off, ahead int64) error {
	all := make([]byte, int64(len(b))+ahead)
	copy(all, b)
	if _, err := j.active.WriteAt(all, off); err != nil {
		return err
	}
	j.there = off + int64(len(all))
	j.since += int64(len(b))
	return nil
}

// cutAhead gives back the space behind the last entry of the file that is appended to. Where that fails it stays: it is
// read as what it is.
func (j *Journal) cutAhead() {
	s := j.segs[len(j.segs)-1]
	if j.there <= s.size {
		return
	}
	if err := j.active.Truncate(s.size); err != nil {
		j.o.Log.Warn("journal: space taken beforehand stays", "cause", err)
		return
	}
	j.there = s.size
}

// atEnd says that nothing follows, or nothing but space that was taken beforehand.
func (w *walker) atEnd() (bool, error) { return w.zeros(w.off, w.win.size) }

// zeros says that a piece of the file holds nothing else; an empty one does.
func (w *walker) zeros(from, to int64) (bool, error) {
	for step := int64(1); from < to; step = stride { // the first byte of an entry is enough to know
		b, err := w.win.bytes(from, int(min(step, to-from)))
		if err != nil {
			return false, err
		}
		if len(trimZeros(b)) > 0 {
			return false, nil
		}
		from += int64(len(b))
	}
	return true, nil
}

func trimZeros(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	return b
}

// sector is what a drive writes whole or not at all.
const sector = 512

// written says that all of an entry came to the file that ends there: no sector of it, nor its part of one, is still zero.
func (w *walker) written(off, size int64) (bool, error) {
	end := off + size
	if size <= 0 || end > w.win.size {
		return false, nil
	}
	for off < end {
		next := min(end, (off/sector+1)*sector)
		empty, err := w.zeros(off, next)
		if err != nil || empty {
			return false, err
		}
		off = next
	}
	return true, nil
}

// lastWritten is where the last sector ends that is not all zeros.
func (w *walker) lastWritten(from int64) (int64, error) {
	last := from
	for off := from; off < w.win.size; {
		b, err := w.win.bytes(off, int(min(stride, w.win.size-off)))
		if err != nil {
			return 0, err
		}
		if n := int64(len(trimZeros(b))); n > 0 {
			last = min(w.win.size, ((off+n-1)/sector+1)*sector)
		}
		off += int64(len(b))
	}
	return last, nil
}
