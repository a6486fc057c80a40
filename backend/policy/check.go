package policy

import (
	"fmt"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// check looks for what is wrong with a policy beyond its form: names that lead nowhere, and rules without a source.
func (p *Policy) check() []Mistake {
	var out []Mistake
	ids := map[string]Place{}
	known := func(place Place, id string) {
		if before, twice := ids[id]; twice && id != "" {
			out = append(out, place.wrong("the id %q is used already, in %s line %d. An id names one rule.", id, before.File, before.Line))
		}
		ids[id] = place
	}
	for _, s := range p.Steps {
		known(s.Place, s.ID)
		out = append(out, s.check()...)
	}
	for _, c := range p.Clocks {
		known(c.Place, c.ID)
		out = append(out, c.check()...)
	}
	for _, d := range p.Dates {
		known(d.Place, d.ID)
		out = append(out, d.check()...)
	}
	out = append(out, p.checkSeverities()...)
	if len(p.Calendars) == 0 {
		out = append(out, Mistake{File: "calendars.yaml", Says: "there is no calendar. One is needed, for the working days."})
	}
	for _, c := range p.Calendars {
		out = append(out, c.check()...)
	}
	return out
}

// said holds what every rule says of itself.
func said(place Place, id, source, what, why string) []Mistake {
	var out []Mistake
	for _, v := range [][2]string{{"id", id}, {"source", source}, {"what", what}, {"why", why}} {
		if strings.TrimSpace(v[1]) == "" {
			out = append(out, place.wrong("the rule %q has no %q.", id, v[0]))
		}
	}
	if strings.ContainsAny(id, "./@# ") {
		out = append(out, place.wrong("the id %q has a character that an id cannot have. Use letters, digits and -.", id))
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

func (s Step) check() []Mistake {
	out := append(said(s.Place, s.ID, s.Source, s.What, s.Why), checkKind(s.Place, s.Of)...)
	if len(out) > 0 {
		return out
	}
	out = append(out, checkConditions(s.Place, append(slices.Clone(s.When), s.Done...), s.Of)...)
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
	for _, d := range deeds(said, "") {
		out = append(out, checkDeed(place, d, of)...)
	}
	return out
}

func checkDeed(place Place, d Deed, of casefile.Kind) []Mistake {
	switch d.Kind {
	case "tick":
		return nil
	case "now", "fill":
		return wrongField(place, of, d.Name)
	case "set":
		return wrongField(place, of, d.Name, d.Value)
	case "tell":
		return wrongField(place, casefile.KindUpdate, "audience", d.Name)
	case "add":
		if k := casefile.Kind(d.Name); k.Known() {
			return nil
		}
		return []Mistake{place.wrong("\"do\" adds a %q, which is no kind of record.", d.Name)}
	}
	return []Mistake{place.wrong("\"do\" is tick, now FIELD, set FIELD=VALUE, fill FIELD, tell AUDIENCE or add KIND, not %q.", d.Kind)}
}

func (c Clock) check() []Mistake {
	out := append(said(c.Place, c.ID, c.Source, c.What, c.Why), checkKind(c.Place, c.Of)...)
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
	return append(out, checkConditions(c.Place, c.When, c.Of)...)
}

func (d Date) check() []Mistake {
	out := said(d.Place, d.ID, d.Source, d.What, d.Why)
	k := casefile.Kind(d.Item)
	if !k.IsItem() {
		return append(out, d.wrong("%q is nothing that belongs to a case.", d.Item))
	}
	out = append(out, wrongField(d.Place, k, d.Field)...)
	out = append(out, checkDeeds(d.Place, d.Do, k)...)
	return append(out, checkConditions(d.Place, d.Until, d.Item)...)
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

func (c Calendar) check() []Mistake {
	var out []Mistake
	if _, ok := holidays[c.Country]; !ok && c.Country != "" {
		out = append(out, c.wrong("the public holidays of %q are not known. Leave \"country\" out and write the free days under \"free\".", c.Country))
	}
	if len(c.Weekdays) == 0 {
		out = append(out, c.wrong("the calendar %q works on no day. Write weekdays: [Mon, Tue, Wed, Thu, Fri].", c.ID))
	}
	return out
}
