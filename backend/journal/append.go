package journal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"precedent/backend/casefile"
)

// Append keeps an entry and returns it with its sequence, id, device, time and version. When it returns without an error
// the entry is on the disk. When it returns one, nothing was saved, and Append can be called again: the code is disk_full
// when there was no space, unavailable when the disk refused, invalid when the entry cannot be kept.
func (j *Journal) Append(e Entry) (Entry, error) { return j.AppendBeside(e, nil) }

// AppendBeside is Append, with work to be done while the disk works: meanwhile gets the entry as it will be kept. What it
// does must not be seen before AppendBeside has returned without an error.
func (j *Journal) AppendBeside(e Entry, meanwhile func(Entry)) (Entry, error) {
	j.write.Lock()
	defer j.write.Unlock()
	if err := j.ready(); err != nil {
		return Entry{}, notSaved(err)
	}
	e.Seq, e.Device, e.Version, e.Cut = j.last+1, j.o.Device, j.o.schema(), 0
	e.Changes = slices.Clone(e.Changes)
	for i := range e.Changes {
		e.Changes[i].Masked = false
	}
	e.At = j.o.Now().UTC().Truncate(time.Millisecond)
	h, parts, err := j.prepare(&e)
	if err != nil {
		return Entry{}, err
	}
	b := frame(h.lasting(), encodeParts(parts))
	s := j.segs[len(j.segs)-1]
	put := func() error { return j.put(b, s.size) }
	if meanwhile != nil {
		put = beside(put, func() { meanwhile(e) })
	}
	if err := put(); err != nil {
		j.abandon(err)
		return Entry{}, notSaved(err)
	}
	j.confirm(s, h, b)
	return e, nil
}

// ready makes sure that there is a file to append to: a new one when the last is full, the last one read again when it
// was given up.
func (j *Journal) ready() error {
	if j.closed {
		return casefile.Faultf(casefile.Unavailable, "The workspace has been closed, so this was not saved. Open it again.")
	}
	if j.active == nil {
		if err := j.reopen(); err != nil {
			return err
		}
	}
	s := j.segs[len(j.segs)-1]
	if s.size > fileHeadSize && (j.retire || s.size >= j.o.RotateAt || s.head.schema < j.o.schema()) {
		return j.rotate()
	}
	return nil
}

// prepare checks an entry and seals it.
func (j *Journal) prepare(e *Entry) (head, []part, error) {
	if e.ID == "" {
		e.ID = newID(e.At).String()
	}
	id, err := uuid.Parse(e.ID)
	if err != nil {
		return head{}, nil, casefile.Wrap(casefile.Invalid, err, "The change has an identity that is not a UUID, so it was not saved.")
	}
	e.ID = id.String()
	for _, s := range []string{e.Device, e.Who, e.Action} {
		if len(s) > maxHeadText {
			return head{}, nil, casefile.Faultf(casefile.Invalid, "The name of the person, the machine or the action is longer than %d bytes, so this was not saved. Shorten it.", maxHeadText)
		}
	}
	if err := checkPatches(e); err != nil {
		return head{}, nil, err
	}
	parts := sealParts(*e)
	h := head{seq: e.Seq, at: e.At.UnixMilli(), id: id, version: e.Version, draft: e.Draft, seal: sealOf(parts), prev: j.tip, device: e.Device, who: e.Who, action: e.Action}
	return h, parts, nil
}

// checkPatches refuses what could not be replayed.
func checkPatches(e *Entry) error {
	size := 4 + 1 + saltSize + 4 + len(e.Note)
	if len(e.Note) > 0 && !isJSON(e.Note) {
		return casefile.Faultf(casefile.Internal, "The change's note is not JSON, so it was not saved. Please report this.")
	}
	for i, c := range e.Changes {
		if !isJSON(c.Patch) || !utf8.ValidString(c.Kind) || !utf8.ValidString(c.ID) {
			return casefile.Faultf(casefile.Internal, "Change %d of %q is not JSON in UTF-8, so nothing was saved. Please report this.", i+1, e.Action)
		}
		size += 1 + saltSize + 4 + 20 + len(c.Kind) + len(c.ID) + len(c.Patch)
	}
	if size > MaxPayload {
		return casefile.Faultf(casefile.Invalid, "The change has %d MB, and one save holds %d MB at most. Attach large texts as files, or save in smaller parts.", size>>20, MaxPayload>>20)
	}
	return nil
}

