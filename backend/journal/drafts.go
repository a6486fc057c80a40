package journal

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
)

// tidy drops the content of superseded drafts in the file that has just become full and in the one before it. A draft
// that is superseded more than two files later keeps its content: it is in no history, and a purge finds it. It runs
// beside the appends; when a snapshot is open or the journal closes it leaves the work to the next full file.
func (j *Journal) tidy() {
	j.maint.Lock()
	defer j.maint.Unlock()
	if !j.keep.TryLock() {
		return
	}
	defer j.keep.Unlock()
	full := j.full()
	full = full[max(0, len(full)-2):]
	stale, err := j.staleDrafts(j.life, full)
	for _, s := range full {
		if err != nil || len(stale) == 0 {
			break
		}
		_, err = j.rewriteFile(j.life, s.segment, s.limit, func(e Entry, _ int) Verdict { return Verdict{Cut: stale[e.Seq]} })
	}
	if err != nil && j.life.Err() == nil {
		j.o.Log.Warn("journal: superseded drafts stay for now", "cause", err)
	}
}

// target is what a draft is about. A draft of another machine is another person's text.
type target struct{ device, kind, id string }

type pending struct {
	seq    uint64
	fields any // the patch without its values
}

// draftBook follows entries in their order and notes which drafts are superseded as a whole.
type draftBook struct {
	open  map[target][]pending
	left  map[uint64]int // how many changes of a draft are not superseded yet
	stale map[uint64]bool
}

// staleDrafts reads files and gives the drafts in them that a later draft or a revision made worthless.
func (j *Journal) staleDrafts(ctx context.Context, full []fullSegment) (map[uint64]bool, error) {
	b := draftBook{map[target][]pending{}, map[uint64]int{}, map[uint64]bool{}}
	for _, s := range full {
		if err := b.readFile(ctx, j.path(&s.segment), s); err != nil {
			return nil, err
		}
	}
	return b.stale, nil
}

func (b draftBook) readFile(ctx context.Context, path string, s fullSegment) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := walk(f, &s.segment, s.limit)
	for {
		st, err := w.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if st.damage != nil {
			continue
		}
		if e, _, err := decode(st.head, st.payload); err == nil {
			b.add(e)
		}
	}
}

func (b draftBook) add(e Entry) {
	if e.Draft && e.Cut == 0 {
		b.left[e.Seq] = len(e.Changes)
	}
	for _, c := range e.Changes {
		t := target{e.Device, c.Kind, c.ID}
		if !e.Draft && len(b.open[t]) == 0 {
			continue
		}
		var patch any
		if err := json.Unmarshal(c.Patch, &patch); err != nil {
			continue
		}
		b.supersede(t, patch)
		if e.Draft {
			b.open[t] = append(b.open[t], pending{e.Seq, outline(patch)})
		}
	}
}

// supersede closes the drafts whose fields a later patch sets too.
func (b draftBook) supersede(t target, patch any) {
	var open []pending
	for _, p := range b.open[t] {
		if !covers(patch, p.fields) {
			open = append(open, p)
			continue
		}
		if b.left[p.seq]--; b.left[p.seq] == 0 {
			b.stale[p.seq] = true
		}
	}
	b.open[t] = open
}

// outline is a patch without its values.
func outline(patch any) any {
	fields, ok := patch.(map[string]any)
	if !ok {
		return nil
	}
	for name, value := range fields {
		fields[name] = outline(value)
	}
	return fields
}

// covers says that a later patch sets every field that an earlier one set.
func covers(later, earlier any) bool {
	l, ok := later.(map[string]any)
	if !ok {
		return true // the whole value was replaced or removed
	}
	e, _ := earlier.(map[string]any)
	for name, value := range e {
		set, ok := l[name]
		if !ok || !covers(set, value) {
			return false
		}
	}
	return true
}
