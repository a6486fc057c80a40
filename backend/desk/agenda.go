package desk

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
	"precedent/backend/store/lists"
)

// dutyKinds are the kinds of cases of which the policy asks something.
var dutyKinds = []casefile.Kind{casefile.KindEscalation, casefile.KindEmergency, casefile.KindIncident, casefile.KindReview, casefile.KindBrief, casefile.KindCall}

// openBy are the columns by which a case is open or not.
var openBy = []string{"status", "closed", "source"}

// agenda keeps what is asked in the open cases, so that "what is due" is answered without reading the records of tens of
// thousands of them each time. Before each answer those cases are worked out anew that changed since the one before, or of
// which the clock asks something else by now.
type agenda struct {
	mu     sync.Mutex
	made   *policy.Agenda           // nil before the first look
	seq    uint64                   // the last entry that it has
	zone   string                   // of the person, when it was made
	policy string                   // version of the policy by which it was made
	recent map[string]*policy.Facts // of the cases whose rows were shown last
}

// mostRecent bounds the facts that are kept: of some pages of rows.
const mostRecent = 256

// withAgenda has a look at what is asked now in all open cases.
func (d *Desk) withAgenda(ctx context.Context, look func(a *policy.Agenda, now time.Time) error) error {
	p, err := d.policy()
	if err != nil {
		return err
	}
	k := &d.agenda
	k.mu.Lock()
	defer k.mu.Unlock()
	now := d.now()
	if zone := d.zone(); k.made == nil || k.zone != zone || k.policy != p.Version {
		seq := d.store.Seq()
		made, err := d.wholeAgenda(ctx, p, now)
		if err != nil {
			return err
		}
		k.made, k.seq, k.zone, k.policy, k.recent = made, seq, zone, p.Version, map[string]*policy.Facts{}
	} else if err := d.renewAgenda(ctx, now); err != nil {
		return err
	}
	return look(k.made, now)
}

// wholeAgenda works out what is asked at a time in every open case.
func (d *Desk) wholeAgenda(ctx context.Context, p *policy.Policy, now time.Time) (*policy.Agenda, error) {
	rows, err := d.rowsWith(ctx, store.ListQuery{Columns: openBy}, dutyKinds...)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range rows { // most cases are closed: their records are not read
		if (&policy.Facts{Record: casefile.Record{Kind: r.Kind, Fields: r.Cells}}).Open() {
			ids = append(ids, r.ID)
		}
	}
	a := policy.NewAgenda(p)
	return a, d.putAgenda(ctx, a, ids, now)
}

// putAgenda works out anew what is asked in some cases. A pause between parts lets a person's own save in.
func (d *Desk) putAgenda(ctx context.Context, a *policy.Agenda, ids []string, now time.Time) error {
	const part = 1000
	defer longWork()()
	for some := range slices.Chunk(ids, part) {
		if err := ctx.Err(); err != nil {
			return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
		}
		spare(readingMemory)
		a.Put(len(some), func(i int) *policy.Facts { return d.openCase(some[i]) }, now)
		runtime.Gosched()
	}
	return nil
}

// openCase are the facts of a case; nil when it is not open, which is found before its items are read.
func (d *Desk) openCase(id string) *policy.Facts {
	c, open, err := d.store.CaseWhere(id, func(r casefile.Record) bool {
		return slices.Contains(dutyKinds, r.Kind) && (&policy.Facts{Record: r}).Open()
	})
	if err != nil || !open {
		return nil
	}
	f, err := d.factsOf(c)
	if err != nil {
		return nil
	}
	return f
}

// renewAgenda works those cases out anew that changed, those of a customer that changed, and those whose time has come.
func (d *Desk) renewAgenda(ctx context.Context, now time.Time) error {
	k := &d.agenda
	seq := d.store.Seq()
	stale := map[string]bool{}
	if seq != k.seq {
		err := d.store.Changed(ctx, k.seq, func(id string, _ uint64) error {
			stale[id] = true
			return nil
		})
		if err != nil {
			return err
		}
		for id := range maps.Clone(stale) {
			d.addConcerned(stale, id)
		}
		d.addBeside(ctx, stale)
	}
	for _, id := range k.made.Stale(now) {
		stale[id] = true
	}
	for id := range stale {
		delete(k.recent, id)
	}
	if len(stale) == 0 {
		k.seq = seq
		return nil
	}
	ids := slices.Collect(maps.Keys(stale))
	k.made.Drop(ids...)
	if err := d.putAgenda(ctx, k.made, ids, now); err != nil {
		k.made = nil // half of it is gone: the next look begins anew
		return err
	}
	k.seq = seq
	return nil
}

