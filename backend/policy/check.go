package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// check looks for what is wrong with a policy beyond its form: names that lead nowhere, and rules without a source.
func (p *Policy) check() []Mistake {
	out := p.checkIDs()
	for i := range p.Steps {
		out = append(out, p.Steps[i].check(p)...)
	}
	for i := range p.Clocks {
		out = append(out, p.Clocks[i].check(p)...)
	}
	for i := range p.Dates {
		out = append(out, p.Dates[i].check()...)
	}
	for i := range p.Gates {
		out = append(out, p.Gates[i].check()...)
	}
	for i := range p.Rotas {
		out = append(out, p.Rotas[i].check()...)
	}
	for i := range p.Messages {
		out = append(out, p.Messages[i].check(p)...)
	}
	out = append(out, p.checkSteps()...)
	out = append(out, p.checkSeverities()...)
	out = append(out, p.People.check()...)
	out = append(out, p.Routing.check()...)
	if len(p.Calendars) == 0 {
		out = append(out, Mistake{File: "calendars.yaml", Says: "there is no calendar. One is needed, for the working days."})
	}
	for i := range p.Calendars {
		out = append(out, p.Calendars[i].check()...)
	}
	return out
}

// Rules are all rules that a record may name by their ID.
func (p *Policy) Rules() []Rule {
	var out []Rule
	for i := range p.Steps {
		out = append(out, p.Steps[i].rule())
	}
	for i := range p.Clocks {
		out = append(out, p.Clocks[i].rule())
	}
	for i := range p.Dates {
		out = append(out, p.Dates[i].rule())
	}
	for _, g := range p.Gates {
		out = append(out, Rule{g.Place, g.ID, g.Source, g.Missing, g.Why})
	}
	for _, c := range p.Routing.Criteria {
		out = append(out, Rule{c.Place, c.ID, c.Source, c.Says, c.Says})
	}
	for _, r := range p.People.Parts {
		out = append(out, Rule{r.Place, r.ID, r.Source, r.Says, r.Says})
	}
	return out
}

// noted are the steps that are ticked by what happens to a case, not by a rule of the files.
var noted = []string{"severity-changed", "status-changed"}

// checkSteps looks whether the steps that conditions wait for are there: a misspelt one would never be done.
func (p *Policy) checkSteps() []Mistake {
	var out []Mistake
	check := func(place Place, l Conditions) {
		for _, c := range l {
			if c.what == "step" && !p.Has(c.name) && !slices.Contains(noted, c.name) {
				out = append(out, place.wrong("no rule has the id %q, so %q never holds.", c.name, c.said))
			}
		}
	}
	for i := range p.Steps {
		s := &p.Steps[i]
		check(s.Place, slices.Concat(s.When, s.Done))
		for _, a := range s.After {
			if step, ok := strings.CutPrefix(a, "step "); ok {
				check(s.Place, Conditions{{what: "step", name: step, said: a}})
			}
		}
	}
	for i := range p.Messages {
		check(p.Messages[i].Place, p.Messages[i].When)
	}
	for i := range p.Gates {
		check(p.Gates[i].Place, slices.Concat(p.Gates[i].When, p.Gates[i].Needs))
	}
	return out
}

func (p *Policy) checkIDs() []Mistake {
	var out []Mistake
	seen := map[string]Place{}
	for _, r := range p.Rules() {
		if before, twice := seen[r.ID]; twice && r.ID != "" {
			out = append(out, r.wrong("the id %q is used already, in %s line %d. An id names one rule.", r.ID, before.File, before.Line))
		}
		seen[r.ID] = r.Place
	}
	return out
}

// said holds what every rule says of itself.
func said(r Rule) []Mistake {
	var out []Mistake
	for _, v := range [][2]string{{"id", r.ID}, {"source", r.Source}, {"what", r.What}, {"why", r.Why}} {
		if strings.TrimSpace(v[1]) == "" {
			out = append(out, r.wrong("the rule %q has no %q.", r.ID, v[0]))
		}
	}
	if strings.ContainsAny(r.ID, "./@# ") {
		out = append(out, r.wrong("the id %q has a character that an id cannot have. Use letters, digits and -.", r.ID))
	}
	return out
}

// checkPapers holds the names of a message and a document that go with a rule.
func (p *Policy) checkPapers(place Place, message, document string) []Mistake {
	var out []Mistake
	if _, ok := p.Message(message); message != "" && !ok {
		out = append(out, place.wrong("messages.yaml has no message %q.", message))
	}
	if document != "" {
		out = append(out, wrongField(place, casefile.KindDocument, "type", document)...)
	}
	return out
}

func checkKind(place Place, kind string) []Mistake {
	k := casefile.Kind(kind)
	if !k.Known() || !k.IsCase() {
		return []Mistake{place.wrong("\"of\" is a kind of case, such as escalation or emergency, not %q.", kind)}
	}
	return nil
}

