package desk

import (
	"context"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// lookEvery is how often an open window looks whether a new day has begun.
const lookEvery = time.Hour

// KeepHouse counts the days on which the program runs, and removes for good what has been in the bin for thirty of them, in
// the background until the desk is closed: for a window, which stays open.
func (d *Desk) KeepHouse() {
	d.work.Go(func() {
		for {
			if err := d.Daily(d.life, false); err != nil && d.life.Err() == nil {
				d.o.Logger().Warn("the bin is not looked after", "code", casefile.CodeOf(err))
			}
			if pause(d.life, lookEvery) != nil {
				return
			}
		}
	})
}

// Daily counts this day and empties the bin of what has lain there long enough. A clock that jumped by a week is asked
// about first: until dateIsRight is said, nothing is counted and nothing removed.
func (d *Desk) Daily(ctx context.Context, dateIsRight bool) error {
	err := d.store.CountDay(ctx, dateIsRight)
	if casefile.CodeOf(err) == casefile.Refused {
		says := casefile.Sentence(err)
		d.dateDoubt.Store(&says)
		return nil
	}
	if err != nil {
		return err
	}
	d.dateDoubt.Store(nil)
	ids, err := d.store.Expired(ctx, store.BinDays)
	if err != nil || len(ids) == 0 {
		return err
	}
	_, err = d.Purge(ctx, PurgeRequest{OlderThanDays: store.BinDays, Reason: "thirty days in the bin"}, nil)
	return err
}

// doubtNotice is what a person is asked about the clock.
func (d *Desk) doubtNotice() []Notice {
	says := d.dateDoubt.Load()
	if says == nil {
		return nil
	}
	return []Notice{{ID: "date", Level: "warn", Says: *says, Todo: "If it is, say so under Care, or run: precedent purge --older-than 30d --date-is-right"}}
}
