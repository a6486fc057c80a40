package document

import (
	"strings"

	"precedent/backend/casefile"
)

// sources are the records that may say a thing: the review first, because it was thought about longest, then the case
// itself, then what else belongs to it. A call and a brief speak for themselves.
func sources(in Input) []casefile.Case {
	if in.Case.Kind == casefile.KindCall || in.Case.Kind == casefile.KindBrief {
		return []casefile.Case{in.Case}
	}
	var out []casefile.Case
	all := append([]casefile.Case{in.Case}, in.Related...)
	for _, k := range []casefile.Kind{casefile.KindReview, in.Case.Kind, casefile.KindIncident, casefile.KindEmergency} {
		for _, c := range all {
			if c.Kind == k && !contains(out, c.ID) {
				out = append(out, c)
			}
		}
	}
	return out
}

// instantOf reads a time of an entry; zero when it is missing or cannot be read.
func instantOf(s string) casefile.Instant {
	i, err := casefile.ParseInstant(s)
	if err != nil {
		return casefile.Instant{}
	}
	return i
}

// textsOf are the texts of a list.
func textsOf(v any) []string {
	return casefile.Record{Fields: map[string]any{"list": v}}.Strings("list")
}

func contains(cases []casefile.Case, id string) bool {
	for _, c := range cases {
		if c.ID == id {
			return true
		}
	}
	return false
}

// said is the first of the records that has a text in one of the fields.
func said(from []casefile.Case, fields ...string) string {
	for _, c := range from {
		for _, f := range fields {
			if s := strings.TrimSpace(c.Text(f)); s != "" {
				return s
			}
		}
	}
	return ""
}

func when(from []casefile.Case, field string) casefile.Instant {
	for _, c := range from {
		if i := c.Instant(field); !i.IsZero() {
			return i
		}
	}
	return casefile.Instant{}
}

// markedWhen is a milestone: the field, else the first line that was marked so.
func (f *facts) milestones(from []casefile.Case) {
	marks := []struct {
		at          *casefile.Instant
		field, mark string
	}{{&f.started, "started", "impact"}, {&f.detected, "detected", "detection"}, {&f.mitigated, "mitigated", "mitigation"}, {&f.resolved, "resolved", "resolution"}}
	for _, m := range marks {
		*m.at = when(from, m.field)
		for _, l := range f.lines {
			if m.at.IsZero() && l.mark == m.mark {
				*m.at = l.at
			}
		}
	}
}

// head is what every document says of its case. The title is the one text of the case that both audiences read.
func head(in Input, p people) facts {
	c := in.Case
	f := facts{kind: c.Kind, id: c.ID, key: c.Key(), title: c.Title(), customer: p.name(c.Text("customer")), zone: zoneOf(in)}
	f.opened, f.closed = c.Instant("created"), c.Instant("closed")
	f.outcome, f.closeReason = c.Text("outcome"), c.Text("close_reason")
	f.companyAgreed, f.customerAgreed = c.Text("agreed_company") != "", c.Text("agreed_customer") != ""
	for _, r := range in.Related {
		if f.customer == "" && r.Kind == casefile.KindCustomer && c.Kind != casefile.KindIncident {
			f.customer = r.Title()
		}
		if r.Kind == casefile.KindReview && f.kind != casefile.KindReview {
			f.title = firstOf(f.title, r.Title())
		}
	}
	return f
}

