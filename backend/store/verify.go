package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// VerifyReport is what a check of the whole workspace found.
type VerifyReport struct {
	Seq         uint64           // the last entry that was looked at
	Entries     uint64           // entries of the journal that are whole
	Damage      []journal.Damage // places of the journal that are not what was written
	SetAside    []string         // ends of journal files that could not be read at a start; inside the journal's folder
	Records     int              // records compared with a fresh replay of the journal
	Differ      []string         // IDs of records that are not what the journal says
	Attachments int              // files compared with their hashes
	BadFiles    []string         // IDs of attachments whose file is damaged
	NoFiles     []string         // IDs of attachments whose file is missing
	Strays      int              // files that no entry names: left from an attachment that was never confirmed
}

// OK says that nothing is wrong.
func (r VerifyReport) OK() bool {
	return len(r.Damage) == 0 && len(r.Differ) == 0 && len(r.BadFiles) == 0 && len(r.NoFiles) == 0
}

// Wrong says in sentences what is wrong; empty when nothing is.
func (r VerifyReport) Wrong() []string {
	var out []string
	for _, d := range r.Damage {
		out = append(out, fmt.Sprintf("The journal's file %s is damaged at byte %d, entry %d: %s. Repair, or restore a backup beside this workspace and compare.", d.File, d.Offset, d.From, d.Why))
	}
	for _, id := range r.Differ {
		out = append(out, fmt.Sprintf("The record %s is not what the journal says. Repair builds it again.", id))
	}
	for _, id := range r.BadFiles {
		out = append(out, fmt.Sprintf("The file of the attachment %s is not what was attached. Restore it from a backup.", id))
	}
	for _, id := range r.NoFiles {
		out = append(out, fmt.Sprintf("The file of the attachment %s is missing. Restore it from a backup.", id))
	}
	return out
}

// Verify checks everything while saves go on: the journal's chain, checksums and seals; each record against a fresh replay
// of the journal; each attachment against its hash. It changes nothing; Repair mends what can be mended.
func (s *Store) Verify(ctx context.Context, progress func(done, total uint64)) (VerifyReport, error) {
	var out VerifyReport
	if err := s.WaitReady(ctx); err != nil {
		return out, err
	}
	s.care.Lock()
	defer s.care.Unlock()
	r, err := s.j.Verify(ctx)
	if err != nil {
		return out, err
	}
	out.Entries, out.Damage = r.Entries, r.Damage
	if out.SetAside, err = s.asideFiles(); err != nil {
		return out, err
	}
	if err := s.checkRoom(); err != nil {
		return out, err
	}
	out.Seq = s.Seq()
	if err := s.verifyRecords(ctx, &out, progress); err != nil {
		return out, err
	}
	return out, s.verifyFiles(ctx, &out)
}

func (s *Store) asideFiles() (list []string, err error) {
	names, err := os.ReadDir(filepath.Join(s.dir, journalFolder, journal.AsideFolder))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, n := range names {
		list = append(list, filepath.Join(journal.AsideFolder, n.Name()))
	}
	return list, cannotUse(err)
}

// verifyRecords replays the journal into a Badger of its own and compares.
func (s *Store) verifyRecords(ctx context.Context, out *VerifyReport, progress func(done, total uint64)) error {
	h, err := s.openNext()
	if err != nil {
		return cannotBuild(err)
	}
	b := &builder{s: s, h: h, upTo: out.Seq, told: progress, ctx: ctx}
	err = b.replay(&lostEntries{})
	if err == nil {
		err = s.compare(ctx, h, out)
	}
	if late := s.drop(h); late != nil { // what was compared holds all the same
		s.o.Log.Warn("store: a check's own Badger stays for now", "cause", late)
	}
	if err != nil {
		return verifyFailed(err)
	}
	return nil
}

func verifyFailed(err error) error {
	return faultOf(err, "The check could not be finished. Make sure that the drive has space, and try again.")
}

// compare goes through the records of the fresh replay and of the live Badger. What was saved meanwhile is left out.
func (s *Store) compare(ctx context.Context, fresh *handle, out *VerifyReport) error {
	t := fresh.db.NewTransaction(false)
	defer t.Discard()
	want := view{t: t}
	return s.readLong(ctx, func(v view) error {
		out.Differ, out.Records = nil, 0
		err := want.values([]byte{keyRecord}, func(k, content []byte, seq uint64) error {
			if err := ctx.Err(); err != nil {
				return casefile.Wrap(casefile.Cancelled, err, "The check was stopped.")
			}
			out.Records++
			have, at, found, err := v.get(k)
			if err != nil {
				return err
			}
			if found && at > out.Seq || !found && v.removedAfter(k, out.Seq) {
				return nil
			}
			if !found || at != seq || string(have) != string(content) {
				out.Differ = append(out.Differ, textID(k[1:]))
			}
			return nil
		})
		if err != nil {
			return err
		}
		return v.values([]byte{keyRecord}, func(k, _ []byte, seq uint64) error {
			there, err := want.has(k)
			if err == nil && !there && seq <= out.Seq {
				out.Differ = append(out.Differ, textID(k[1:]))
			}
			return err
		})
	})
}

// removedAfter says that a record was removed by an entry after a sequence.
func (v view) removedAfter(recordKey []byte, seq uint64) bool {
	_, at, found, err := v.get(key(keyRemoved, recordKey[1:]))
	return err == nil && found && at > seq
}

// verifyFiles compares every attached file with its hash.
func (s *Store) verifyFiles(ctx context.Context, out *VerifyReport) error {
	s.files.RLock()
	defer s.files.RUnlock()
	named, err := s.namedFiles(ctx, 0)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	err = s.eachFile(func(sum, _ string) error {
		if err := ctx.Err(); err != nil {
			return casefile.Wrap(casefile.Cancelled, err, "The check was stopped.")
		}
		there[sum] = true
		id, ok := named[sum]
		if !ok {
			out.Strays++
			return nil
		}
		out.Attachments++
		f, err := s.openSum(sum)
		if err != nil {
			out.BadFiles = append(out.BadFiles, id)
			return nil //nolint:nilerr // said in the report; the others are looked at all the same
		}
		return f.Close()
	})
	for sum, id := range named {
		if !there[sum] {
			out.NoFiles = append(out.NoFiles, id)
		}
	}
	return err
}

// Repair builds Badger anew from the journal. Where the journal has lost entries, what Badger still has of them is put
// back by a new entry; how many records were mended so comes back.
func (s *Store) Repair(ctx context.Context) (mended int, err error) {
	s.care.Lock()
	defer s.care.Unlock()
	if err := s.checkRoom(); err != nil {
		return 0, err
	}
	h, err := s.readable(ctx)
	if err != nil {
		return 0, err
	}
	b, err := s.build("a person asked for it", h)
	if err == nil {
		err = b.takeTextsFrom(h)
	}
	h.readers.Done()
	if err == nil {
		err = s.enterNew(b)
	}
	if err != nil {
		return 0, cannotBuild(err)
	}
	return s.Report().Mended, nil
}
