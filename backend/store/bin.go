package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"precedent/backend/casefile"
)

// BinDays is how long something stays in the bin: days on which the program ran.
const BinDays = 30

// Delete puts records into the bin. What belongs to a record goes and comes back with it.
func (s *Store) Delete(ctx context.Context, ids []string, who string) (Saved, error) {
	return s.setDeleted(ctx, ids, Action{Name: "delete", Who: who}, casefile.At(s.o.Now(), "").String())
}

// Restore takes records out of the bin.
func (s *Store) Restore(ctx context.Context, ids []string, who string) (Saved, error) {
	return s.setDeleted(ctx, ids, Action{Name: "restore", Who: who}, nil)
}

func (s *Store) setDeleted(ctx context.Context, ids []string, a Action, value any) (Saved, error) {
	for _, id := range ids {
		r, err := s.Get(id)
		if err != nil {
			return Saved{}, err
		}
		if r.Binned() != (value != nil) {
			a.Changes = append(a.Changes, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"deleted": value}})
		}
	}
	return s.Save(ctx, a)
}

// Binned is a record in the bin, or one that was removed by an undo and is kept for as long.
type Binned struct {
	Record   casefile.Record // of a removed one only the ID, Kind and parent
	Since    time.Time
	By       string
	DaysLeft int // days on which the program runs
	Removed  bool
}

// Bin gives what is in the bin, the newest first; items too, whose case is not.
func (s *Store) Bin(ctx context.Context) ([]Binned, error) {
	return s.bin(ctx, false)
}

// Expired gives the IDs of what has been in the bin for so many days on which the program ran, and of what was removed by
// an undo as long ago: what Purge should take.
func (s *Store) Expired(ctx context.Context, days int) ([]string, error) {
	all, err := s.bin(ctx, true)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, b := range all {
		if BinDays-b.DaysLeft >= days {
			ids = append(ids, b.Record.ID)
		}
	}
	return ids, nil
}

func (s *Store) bin(ctx context.Context, removedToo bool) (out []Binned, err error) {
	err = s.readLong(ctx, func(v view) error {
		out = nil
		days, err := v.days()
		if err != nil {
			return err
		}
		add := func(b Binned) {
			b.DaysLeft = BinDays - livedSince(days, b.Since)
			out = append(out, b)
		}
		err = v.having(ctx, "deleted", func(r casefile.Record) error {
			if !r.Binned() {
				return nil
			}
			f, _, err := v.facts(r.Rev)
			add(Binned{Record: r, Since: r.Instant("deleted").Time, By: f.Who})
			return err
		})
		if err != nil || !removedToo {
			return err
		}
		return v.values([]byte{keyRemoved}, func(k, content []byte, _ uint64) error {
			var r removal
			if err := json.Unmarshal(content, &r); err != nil {
				return errors.Join(errSpoiled, err)
			}
			gone := casefile.Record{ID: lastID(k), Kind: r.Kind, Fields: map[string]any{"parent": r.Parent}}
			add(Binned{Record: gone, Since: r.At, Removed: true})
			return nil
		})
	})
	slices.SortFunc(out, func(a, b Binned) int { return b.Since.Compare(a.Since) })
	return out, err
}

func (v view) days() (days []string, err error) {
	err = v.keys([]byte{keyDay}, func(k []byte) error {
		days = append(days, string(k[1:]))
		return nil
	})
	return days, err
}

// livedSince counts the days after the one of a moment.
func livedSince(days []string, at time.Time) int {
	day := at.Format(time.DateOnly)
	i, found := slices.BinarySearch(days, day)
	if found {
		i++
	}
	return len(days) - i
}

// jump is how far the clock may go between two days on which the program ran before it is asked about.
const jump = 7 * 24 * time.Hour

// CountDay counts this day as one on which the program ran, once; call it at each start and around midnight. When the
// clock has gone on by more than a week since the last counted day it refuses (code refused) until confirmed: a wrong
// clock must not empty the bin.
func (s *Store) CountDay(ctx context.Context, confirmed bool) error {
	now := s.o.Now().UTC()
	today := now.Format(time.DateOnly)
	var days []string
	err := s.read(ctx, func(v view) (err error) {
		days, err = v.days()
		return err
	})
	if err != nil {
		return err
	}
	if len(days) > 0 {
		last := days[len(days)-1]
		if today <= last {
			return nil
		}
		at, err := time.Parse(time.DateOnly, last)
		if err == nil && now.Sub(at) > jump+24*time.Hour && !confirmed {
			return casefile.Faultf(casefile.Refused, "The clock says %s, and this workspace was last open on %s. Confirm that the date is right, so that the bin keeps its 30 days.", today, last)
		}
	}
	settings, err := s.Get(casefile.SettingsID)
	if err != nil && !errors.Is(err, casefile.ErrNotFound) {
		return err
	}
	lived, _ := settings.Number("bin_days")
	c := Change{Kind: casefile.KindSettings, ID: casefile.SettingsID, Base: settings.Rev, Patch: map[string]any{"bin_days": number(uint64(lived) + 1)}}
	_, err = s.save(ctx, Action{Name: "day", Changes: []Change{c}}, note{Quiet: true, Day: today})
	return err
}