func checkConditions(place Place, l Conditions, of string) []Mistake {
	var out []Mistake
	for _, c := range l {
		if says := c.check(casefile.Kind(of)); says != "" {
			out = append(out, place.wrong("%s", says))
		}
	}
	return out
}

func (s *Step) check(p *Policy) []Mistake {
	out := append(said(s.rule()), checkKind(s.Place, s.Of)...)
	if len(out) > 0 {
		return out
	}
	out = append(out, checkConditions(s.Place, slices.Concat(s.When, s.Done), s.Of)...)
	for _, a := range s.After {
		word, rest, two := strings.Cut(a, " ")
		switch {
		case word == "step":
		case word == "told":
			out = append(out, wrongField(s.Place, casefile.KindUpdate, "audience", rest)...)
		case two:
			out = append(out, s.wrong("\"after\" is a field, told AUDIENCE or step ID, not %q.", a))
		default:
			out = append(out, wrongField(s.Place, casefile.Kind(s.Of), a)...)
		}
	}
	if s.Each != "" {
		if _, err := readSchedule(s.Each); err != nil {
			out = append(out, s.wrong("%s.", err.Error()))
		}
	}
	out = append(out, p.checkPapers(s.Place, s.Message, s.Document)...)
	return append(out, checkDeeds(s.Place, s.Do, casefile.Kind(s.Of))...)
}

func wrongField(place Place, k casefile.Kind, name string, values ...string) []Mistake {
	if says := checkField(k, name, values); says != "" {
		return []Mistake{place.wrong("%s", says)}
	}
	return nil
}

func checkDeeds(place Place, said []string, of casefile.Kind) []Mistake {
	var out []Mistake
	for _, d := range deeds(said) {
		out = append(out, checkDeed(place, d, of)...)
	}
	return out
}

func checkDeed(place Place, d Deed, of casefile.Kind) []Mistake {
	switch d.Kind {
	case "tick":
		return nil
	case "promote":
		if of == casefile.KindIncident || of == casefile.KindEmergency {
			return nil
		}
		return []Mistake{place.wrong("an incident or an emergency becomes an escalation, never a %s: \"do\" cannot promote it.", of.One())}
	case "now", "fill":
		return wrongField(place, of, d.Name)
	case "set":
		return wrongField(place, of, d.Name, d.Value)
	case "tell":
		return wrongField(place, casefile.KindUpdate, "audience", d.Name)
	case "add":
		if k := casefile.Kind(d.Name); k.Known() {
			if field, value, ok := strings.Cut(d.Value, "="); ok {
				return wrongField(place, k, field, value)
			}
			return nil
		}
		return []Mistake{place.wrong("\"do\" adds a %q, which is no kind of record.", d.Name)}
	}
	return []Mistake{place.wrong("\"do\" is tick, now FIELD, set FIELD=VALUE, fill FIELD, tell AUDIENCE, add KIND or promote, not %q.", d.Kind)}
}

func (c *Clock) check(p *Policy) []Mistake {
	out := append(said(c.rule()), checkKind(c.Place, c.Of)...)
	if len(out) > 0 {
		return out
	}
	if len(c.Restarts) == 0 {
		out = append(out, c.wrong("the clock %q has no \"restarts\": which updates start it anew.", c.ID))
	}
	for _, a := range c.Restarts {
		out = append(out, wrongField(c.Place, casefile.KindUpdate, "audience", a)...)
	}
	for severity, often := range c.At {
		if severity != "any" {
			out = append(out, wrongField(c.Place, casefile.Kind(c.Of), "severity", severity)...)
		}
		if often.Due.IsZero() {
			out = append(out, c.wrong("the clock %q says for %s not how often. Write {due: 24h}.", c.ID, severity))
		}
	}
	out = append(out, p.checkPapers(c.Place, c.Message, c.Document)...)
	return append(out, checkConditions(c.Place, c.When, c.Of)...)
}

func (d *Date) check() []Mistake {
	out := said(d.rule())
	k := casefile.Kind(d.Item)
	switch {
	case d.Item == "":
		k = casefile.Kind(d.Of)
		out = append(out, checkKind(d.Place, d.Of)...)
	case !k.IsItem():
		out = append(out, d.wrong("%q is nothing that belongs to a case.", d.Item))
	}
	if len(out) > 0 {
		return out
	}
	out = append(out, wrongField(d.Place, k, d.Field)...)
	out = append(out, checkDeeds(d.Place, d.Do, k)...)
	return append(out, checkConditions(d.Place, d.Until, string(k))...)
}

