package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"precedent/backend/casefile"
)

// Verdict is what becomes of one change: the zero Verdict keeps it.
type Verdict struct {
	Cut   bool            // its content goes, its seal stays
	Patch json.RawMessage // stands in the place of its patch, in which a secret was masked; nil = keep
}

// Cuts is what a rewrite did.
type Cuts struct {
	Files    int      // files that were replaced
	Entries  int      // entries of which something was cut or masked
	Changes  int      // changes that were cut
	Masked   int      // changes that were masked
	Unread   []Damage // damaged places: they could not be judged, stayed as they are and may hold what was to go
	SetAside []string // ends of files set aside earlier: the same; RemoveSetAside removes them
}

func (c *Cuts) add(o Cuts) {
	c.Files += o.Files
	c.Entries += o.Entries
	c.Changes += o.Changes
	c.Masked += o.Masked
	c.Unread = append(c.Unread, o.Unread...)
}

// Rewrite asks judge about every change there is (e.Changes[i], as written, not lifted) and cuts or masks those it says.
// Nothing of a cut content is left in the journal's files; headers, seals and the chain stay, so Verify still holds.
// Entries that are appended meanwhile are not asked about. When it is interrupted, by ctx or by a crash, each file is
// either as before or rewritten, and calling it again finishes the work. The code is busy while a Snapshot is open.
func (j *Journal) Rewrite(ctx context.Context, judge func(e Entry, i int) Verdict) (Cuts, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(j.life, cancel)()
	j.maint.Lock()
	defer j.maint.Unlock()
	if !j.keep.TryLock() {
		return Cuts{}, casefile.Faultf(casefile.Busy, "A backup or a check of the workspace is under way. Try again when it is done.")
	}
	defer j.keep.Unlock()
	full, err := j.retireActive()
	if err != nil {
		return Cuts{}, notSaved(err)
	}
	var done Cuts
	for _, s := range full {
		c, err := j.rewriteFile(ctx, s.segment, s.limit, judge)
		done.add(c)
		if err != nil {
			return done, rewriteFailed(err)
		}
	}
	done.SetAside, err = j.listSetAside()
	return done, unreadable(err)
}

func rewriteFailed(err error) error {
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return casefile.Wrap(casefile.Cancelled, err, "Removing text from the history was stopped before its end. Start it again to finish.")
	case IsDiskFull(err):
		return casefile.Wrap(casefile.DiskFull, err, "The disk is too full to rewrite the history. Free some space and try again.")
	}
	return unreadable(err)
}

// fullSegment is a file to which nothing is appended any more.
type fullSegment struct {
	segment
	limit uint64
}

// retireActive begins a new file, so that what there is lies in files that are not appended to, and lists these.
func (j *Journal) retireActive() ([]fullSegment, error) {
	j.write.Lock()
	defer j.write.Unlock()
	if err := j.ready(); err != nil {
		return nil, err
	}
	if j.segs[len(j.segs)-1].size > fileHeadSize {
		if err := j.begin(j.last + 1); err != nil {
			return nil, err
		}
		j.retire = false
	}
	return j.full(), nil
}

func (j *Journal) full() []fullSegment {
	j.state.RLock()
	defer j.state.RUnlock()
	var list []fullSegment
	for i, s := range j.segs[:len(j.segs)-1] {
		list = append(list, fullSegment{*s, j.segs[i+1].first})
	}
	return list
}

// renewed is one entry in its new form.
type renewed struct {
	off, size int64
	bytes     []byte
}

// rewriteFile replaces one full file when there is something to cut or mask in it.
func (j *Journal) rewriteFile(ctx context.Context, s segment, limit uint64, judge func(Entry, int) Verdict) (Cuts, error) {
	path := j.path(&s)
	from, err := os.Open(path)
	if err != nil {
		return Cuts{}, err
	}
	edits, cuts, err := judgeFile(ctx, walk(from, &s, limit), judge)
	if err != nil || len(edits) == 0 {
		return Cuts{Unread: cuts.Unread}, errors.Join(err, from.Close())
	}
	next := s
	err = stage(j.o.Disk, path, func(to File) (err error) {
		if next.size, err = splice(to, from, s.size, edits); err != nil {
			return err
		}
		return sameChain(ctx, from, to, s, next, limit)
	})
	if err = errors.Join(err, from.Close()); err != nil {
		return Cuts{Unread: cuts.Unread}, err
	}
	cuts.Files = 1
	return cuts, j.replace(path, next)
}

