package document

import (
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/redact"
)

// customerView compiles what a customer may read. It is a list of what goes out, by field:
//
//   - of the case: key, title, the customer's name, opened, closed, outcome, close reason, that each side agreed (not the
//     evidence), the four times, and the fields of customerFields;
//   - of lines, actions and attempts: those that somebody marked for the customer, without evidence, with roles for names;
//   - of exit criteria: those that the customer agreed to, with their state;
//   - of updates: what the customer was told;
//   - of a review: reviewedFields and the factors' texts, once it was reviewed internally (S1:43);
//   - of an incident: what was said of it in public.
//
// Of a confidential case only what the customer was already told in an update, or the public, is left (S1:23-24).
func customerView(in Input) CustomerView {
	p := newPeople(in)
	v := CustomerView{facts: head(in, p)}
	v.values = values{}
	if in.Case.Bool("confidential") {
		v.told(in.Case)
		v.public(in)
		v.lastTold(in.Case.ItemsOf(casefile.KindUpdate))
		v.shared()
		return v
	}
	from := openSources(in)
	v.impact = p.withRoles(said([]casefile.Case{in.Case}, "impact_customer"))
	for _, s := range append(from, calls(in)...) {
		v.collect(s, p)
	}
	v.released(in, p)
	v.milestones(from)
	v.customerValues(in, p)
	return v
}

// openSources are the sources without the confidential ones.
func openSources(in Input) []casefile.Case {
	return slices.DeleteFunc(sources(in), func(c casefile.Case) bool { return c.Bool("confidential") })
}

// forCustomer says that somebody decided that the customer may see an item. Nothing said means no.
func forCustomer(r casefile.Record) bool { return r.Text("visibility") == "customer" }

func (v *CustomerView) collect(c casefile.Case, p people) {
	for _, l := range c.ItemsOf(casefile.KindLine) {
		if forCustomer(l) {
			v.lines = append(v.lines, line{id: l.ID, text: p.withRoles(l.Text("text")), mark: l.Text("mark"), at: l.Instant("at"), starred: l.Bool("starred"), visibility: "customer"})
		}
	}
	for _, a := range c.ItemsOf(casefile.KindAction) {
		if forCustomer(a) {
			v.actions = append(v.actions, action{id: a.ID, text: p.withRoles(a.Text("text")), owner: p.role(a.Text("owner")), due: a.Text("due"), kind: a.Text("type"), status: a.Text("status"),
				verify: p.withRoles(a.Text("verify")), visibility: "customer"})
		}
	}
	for _, a := range c.ItemsOf(casefile.KindAttempt) {
		if forCustomer(a) {
			v.attempts = append(v.attempts, attempt{a.ID, p.withRoles(a.Text("action")), p.withRoles(a.Text("result")), a.Text("worked")})
		}
	}
	for _, e := range c.ItemsOf(casefile.KindExitCriterion) {
		if e.Bool("agreed_by_customer") {
			v.criteria = append(v.criteria, criterion{id: e.ID, text: p.withRoles(e.Text("text")), status: e.Text("status")})
		}
	}
}

// released takes what a review found, once it was internally reviewed.
func (v *CustomerView) released(in Input, p people) {
	for _, c := range openSources(in) {
		if c.Kind != casefile.KindReview || !internallyReviewed(c) {
			continue
		}
		v.reviewed = true
		v.impact = firstOf(p.withRoles(c.Text("impact")), v.impact)
		v.trigger, v.cause, v.fix = p.withRoles(c.Text("trigger")), p.withRoles(c.Text("cause")), p.withRoles(c.Text("fix"))
		v.confidence = c.Text("confidence")
		for _, f := range c.Entries("factors") {
			v.factors = append(v.factors, factor{id: f.ID, text: p.withRoles(f.Text("text"))})
		}
		return
	}
}

func internallyReviewed(c casefile.Case) bool {
	s := c.Text("status")
	return !c.Instant("reviewed").IsZero() || s == "reviewed" || s == "shared"
}

// told takes the updates that already went to the customer as the lines of the timeline.
func (v *CustomerView) told(c casefile.Case) {
	v.title = c.Kind.One() + " " + c.Key()
	for _, u := range c.ItemsOf(casefile.KindUpdate) {
		if u.Text("audience") == "customer" {
			v.lines = append(v.lines, line{id: u.ID, text: u.Text("body"), at: u.Instant("at"), starred: true})
		}
	}
	v.started, v.resolved = c.Instant("started"), c.Instant("resolved")
}

// withRoles puts the role where a colleague's name stands.
func (p people) withRoles(text string) string {
	if text == "" {
		return ""
	}
	out, at := "", 0
	for _, s := range p.called(text) {
		out += text[at:s.Start]
		role := p.role(firstOf(redact.PartOf(text[s.Start:s.End], p.staff), text[s.Start:s.End]))
		if before := strings.TrimSpace(out); before == "" || strings.ContainsAny(before[len(before)-1:], ".!?") {
			role = strings.ToUpper(role[:1]) + role[1:]
		}
		out += role
		at = s.End
	}
	return out + text[at:]
}

// called is where a text calls colleagues, by their name or by a part of it.
func (p people) called(text string) []redact.Span {
	names := slices.DeleteFunc(slices.Clone(p.staff), func(n string) bool { return slices.Contains(p.guest, n) })
	whole := redact.Words(text, names)
	for _, part := range redact.GivenNames(text, names, p.guest) {
		if !slices.ContainsFunc(whole, func(w redact.Span) bool { return part.Start < w.End && w.Start < part.End }) {
			whole = append(whole, part)
		}
	}
	slices.SortFunc(whole, func(a, b redact.Span) int { return a.Start - b.Start })
	return whole
}
