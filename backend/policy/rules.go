package policy

import (
	"strings"

	"precedent/backend/casefile"
)

// Rule is what every rule says of itself.
type Rule struct {
	Place
	ID     string // unique in the policy; it never changes, because records keep it
	Source string // where the rule stands: S0:86, or the team's own words
	What   string // what is to be done, as an order of few words
	Why    string // the rule, in one sentence
}

// Clock is a duty that comes again: somebody is told, or met, every so often.
type Clock struct {
	Place
	ID       string               `yaml:"id"`
	Source   string               `yaml:"source"`
	What     string               `yaml:"what"`
	Why      string               `yaml:"why"`
	Off      bool                 `yaml:"off"` // true = not in use; a team turns it on
	Of       string               `yaml:"of"`  // kind of case
	For      string               `yaml:"for"` // role of who does it
	When     Conditions           `yaml:"when"`
	Restarts []string             `yaml:"restarts"` // audiences of updates that start it anew; the first is what "do" records
	Times    int                  `yaml:"times"`    // so many updates must lie in any stretch of that length; 0 = 1
	At       map[string]Frequency `yaml:"at"`       // severity, or any → how often
	Stalls   *Span                `yaml:"stalls"`   // overdue for so long, the case stands still
	Document string               `yaml:"document"` // kind of document that goes with it
	Message  string               `yaml:"message"`  // ID of the message that goes with it

	duty *Duty // what its obligations have in common
}

// Frequency is how often, and when it counts as late; without Late that is at once.
type Frequency struct {
	Due  Span `yaml:"due"`
	Late Span `yaml:"late"`
}

// frequency is how often a clock runs at a severity.
func (c *Clock) frequency(severity string) (Frequency, bool) {
	if f, ok := c.At[severity]; ok {
		return f, true
	}
	f, ok := c.At["any"]
	return f, ok
}

// Step is one thing that the process asks for in a case.
type Step struct {
	Place
	ID       string     `yaml:"id"`
	Source   string     `yaml:"source"`
	What     string     `yaml:"what"`
	Why      string     `yaml:"why"`
	Playbook string     `yaml:"playbook"` // such as opening; steps stand in the order of the file
	Of       string     `yaml:"of"`       // kind of case
	For      string     `yaml:"for"`      // role of who does it
	When     Conditions `yaml:"when"`     // all must hold, else the step does not ask
	After    []string   `yaml:"after"`    // the latest of these begins its time: a field, told AUDIENCE, step ID; else the case's beginning
	Within   Span       `yaml:"within"`   // how long one has; none = at once
	Before   Span       `yaml:"before"`   // with each: so long before it
	Each     string     `yaml:"each"`     // comes again: standup, 16:00 (every working day), or Tue 15:00
	Again    bool       `yaml:"again"`    // asks anew whenever what it comes after happens again
	Settles  []string   `yaml:"settles"`  // with each: an update for one of these on that day settles it too
	Done     Conditions `yaml:"done"`     // all hold = done; none = it is ticked
	Optional bool       `yaml:"optional"` // proposed, never late
	Untimed  bool       `yaml:"untimed"`  // has no time of its own: it is to be done at some point
	Stalls   *Span      `yaml:"stalls"`   // overdue for so long, the case stands still
	Do       []string   `yaml:"do"`       // what one key does: tick, now FIELD, set FIELD=VALUE, tell AUDIENCE, fill FIELD, add KIND, promote (to an escalation); none = tick
	Document string     `yaml:"document"` // kind of document that goes with it
	Message  string     `yaml:"message"`  // ID of the message that goes with it

	duty *Duty // what its obligations have in common
}

