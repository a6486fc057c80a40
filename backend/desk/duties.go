package desk

import (
	"context"
	"maps"
	"slices"
	"sync"

	"precedent/backend/casefile"
	"precedent/backend/policy"
)

// dutyKinds are the kinds of cases of which the policy asks something.
var dutyKinds = []casefile.Kind{casefile.KindEscalation, casefile.KindEmergency, casefile.KindIncident, casefile.KindReview, casefile.KindBrief, casefile.KindCall}

// duties keeps what the policy reads of the open cases, so that "what is due" is answered without reading two hundred
// records a case each time. It is brought up to the store before each answer, by what changed since the one before.
type duties struct {
	mu    sync.Mutex
	begun bool
	seq   uint64                   // the last entry that facts has
	zone  string                   // of the person, when the facts were gathered
	facts map[string]*policy.Facts // ID of an open case → what the policy reads of it
}

// openFacts gives the facts of every open case, up to date.
func (d *Desk) openFacts(ctx context.Context) ([]*policy.Facts, error) {
	k := &d.duties
	k.mu.Lock()
	defer k.mu.Unlock()
	if zone := d.zone(); !k.begun || k.zone != zone {
		k.zone = zone
		if err := d.gatherAll(ctx); err != nil {
			return nil, err
		}
	} else if err := d.gatherChanged(ctx); err != nil {
		return nil, err
	}
	return policy.MarkConcurrent(slices.Collect(maps.Values(k.facts))), nil
}

func (d *Desk) gatherAll(ctx context.Context) error {
	k := &d.duties
	seq := d.store.Seq()
	facts := map[string]*policy.Facts{}
	rows, err := d.allRows(ctx, false, dutyKinds...)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return casefile.Wrap(casefile.Cancelled, err, "Stopped.")
		}
		r, err := d.store.Get(row.ID)
		if err != nil || !(&policy.Facts{Record: r}).Open() { // most cases are closed: their items are not read
			continue
		}
		if f, err := d.gather(row.ID); err == nil {
			facts[row.ID] = f
		}
	}
	k.facts, k.seq, k.begun = facts, seq, true
	return nil
}

// gatherChanged gathers those cases anew that changed, and those of a customer that changed.
func (d *Desk) gatherChanged(ctx context.Context) error {
	k := &d.duties
	seq := d.store.Seq()
	if seq == k.seq {
		return nil
	}
	changed := map[string]bool{}
	err := d.store.Changed(ctx, k.seq, func(id string, _ uint64) error {
		changed[id] = true
		return nil
	})
	if err != nil {
		return err
	}
	for id := range maps.Clone(changed) {
		d.addConcerned(changed, id)
	}
	for id := range changed {
		f, err := d.gather(id)
		if err != nil || !f.Open() {
			delete(k.facts, id)
			continue
		}
		k.facts[id] = f
	}
	k.seq = seq
	return nil
}

// concern are the fields by which a record belongs to a case: a review's, a call's, an emergency's.
var concern = []string{"of", "case", "escalation"}

// addConcerned adds the cases whose facts a changed record is part of: those of a customer, and the one that it names.
func (d *Desk) addConcerned(changed map[string]bool, id string) {
	for caseID, f := range d.duties.facts {
		if f.Text("customer") == id {
			changed[caseID] = true
		}
	}
	r, err := d.store.Get(id)
	if err != nil {
		return
	}
	for _, field := range concern {
		if _, open := d.duties.facts[r.Text(field)]; open {
			changed[r.Text(field)] = true
		}
	}
}

// gather takes the facts out of one case.
func (d *Desk) gather(id string) (*policy.Facts, error) {
	c, err := d.store.Case(id)
	if err != nil {
		return nil, err
	}
	var customer casefile.Record
	if of := c.Text("customer"); of != "" {
		if r, err := d.store.Get(of); err == nil { // a customer that is gone leaves the case without one
			customer = r
		}
	}
	named, err := d.store.Links(id)
	if err != nil {
		return nil, err
	}
	named = slices.DeleteFunc(named, func(r casefile.Record) bool {
		return r.Kind.IsItem() || r.Binned() || !slices.ContainsFunc(concern, func(field string) bool { return r.Text(field) == id })
	})
	return policy.Gather(c, customer, d.zone(), named...), nil
}