// isJSON wants UTF-8 too, which json.Valid does not: only then can the mark of an entry not occur in a payload.
func isJSON(b []byte) bool { return utf8.Valid(b) && json.Valid(b) }

// beside does two things at once, and waits for both. What waits for the disk stays with the caller, who then goes on
// without having to be woken. A panic of meanwhile is the caller's.
func beside(put func() error, meanwhile func()) func() error {
	return func() error {
		done := make(chan any, 1)
		go func() {
			defer func() { done <- recover() }()
			meanwhile()
		}()
		err := put()
		if panicked := <-done; panicked != nil {
			panic(panicked)
		}
		return err
	}
}

// confirm makes an entry that is on the disk visible to readers.
func (j *Journal) confirm(s *segment, h head, b []byte) {
	lasting := b[headLasting:headSize(b)]
	j.tip = hashOf(lasting)
	j.state.Lock()
	defer j.state.Unlock()
	if s.marks != nil {
		s.marks = addAnchor(s.marks, h.seq, s.size)
	}
	s.size += int64(len(b))
	j.last = h.seq
}

// abandon gives up a handle whose write or sync failed: what the system does with its pages after that is not known. The
// file is cut back at once when that is possible, else before the next entry.
func (j *Journal) abandon(cause error) {
	j.o.Log.Error("journal: entry not saved", "seq", j.last+1, "cause", cause)
	if err := j.active.Close(); err != nil {
		j.o.Log.Warn("journal: close after a failed save", "cause", err)
	}
	j.active = nil
	if err := j.reopen(); err != nil {
		j.o.Log.Error("journal: not ready yet", "cause", err)
	}
}

// reopen opens the last file anew, cuts what was not confirmed, and reads it again: it must end with the last confirmed
// entry.
func (j *Journal) reopen() error {
	s := j.segs[len(j.segs)-1]
	f, err := j.o.Disk.Open(j.path(s))
	if err != nil {
		return err
	}
	if err := errors.Join(f.Truncate(s.size), f.Sync()); err != nil {
		return errors.Join(err, f.Close())
	}
	sc, err := scan(j.life, walk(f, s, 0), j.o.schema())
	if err == nil && (sc.tail != nil || sc.last != j.last || sc.last >= s.first && sc.tip != j.tip) {
		err = casefile.Faultf(casefile.Damaged, "The disk has lost a part of the journal that was saved before (file %s), so nothing more was saved. Close Precedent, check the drive, and open the workspace again.", s.name())
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	j.active, j.there = f, s.size
	return nil
}

// rotate begins a new file and has the drafts of the full one looked through meanwhile.
func (j *Journal) rotate() error {
	if err := j.begin(j.last + 1); err != nil {
		return err
	}
	j.retire = false
	j.tidying.Go(j.tidy)
	return nil
}

// begin makes the file whose first entry is first, and makes it the one that is appended to.
func (j *Journal) begin(first uint64) error {
	s := &segment{first: first, size: fileHeadSize, marks: []anchor{}}
	s.head = fileHead{format: formatVersion, schema: j.o.schema(), first: first, prev: j.tip, program: clipBytes(j.o.Program, 64)}
	err := writeWhole(j.o.Disk, j.path(s), func(f File) error {
		_, err := f.WriteAt(s.head.encode(), 0)
		return err
	})
	if err != nil {
		return fmt.Errorf("begin file %s: %w", s.name(), err)
	}
	f, err := j.o.Disk.Open(j.path(s))
	if err != nil {
		return err
	}
	if j.active != nil {
		j.cutAhead()
		if err := j.active.Close(); err != nil {
			j.o.Log.Warn("journal: close a full file", "cause", err)
		}
	}
	j.active, j.there = f, s.size
	j.state.Lock()
	defer j.state.Unlock()
	j.segs = append(j.segs, s)
	return nil
}

// newID makes a UUIDv7 of a time.
func newID(at time.Time) (id uuid.UUID) {
	rand.Read(id[:]) // never fails
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6] = id[6]&0x0F | 0x70
	id[8] = id[8]&0x3F | 0x80
	return id
}

func clipBytes(s string, most int) string { return s[:min(len(s), most)] }