// judgeFile asks about every change of a file.
func judgeFile(ctx context.Context, w *walker, judge func(Entry, int) Verdict) (edits []renewed, cuts Cuts, err error) {
	for {
		st, err := w.next()
		if errors.Is(err, io.EOF) {
			return edits, cuts, nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return nil, cuts, err
		}
		if st.damage != nil {
			cuts.Unread = append(cuts.Unread, *st.damage)
			continue
		}
		e, parts, err := decode(st.head, st.payload)
		if err != nil {
			cuts.Unread = append(cuts.Unread, *w.spoiled(st, err))
			continue
		}
		if judgeEntry(e, parts, judge, &cuts) {
			edits = append(edits, renewed{st.off, st.head.total(), frame(st.head.lasting(), encodeParts(parts))})
		}
	}
}

// judgeEntry changes the parts of an entry as judge says, and tells whether it changed any.
func judgeEntry(e Entry, parts []part, judge func(Entry, int) Verdict, cuts *Cuts) bool {
	changed, i := false, 0
	for p := 1; p < len(parts); p++ {
		if parts[p].state == cut {
			continue
		}
		switch v := judge(e, i); {
		case v.Cut:
			parts[p] = part{state: cut, seal: parts[p].seal}
			cuts.Changes++
			changed = true
		case v.Patch != nil:
			c := e.Changes[i]
			c.Patch = v.Patch
			parts[p] = part{state: masked, seal: parts[p].seal, content: c.encode()}
			cuts.Masked++
			changed = true
		}
		i++
	}
	if changed {
		cuts.Entries++
	}
	return changed
}

// splice copies a file with the edited entries in the places of the old ones, and gives its new size.
func splice(to File, from io.ReaderAt, size int64, edits []renewed) (int64, error) {
	out := io.NewOffsetWriter(to, 0)
	var at, written int64
	for _, e := range append(edits, renewed{off: size}) {
		n, err := io.Copy(out, io.NewSectionReader(from, at, e.off-at))
		written += n
		if err != nil {
			return written, err
		}
		m, err := out.Write(e.bytes)
		written += int64(m)
		if err != nil {
			return written, err
		}
		at = e.off + e.size
	}
	return written, nil
}

// sameChain reads a rewritten file before it takes the old one's place: the same headers in the same order, the same
// damage, and nothing besides.
func sameChain(ctx context.Context, a, b io.ReaderAt, sa, sb segment, limit uint64) error {
	wa, wb := walk(a, &sa, limit), walk(b, &sb, limit)
	for {
		x, errA := wa.next()
		y, errB := wb.next()
		if errors.Is(errA, io.EOF) && errors.Is(errB, io.EOF) {
			return nil
		}
		if err := errors.Join(errA, errB, ctx.Err()); err != nil {
			return err
		}
		if (x.damage == nil) != (y.damage == nil) || x.head.hash != y.head.hash {
			return fmt.Errorf("the rewritten file differs at entry %d", wa.want)
		}
		if y.damage != nil {
			continue
		}
		if _, _, err := decode(y.head, y.payload); err != nil {
			if _, _, before := decode(x.head, x.payload); before == nil {
				return fmt.Errorf("the rewritten file: entry %d: %w", y.head.seq, err)
			}
		}
	}
}

// replace puts a rewritten file in the old one's place. Nobody reads the old one meanwhile.
func (j *Journal) replace(path string, next segment) error {
	j.swap.Lock()
	defer j.swap.Unlock()
	if err := j.o.Disk.Rename(path+unfinished, path); err != nil {
		return err
	}
	j.state.Lock()
	for _, live := range j.segs {
		if live.first == next.first {
			live.size, live.turn, live.marks = next.size, live.turn+1, nil
		}
	}
	j.state.Unlock()
	return j.o.Disk.SyncDir(j.dir)
}

func (j *Journal) listSetAside() ([]string, error) {
	names, err := os.ReadDir(filepath.Join(j.dir, AsideFolder))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var list []string
	for _, n := range names {
		list = append(list, filepath.Join(AsideFolder, n.Name()))
	}
	return list, err
}

// RemoveSetAside removes the ends of files that were set aside: they may hold text of what is purged.
func (j *Journal) RemoveSetAside() error {
	return unreadable(os.RemoveAll(filepath.Join(j.dir, AsideFolder)))
}