func zoneOf(in Input) string {
	for _, z := range append([]string{in.Zone, in.Case.Text("zone")}, in.Case.Instant("created").Zone) {
		if _, err := casefile.Location(z); z != "" && err == nil {
			return z
		}
	}
	return "UTC"
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// internalView takes everything relevant.
func internalView(in Input) InternalView {
	p := newPeople(in)
	from := sources(in)
	v := InternalView{facts: head(in, p)}
	c := in.Case
	v.outcomeNote, v.teamSummary = c.Text("outcome_note"), c.Text("team_summary")
	v.agreedCompany, v.agreedCustomer = c.Text("agreed_company"), c.Text("agreed_customer")
	v.summary = said(from, "description")
	v.impact = said(from, "impact", "impact_customer")
	v.trigger, v.cause, v.fix, v.confidence = said(from, "trigger"), said(from, "cause"), said(from, "fix"), said(from, "confidence")
	v.reviewed = true
	v.sentimentBefore, v.sentimentAfter = c.Text("sentiment_before"), c.Text("sentiment_after")
	v.wentWell, v.wentPoorly, v.lucky, v.surprised = said(from, "went_well"), said(from, "went_poorly"), said(from, "lucky"), said(from, "surprised")
	v.sameBefore, v.sameNote = said(from, "same_cause_before"), said(from, "same_cause_note")
	v.detectionGap, v.escapePoint = said(from, "detection_gap"), said(from, "escape_point")
	v.people = internalPeople(c, p)
	for _, s := range append(from, calls(in)...) {
		v.collect(s, p)
	}
	v.milestones(from)
	v.responses(from)
	v.internalValues(in, p, from)
	return v
}

// calls are the calls about the case: what was starred in them belongs to its timeline.
func calls(in Input) []casefile.Case {
	var out []casefile.Case
	for _, c := range in.Related {
		if c.Kind == casefile.KindCall && c.Text("case") == in.Case.ID {
			out = append(out, c)
		}
	}
	return out
}

// responses are the milestones of the response, which are the company's own affair.
func (v *InternalView) responses(from []casefile.Case) {
	v.acknowledged, v.called, v.joined = when(from, "acknowledged"), when(from, "developer_called"), when(from, "developer_joined")
	for _, c := range from {
		if c.Kind == casefile.KindEscalation {
			v.escalated = c.Instant("created")
		}
	}
}

func internalPeople(c casefile.Case, p people) string {
	var out []string
	for _, r := range c.ItemsOf(casefile.KindRole) {
		if n := p.name(r.Text("person")); n != "" {
			out = append(out, n+" ("+casefile.EnumLabel(r.Text("role"))+")")
		}
	}
	return strings.Join(out, ", ")
}

// collect takes the items of one record.
func (v *InternalView) collect(c casefile.Case, p people) {
	for _, l := range c.ItemsOf(casefile.KindLine) {
		v.lines = append(v.lines, line{l.ID, l.Text("text"), l.Text("mark"), l.Text("went"), l.Text("evidence"), l.Instant("at"), l.Bool("starred"), l.Text("visibility")})
	}
	for _, a := range c.ItemsOf(casefile.KindAction) {
		v.actions = append(v.actions, action{a.ID, a.Text("text"), p.name(a.Text("owner")), a.Text("due"), a.Text("type"), a.Text("status"), a.Text("verify"), a.Text("url"), a.Text("factor"), a.Text("visibility")})
	}
	for _, a := range c.ItemsOf(casefile.KindAttempt) {
		v.attempts = append(v.attempts, attempt{a.ID, a.Text("action"), a.Text("result"), a.Text("worked")})
	}
	for _, e := range c.ItemsOf(casefile.KindExitCriterion) {
		v.criteria = append(v.criteria, criterion{e.ID, e.Text("text"), e.Text("status"), e.Text("evidence"), e.Text("reason")})
	}
	for _, f := range c.Entries("factors") {
		v.factors = append(v.factors, factor{f.ID, f.Text("text"), f.Text("evidence")})
	}
	for _, w := range c.Entries("whys") {
		v.whys = append(v.whys, why{w.ID, w.Text("text"), w.Text("evidence"), w.Text("confidence"), textsOf(w.Fields["because"])})
	}
	for _, u := range c.ItemsOf(casefile.KindUpdate) {
		v.updates = append(v.updates, update{u.ID, u.Text("audience"), u.Text("body"), u.Text("next_due"), postings(u), u.Instant("at"), due(u, v.zone)})
	}
	v.collectNeeds(c, p)
}

// collectNeeds takes what only colleagues read of a record.
func (v *InternalView) collectNeeds(c casefile.Case, p people) {
	for _, a := range c.ItemsOf(casefile.KindAsk) {
		v.asks = append(v.asks, ask{a.ID, a.Text("text"), a.Text("from"), p.name(a.Text("owner")), meeting(a.Text("needed_by"), v.zone), a.Text("outcome"), a.Text("status"), strings.Join(a.Strings("skills"), ", ")})
	}
	for _, o := range c.ItemsOf(casefile.KindOption) {
		chosen := ""
		if o.Bool("chosen") {
			chosen = "Chosen"
		}
		v.options = append(v.options, option{o.ID, o.Text("text"), o.Text("reversible"), o.Text("data_loss"), moment(o.Instant("customer_asked"), v.zone), o.Text("consent"), chosen})
	}
	for _, h := range c.ItemsOf(casefile.KindHandoff) {
		v.handoffs = append(v.handoffs, handoff{h.ID, p.name(h.Text("to")), h.Text("context"), h.Text("open_questions"), moment(h.Instant("accepted"), v.zone)})
	}
	for _, l := range c.ItemsOf(casefile.KindLink) {
		if l.Text("url") != "" {
			v.links = append(v.links, named{l.ID, firstOf(l.Text("title"), l.Text("url")), l.Text("url"), l.Text("type")})
		}
	}
	for _, o := range c.Entries("outreach") {
		v.concerned = append(v.concerned, concerned{o.ID, p.name(o.Text("customer")), moment(instantOf(o.Text("at")), v.zone), o.Text("text")})
	}
}

// due is when the next update was promised; zero when nothing was.
func due(u casefile.Record, zone string) casefile.Instant {
	a, err := casefile.ParseAppointment(u.Text("next_due"))
	if err != nil || a.Local == "" {
		return casefile.Instant{}
	}
	i, err := a.Instant(zone)
	if err != nil {
		return casefile.Instant{}
	}
	return i
}

func postings(u casefile.Record) string {
	var out []string
	for _, p := range u.Entries("postings") {
		out = append(out, p.Text("destination"))
	}
	return strings.Join(out, ", ")
}
