package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Undone is what an undo did.
type Undone struct {
	Saved
	Of   []uint64           // the entries that were taken back
	Left []casefile.Finding // what someone changed since and was left as it is: the field, and a sentence
}

// Undo takes a whole entry back by a new one: each field that still is as the entry left it becomes what it was before,
// and a record that the entry made is removed. What someone changed since is left and named. 0 = the last action that can
// be undone. The parts of one long action are taken back together. An undo can be undone.
func (s *Store) Undo(ctx context.Context, seq uint64, who string) (Undone, error) {
	if seq == 0 {
		var err error
		if seq, err = s.LastUndoable(ctx, ""); err != nil {
			return Undone{}, err
		}
	}
	seqs, err := s.undoable(ctx, seq)
	if err != nil {
		return Undone{}, err
	}
	out := Undone{Of: seqs}
	n := note{}
	if len(seqs) > 1 {
		n.Job = uuid.NewString()
	}
	for _, one := range slices.Backward(seqs) {
		n.Undoes = []uint64{one}
		saved, left, err := s.undoOne(ctx, one, who, n)
		out.Left = append(out.Left, left...)
		if err != nil {
			return out, err
		}
		if saved.Seq != 0 {
			records := append(out.Records, saved.Records...)
			out.Saved = saved
			out.Records = records
		}
	}
	return out, nil
}

// UndoJob takes back all parts of one long action, such as an import.
func (s *Store) UndoJob(ctx context.Context, job, who string) (Undone, error) {
	var seq uint64
	err := s.read(ctx, func(v view) error {
		seqs, err := v.jobParts(job)
		if err == nil && len(seqs) == 0 {
			err = casefile.Faultf(casefile.NotFound, "There is no such action to undo.")
		}
		if err == nil {
			seq = seqs[0]
		}
		return err
	})
	if err != nil {
		return Undone{}, err
	}
	return s.Undo(ctx, seq, who)
}

func (v view) jobParts(job string) (seqs []uint64, err error) {
	err = v.keys(key(keyJob, append([]byte(job), 0)), func(k []byte) error {
		seqs = append(seqs, lastSeq(k))
		return nil
	})
	return seqs, err
}

// LastUndoable is the last action that can be undone and is no undo itself: of the whole workspace, or of a record and
// what is below it. The code is not_found when there is none.
func (s *Store) LastUndoable(ctx context.Context, id string) (seq uint64, err error) {
	if id != "" {
		list, err := s.History(ctx, id, 0, 0)
		if err != nil {
			return 0, err
		}
		for _, r := range list {
			if r.Undoable && len(r.Undoes) == 0 {
				return r.Seq, nil
			}
		}
		return 0, nothingToUndo()
	}
	found := errors.New("found")
	err = s.read(ctx, func(v view) error {
		err := v.back([]byte{keyEntry}, append([]byte{keyEntry}, 0xFF), func(k []byte) error {
			f, _, err := v.facts(lastSeq(k))
			if err != nil || len(f.Undoes) > 0 {
				return err
			}
			by, err := v.undoneBy(lastSeq(k))
			if err == nil && by == 0 {
				seq, err = lastSeq(k), found
			}
			return err
		})
		if errors.Is(err, found) {
			return nil
		}
		return err
	})
	if err == nil && seq == 0 {
		err = nothingToUndo()
	}
	return seq, err
}

func nothingToUndo() error {
	return casefile.Faultf(casefile.NotFound, "There is nothing left to undo.")
}

// undoable gives the entries to take back with one, oldest first.
func (s *Store) undoable(ctx context.Context, seq uint64) (seqs []uint64, err error) {
	err = s.read(ctx, func(v view) error {
		f, found, err := v.facts(seq)
		if err != nil {
			return err
		}
		if !found {
			return casefile.Faultf(casefile.NotFound, "There is no action %d that could be undone.", seq)
		}
		seqs = []uint64{seq}
		if f.Job != "" {
			if seqs, err = v.jobParts(f.Job); err != nil {
				return err
			}
		}
		seqs = slices.DeleteFunc(seqs, func(one uint64) bool {
			by, e := v.undoneBy(one)
			err = errors.Join(err, e)
			return by != 0
		})
		if err == nil && len(seqs) == 0 {
			return casefile.Faultf(casefile.Refused, "This was undone already.")
		}
		return err
	})
	return seqs, err
}

