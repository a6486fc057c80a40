package policy

import (
	"fmt"
	"strings"
	"time"
)

// Routing says by which way engineering is asked for help in an emergency.
type Routing struct {
	Criteria []Criterion `yaml:"criteria"`
	Cautions []Caution   `yaml:"cautions"`
}

// Criterion speaks for a route when it holds: by what the record says, or because a person ticked it.
type Criterion struct {
	Place
	ID     string     `yaml:"id"`
	Route  string     `yaml:"route"` // a value of the field tier2_decision
	Says   string     `yaml:"says"`
	When   Conditions `yaml:"when"`  // holds by itself; none = a person ticks it
	After  string     `yaml:"after"` // with a limit: from when it counts
	Limit  string     `yaml:"limit"` // how long until it holds by itself; "" = not decided
	Needs  string     `yaml:"needs"` // what must be recorded for it to count: a step that is ticked
	Source string     `yaml:"source"`
}

// Caution is said of every escalation to engineering while it holds.
type Caution struct {
	Place
	ID     string     `yaml:"id"`
	When   Conditions `yaml:"when"`
	Says   string     `yaml:"says"`
	Source string     `yaml:"source"`
}

// Route is what the criteria come to.
type Route struct {
	Proposed string // tier2, request_for_help, or "" while no criterion holds
	Says     string
	Criteria []Judged
	Cautions []Suggestion
}

// Judged is a criterion with whether it holds.
type Judged struct {
	ID, Route, Says, Source string
	Holds                   bool
	Ticked                  bool   // a person said so
	Undecided               string // why it cannot hold by itself
}

// Route judges by which way engineering is asked: Tier 2 at once when any of its criteria holds, else a request for help
// when one of those does (S4:25-34). Whether the page itself counts as an emergency is another question (S2:23).
func (p *Policy) Route(f *Facts, now time.Time) Route {
	var out Route
	l := &look{now: now}
	for _, c := range p.Routing.Criteria {
		j := f.judgeCriterion(c, l)
		out.Criteria = append(out.Criteria, j)
		if j.Holds && (out.Proposed == "" || j.Route == "tier2") {
			out.Proposed = j.Route
		}
	}
	for _, c := range p.Routing.Cautions {
		if c.When.hold(f, l) {
			out.Cautions = append(out.Cautions, Suggestion{ID: c.ID, Says: p.named(c.Says), Source: c.Source})
		}
	}
	out.Says = out.words()
	return out
}

func (f *Facts) judgeCriterion(c Criterion, l *look) Judged {
	j := Judged{ID: c.ID, Route: c.Route, Says: c.Says, Source: c.Source, Ticked: f.ticks[c.ID].done()}
	byItself := len(c.When) > 0 && c.When.hold(f, l)
	if c.After != "" {
		var limit Span
		began := f.moment(c.After)
		if c.Limit == "" || limit.fromText(c.Limit) != nil {
			j.Undecided = "How long is not decided; set \"limit\" in routing.yaml."
			byItself = false
		} else {
			byItself = byItself && !began.IsZero() && l.came(began.Add(limit.Elapsed))
		}
	}
	j.Holds = (byItself || j.Ticked) && (c.Needs == "" || f.ticks[c.Needs].done())
	return j
}

func (t tick) done() bool { return !t.at.IsZero() && !t.passed }

// words says what speaks for the route that is proposed.
func (r Route) words() string {
	var holds []string
	for _, j := range r.Criteria {
		if j.Holds && j.Route == r.Proposed {
			holds = append(holds, fmt.Sprintf("%s (%s)", strings.TrimRight(j.Says, "."), j.Source))
		}
	}
	switch r.Proposed {
	case "tier2":
		return "Engineering Tier 2 now: " + strings.Join(holds, "; ") + "."
	case "request_for_help":
		return "A request for help: " + strings.Join(holds, "; ") + "."
	}
	return "No criterion holds yet. Tick what does, or go on without engineering."
}
