package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
)

// WaitView is that one waits for another: for what is due or late in open cases.
type WaitView struct {
	Waits      string `json:"waits"`      // a customer's or a colleague's name
	OfCustomer bool   `json:"ofCustomer"` // it is a customer who waits
	For        string `json:"for"`        // who is to act; "" when nobody has the role
	Role       string `json:"role"`       // which role that is
	Count      int    `json:"count"`      // how much is due, late or not
	Late       int    `json:"late"`
	What       string `json:"what"` // what of it is due first
	DueAt      string `json:"dueAt"`
	CaseID     string `json:"caseId"` // where it is asked
	CaseKey    string `json:"caseKey"`
	CaseKind   string `json:"caseKind"`
}

// waiting names one pair.
type waiting struct{ waits, who string }

// Waits gives who waits for whom, those who wait for most of what is late first. A DRI waits for
// colleagues; a customer waits for the DRI, for whoever is to tell them, and where nobody leads.
func (d *Desk) Waits(ctx context.Context) ([]WaitView, error) {
	pairs := map[waiting]*WaitView{}
	err := d.withAgenda(ctx, func(a *policy.Agenda, now time.Time) error {
		for r := range a.Rows() {
			if state := r.State(now); r.Duty.Optional || state != policy.Due && state != policy.Overdue {
				continue
			}
			d.addWait(pairs, r, now)
		}
		return nil
	})
	out := make([]WaitView, 0, len(pairs))
	for _, w := range pairs {
		if r, err := d.store.Get(w.CaseID); err == nil { // one deleted a moment ago has no key to show
			w.CaseKey = r.Key()
		}
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b WaitView) int {
		return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(b.Count, a.Count), strings.Compare(a.Waits, b.Waits), strings.Compare(a.For, b.For))
	})
	return out, err
}

func (d *Desk) addWait(pairs map[waiting]*WaitView, r *policy.Row, now time.Time) {
	who, ofCustomer := d.whoWaits(r)
	if who == "" {
		return
	}
	k := waiting{who, d.nameFor(r.Who)}
	w := pairs[k]
	if w == nil { // rows come in the order in which they are due
		w = &WaitView{Waits: who, OfCustomer: ofCustomer, For: k.who, Role: casefile.EnumLabel(r.Duty.For), What: r.Duty.What, DueAt: momentIn(r.DueAt(), d.zone()),
			CaseID: r.Of.ID, CaseKind: string(r.Of.Kind)}
		pairs[k] = w
	}
	w.Count++
	if r.State(now) == policy.Overdue {
		w.Late++
	}
}

// whoWaits is whom a duty keeps waiting; "" when nobody is recorded.
func (d *Desk) whoWaits(r *policy.Row) (who string, ofCustomer bool) {
	tellsCustomer := slices.ContainsFunc(r.Duty.Do, func(deed policy.Deed) bool { return deed.Kind == "tell" && deed.Name == "customer" })
	if r.Of.DRI != "" && r.Who != r.Of.DRI && !tellsCustomer {
		return d.nameFor(r.Of.DRI), false
	}
	return d.nameFor(r.Of.Customer), true
}

// nameFor is the name behind what a record says of somebody: a record's ID, or the name itself.
func (d *Desk) nameFor(who string) string {
	if looksLikeID(who) {
		return d.nameOf(who)
	}
	return who
}