// Date watches a date that a case, or an item of one, carries.
type Date struct {
	Place
	ID     string     `yaml:"id"`
	Source string     `yaml:"source"`
	What   string     `yaml:"what"`
	Why    string     `yaml:"why"`
	Of     string     `yaml:"of"`    // kind of case; "" = every kind
	Item   string     `yaml:"item"`  // kind of item; "" = the case itself
	Field  string     `yaml:"field"` // its date
	For    string     `yaml:"for"`   // role of who does it, where no owner is named
	Owner  string     `yaml:"owner"` // the field with who does it
	Until  Conditions `yaml:"until"` // of what has the date: holds when it is done
	Stalls *Span      `yaml:"stalls"`
	Do     []string   `yaml:"do"`

	duty *Duty // what its obligations have in common
}

func (c *Clock) rule() Rule { return Rule{c.Place, c.ID, c.Source, c.What, c.Why} }
func (s *Step) rule() Rule  { return Rule{s.Place, s.ID, s.Source, s.What, s.Why} }
func (d *Date) rule() Rule  { return Rule{d.Place, d.ID, d.Source, d.What, d.Why} }

// Deed is the event that fulfils an obligation.
type Deed struct {
	Kind  string // tick, tell, now, set, fill, add or promote
	Name  string // the audience, field or kind of item
	Value string // the value to set; of an item to add, a field of it with its value
	Item  string // ID of the item whose field it is; "" = of the case
}

// deeds reads what a rule says that one key does; without a word of it, it ticks.
func deeds(said []string) []Deed {
	if len(said) == 0 {
		return []Deed{{Kind: "tick"}}
	}
	out := make([]Deed, len(said))
	for i, text := range said {
		kind, rest, _ := strings.Cut(text, " ")
		name, value, _ := strings.Cut(rest, "=")
		if kind == "add" {
			name, value, _ = strings.Cut(rest, ".")
		}
		out[i] = Deed{Kind: kind, Name: name, Value: value}
	}
	return out
}

// says is a deed in words, of a record of a kind.
func (d Deed) says(k casefile.Kind) string {
	f, _ := casefile.FieldOf(k, d.Name)
	switch d.Kind {
	case "tell":
		return "an update: " + strings.ToLower(casefile.EnumLabel(d.Name))
	case "now":
		return "the time in “" + f.Label + "”"
	case "set":
		return "“" + f.Label + "” set to " + casefile.EnumLabel(d.Value)
	case "fill":
		return "“" + f.Label + "” filled in"
	case "add":
		return "a new " + casefile.Kind(d.Name).One()
	case "promote":
		return "an escalation made from it"
	}
	return "ticking it"
}

func saysAll(list []Deed, k casefile.Kind) string {
	said := make([]string, len(list))
	for i, d := range list {
		said[i] = d.says(k)
	}
	return strings.Join(said, ", ")
}

func (r Rule) duty(group string, do []Deed, of casefile.Kind) *Duty {
	return &Duty{Rule: r.ID, Group: group, What: r.What, Why: r.Why, Source: r.Source, Do: do, DoneBy: saysAll(do, of)}
}

// finish makes what the obligations of a rule have in common, with the policy's names put in.
func (c *Clock) finish(p *Policy) {
	c.What, c.Why = p.named(c.What), p.named(c.Why)
	c.duty = c.rule().duty("cadence", []Deed{{Kind: "tell", Name: c.Restarts[0]}}, casefile.Kind(c.Of))
	c.duty.For, c.duty.Document, c.duty.Message = c.For, c.Document, c.Message
}

func (s *Step) finish(p *Policy) {
	s.What, s.Why = p.named(s.What), p.named(s.Why)
	s.duty = s.rule().duty(s.Playbook, deeds(s.Do), casefile.Kind(s.Of))
	s.duty.For, s.duty.Document, s.duty.Message, s.duty.Optional = s.For, s.Document, s.Message, s.Optional
}

func (d *Date) finish(p *Policy) {
	d.What, d.Why = p.named(d.What), p.named(d.Why)
	d.duty = d.rule().duty("dates", deeds(d.Do), casefile.Kind(firstText(d.Item, d.Of)))
	d.duty.For = d.For
}
