package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/policy"
	"precedent/backend/store"
)

// Guide gives what the policy says of a case beyond what is due: who should lead and take part, whether it stands still,
// which way engineering is asked, which documents it calls for.
func (d *Desk) Guide(ctx context.Context, ref string) (GuideView, error) {
	v := GuideView{Steps: []StandView{}, DRI: []SuggestionView{}, Roles: []RoleView{}, Stalled: []StallView{}, Messages: []Choice{}, Route: RouteView{Criteria: []CriterionView{}, Cautions: []SuggestionView{}}}
	p, err := d.policy()
	if err != nil {
		return v, err
	}
	f, err := d.factsOfOne(ctx, ref)
	if err != nil {
		return v, err
	}
	now := d.now()
	v.Policy, v.RanUnder = p.Version, f.Text("policy_version")
	if f.Kind == casefile.KindEscalation {
		if s, ok := p.SuggestDRI(f, now); ok {
			v.DRI = d.viewSuggestions([]policy.Suggestion{s})
		}
		v.Roles = viewRoles(p)
	}
	v.Severity = viewSeverity(p, f)
	for _, s := range p.Course(f, now) {
		v.Steps = append(v.Steps, d.viewStand(p, f, s))
	}
	v.Parts = d.viewSuggestions(p.Takes(f, now))
	v.Elsewhere = d.viewSuggestions(p.Elsewhere(f, now))
	v.Papers = d.viewSuggestions(p.Papers(f, now))
	v.Stalled = viewStalls(p.Stalled(p.Obligations(f, now), now), f.Zone)
	if f.Kind == casefile.KindEmergency {
		v.Route = d.viewRoute(p.Route(f, now))
	}
	for _, m := range p.Messages {
		if m.Of == string(f.Kind) && m.Text != "" {
			v.Messages = append(v.Messages, Choice{Value: m.ID, Label: m.Title, Help: m.Source})
		}
	}
	return v, nil
}

// Advise says what the policy says of a case that is about to be opened with some fields: what its severity asks for, who should
// lead and take part, and where it may belong instead.
func (d *Desk) Advise(_ context.Context, kind string, fields map[string]any) (AdviceView, error) {
	v := AdviceView{DRI: []SuggestionView{}, Parts: []SuggestionView{}, Elsewhere: []SuggestionView{}}
	p, err := d.policy()
	if err != nil {
		return v, err
	}
	k := casefile.Kind(kind)
	known := map[string]any{}
	for name, value := range fields { // a name that is still being typed is no record yet
		if read, err := d.readPatch(k, map[string]any{name: value}); err == nil {
			known[name] = read[name]
		}
	}
	r := casefile.Record{Kind: k, Fields: known}
	var customer casefile.Record
	if of := r.Text("customer"); of != "" {
		if c, err := d.store.Get(of); err == nil {
			customer = c
		}
	}
	f, now := policy.Gather(casefile.Case{Record: r}, customer, d.zone()), d.now()
	v.Severity = viewSeverity(p, f)
	if k == casefile.KindEscalation {
		if s, ok := p.SuggestDRI(f, now); ok {
			v.DRI = d.viewSuggestions([]policy.Suggestion{s})
		}
	}
	v.Parts, v.Elsewhere = d.viewSuggestions(p.Takes(f, now)), d.viewSuggestions(p.Elsewhere(f, now))
	return v, nil
}

func viewSeverity(p *policy.Policy, f *policy.Facts) *SeverityRuleView {
	s, ok := p.Severity(f.Text("severity"))
	if !ok || f.Kind != casefile.KindEscalation {
		return nil
	}
	v := &SeverityRuleView{Severity: s.ID, Meaning: s.Meaning, Source: s.Source, Clocks: []FrequencyView{}, Involves: s.Involves}
	for _, c := range p.ClocksAt(s.ID) {
		v.Clocks = append(v.Clocks, FrequencyView{What: c.What, Every: c.Every.Due.String(), Late: c.Every.Late.String(), Source: c.Source})
	}
	return v
}