// undoOne takes one entry back. A save in between is joined like any other: the changes are made on what was read.
func (s *Store) undoOne(ctx context.Context, seq uint64, who string, n note) (Saved, []casefile.Finding, error) {
	e, err := s.j.At(seq)
	if err != nil {
		return Saved{}, nil, err
	}
	u := undoer{s: s, e: e}
	err = s.read(ctx, func(v view) error {
		u.changes, u.left = nil, nil
		for i := range e.Changes {
			if err := u.change(v, &e.Changes[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Saved{}, nil, err
	}
	n.Left = len(u.left)
	saved, err := s.save(ctx, Action{Name: "undo", Who: who, Changes: u.changes, Import: true}, n)
	return saved, u.left, err
}

// undoer works out the changes that take an entry back.
type undoer struct {
	s       *Store
	e       journal.Entry
	changes []Change
	left    []casefile.Finding
}

func (u *undoer) change(v view, c *journal.Change) error {
	before, after, err := u.around(v, c.ID)
	if err != nil {
		return err
	}
	now, here, err := v.record(c.ID)
	if err != nil {
		return err
	}
	kind := casefile.Kind(c.Kind)
	switch {
	case after.Fields == nil && here:
		u.leave(kind, "", "was made again since")
	case after.Fields == nil:
		u.changes = append(u.changes, Change{Kind: kind, ID: c.ID, Patch: before.Fields})
	case !here:
		u.leave(kind, "", "was removed since")
	case before.Fields == nil:
		return u.unmake(v, now)
	default:
		patch := u.revert(kind, "", before.Fields, after.Fields, now.Fields)
		if len(patch) > 0 {
			u.changes = append(u.changes, Change{Kind: kind, ID: c.ID, Base: now.Rev, Patch: patch})
		}
	}
	return nil
}

// around gives a record's state before and after the entry.
func (u *undoer) around(v view, id string) (before, after casefile.Record, err error) {
	if before, _, err = u.s.stateAt(v, id, u.e.Seq-1); err == nil {
		after, _, err = u.s.stateAt(v, id, u.e.Seq)
	}
	return before, after, err
}

// unmake removes a record that the entry made, unless someone worked on it since.
func (u *undoer) unmake(v view, now casefile.Record) error {
	made := map[string]bool{}
	for _, c := range u.e.Changes {
		made[c.ID] = true
	}
	children, err := v.children(now.ID)
	if err != nil {
		return err
	}
	changed := now.Rev != u.e.Seq && !u.s.sameSince(v, now, u.e.Seq)
	for _, id := range children {
		changed = changed || !made[id]
	}
	if changed {
		u.leave(now.Kind, "", "was worked on since, so it stays")
		return nil
	}
	u.changes = append(u.changes, Change{Kind: now.Kind, ID: now.ID, Base: now.Rev})
	return nil
}

// sameSince says that a record is what it was after an entry: changes since were all taken back.
func (s *Store) sameSince(v view, now casefile.Record, seq uint64) bool {
	then, _, err := s.stateAt(v, now.ID, seq)
	return err == nil && casefile.Equal(then.Fields, now.Fields)
}

// revert is the patch that brings back what was before, for everything that is still as it was after.
func (u *undoer) revert(kind casefile.Kind, path string, before, after, now map[string]any) map[string]any {
	patch := map[string]any{}
	for name := range both(before, after) {
		b, a, n := before[name], after[name], now[name]
		if casefile.Equal(a, b) {
			continue
		}
		bm, bOK := b.(map[string]any)
		am, aOK := a.(map[string]any)
		nm, nOK := n.(map[string]any)
		switch {
		case casefile.Equal(n, a):
			patch[name] = replacement(b, n)
		case (bOK || b == nil) && aOK && nOK:
			if inner := u.revert(kind, path+name+".", bm, am, nm); len(inner) > 0 {
				patch[name] = inner
			}
		case !casefile.Equal(n, b):
			u.leave(kind, path+name, "was changed since, so it stays")
		}
	}
	return patch
}

// replacement is the patch value that makes now into before. A merge patch would join two maps, so members that are not
// in before are cleared.
func replacement(before, now any) any {
	bm, bOK := before.(map[string]any)
	nm, nOK := now.(map[string]any)
	if bOK && nOK {
		return casefile.Diff(nm, bm)
	}
	return before
}

func (u *undoer) leave(kind casefile.Kind, path, says string) {
	what := "The " + kind.One()
	if path != "" {
		field, _, _ := strings.Cut(path, ".")
		if f, ok := casefile.FieldOf(kind, field); ok {
			what = f.Label + " of the " + kind.One()
		}
	}
	u.left = append(u.left, casefile.Finding{Field: path, Says: fmt.Sprintf("%s %s.", what, says)})
}
