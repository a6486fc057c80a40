package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// Condition is one thing that may hold of a case, as a rule writes it:
//
//	channel                     the field has a value (a yes-or-no field: yes)
//	severity=critical|high      the field has one of the values
//	customer.csm                the same of the case's customer
//	has role.role=product_dri   an item of the kind has that value; "has ask" any item
//	told customer               an update went to the audience
//	told channel since STEP     one went to it after the step was last done, or after the time in a field
//	step pin-opening            the step is done, or passed with a reason
//	weekend                     it is Saturday or Sunday where the case is
//	concurrent                  another emergency, paged before this one, is open
//	next-step                   an open action has an owner and a date
//	criteria-settled            there are exit criteria, each met, not met or waived
//
// A leading "not " turns it round.
type Condition struct {
	not    bool
	what   string // field, customer, has, told, step, state
	name   string // the field, the audience, the step
	since  string // of told: the step after which it counts
	kind   casefile.Kind
	values []string
	said   string
}

// states are conditions that no single field holds.
var states = []string{"weekend", "concurrent", "next-step", "criteria-settled"}

func (c *Condition) fromText(text string) error {
	c.said = strings.TrimSpace(text)
	rest, not := strings.CutPrefix(c.said, "not ")
	c.not = not
	left, values, hasValues := strings.Cut(rest, "=")
	if hasValues {
		c.values = strings.Split(values, "|")
	}
	word, name, two := strings.Cut(left, " ")
	switch {
	case slices.Contains(states, rest):
		c.what, c.name = "state", rest
	case !two && strings.HasPrefix(left, "customer."):
		c.what, c.kind, c.name = "customer", casefile.KindCustomer, strings.TrimPrefix(left, "customer.")
	case !two && left != "":
		c.what, c.name = "field", left
	case word == "has":
		kind, field, _ := strings.Cut(name, ".")
		c.what, c.kind, c.name = "has", casefile.Kind(kind), field
	case word == "told":
		c.what = word
		c.name, c.since, _ = strings.Cut(name, " since ")
	case word == "step":
		c.what, c.name = word, name
	default:
		return fmt.Errorf("%q cannot be read. Write a field, FIELD=VALUE|VALUE, has KIND.FIELD=VALUE, told AUDIENCE, step ID, or %s", text, strings.Join(states, ", "))
	}
	return nil
}

// check holds the condition to the schema of the kind of case that its rule is for; "" when it is sound.
func (c Condition) check(of casefile.Kind) string {
	switch c.what {
	case "field":
		return checkField(of, c.name, c.values)
	case "customer":
		return checkField(c.kind, c.name, c.values)
	case "told":
		return checkField(casefile.KindUpdate, "audience", []string{c.name})
	case "has":
		if !c.kind.Known() {
			return fmt.Sprintf("%q: %q is no kind of record.", c.said, c.kind)
		}
		if c.name != "" {
			return checkField(c.kind, c.name, c.values)
		}
	}
	return ""
}

func checkField(k casefile.Kind, name string, values []string) string {
	f, ok := casefile.FieldOf(k, name)
	if !ok {
		return fmt.Sprintf("%s has no field %q.", casefile.Capital(k.One()), name)
	}
	for _, v := range values {
		if f.Type == casefile.TypeEnum && v != "" && !slices.Contains(f.Enum, v) {
			return fmt.Sprintf("%s of %s is one of %s, never %q.", f.Label, k.Many(), strings.Join(f.Enum, ", "), v)
		}
	}
	return ""
}

// holds says whether the condition is true of a case.
func (c *Condition) holds(f *Facts, l *look) bool { return c.is(f, l) != c.not }

func (c *Condition) is(f *Facts, l *look) bool {
	switch c.what {
	case "field":
		return matches(f.Record, c.name, c.values)
	case "customer":
		return matches(f.Customer, c.name, c.values)
	case "has":
		return slices.ContainsFunc(f.items[c.kind], func(r casefile.Record) bool {
			return c.name == "" || matches(r, c.name, c.values)
		})
	case "told":
		return f.toldSince(c.name, c.since, l)
	case "step":
		return !f.tickedAt(c.name).IsZero() || f.ticked(c.name)
	}
	switch c.name {
	case "weekend":
		y, m, d := l.day(f.location)
		day := time.Date(y, m, d, 12, 0, 0, 0, time.UTC).Weekday()
		return day == time.Saturday || day == time.Sunday
	case "concurrent":
		return f.concurrent
	case "criteria-settled":
		return f.settled
	}
	return f.nextStep
}

// toldSince says whether an audience was told up to now; after a step was last done, where one is named.
func (f *Facts) toldSince(audience, step string, l *look) bool {
	var since time.Time
	if step != "" {
		since = firstTime(f.tickedAt(step), f.instant(f.Record, step))
	}
	return slices.ContainsFunc(f.told[audience], func(t time.Time) bool { return t.After(since) && l.came(t) })
}

// HasNextStep says that somebody does something by some time.
func (f *Facts) HasNextStep() bool { return f.nextStep }

func (f *Facts) findNextStep() bool {
	return slices.ContainsFunc(f.items[casefile.KindAction], func(r casefile.Record) bool {
		done := r.Text("status") == "done" || r.Text("status") == "dropped"
		return !done && r.Text("owner") != "" && r.Text("due") != ""
	})
}

// matches says whether a field has one of the values; without values, whether it has any.
func matches(r casefile.Record, name string, values []string) bool {
	if len(values) == 0 {
		v := r.Fields[name]
		return !casefile.Empty(v) && v != false
	}
	if yes, isBool := r.Fields[name].(bool); isBool {
		return slices.Contains(values, fmt.Sprint(yes))
	}
	for _, v := range r.Strings(name) {
		if slices.Contains(values, v) {
			return true
		}
	}
	return slices.Contains(values, r.Text(name))
}

// Conditions hold when each of them does.
type Conditions []Condition

func (all Conditions) hold(f *Facts, l *look) bool {
	for i := range all {
		if !all[i].holds(f, l) {
			return false
		}
	}
	return true
}

func (f *Facts) criteriaSettled() bool {
	criteria := f.items[casefile.KindExitCriterion]
	return len(criteria) > 0 && !slices.ContainsFunc(criteria, func(r casefile.Record) bool {
		return !slices.Contains([]string{"met", "not_met", "waived"}, r.Text("status"))
	})
}
