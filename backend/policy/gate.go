package policy

import (
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// Gate is what should hold before a case makes a step from one state into another. It can always be passed with a reason,
// which is recorded; one that only warns lets through without.
type Gate struct {
	Place
	ID      string     `yaml:"id"`
	Source  string     `yaml:"source"`
	Why     string     `yaml:"why"`
	Missing string     `yaml:"missing"` // what is missing, as a sentence
	Of      string     `yaml:"of"`      // kind of case
	To      Condition  `yaml:"to"`      // FIELD=VALUE|VALUE that the case is about to get; FIELD for any value
	When    Conditions `yaml:"when"`
	Needs   Conditions `yaml:"needs"` // all must hold; none = it always asks for the reason
	Warns   bool       `yaml:"warns"` // lets through without a reason
	Fix     []string   `yaml:"fix"`   // what one key does about it
}

// Closed is a gate that is not passed yet.
type Closed struct {
	ID, Says, Why, Source string
	Blocks                bool // a reason is asked for; else it is only said
	Each                  bool // asks each time, and its reason is kept with the time
	Fix                   []Deed
}

// Watches says whether a gate stands before a field of a kind of case.
func (p *Policy) Watches(kind, field string) bool {
	return slices.ContainsFunc(p.Gates, func(g Gate) bool { return g.Of == kind && g.To.name == field })
}

// Held says what is missing before a field of a case gets a value. In an emergency nothing blocks.
func (p *Policy) Held(f *Facts, field, value string, now time.Time) []Closed {
	out, l := p.channelGate(f, field, value), &look{now: now}
	for i := range p.Gates {
		g := &p.Gates[i]
		if g.Of != string(f.Kind) || g.To.name != field || len(g.To.values) > 0 && !slices.Contains(g.To.values, value) {
			continue
		}
		each := len(g.Needs) == 0
		if !g.When.hold(f, l) || !each && (g.Needs.hold(f, l) || f.ticked(g.ID)) || each && f.Text(field) == "" {
			continue
		}
		h := Closed{ID: g.ID, Says: g.Missing, Why: g.Why, Source: g.Source, Blocks: !g.Warns && f.Kind != casefile.KindEmergency, Each: each}
		if len(g.Fix) > 0 {
			h.Fix = deeds(g.Fix)
		}
		out = append(out, h)
	}
	return out
}

func (g *Gate) check() []Mistake {
	out := append(said(Rule{g.Place, g.ID, g.Source, g.Missing, g.Why}), checkKind(g.Place, g.Of)...)
	if len(out) > 0 {
		return out
	}
	if g.To.what != "field" || g.To.not {
		out = append(out, g.wrong("\"to\" is FIELD=VALUE|VALUE, not %q.", g.To.said))
	}
	out = append(out, checkConditions(g.Place, slices.Concat(Conditions{g.To}, g.When, g.Needs), g.Of)...)
	if len(g.Fix) > 0 {
		out = append(out, checkDeeds(g.Place, g.Fix, casefile.Kind(g.Of))...)
	}
	return out
}

// sentence is a text that ends as a sentence does.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?…:") {
		return s
	}
	return s + "."
}
