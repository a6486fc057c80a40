package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// actionName names an entry so that Undo finds it: entry-17. An import is named by its job.
func actionName(seq uint64) string {
	if seq == 0 {
		return ""
	}
	return entryPrefix + strconv.FormatUint(seq, 10)
}

const (
	entryPrefix = "entry-"
	jobPrefix   = "job:"
)

// historyLimit is how many actions a page of history has.
const historyLimit = 50

// History gives what happened to a record and to everything below it, newest first.
func (d *Desk) History(ctx context.Context, ref, cursor string) (HistoryPage, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return HistoryPage{}, err
	}
	before := uint64(0)
	if cursor != "" {
		if before, err = strconv.ParseUint(cursor, 10, 64); err != nil {
			return HistoryPage{}, casefile.Faultf(casefile.Invalid, "That is not a place in a history. Begin again without --after.")
		}
	}
	revs, err := d.store.History(ctx, r.ID, before, historyLimit)
	if err != nil {
		return HistoryPage{}, err
	}
	page := HistoryPage{Entries: make([]HistoryEntry, len(revs))}
	for i, rev := range revs {
		page.Entries[i] = d.viewRevision(rev)
	}
	if len(revs) == historyLimit {
		page.Next = strconv.FormatUint(revs[len(revs)-1].Seq, 10)
	}
	return page, nil
}

func (d *Desk) viewRevision(r store.Revision) HistoryEntry {
	e := HistoryEntry{
		Action: actionName(r.Seq), Rev: r.Seq, At: casefile.At(r.At, d.zone()).String(), By: r.Who, Device: r.Device,
		Changes: []FieldChange{}, Undone: r.UndoneBy != 0, Undoable: r.Undoable,
	}
	for _, c := range r.Changes {
		if quietFields[c.Field] || notedMove(c) {
			continue
		}
		e.Changes = append(e.Changes, FieldChange{RecordID: c.RecordID, Kind: string(c.Kind), Field: c.Field,
			Label: labelOf(c.Kind, c.Field), Before: c.Before, After: c.After})
	}
	e.Says = revisionSays(r, e.Changes)
	if len(r.Undoes) > 0 {
		e.Says = "Undone: " + d.actionAt(r.Undoes[0])
	}
	return e
}

// quietFields change with others and say nothing by themselves.
var quietFields = map[string]bool{"key": true, "recorded": true, "imported": true, "parent": true, "source": true, "source_id": true, "policy_version": true}

// notedMove says that a change is nothing but the note that the policy takes of another change of the same action: of one
// tick, or of all that there are when it is the first.
func notedMove(c store.FieldChange) bool {
	if turn, one := strings.CutPrefix(c.Field, "ticks."); one {
		return isMove(turn)
	}
	before, _ := c.Before.(map[string]any)
	after, ok := c.After.(map[string]any)
	if c.Field != "ticks" || !ok {
		return false
	}
	for turn := range after {
		if _, there := before[turn]; !there && !isMove(turn) {
			return false
		}
	}
	return len(after) > len(before)
}

func isMove(turn string) bool {
	step, _, _ := strings.Cut(turn, "@")
	return step == watched["severity"] || step == watched["status"]
}

// revisionSays is an action in words.
func revisionSays(r store.Revision, changes []FieldChange) string {
	switch {
	case r.Cut:
		return "Something was removed for good"
	case len(changes) == 0:
		return casefile.Capital(r.Action)
	}
	if r.Action != "edit" {
		return casefile.Capital(r.Action)
	}
	var labels []string
	for _, c := range changes {
		if label := inSentence(c.Label); len(labels) == 0 || labels[len(labels)-1] != label {
			labels = append(labels, label)
		}
	}
	const most = 3
	if len(labels) > most {
		return fmt.Sprintf("Changed %s and %d more", strings.Join(labels[:most], ", "), len(labels)-most)
	}
	return "Changed " + strings.Join(labels, ", ")
}

// inSentence is a label in the middle of a sentence: its first letter small, but not that of DRI.
func inSentence(label string) string {
	if len(label) > 1 && label[1] >= 'a' && label[1] <= 'z' {
		return strings.ToLower(label[:1]) + label[1:]
	}
	return label
}

