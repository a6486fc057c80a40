package desk

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// Due gives what the policy asks of people: of one case, or of all that are open.
func (d *Desk) Due(ctx context.Context, q DueQuery) (DueAnswer, error) {
	p, err := d.policy()
	if err != nil {
		return DueAnswer{}, err
	}
	now, err := d.asked(q.At)
	if err != nil {
		return DueAnswer{}, err
	}
	out := DueAnswer{At: casefile.At(now, d.zone()).String(), Policy: p.Version, Obligations: []ObligationView{}}
	page := duePage{q: q, now: now, me: d.me(q.Mine), answer: &out}
	switch {
	case q.Record != "":
		f, err := d.factsOfOne(ctx, q.Record)
		if err != nil {
			return out, err
		}
		of := policy.NewAgenda(p)
		of.Put(1, func(int) *policy.Facts { return f }, now)
		page.take(of)
		d.viewRows(p, &page, map[string]*policy.Facts{f.ID: f})
	case q.At != "":
		all, err := d.wholeAgenda(ctx, p, now)
		if err != nil {
			return out, err
		}
		page.take(all)
		d.viewRows(p, &page, map[string]*policy.Facts{})
	default:
		err = d.withAgenda(ctx, func(a *policy.Agenda, now time.Time) error {
			page.now = now
			page.take(a)
			d.viewRows(p, &page, d.agenda.recent)
			return nil
		})
	}
	return out, err
}

// me are the names by which rows know the person at the desk; nil when everybody's are asked for.
func (d *Desk) me(mine bool) []string {
	if !mine {
		return nil
	}
	out := []string{d.who()}
	if r, err := d.store.ByName(casefile.KindPerson, d.who()); err == nil {
		out = append(out, r.ID)
	}
	return out
}

// duePage is a page of an agenda on its way.
type duePage struct {
	q      DueQuery
	now    time.Time
	me     []string
	rows   []*policy.Row
	answer *DueAnswer
}

// take counts what was asked for, and takes the rows of the page.
func (p *duePage) take(a *policy.Agenda) {
	began := p.q.After == ""
	for r := range a.Rows() {
		p.answer.All++
		state := r.State(p.now)
		if p.me != nil && !slices.Contains(p.me, r.Who) || len(p.q.States) > 0 && !slices.Contains(p.q.States, string(state)) {
			continue
		}
		p.answer.Total++
		if state == policy.Overdue {
			p.answer.Late++
		}
		if began = began || r.Beyond(p.q.After); !began {
			continue
		}
		if p.q.Limit > 0 && len(p.rows) == p.q.Limit {
			p.answer.Next = p.rows[len(p.rows)-1].Place()
			continue
		}
		p.rows = append(p.rows, r)
	}
}

// viewRows shows the rows of a page, each as the policy says it of the facts of its case, which are kept in known.
func (d *Desk) viewRows(p *policy.Policy, page *duePage, known map[string]*policy.Facts) {
	said := map[string]map[string]policy.Obligation{} // case → ID → obligation
	for _, r := range page.rows {
		id := r.Of.ID
		if said[id] == nil {
			f := known[id]
			if f == nil {
				f = d.openCase(id)
			}
			if f == nil {
				continue // it was closed a moment ago
			}
			if len(known) >= mostRecent {
				clear(known)
			}
			known[id], said[id] = f, map[string]policy.Obligation{}
			for _, o := range p.Obligations(f, page.now) {
				said[id][o.ID] = o
			}
		}
		if o, ok := said[id][r.ID()]; ok && known[id] != nil {
			page.answer.Obligations = append(page.answer.Obligations, d.viewObligation(o, known[id]))
		}
	}
}

// asked is a time that a person may have given; the clock's when not.
func (d *Desk) asked(at string) (time.Time, error) {
	if at == "" {
		return d.now(), nil
	}
	i, err := casefile.ParseInstant(at)
	return i.Time, err
}

// factsOfOne are the facts of the record that a person names.
func (d *Desk) factsOfOne(_ context.Context, ref string) (*policy.Facts, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return nil, err
	}
	return d.gather(r.ID)
}

