package document

import (
	"encoding/json"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// shared are the variables that are computed from facts of either audience.
func (f *facts) shared() {
	v := f.values
	v.put("customer", value{f.customer, plain, f.id, "customer"})
	v.put("key", value{f.key, plain, f.id, "key"})
	v.put("title", value{strings.TrimRight(f.title, "."), plain, f.id, "title"})
	v.put("zone", value{f.zone, plain, "", "zone"}) // what the document is told in, recorded or not
	for name, at := range map[string]casefile.Instant{"created": f.opened, "closed": f.closed, "started": f.started, "detected": f.detected, "mitigated": f.mitigated, "resolved": f.resolved} {
		v.put(name, value{moment(at, f.zone), plain, f.id, name})
	}
	v.put("duration", value{between(f.started, f.resolved), plain, f.id, "resolved"})
	v.put("open_for", value{between(f.opened, f.closed), plain, f.id, "closed"})
	v.put("after_detected", value{between(f.started, f.detected), plain, f.id, "detected"})
	v.put("after_mitigated", value{between(f.started, f.mitigated), plain, f.id, "mitigated"})
	if n := v["users_affected"]; n.text != "" {
		of := ""
		if f.customer != "" {
			of = " of " + f.customer
		}
		v.put("users", value{n.text + " users" + of, plain, n.record, n.field})
	}
	for _, l := range f.lines {
		if l.mark == "mitigation" && v["mitigated_by"].text == "" {
			v.put("mitigated_by", value{strings.TrimRight(l.text, "."), prose, l.id, "text"})
		}
	}
	for _, a := range f.actions {
		if a.open() && v["next_step"].text == "" {
			v.put("next_step", value{a.inWords(f.zone), prose, a.id, "text"})
		}
	}
	if len(f.criteria) > 0 {
		v.put("criteria", value{verdict(f.criteria), plain, f.id, string(casefile.KindExitCriterion)})
	}
}

// open says that an action is still to be done.
func (a action) open() bool { return a.status != "done" && a.status != "dropped" }

// inWords is an action with who does it and until when.
func (a action) inWords(zone string) string {
	out := strings.TrimRight(a.text, ".")
	for _, more := range []string{a.owner, meeting(a.due, zone)} {
		if more != "" {
			out += ", " + more
		}
	}
	return out
}

// lastUpdate keeps what an audience was last told, and when it was promised the next.
func (f *facts) lastUpdate(updates []casefile.Record, audiences ...string) {
	for _, u := range updates {
		if !slices.Contains(audiences, u.Text("audience")) {
			continue
		}
		f.since = later(f.since, u.Instant("at"))
	}
}

// lastTold are the customer's updates: what it heard last, and when it hears again.
func (f *facts) lastTold(updates []casefile.Record) {
	var last casefile.Record
	for _, u := range updates {
		if u.Text("audience") == "customer" && !u.Instant("at").Time.Before(last.Instant("at").Time) {
			last = u
		}
	}
	told := strings.TrimSpace(last.Text("body"))
	if at := moment(last.Instant("at"), f.zone); told != "" && at != "" {
		told = at + ": " + told
	}
	f.values.put("last_told", value{told, prose, last.ID, "body"})
	f.values.put("next_update", value{meeting(last.Text("next_due"), f.zone), plain, last.ID, "next_due"})
}

// internalValues are all fields of the case, those of the analysis from whoever thought about it longest, and who is who.
func (v *InternalView) internalValues(in Input, p people, from []casefile.Case) {
	v.values = values{}
	updates := in.Case.ItemsOf(casefile.KindUpdate)
	v.lastUpdate(updates, "channel", "case", "executive", "declaration")
	v.lastTold(updates)
	for _, c := range from {
		v.values.take(c.Record, analysis, p, v.zone, asItIs)
	}
	var own []string
	for _, f := range casefile.FieldsOf(in.Case.Kind) {
		if !f.Common && !f.System {
			own = append(own, f.Name)
		}
	}
	v.values.take(in.Case.Record, own, p, v.zone, asItIs)
	v.shared()
	v.roles(in, p)
	if len(v.asks) > 0 {
		v.values.put("first_ask", value{v.asks[0].inWords(), prose, v.asks[0].id, "text"})
	}
	v.values.put("people", value{v.people, plain, in.Case.ID, "people"})
	var concerned []string
	for _, c := range v.concerned {
		concerned = append(concerned, c.customer)
	}
	v.values.put("customers_concerned", value{strings.Join(concerned, ", "), plain, in.Case.ID, "outreach"})
}

// inWords is an ask with whom it is put to and until when.
func (a ask) inWords() string {
	out := strings.TrimRight(a.text, ".")
	if a.from != "" {
		out += " (" + a.from + ")"
	}
	if a.needed != "" {
		out += ", by " + a.needed
	}
	return out
}

// roles are the people by what they are in the case, and those who look after the customer.
func (v *InternalView) roles(in Input, p people) {
	for _, r := range in.Case.ItemsOf(casefile.KindRole) {
		switch role := r.Text("role"); role {
		case "product_dri", "support_dri", "csm", "csm_manager", "account_executive":
			v.values.put(role, value{p.name(r.Text("person")), plain, r.ID, "person"})
		case "support_owner":
			if v.values["support_dri"].text == "" {
				v.values.put("support_dri", value{p.name(r.Text("person")), plain, r.ID, "person"})
			}
		}
	}
	if !in.Case.Bool("product_related") && v.values["product_dri"].text == "" && v.kind == casefile.KindEscalation {
		v.values.put("product_dri", value{"None named", plain, in.Case.ID, "product_related"})
	}
	if v.values["support_dri"].text == "" {
		v.values.put("support_dri", value{"None named", plain, in.Case.ID, "support_dri"})
	}
	for _, c := range in.Related {
		if c.Kind == casefile.KindCustomer && c.ID == in.Case.Text("customer") {
			v.values.take(c.Record, []string{"csm", "csm_manager", "account_executive"}, p, v.zone, asItIs)
			v.values.put("renewal", value{meeting(c.Text("renewal_date"), v.zone), plain, c.ID, "renewal_date"})
		}
	}
	v.values.put("renewal", value{firstOf(meeting(in.Case.Text("renewal_date"), v.zone), v.values["renewal"].text), plain, in.Case.ID, "renewal_date"})
}

// customerFields are the fields of a case that a customer may read. They are a list of their own beside that of the check,
// so that a mistake in one is found by the other.
var customerFields = map[casefile.Kind][]string{
	casefile.KindEscalation: {"impact_customer", "workflow_impact", "users_affected", "next_sync", "next_sync_goal", "collaboration_url", "version", "component"},
	casefile.KindEmergency: {"impact_customer", "workflow_impact", "users_affected", "bridge_url", "ticket_url", "follow_up", "available_until", "contacted", "version",
		"component", "product"},
	casefile.KindIncident: {"public_text", "status_url", "scope", "component"},
	casefile.KindReview:   {"component"},
	casefile.KindCall:     {"public_note", "follow_up", "ended"},
}

// reviewedFields are those of an incident review that a customer may read once it was reviewed internally (S1:43).
var reviewedFields = []string{"impact", "workflow_impact", "users_affected", "trigger", "cause", "fix", "confidence", "detected_by"}

// mayTell says that a customer may be told a variable at all.
func mayTell(k casefile.Kind, name string) bool {
	if _, ok := computed[name]; ok || name == "next_colleague" { // by role, not by name
		return true
	}
	return slices.Contains(customerFields[k], name) || slices.Contains(reviewedFields, name) || slices.Contains([]string{"created", "closed", "started", "detected", "mitigated", "resolved"}, name) ||
		k != casefile.KindIncident && slices.Contains([]string{"public_text", "status_url"}, name)
}

// customerValues are the fields of the list, with roles for the names of colleagues.
func (v *CustomerView) customerValues(in Input, p people) {
	updates := in.Case.ItemsOf(casefile.KindUpdate)
	v.lastUpdate(updates, "customer")
	v.lastTold(updates)
	for _, c := range openSources(in) {
		if c.Kind == casefile.KindReview && internallyReviewed(c) {
			v.values.take(c.Record, reviewedFields, p, v.zone, p.withRoles)
		}
	}
	v.values.take(in.Case.Record, customerFields[in.Case.Kind], p, v.zone, p.withRoles)
	v.public(in)
	v.shared()
	if who := p.role(in.Case.Text("next_colleague")); who != "" {
		v.values.put("next_colleague", value{who, plain, in.Case.ID, "next_colleague"})
	}
}

// public are the words that were said of an incident in public: all that a customer reads of a confidential one (S1:23-24).
func (f *facts) public(in Input) {
	for _, c := range append([]casefile.Case{in.Case}, in.Related...) {
		if c.Kind == casefile.KindIncident {
			f.values.take(c.Record, []string{"public_text", "status_url"}, people{}, f.zone, asItIs)
		}
	}
}

// count is a whole number of a record, with its thousands apart: 1,400.
func count(n json.Number) string {
	s := n.String()
	if len(s) < 4 || strings.ContainsAny(s, ".eE-") {
		return s
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, parts...), ",")
}
