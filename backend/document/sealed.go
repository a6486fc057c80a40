package document

import (
	"net/url"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// openFields are the fields of a kind that a customer may read. It is a list of its own and not taken from customerView, so
// that a mistake there is found by the check.
var openFields = map[casefile.Kind][]string{
	casefile.KindEscalation: {"title", "customer", "impact_customer", "workflow_impact", "users_affected", "next_sync", "next_sync_goal", "collaboration_url", "zone", "version", "component"},
	casefile.KindEmergency: {"title", "customer", "impact_customer", "workflow_impact", "users_affected", "bridge_url", "ticket_url", "follow_up", "available_until", "zone", "version",
		"component", "product"},
	casefile.KindIncident: {"title", "zone", "component", "scope", "public_text", "status_url"},
	casefile.KindCall:     {"title", "customer", "zone", "public_note", "follow_up"},
	casefile.KindCustomer: {"name", "aliases", "contacts", "zone", "region"},
	casefile.KindReview:   {"title", "customer", "zone", "component"},
}

// releasedFields are open in a review that was reviewed internally; of its factors the text only.
var releasedFields = []string{"impact", "workflow_impact", "users_affected", "detected_by", "trigger", "cause", "fix"}

// publicFields were said to everybody, also of what is confidential (S1:23-24).
var publicFields = []string{"public_text", "status_url"}

// SealedBy gives what a customer's document of the case must not say, as far as the case and what belongs to it know. The
// caller adds other customers, further colleagues and the texts of attached files.
func SealedBy(in Input) Forbidden {
	p := newPeople(in)
	fb := Forbidden{Customer: ownCustomer(in), OwnKeys: []string{in.Case.Key()}, Guests: p.guest}
	for _, c := range append([]casefile.Case{in.Case}, in.Related...) {
		closed := c.Bool("confidential")
		fb.takeFields(c.Record, closed)
		for _, i := range c.Items {
			fb.takeFields(i, closed && i.Kind != casefile.KindUpdate)
		}
		for _, f := range c.Files {
			fb.addFile(f, c.Texts[f.ID], closed)
		}
		switch c.Kind {
		case casefile.KindPerson:
			fb.AddColleague(c.Record)
		case casefile.KindCustomer:
			fb.AddCustomer(c.Record)
		}
	}
	for _, n := range p.staff {
		fb.addPerson(n)
	}
	fb.Hosts = internalHosts(append([]casefile.Case{in.Case}, in.Related...))
	return fb
}

// AddColleague adds a person of one's own: names, e-mail address, handle.
func (fb *Forbidden) AddColleague(r casefile.Record) {
	for _, n := range append(r.Strings("aliases"), r.Title()) {
		fb.addPerson(n)
	}
	if e := r.Text("email"); e != "" {
		fb.Emails = append(fb.Emails, e)
	}
	if h := strings.TrimPrefix(r.Text("handle"), "@"); h != "" {
		fb.Names = append(fb.Names, h)
	}
}

func (fb *Forbidden) addPerson(name string) {
	if name != "" && !slices.Contains(fb.People, name) && !slices.ContainsFunc(fb.Guests, func(g string) bool { return strings.EqualFold(g, name) }) {
		fb.People = append(fb.People, name)
	}
}

// ownCustomer is the ID of the customer whose document it is: the case's, else that of its review, else the one that belongs
// to the case, as the head of the document names it.
func ownCustomer(in Input) string {
	id, related := in.Case.Text("customer"), ""
	for _, c := range in.Related {
		switch c.Kind {
		case casefile.KindReview:
			id = firstOf(id, c.Text("customer"))
		case casefile.KindCustomer:
			related = firstOf(related, c.ID)
		}
	}
	return firstOf(id, related)
}

// AddCustomer adds a customer: the one that the document is for may be named, with its people; the others may not.
func (fb *Forbidden) AddCustomer(r casefile.Record) {
	names := append(r.Strings("aliases"), r.Title())
	if r.ID != fb.Customer {
		fb.Names = append(fb.Names, names...)
		return
	}
	fb.Own = append(fb.Own, names...)
	for _, e := range r.Entries("contacts") {
		fb.Allowed = append(fb.Allowed, e.Text("email"), e.Text("phone"))
		fb.Guests = append(fb.Guests, e.Text("name"))
	}
}

// addFile adds the text of an attached file, and its caption.
func (fb *Forbidden) addFile(r casefile.Record, text string, confidential bool) {
	open := forCustomer(r) && !confidential
	for _, field := range []string{"text", "caption"} {
		said := r.Text("caption")
		if field == "text" {
			said = text
		}
		where := casefile.Capital(field) + " of the attached file " + r.Text("file_name")
		fb.take(Sealed{Record: r.ID, Field: field, Where: where, File: field == "text"}, []string{said}, open)
	}
}

// Addresses by what stands behind them: systems of one's own, and places that the customer knows too.
var (
	ownAddresses    = []string{"case_url", "task_url", "thread_url", "renewal_link"}
	sharedAddresses = []string{"collaboration_url", "notes_url", "ticket_url", "bridge_url", "issue_url"}
)

// internalHosts are the hosts of one's own systems, but for those where the customer is a guest.
func internalHosts(cases []casefile.Case) []string {
	shared := map[string]bool{}
	var out []string
	for _, fields := range [][]string{sharedAddresses, ownAddresses} {
		for _, c := range cases {
			for _, f := range fields {
				u, err := url.Parse(c.Text(f))
				if err != nil || u.Hostname() == "" || shared[u.Hostname()] {
					continue
				}
				shared[u.Hostname()] = true
				if slices.Contains(ownAddresses, f) {
					out = append(out, u.Hostname())
				}
			}
		}
	}
	return out
}

// takeFields puts each text of a record on one side or the other; all on the closed side when the case is confidential.
func (fb *Forbidden) takeFields(r casefile.Record, confidential bool) {
	for _, f := range casefile.FieldsOf(r.Kind) {
		if f.Common && f.Name != "extra" && f.Name != "tags" || f.System {
			continue
		}
		open := openField(r, f.Name) && (!confidential || slices.Contains(publicFields, f.Name))
		where := f.Label + " of the " + r.Kind.One()
		prose := f.Type == casefile.TypeProse || f.Type == casefile.TypeAddress
		fb.take(Sealed{Record: r.ID, Field: f.Name, Where: where, Item: marked(r.Kind), Prose: prose}, texts(r.Fields[f.Name]), open)
		if r.Kind == casefile.KindReview && f.Name == "factors" && !confidential && internallyReviewed(casefile.Case{Record: r}) {
			for _, e := range r.Entries("factors") {
				fb.Open = append(fb.Open, e.Text("text"))
			}
		}
	}
}

// marked says that items of a kind say themselves who may see them.
func marked(k casefile.Kind) bool {
	return k == casefile.KindLine || k == casefile.KindAction || k == casefile.KindAttempt || k == casefile.KindUpdate
}

func (fb *Forbidden) take(from Sealed, list []string, open bool) {
	for _, s := range list {
		switch {
		case open && from.Item:
			fb.Shown = append(fb.Shown, s)
		case open:
			fb.Open = append(fb.Open, s)
		case strings.TrimSpace(s) != "":
			from.Text = s
			fb.Texts = append(fb.Texts, from)
		}
	}
}

func openField(r casefile.Record, field string) bool {
	switch r.Kind {
	case casefile.KindLine, casefile.KindAction, casefile.KindAttempt:
		return r.Text("visibility") == "customer" && field != "evidence" && field != "factor" && field != "url" && field != "where"
	case casefile.KindExitCriterion:
		return r.Bool("agreed_by_customer") && (field == "text" || field == "measure")
	case casefile.KindUpdate:
		return r.Text("audience") == "customer" && field == "body"
	case casefile.KindReview:
		if slices.Contains(releasedFields, field) {
			return internallyReviewed(casefile.Case{Record: r})
		}
	}
	return slices.Contains(openFields[r.Kind], field)
}

// texts gives every text within a value.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, texts(e)...)
		}
		return out
	case map[string]any:
		var out []string
		for _, k := range sortedKeys(v) {
			out = append(out, texts(v[k])...)
		}
		return out
	}
	return nil
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