func (d *Desk) viewObligation(o policy.Obligation, f *policy.Facts) ObligationView {
	v := ObligationView{
		ID: o.ID, CaseID: f.ID, CaseKey: f.Key(), CaseTitle: f.Title(), CaseKind: string(f.Kind), Severity: f.Text("severity"),
		Customer: f.Customer.Title(), Rule: o.Rule, Group: o.Group, What: o.What, Role: casefile.EnumLabel(o.For), Who: o.Person,
		State: string(o.State), DueAt: momentIn(o.Due, o.Zone), LateAt: momentIn(o.Late, o.Zone), SinceAt: momentIn(o.Since, o.Zone),
		Why: o.Why, Source: o.Source, DoneBy: o.DoneBy, Does: viewDeeds(o.Do, f.Kind), Document: o.Document, Message: o.Message, Optional: o.Optional,
		SnoozedUntil: momentIn(o.Until, o.Zone), SnoozeReason: o.Reason,
	}
	for i := range v.Does {
		if v.Does[i].Kind == "fill" && v.Does[i].Name == "channel" {
			v.Does[i].Value = d.channelName(f)
		}
	}
	if o.Person == "" && o.For != "" {
		v.Who = f.Holder(o.For)
	}
	if looksLikeID(v.Who) {
		v.Who = d.nameOf(v.Who)
	}
	return v
}

// channelName is the name that the policy gives the case's channel.
func (d *Desk) channelName(f *policy.Facts) string {
	p, err := d.policy()
	if err != nil {
		return ""
	}
	return p.ChannelName(f.Customer.Title())
}

func momentIn(t time.Time, zone string) string {
	if t.IsZero() {
		return ""
	}
	return casefile.At(t, zone).String()
}

func viewDeeds(list []policy.Deed, k casefile.Kind) []DeedView {
	out := make([]DeedView, len(list))
	for i, deed := range list {
		out[i] = viewDeed(deed, k)
	}
	return out
}

func viewDeed(deed policy.Deed, k casefile.Kind) DeedView {
	v := DeedView{Kind: deed.Kind, Name: deed.Name, Value: deed.Value, Item: deed.Item}
	switch deed.Kind {
	case "tell":
		v.Label, v.Needs = casefile.EnumLabel(deed.Name), "text"
	case "add":
		v.Label, v.Needs = casefile.Kind(deed.Name).One(), "text"
	case "fill":
		v.Label, v.Needs = labelOf(k, deed.Name), "value"
	case "now", "set":
		v.Label = labelOf(k, deed.Name)
	case "promote":
		v.Label = casefile.KindEscalation.One()
	}
	return v
}

// obligation finds an obligation by its ID, among what is asked now.
func (d *Desk) obligation(ctx context.Context, id string) (policy.Obligation, *policy.Facts, error) {
	p, err := d.policy()
	if err != nil {
		return policy.Obligation{}, nil, err
	}
	caseID, _, _ := strings.Cut(id, "/")
	f, err := d.factsOfOne(ctx, caseID)
	if err != nil {
		return policy.Obligation{}, nil, err
	}
	due := p.Obligations(f, d.now())
	i := slices.IndexFunc(due, func(o policy.Obligation) bool { return o.ID == id })
	if i < 0 {
		return policy.Obligation{}, nil, casefile.Faultf(casefile.NotFound, "That is done already, or nothing asks for it any more.")
	}
	return due[i], f, nil
}

// Do records, as one action, the event that fulfils an obligation; with a reason it is passed over instead.
func (d *Desk) Do(ctx context.Context, r DoRequest) (Saved, error) {
	o, f, err := d.obligation(ctx, r.ID)
	if err != nil {
		return Saved{}, err
	}
	at, err := d.asked(r.At)
	if err != nil {
		return Saved{}, err
	}
	stamp := casefile.At(at, d.zone()).String()
	if r.Reason != "" {
		return d.saveTick(ctx, "pass", o, f, map[string]any{"state": "passed", "at": stamp, "who": d.who(), "reason": r.Reason})
	}
	var changes []store.Change
	for _, deed := range o.Do {
		if deed.Kind == "tick" {
			return d.saveTick(ctx, "do", o, f, map[string]any{"state": "done", "at": stamp, "who": d.who()})
		}
		if deed.Kind == "promote" {
			changes = join(append(changes, d.promoted(f.Record, "")...), d.ticked(f.Record, o.Turn(), stamp))
			d.noteMoves(changes)
			continue
		}
		c, err := d.deedChange(deed, f, r, stamp)
		if err != nil {
			return Saved{}, err
		}
		changes = join(changes, c)
	}
	return d.save(ctx, "do", changes)
}

// join adds a change to an action, which may change each record once only.
func join(changes []store.Change, c store.Change) []store.Change {
	for i := range changes {
		if changes[i].ID == c.ID && c.ID != "" {
			maps.Copy(changes[i].Patch, c.Patch)
			return changes
		}
	}
	return append(changes, c)
}

