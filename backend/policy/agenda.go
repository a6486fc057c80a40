package policy

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"precedent/backend/casefile"
)

// Agenda is what is asked in many open cases, in the order in which it is to be done. It keeps few bytes of each
// obligation, and no record: who looks at some rows asks Obligations about their cases. It is not safe for concurrent use.
type Agenda struct {
	p     *Policy
	cases map[string]*Entry
	rows  []Row
}

// Entry is what an agenda keeps of a case.
type Entry struct {
	ID       string // of the case
	Kind     casefile.Kind
	Customer string // ID
	DRI      string
	RanUnder string // the version of the policy that the case keeps
	Began    time.Time
	Told     time.Time // when anybody was last told
	Heard    time.Time // when the customer was last told
	NextStep bool      // an open action has an owner and a date
	Beside   bool      // another emergency, paged before, was open
	look     look      // that found the rows
	gone     bool      // its rows are to be removed
}

// Till is until when the rows of the case hold; zero = until it changes.
func (e *Entry) Till() time.Time { return e.look.till }

// Row is an obligation as an agenda keeps it.
type Row struct {
	Of *Entry
	*Asked
	due    int64 // Unix seconds; never = it has no time
	late   int64
	snooze int64 // when it stops being put off; 0 = it is not
}

// Asked is what is asked, and of whom: the same in many cases, which share it.
type Asked struct {
	Duty *Duty
	Turn string // the obligation's ID without the case
	Who  string // who does it: a person's ID or a name; "" when nobody has the role
}

// never is the time of what has none: it sorts last.
const never = math.MaxInt64

// ID is the obligation's ID.
func (r *Row) ID() string { return r.Of.ID + "/" + r.Turn }

// State says how pressing the obligation is at a time.
func (r *Row) State(now time.Time) State {
	t := now.Unix()
	switch {
	case t < r.snooze:
		return Snoozed
	case r.due == never:
		return Open
	case t < r.due:
		return Upcoming
	case r.Duty.Optional || t < r.late:
		return Due
	}
	return Overdue
}

// DueAt is when it is due; zero when it has no time.
func (r *Row) DueAt() time.Time {
	if r.due == never {
		return time.Time{}
	}
	return time.Unix(r.due, 0).UTC()
}

// CameDue says whether it became due, or overdue, after a time and up to another. A snooze that ended then counts as well.
func (r *Row) CameDue(from, to time.Time) bool {
	within := func(t int64) bool { return t != never && t > from.Unix() && t <= to.Unix() }
	return within(r.due) || within(r.late) || within(r.snooze)
}

// compare is the order of an agenda: what is due first, first; what has no time, last.
func (r *Row) compare(o *Row) int {
	if r.due != o.due {
		return cmp.Compare(r.due, o.due)
	}
	return cmp.Or(strings.Compare(r.Of.ID, o.Of.ID), strings.Compare(r.Turn, o.Turn))
}

// NewAgenda is an agenda without a case, by a policy.
func NewAgenda(p *Policy) *Agenda { return &Agenda{p: p, cases: map[string]*Entry{}} }

// Put works out what is asked in cases at a time, instead of what was known of them. The work is shared among the
// processors; facts gives the n-th of the cases, nil for one that is not there. It is called by several goroutines at once.
func (a *Agenda) Put(n int, facts func(i int) *Facts, now time.Time) {
	found := make([]batch, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var work sync.WaitGroup
	for w := range found {
		work.Go(func() {
			var scratch []ask
			b := &found[w]
			b.asked = map[Asked]*Asked{}
			b.rows = make([]Row, 0, usualRows*(1+n/len(found)))
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if f := facts(i); f != nil && f.Open() {
					scratch = a.p.asks(scratch[:0], f, b.enter(f, now))
					b.add(f, scratch)
				}
			}
			b.sort()
		})
	}
	work.Wait()
	for i := range found {
		a.take(&found[i])
	}
}

// usualRows is what is asked in a case on average, with some to spare.
const usualRows = 20

// batch is what one of the processors found.
type batch struct {
	entries []*Entry
	rows    []Row
	asked   map[Asked]*Asked
}

// enter begins a case; the look at it says until when its rows hold.
func (b *batch) enter(f *Facts, now time.Time) *look {
	e := &Entry{ID: f.ID, Kind: f.Kind, Customer: f.Text("customer"), DRI: f.Text("dri"), RanUnder: f.Text("policy_version"), Began: f.Began,
		Told: f.LastTold("", now), Heard: f.LastTold("customer", now), NextStep: f.HasNextStep(), Beside: f.concurrent, look: look{now: now}}
	b.entries = append(b.entries, e)
	return &e.look
}