func (p *People) check() []Mistake {
	var out []Mistake
	esc := string(casefile.KindEscalation)
	out = append(out, p.checkSources()...)
	for _, r := range p.DRI {
		out = append(out, checkConditions(r.Place, r.When, esc)...)
		out = append(out, wrongField(r.Place, casefile.KindRole, "role", r.Role)...)
		k, field := casefile.KindEscalation, r.Person
		if name, of := ofCustomerField(field); of {
			k, field = casefile.KindCustomer, name
		}
		if field != "" {
			out = append(out, wrongField(r.Place, k, field)...)
		}
	}
	for _, r := range p.Parts {
		out = append(out, checkConditions(r.Place, r.When, esc)...)
		out = append(out, wrongField(r.Place, casefile.KindRole, "role", r.Role)...)
	}
	for _, r := range p.Kinds {
		out = append(out, checkConditions(r.Place, r.When, esc)...)
	}
	for _, r := range p.Files {
		out = append(out, checkKind(r.Place, r.Of)...)
		out = append(out, checkConditions(r.Place, r.When, r.Of)...)
		out = append(out, wrongField(r.Place, casefile.KindDocument, "type", r.Document)...)
	}
	return out
}

// checkSources looks whether all that stands in people.yaml says its rule and where that stands.
func (p *People) checkSources() []Mistake {
	var out []Mistake
	look := func(place Place, what, says, source string) {
		if says == "" {
			out = append(out, place.wrong("%s does not say its rule.", what))
		}
		if source == "" {
			out = append(out, place.wrong("%s has no \"source\": where the rule stands, or the team's own words.", what))
		}
	}
	for _, r := range p.DRI {
		look(r.Place, "this rule of the DRI", r.Why, r.Source)
	}
	for _, r := range p.Parts {
		look(r.Place, fmt.Sprintf("%q", r.ID), r.Says, r.Source)
	}
	for _, r := range p.Roles {
		look(r.Place, fmt.Sprintf("the role %q", r.Role), words(r.Does), r.Source)
		out = append(out, wrongField(r.Place, casefile.KindRole, "role", r.Role)...)
	}
	for _, r := range p.Terms {
		look(r.Place, fmt.Sprintf("the term %q", r.Term), words(r.Also), r.Source)
	}
	for _, r := range p.Kinds {
		look(r.Place, fmt.Sprintf("%q", r.ID), r.Says, r.Source)
	}
	for _, r := range p.Files {
		look(r.Place, fmt.Sprintf("the document %q", r.Document), r.Says, r.Source)
	}
	return out
}

func (r *Routing) check() []Mistake {
	var out []Mistake
	emg := casefile.KindEmergency
	for _, c := range r.Criteria {
		out = append(out, said(Rule{c.Place, c.ID, c.Source, c.Says, c.Says})...)
		out = append(out, wrongField(c.Place, emg, "tier2_decision", c.Route)...)
		out = append(out, checkConditions(c.Place, c.When, string(emg))...)
		var limit Span
		if err := limit.fromText(c.Limit); err != nil {
			out = append(out, c.wrong("\"limit\": %s.", err.Error()))
		}
	}
	for _, c := range r.Cautions {
		out = append(out, checkConditions(c.Place, c.When, string(emg))...)
	}
	return out
}

func (p *Policy) checkSeverities() []Mistake {
	f, _ := casefile.FieldOf(casefile.KindEscalation, "severity")
	var out []Mistake
	for _, s := range p.Severities {
		if !slices.Contains(f.Enum, s.ID) {
			out = append(out, s.wrong("no escalation has the severity %q. They are %s.", s.ID, words(f.Enum)))
		}
		if s.Meaning == "" || s.Source == "" {
			out = append(out, s.wrong("the severity %q needs a meaning and a source.", s.ID))
		}
	}
	for _, id := range f.Enum {
		if !slices.ContainsFunc(p.Severities, func(s Severity) bool { return s.ID == id }) {
			out = append(out, Mistake{File: "severities.yaml", Says: fmt.Sprintf("the severity %q has no rule.", id)})
		}
	}
	return out
}

func (c *Calendar) check() []Mistake {
	var out []Mistake
	if _, ok := holidays[c.Country]; !ok && c.Country != "" {
		out = append(out, c.wrong("the public holidays of %q are not known. Leave \"country\" out and write the free days under \"free\".", c.Country))
	}
	if len(c.Weekdays) == 0 {
		out = append(out, c.wrong("the calendar %q works on no day. Write weekdays: [Mon, Tue, Wed, Thu, Fri].", c.ID))
	}
	if c.ID == "" {
		out = append(out, c.wrong("the calendar has no \"id\"."))
	}
	if len(c.Zones) == 0 {
		out = append(out, c.wrong("the calendar %q covers no zone. Write zones: [Europe/Berlin].", c.ID))
	}
	for _, zone := range c.Zones {
		if _, err := casefile.Location(zone); err != nil && !strings.Contains(zone, "*") {
			out = append(out, c.wrong("%q is no time zone. Write one such as Europe/Berlin, or * for a part of a name.", zone))
		}
	}
	for _, day := range c.Free {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			out = append(out, c.wrong("%q is no day. Write it as 2026-12-24.", day))
		}
	}
	return out
}

func words(list []string) string { return strings.Join(list, ", ") }