// addBeside adds the emergencies that are not beside another one any more, or are so now: an earlier one was opened or closed.
func (d *Desk) addBeside(ctx context.Context, stale map[string]bool) {
	open, err := d.openEmergencies(ctx)
	if err != nil {
		return
	}
	for i, r := range open {
		if e := d.agenda.made.Entry(r.ID); e != nil && e.Beside != (i > 0) {
			stale[r.ID] = true
		}
	}
}

// openEmergencies are the emergencies under way, the first page first.
func (d *Desk) openEmergencies(ctx context.Context) ([]casefile.Record, error) {
	status, _ := casefile.FieldOf(casefile.KindEmergency, "status")
	under := append(slices.DeleteFunc(slices.Clone(status.Enum), func(s string) bool { return s == "closed" }), "")
	page, err := d.store.List(ctx, store.ListQuery{Kind: casefile.KindEmergency, Limit: mostEmergencies,
		Filters: []store.Filter{{Field: "status", Op: lists.Is, Values: under}}})
	if err != nil {
		return nil, err
	}
	var open []*policy.Facts
	for _, row := range page.Rows {
		if r, err := d.store.Get(row.ID); err == nil {
			if f := policy.Gather(casefile.Case{Record: r}, casefile.Record{}, d.zone()); f.Open() {
				open = append(open, f)
			}
		}
	}
	slices.SortStableFunc(open, func(a, b *policy.Facts) int { return a.Began.Compare(b.Began) })
	out := make([]casefile.Record, len(open))
	for i, f := range open {
		out[i] = f.Record
	}
	return out, nil
}

// mostEmergencies bounds how many are looked at: no team works on more at the same time.
const mostEmergencies = 500

// concern are the fields by which a record belongs to a case: a review's, a call's, an emergency's.
var concern = []string{"of", "case", "escalation"}

// addConcerned adds the cases whose facts a changed record is part of: those of a customer, and the one that it names.
func (d *Desk) addConcerned(changed map[string]bool, id string) {
	r, err := d.store.Get(id)
	if err != nil {
		return
	}
	if r.Kind == casefile.KindCustomer {
		for e := range d.agenda.made.Entries() {
			if e.Customer == id {
				changed[e.ID] = true
			}
		}
	}
	for _, field := range concern {
		if d.agenda.made.Entry(r.Text(field)) != nil {
			changed[r.Text(field)] = true
		}
	}
}

// gather takes the facts out of one case. Who asks for the same meanwhile gets the same.
func (d *Desk) gather(id string) (*policy.Facts, error) {
	f, err, _ := d.gathering.Do(d.asItIs(id), func() (any, error) {
		c, err := d.wholeCase(id)
		if err != nil {
			return nil, err
		}
		return d.factsOf(c)
	})
	if err != nil {
		return nil, err
	}
	return f.(*policy.Facts), nil
}

// factsOf takes them out of a case that was read. Of an emergency they say whether an earlier one is open.
func (d *Desk) factsOf(c casefile.Case) (*policy.Facts, error) {
	var customer casefile.Record
	if of := c.Text("customer"); of != "" {
		if r, err := d.store.Get(of); err == nil { // a customer that is gone leaves the case without one
			customer = r
		}
	}
	named, err := d.store.Links(c.ID)
	if err != nil {
		return nil, err
	}
	named = slices.DeleteFunc(named, func(r casefile.Record) bool {
		return r.Kind.IsItem() || r.Binned() || !slices.ContainsFunc(concern, func(field string) bool { return r.Text(field) == c.ID })
	})
	f := policy.Gather(c, customer, d.zone(), named...)
	if f.Kind == casefile.KindEmergency && f.Open() {
		open, err := d.openEmergencies(d.life)
		if err == nil && len(open) > 0 && open[0].ID != f.ID {
			return f.Beside(), nil
		}
	}
	return f, nil
}