// add adds what is asked in the case that was entered last.
func (b *batch) add(f *Facts, asks []ask) {
	e := b.entries[len(b.entries)-1]
	for i := range asks {
		q := &asks[i]
		a := Asked{Duty: q.duty, Turn: q.turn, Who: q.person}
		if a.Who == "" && q.duty.For != "" {
			a.Who = f.Holder(q.duty.For)
		}
		r := Row{Of: e, Asked: b.shared(a), due: unix(q.due), late: unix(q.late)}
		if s, ok := f.snoozes[q.turn]; ok {
			r.snooze = s.until.Unix()
		}
		b.rows = append(b.rows, r)
	}
}

// shared gives the one of those that are the same.
func (b *batch) shared(a Asked) *Asked {
	one, ok := b.asked[a]
	if !ok {
		one = new(Asked)
		*one = a
		b.asked[a] = one
	}
	return one
}

// sort brings the rows into order, by keys that are a fraction of their size.
func (b *batch) sort() {
	type key struct {
		due int64
		at  int
	}
	keys := make([]key, len(b.rows))
	for i := range b.rows {
		keys[i] = key{b.rows[i].due, i}
	}
	slices.SortFunc(keys, func(x, y key) int {
		if x.due != y.due {
			return cmp.Compare(x.due, y.due)
		}
		return b.rows[x.at].compare(&b.rows[y.at])
	})
	sorted := make([]Row, len(keys))
	for i, k := range keys {
		sorted[i] = b.rows[k.at]
	}
	b.rows = sorted
}

// unix counts the seconds up to a time, a part of one as a whole one: nothing is due before its time.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// take puts what was found among the rest.
func (a *Agenda) take(b *batch) {
	for _, e := range b.entries {
		if was, ok := a.cases[e.ID]; ok {
			was.gone = true
		}
		a.cases[e.ID] = e
	}
	a.rows = mergeRows(a.rows, b.rows)
}

// mergeRows puts rows in order among others, in place, and takes out those of entries that are gone.
func mergeRows(rows, fresh []Row) []Row {
	rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Of.gone })
	i, j := len(rows)-1, len(fresh)-1
	rows = append(rows, fresh...)
	for k := len(rows) - 1; j >= 0; k-- {
		if i >= 0 && rows[i].compare(&fresh[j]) > 0 {
			rows[k] = rows[i]
			i--
		} else {
			rows[k] = fresh[j]
			j--
		}
	}
	return rows
}

// Drop takes cases out.
func (a *Agenda) Drop(ids ...string) {
	for _, id := range ids {
		if e, ok := a.cases[id]; ok {
			e.gone = true
			delete(a.cases, id)
		}
	}
	a.rows = mergeRows(a.rows, nil)
}

// Stale are the IDs of the cases of which something else is asked by now, although they did not change.
func (a *Agenda) Stale(now time.Time) []string {
	var out []string
	for id, e := range a.cases {
		if !e.Till().IsZero() && !now.Before(e.Till()) {
			out = append(out, id)
		}
	}
	return out
}

// Entry is what is kept of a case; nil when it is not in the agenda.
func (a *Agenda) Entry(id string) *Entry { return a.cases[id] }

// Entries are all cases, in no order.
func (a *Agenda) Entries() iter.Seq[*Entry] { return maps.Values(a.cases) }

// Rows are all that is asked, in order. They stay right until the next change of the agenda.
func (a *Agenda) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for i := range a.rows {
			if !yield(&a.rows[i]) {
				return
			}
		}
	}
}

// Place is where a row stands in the order, as a text to come back to.
func (r *Row) Place() string { return strconv.FormatInt(r.due, 10) + " " + r.ID() }

// Beyond says whether the row comes after a place, which may be that of a row that is gone. After the empty place comes all.
func (r *Row) Beyond(place string) bool {
	if place == "" {
		return true
	}
	text, id, _ := strings.Cut(place, " ")
	caseID, turn, _ := strings.Cut(id, "/")
	due, err := strconv.ParseInt(text, 10, 64)
	return err == nil && r.compare(&Row{Of: &Entry{ID: caseID}, Asked: &Asked{Turn: turn}, due: due}) > 0
}
