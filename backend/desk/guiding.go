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

// Guide gives what the policy says of a case beyond what is due: who should lead and take part, whether it stands still,
// which way engineering is asked, which documents it calls for.
func (d *Desk) Guide(ctx context.Context, ref string) (GuideView, error) {
	v := GuideView{DRI: []SuggestionView{}, Roles: []RoleView{}, Stalled: []StallView{}, Messages: []Choice{}, Route: RouteView{Criteria: []CriterionView{}, Cautions: []SuggestionView{}}}
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
	v.Parts = d.viewSuggestions(p.Takes(f, now))
	v.Elsewhere = d.viewSuggestions(p.Elsewhere(f, now))
	v.Papers = d.viewSuggestions(p.Papers(f, now))
	v.Stalled = viewStalls(p.Stalled(p.Obligations(f, now), now), f.Zone)
	if f.Kind == casefile.KindEmergency {
		v.Route = d.viewRoute(p.Route(f, now))
	}
	for _, m := range p.Messages {
		if m.Of == string(f.Kind) {
			v.Messages = append(v.Messages, Choice{Value: m.ID, Label: m.Title, Help: m.Source})
		}
	}
	return v, nil
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
	text, missing := p.Write(m, func(name string) string { return d.variable(f, name) })
	if missing == nil {
		missing = []string{}
	}
	where, _ := p.Write(&policy.Message{Text: m.Where}, func(string) string { return "" })
	return MessageView{ID: m.ID, Title: m.Title, Where: where, Text: text, Missing: missing, Source: m.Source}, nil
}

// variable is what a variable of a message stands for; "" when nobody recorded it.
func (d *Desk) variable(f *policy.Facts, name string) string {
	switch name {
	case "customer":
		return f.Customer.Title()
	case "key":
		return f.Key()
	case "link":
		return firstOf(f.Text("case_url"), f.Text("ticket_url"), f.Text("issue_url"))
	case "colleague":
		return firstOf(f.Text("next_colleague"), d.nameOf(f.Text("second")))
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

// wall is a time as a message names it: with its day and its zone, so that nobody has to guess.
func wall(t time.Time) string { return t.Format("Mon 2 Jan 2006, 15:04") + " " + t.Location().String() }

// Movers gives the open escalations by their DRI, with how each moves: those that stand still first.
func (d *Desk) Movers(ctx context.Context) ([]MoverView, error) {
	p, err := d.policy()
	if err != nil {
		return nil, err
	}
	open, err := d.openFacts(ctx)
	if err != nil {
		return nil, err
	}
	byDRI := map[string][]MoveView{}
	for _, f := range open {
		if f.Kind == casefile.KindEscalation {
			who := d.nameOf(f.Text("dri"))
			byDRI[who] = append(byDRI[who], d.viewMove(p, f))
		}
	}
	out := []MoverView{}
	for who, cases := range byDRI {
		slices.SortFunc(cases, func(a, b MoveView) int {
			return cmp.Or(cmp.Compare(len(b.Stalled), len(a.Stalled)), cmp.Compare(b.Overdue, a.Overdue), strings.Compare(a.Key, b.Key))
		})
		out = append(out, MoverView{DRI: who, Cases: cases})
	}
	slices.SortFunc(out, func(a, b MoverView) int {
		return cmp.Or(cmp.Compare(len(b.Cases[0].Stalled), len(a.Cases[0].Stalled)), strings.Compare(a.DRI, b.DRI))
	})
	return out, nil
}

func (d *Desk) viewMove(p *policy.Policy, f *policy.Facts) MoveView {
	now := d.now()
	due := p.Obligations(f, now)
	v := MoveView{ID: f.ID, Key: f.Key(), Title: f.Title(), Customer: f.Customer.Title(), Severity: f.Text("severity"), Status: f.Text("status"),
		LastUpdateAt: momentIn(f.LastTold("", now), f.Zone), CustomerAt: momentIn(f.LastTold("customer", now), f.Zone), NextStep: f.HasNextStep(),
		Stalled: viewStalls(p.Stalled(due, now), f.Zone)}
	since := f.LastTold("customer", now)
	if since.IsZero() {
		since = f.Began
	}
	if !since.IsZero() {
		v.CustomerDays = wholeDays(since, now)
	}
	for _, o := range due {
		switch {
		case o.State == policy.Overdue:
			v.Overdue++
		case o.State == policy.Upcoming && v.NextDueAt == "":
			v.NextDueAt = momentIn(o.Due, o.Zone)
		}
	}
	return v
}