// Version gives a record as it was after an entry.
func (d *Desk) Version(_ context.Context, ref string, rev uint64) (RecordView, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return RecordView{}, err
	}
	old, err := d.store.At(r.ID, rev)
	if err != nil {
		return RecordView{}, err
	}
	return viewRecord(old), nil
}

// keptOnRestore are fields that stay as they are when an old version of a record comes back.
var keptOnRestore = []string{"key", "parent", "recorded", "deleted", "imported", "conflicts", "source", "source_id"}

// RestoreVersion makes a record as it was after an entry, by a new one.
func (d *Desk) RestoreVersion(ctx context.Context, ref string, rev uint64) (Saved, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return Saved{}, err
	}
	old, err := d.store.At(r.ID, rev)
	if err != nil {
		return Saved{}, err
	}
	patch := casefile.Diff(r.Fields, old.Fields)
	for _, name := range keptOnRestore {
		delete(patch, name)
	}
	return d.save(ctx, "restore a version", []store.Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: patch}})
}

// Undo takes back the last action, or the last one on a record (its key), or the one of a name that Save, History or an
// import gave.
func (d *Desk) Undo(ctx context.Context, what string) (Undone, error) {
	if job, ok := strings.CutPrefix(what, jobPrefix); ok {
		undone, err := d.store.UndoJob(ctx, job, d.who())
		return d.viewUndone(undone, err)
	}
	seq, err := d.undoable(ctx, what)
	if err != nil {
		return Undone{}, err
	}
	undone, err := d.store.Undo(ctx, seq, d.who())
	return d.viewUndone(undone, err)
}

func (d *Desk) undoable(ctx context.Context, what string) (uint64, error) {
	if digits, ok := strings.CutPrefix(what, entryPrefix); ok {
		seq, err := strconv.ParseUint(digits, 10, 64)
		if err == nil && seq > 0 {
			return seq, nil
		}
		return 0, casefile.Faultf(casefile.Invalid, "%q is not the name of an action.", casefile.FirstLine(what))
	}
	if what == "" {
		return d.store.LastUndoable(ctx, "")
	}
	r, err := d.store.Find(what)
	if err != nil {
		return 0, err
	}
	return d.store.LastUndoable(ctx, r.ID)
}

func (d *Desk) viewUndone(u store.Undone, err error) (Undone, error) {
	if err != nil {
		return Undone{}, err
	}
	out := Undone{Action: actionName(u.Seq), Left: []string{}, IDs: []string{}}
	what := d.undoneAction(u)
	for _, l := range u.Left {
		out.Left = append(out.Left, l.Says)
	}
	for _, r := range u.Records {
		out.IDs = append(out.IDs, r.ID)
	}
	switch {
	case u.Seq == 0:
		out.Says = "Nothing was left to undo."
	case len(u.Records) == 1:
		out.Says = "Undone: " + what + "."
	default:
		out.Says = fmt.Sprintf("Undone: %s, %d records.", what, len(u.Records))
	}
	return out, nil
}

// errFound ends a walk over the journal at the entry that was looked for.
var errFound = errors.New("found")

// actionAt is what the action of an entry was called.
func (d *Desk) actionAt(seq uint64) string {
	name := ""
	err := d.store.Entries(d.life, seq, func(e store.Entry) error {
		if e.Seq == seq {
			name = strings.ToLower(e.Action)
		}
		return errFound
	})
	if err != nil && !errors.Is(err, errFound) {
		return "an action"
	}
	return firstOf(name, "an action")
}

// undoneAction is what was undone, in words, with the key of the record that it was about.
func (d *Desk) undoneAction(u store.Undone) string {
	if len(u.Of) == 0 || len(u.Records) == 0 {
		return "the last action"
	}
	seq := u.Of[0]
	revs, err := d.store.History(d.life, u.Records[0].ID, seq+1, 1)
	if err != nil || len(revs) == 0 || revs[0].Seq != seq {
		return "the last action"
	}
	says := strings.ToLower(d.viewRevision(revs[0]).Says)
	if root, err := d.store.Root(u.Records[0].ID); err == nil && root.Key() != "" {
		says += " (" + root.Key() + ")"
	}
	return says
}
