package desk

import (
	"context"
	"time"
)

// tellEach is the least time between two notifications of what is no emergency: what comes due in it is told at once.
const tellEach = 15 * time.Minute

// Teller decides when what came due is told to a person who looks elsewhere: emergencies within the minute, the rest in one
// digest, which waits for the end of the quiet hours. It has no clock of its own and sends nothing.
type Teller struct {
	urgent time.Time // up to when emergencies were told
	rest   time.Time // up to when the rest was
}

// NewTeller tells what comes due after a time.
func NewTeller(from time.Time) *Teller { return &Teller{urgent: from, rest: from} }

// since is from when on what came due is to be told now: all of it or, in quiet hours and until the next digest, the
// emergencies alone.
func (t *Teller) since(now time.Time, quiet bool) (from time.Time, all bool) {
	if !quiet && now.Sub(t.rest) >= tellEach {
		return t.rest, true
	}
	return t.urgent, false
}

// told notes up to when what came due was told.
func (t *Teller) told(now time.Time, all bool) {
	t.urgent = now
	if all {
		t.rest = now
	}
}

// Tell gives what a notification should say now; "" = nothing. What it gave it does not give again, but for an
// emergency that is still waiting at the next digest, which names it once more.
func (d *Desk) Tell(ctx context.Context, t *Teller) (string, error) {
	now := d.now()
	_, quiet := d.quiet(now)
	from, all := t.since(now, quiet)
	if !now.After(from) {
		return "", nil
	}
	v, err := d.digest(ctx, from, all)
	if err != nil {
		return "", err
	}
	t.told(now, all)
	return v.Says, nil
}
