package document

import (
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// facts is what a document is written from, already in the words of its audience. CustomerView and InternalView each
// compile their own; nothing is compiled for one and then hidden for the other.
type facts struct {
	kind     casefile.Kind
	id       string
	key      string
	title    string
	customer string
	zone     string

	values values // by the names of variables

	opened, closed                         casefile.Instant
	started, detected, mitigated, resolved casefile.Instant
	since                                  casefile.Instant // the last update to this audience

	outcome, outcomeNote          string
	closeReason                   string
	teamSummary                   string
	agreedCompany, agreedCustomer string // evidence in words
	companyAgreed, customerAgreed bool
	summary, impact               string
	trigger, cause, fix           string
	confidence                    string
	reviewed                      bool // an internal review has released what it found
	factors                       []factor
	lines                         []line
	actions                       []action
	attempts                      []attempt
	criteria                      []criterion
}

type (
	factor struct{ id, text, evidence string }
	line   struct {
		id, text, mark, went, evidence string
		at                             casefile.Instant
		starred                        bool
		visibility                     string
	}
	action    struct{ id, text, owner, due, kind, status, verify, url, factor, visibility string }
	attempt   struct{ id, action, result, worked string }
	criterion struct{ id, text, status, evidence, reason string }
	why       struct {
		id, text, evidence, confidence string
		because                        []string
	}
	update struct {
		id, audience, body, promised, postings string
		at, due                                casefile.Instant
	}
	ask       struct{ id, text, from, owner, needed, outcome, status, skills string }
	option    struct{ id, text, reversible, loss, asked, consent, chosen string }
	handoff   struct{ id, to, context, questions, accepted string }
	concerned struct{ id, customer, when, text string }
	named     struct{ id, title, url, kind string }
)

// CustomerView is all that a document for a customer can be made of. It has no field for anything internal.
type CustomerView struct{ facts }

// InternalView is what a document for the company's own people is made of.
type InternalView struct {
	facts
	people                          string
	sentimentBefore, sentimentAfter string
	wentWell, wentPoorly, lucky     string
	surprised                       string
	sameBefore, sameNote            string
	detectionGap, escapePoint       string
	whys                            []why
	updates                         []update
	asks                            []ask
	options                         []option
	handoffs                        []handoff
	concerned                       []concerned
	links                           []named

	acknowledged, escalated, called, joined casefile.Instant // page acknowledged, escalation opened, developer called and there
}

// people knows who is who.
type people struct {
	names func(id string) string
	roles map[string]string // name in lower case → role in words
	staff []string          // names of colleagues
	guest []string          // names of the customer's own people
}

func newPeople(in Input) people {
	p := people{names: in.Names, roles: map[string]string{}}
	for _, r := range append(in.Related, in.Case) {
		switch r.Kind {
		case casefile.KindPerson:
			p.staff = append(p.staff, r.Text("name"))
			p.staff = append(p.staff, r.Strings("aliases")...)
		case casefile.KindCustomer:
			for _, c := range r.Entries("contacts") {
				p.guest = append(p.guest, c.Text("name"))
			}
		}
		for _, role := range r.ItemsOf(casefile.KindRole) {
			p.addRole(p.name(role.Text("person")), role.Text("role"))
		}
	}
	for _, f := range []string{"dri", "reporter", "engineer", "second", "owner"} {
		if id := in.Case.Text(f); id != "" {
			p.addRole(p.name(id), map[string]string{"dri": "dri", "reporter": "reporter", "owner": "other"}[f])
		}
	}
	return p
}

func (p *people) addRole(name, role string) {
	switch {
	case name == "":
		return
	case role == "customer_contact":
		p.guest = append(p.guest, name)
		return
	}
	p.staff = append(p.staff, name)
	if _, had := p.roles[strings.ToLower(name)]; !had {
		p.roles[strings.ToLower(name)] = roleWords(role)
	}
}

func roleWords(role string) string {
	switch role {
	case "", "other", "reporter":
		return "our team"
	case "dri", "csm":
		return "our escalation lead"
	case "product_dri", "product_counterpart":
		return "our product lead"
	case "support_owner", "support_dri":
		return "our support lead"
	case "engineer":
		return "our engineer"
	}
	return "our " + strings.ToLower(casefile.EnumLabel(role))
}

// name is a person's or customer's name; a text that is no ID stands for itself.
func (p people) name(who string) string {
	if p.names != nil && who != "" {
		if n := p.names(who); n != "" {
			return n
		}
	}
	if looksLikeID(who) {
		return ""
	}
	return who
}

func looksLikeID(s string) bool { return len(s) == 36 && strings.Count(s, "-") == 4 }

// role gives who did something in words for a customer: their own people by name, ours by role.
func (p people) role(who string) string {
	n := p.name(who)
	for _, g := range p.guest {
		if strings.EqualFold(g, n) {
			return n
		}
	}
	if r, ok := p.roles[strings.ToLower(n)]; ok {
		return r
	}
	if n == "" {
		return ""
	}
	return "our team"
}

// sortLines puts lines of several records into one order; those without a time come last.
func sortLines(lines []line) {
	slices.SortStableFunc(lines, func(a, b line) int {
		switch {
		case a.at.IsZero() != b.at.IsZero():
			if a.at.IsZero() {
				return 1
			}
			return -1
		}
		return a.at.Time.Compare(b.at.Time)
	})
}
