package policy

import "time"

// look is one look at a case: at a time, and, once it is done, until when the same look would find the same. Whatever a rule
// asks of the clock it asks here, so that who keeps an answer knows how long it holds.
type look struct {
	now  time.Time
	till time.Time // the next instant at which an answer would be another; zero = none
}

// came says whether an instant has come.
func (l *look) came(t time.Time) bool {
	if !t.After(l.now) {
		return true
	}
	l.until(t)
	return false
}

// until notes that the answer may be another from an instant on that is still to come.
func (l *look) until(t time.Time) {
	if l.till.IsZero() || t.Before(l.till) {
		l.till = t
	}
}

// day is the day of the look in a place; the answer may be another when it ends.
func (l *look) day(loc *time.Location) (y int, m time.Month, d int) {
	y, m, d = l.now.In(loc).Date()
	l.until(time.Date(y, m, d+1, 0, 0, 0, 0, loc))
	return y, m, d
}