func (d *Desk) viewSuggestions(list []policy.Suggestion) []SuggestionView {
	out := make([]SuggestionView, len(list))
	for i, s := range list {
		v := SuggestionView{ID: s.ID, Says: s.Says, Source: s.Source, Role: s.Role, Person: s.Person, Required: s.Required, Filled: s.Filled, Sticky: s.Sticky}
		if looksLikeID(s.Person) {
			v.PersonID, v.Person = s.Person, d.nameOf(s.Person)
		}
		out[i] = v
	}
	return out
}

func viewRoles(p *policy.Policy) []RoleView {
	out := []RoleView{}
	for _, r := range p.RoleInfos() {
		out = append(out, RoleView{Role: r.Role, Label: casefile.EnumLabel(r.Role), Does: r.Does, Also: p.Aliases(casefile.EnumLabel(r.Role)), Source: r.Source})
	}
	return out
}

func viewStalls(list []policy.Stall, zone string) []StallView {
	out := make([]StallView, len(list))
	for i, s := range list {
		out[i] = StallView{Rule: s.Rule, Says: s.Says, Source: s.Source, At: momentIn(s.Since, zone)}
	}
	return out
}

func (d *Desk) viewRoute(r policy.Route) RouteView {
	v := RouteView{Proposed: r.Proposed, Says: r.Says, Criteria: make([]CriterionView, len(r.Criteria)), Cautions: d.viewSuggestions(r.Cautions)}
	for i, c := range r.Criteria {
		v.Criteria[i] = CriterionView{ID: c.ID, Route: c.Route, Says: c.Says, Source: c.Source, Holds: c.Holds, Ticked: c.Ticked, Undecided: c.Undecided}
	}
	return v
}

// Message writes a short text of the policy for a case, ready to be copied.
func (d *Desk) Message(ctx context.Context, ref, id string) (MessageView, error) {
	p, err := d.policy()
	if err != nil {
		return MessageView{}, err
	}
	m, ok := p.Message(id)
	if !ok {
		return MessageView{}, casefile.Faultf(casefile.NotFound, "The policy has no message %q.", id)
	}
	f, err := d.factsOfOne(ctx, ref)
	if err != nil {
		return MessageView{}, err
	}
	card, err := d.card(ctx, m, f, nil)
	if err != nil {
		return MessageView{}, err
	}
	v := MessageView{ID: m.ID, Title: m.Title, Where: card.Destination, Text: card.text(), Missing: []string{}, Source: m.Source}
	for _, field := range card.Fields {
		v.Missing = append(v.Missing, field.Missing...)
	}
	return v, nil
}

// variable is what a variable of a message stands for; "" when nobody recorded it.
func (d *Desk) variable(f *policy.Facts, name string) string {
	switch name {
	case "customer":
		return f.Customer.Title()
	case "channel_name":
		return d.channelName(f)
	case "key":
		return f.Key()
	case "link":
		of := d.concerned(f)
		return firstOf(of.Text("case_url"), of.Text("ticket_url"), of.Text("issue_url"))
	case "colleague":
		of := d.concerned(f)
		return firstOf(of.Text("next_colleague"), d.nameOf(of.Text("second")))
	case "time":
		return wall(d.now().In(d.location()))
	}
	r := f.Record
	if field, of := strings.CutPrefix(name, "customer."); of {
		r, name = f.Customer, field
	}
	def, _ := casefile.FieldOf(r.Kind, name)
	text := r.Text(name)
	switch def.Type {
	case casefile.TypeRef:
		return d.nameOf(text)
	case casefile.TypeEnum:
		return casefile.EnumLabel(text)
	case casefile.TypeMeeting:
		if a, err := casefile.ParseAppointment(text); err == nil && a.Local != "" {
			if i, err := a.Instant(f.Zone); err == nil {
				return wall(i.In())
			}
		}
	case casefile.TypeInstant:
		if i := r.Instant(name); !i.IsZero() {
			return wall(i.In())
		}
	}
	return text
}

// concerned is the case that a call is about; any other record itself.
func (d *Desk) concerned(f *policy.Facts) casefile.Record {
	if f.Kind == casefile.KindCall {
		if of, err := d.store.Get(f.Text("case")); err == nil { // a case that is gone leaves the call on its own
			return of
		}
	}
	return f.Record
}