func (d *Desk) saveTick(ctx context.Context, action string, o policy.Obligation, f *policy.Facts, tick map[string]any) (Saved, error) {
	return d.save(ctx, action, []store.Change{{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: map[string]any{"ticks": map[string]any{o.Turn(): tick}}}})
}

// deedChange is one deed as a change of a record.
func (d *Desk) deedChange(deed policy.Deed, f *policy.Facts, r DoRequest, stamp string) (store.Change, error) {
	c := store.Change{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: map[string]any{}}
	if deed.Item != "" {
		item, err := d.store.Get(deed.Item)
		if err != nil {
			return c, err
		}
		c = store.Change{Kind: item.Kind, ID: item.ID, Base: item.Rev, Patch: map[string]any{}}
	}
	switch deed.Kind {
	case "tell":
		return store.Change{Kind: casefile.KindUpdate, Patch: d.newItem(f, stamp, map[string]any{"audience": deed.Name, "body": r.Text})}, nil
	case "add":
		return d.addedItem(deed, f, r, stamp)
	case "now":
		c.Patch[deed.Name] = stamp
	case "set":
		c.Patch[deed.Name] = readFor(c.Kind, deed.Name, deed.Value)
	case "fill":
		return d.filled(c, deed, r.Value)
	}
	return c, nil
}

// newItem is a new item of a case: without the fields that have nothing to say.
func (d *Desk) newItem(f *policy.Facts, stamp string, fields map[string]any) map[string]any {
	fields["parent"], fields["at"], fields["who"] = f.ID, stamp, d.who()
	for name, v := range fields {
		if v == "" {
			delete(fields, name)
		}
	}
	return fields
}

func (d *Desk) addedItem(deed policy.Deed, f *policy.Facts, r DoRequest, stamp string) (store.Change, error) {
	k := casefile.Kind(deed.Name)
	if strings.TrimSpace(r.Text) == "" {
		return store.Change{}, casefile.Faultf(casefile.Refused, "Write the %s first: it has no text.", k.One())
	}
	fields := d.newItem(f, stamp, map[string]any{firstField(k, "text", "action", "person"): r.Text})
	for name := range fields {
		if _, ok := casefile.FieldOf(k, name); !ok {
			delete(fields, name)
		}
	}
	if name, value, ok := strings.Cut(deed.Value, "="); ok {
		fields[name] = value
	}
	return store.Change{Kind: k, Patch: fields}, nil
}

// firstField is the first of the fields that a kind has.
func firstField(k casefile.Kind, names ...string) string {
	for _, n := range names {
		if _, ok := casefile.FieldOf(k, n); ok {
			return n
		}
	}
	return names[0]
}

func readFor(k casefile.Kind, name, value string) any {
	f, _ := casefile.FieldOf(k, name)
	if v, err := casefile.ReadValue(f, value); err == nil {
		return v
	}
	return value
}

func (d *Desk) filled(c store.Change, deed policy.Deed, value string) (store.Change, error) {
	if strings.TrimSpace(value) == "" {
		return c, casefile.Faultf(casefile.Refused, "%s is empty. Write it first.", labelOf(c.Kind, deed.Name))
	}
	patch, err := d.readPatch(c.Kind, map[string]any{deed.Name: readFor(c.Kind, deed.Name, value)})
	c.Patch = patch
	return c, err
}

// Snooze puts an obligation off until a time to come, with a reason.
func (d *Desk) Snooze(ctx context.Context, r SnoozeRequest) (Saved, error) {
	o, f, err := d.obligation(ctx, r.ID)
	if err != nil {
		return Saved{}, err
	}
	until, err := casefile.ParseInstant(r.Until)
	switch {
	case err != nil:
		return Saved{}, err
	case !until.Time.After(d.now()):
		return Saved{}, casefile.Faultf(casefile.Invalid, "Put it off until a time that is still to come.")
	case strings.TrimSpace(r.Reason) == "":
		return Saved{}, casefile.Faultf(casefile.Invalid, "Say why it is put off: who asks later must find the reason.")
	}
	entry := map[string]any{"until": until.String(), "reason": r.Reason, "who": d.who(), "at": d.stamp()}
	return d.save(ctx, "snooze", []store.Change{{Kind: f.Kind, ID: f.ID, Base: f.Rev, Patch: map[string]any{"snoozes": map[string]any{o.Turn(): entry}}}})
}