// wall is a time as a message names it: with its day and its zone, so that nobody has to guess.
func wall(t time.Time) string { return t.Format("Mon 2 Jan 2006, 15:04") + " " + t.Location().String() }

// Movers gives the open escalations by their DRI, with how each moves: those that stand still first, and at most so many of each DRI.
func (d *Desk) Movers(ctx context.Context, most int) (MoversView, error) {
	p, err := d.policy()
	if err != nil {
		return MoversView{}, err
	}
	rows, err := d.allRows(ctx, false, casefile.KindEscalation)
	if err != nil {
		return MoversView{}, err
	}
	byID := map[string]store.Row{}
	for _, r := range rows {
		byID[r.ID] = r
	}
	moves := map[string]*MoveView{}
	byDRI := map[string][]*MoveView{}
	err = d.withAgenda(ctx, func(a *policy.Agenda, now time.Time) error {
		for e := range a.Entries() {
			if row, ok := byID[e.ID]; ok {
				m := d.viewMove(e, row, now)
				moves[e.ID] = m
				who := d.nameOf(e.DRI)
				byDRI[who] = append(byDRI[who], m)
			}
		}
		for r := range a.Rows() {
			if m := moves[r.Of.ID]; m != nil {
				m.count(p, r, now, d.zone())
			}
		}
		return nil
	})
	return viewMovers(byDRI, max(most, 0)), err
}

// viewMovers puts what stands still first, among the cases of each and among the people.
func viewMovers(byDRI map[string][]*MoveView, most int) MoversView {
	out := MoversView{Unled: len(byDRI[""]), Movers: []MoverView{}}
	for who, cases := range byDRI {
		slices.SortFunc(cases, func(a, b *MoveView) int {
			return cmp.Or(cmp.Compare(len(b.Stalled), len(a.Stalled)), cmp.Compare(b.Overdue, a.Overdue), strings.Compare(a.Key, b.Key))
		})
		out.Open += len(cases)
		for _, c := range cases {
			out.Stalled += min(len(c.Stalled), 1)
			out.Late += min(c.Overdue, 1)
		}
		m := MoverView{DRI: who, All: len(cases), Cases: []MoveView{}}
		for _, c := range cases[:min(most, len(cases))] {
			m.Cases = append(m.Cases, *c)
		}
		out.Movers = append(out.Movers, m)
	}
	stalled := func(m MoverView) int { return len(byDRI[m.DRI][0].Stalled) }
	slices.SortFunc(out.Movers, func(a, b MoverView) int {
		return cmp.Or(cmp.Compare(stalled(b), stalled(a)), strings.Compare(a.DRI, b.DRI))
	})
	return out
}

func (d *Desk) viewMove(e *policy.Entry, row store.Row, now time.Time) *MoveView {
	text := func(column string) string {
		s, _ := row.Cells[column].(string)
		return s
	}
	v := &MoveView{ID: e.ID, Key: row.Key, Title: row.Title, Customer: d.nameOf(e.Customer), Severity: text("severity"), Status: text("status"),
		LastUpdateAt: momentIn(e.Told, d.zone()), CustomerAt: momentIn(e.Heard, d.zone()), NextStep: e.NextStep, Stalled: []StallView{}}
	since := e.Heard
	if since.IsZero() {
		since = e.Began
	}
	if !since.IsZero() {
		v.CustomerDays = wholeDays(since, now)
	}
	return v
}

// count adds an obligation of the case to how it moves.
func (v *MoveView) count(p *policy.Policy, r *policy.Row, now time.Time, zone string) {
	switch r.State(now) {
	case policy.Overdue:
		v.Overdue++
		if s, ok := p.Stall(r, now); ok {
			v.Stalled = append(v.Stalled, viewStalls([]policy.Stall{s}, zone)...)
		}
	case policy.Upcoming:
		if v.NextDueAt == "" {
			v.NextDueAt = momentIn(r.DueAt(), zone)
		}
	}
}
