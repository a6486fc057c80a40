package policy

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
)

// Message is a text that is copied elsewhere: a short one of its own with variables in braces, {customer}, or, by its name, a
// document or the form of another system, which other rooms fill.
type Message struct {
	Place
	ID       string     `yaml:"id"`
	Title    string     `yaml:"title"`
	Of       string     `yaml:"of"`       // kind of case
	Moment   string     `yaml:"moment"`   // the part of the process that it belongs to
	Where    string     `yaml:"where"`    // where it goes: {chat}, {tickets}
	When     Conditions `yaml:"when"`     // all must hold, else it is not offered
	Source   string     `yaml:"source"`   // where it is asked for
	Audience string     `yaml:"audience"` // customer = checked before it can be copied; else internal
	Text     string     `yaml:"text"`
	Document string     `yaml:"document"` // kind of the document that it is, instead of a text
	Card     string     `yaml:"card"`     // form of another system, instead of a text
	Head     string     `yaml:"head"`     // the line above a document
	Markup   string     `yaml:"markup"`   // of a document: slack; else plain text
	Tells    []string   `yaml:"tells"`    // audiences that count as told once it is posted
	Settles  []string   `yaml:"settles"`  // of a call: steps of the case it belongs to that are done once it is posted
}

var variable = regexp.MustCompile(`\{([a-z][a-z0-9_.]*)\}`)

// computed are the variables of messages that are no field of the case.
var computed = []string{"customer", "channel_name", "key", "link", "colleague", "time"}

// Message finds a message by its ID.
func (p *Policy) Message(id string) (*Message, bool) {
	i := slices.IndexFunc(p.Messages, func(m Message) bool { return m.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Messages[i], true
}

// Offered are the messages that a case may need now, in the order of the file.
func (p *Policy) Offered(f *Facts, now time.Time) []*Message {
	var out []*Message
	for i := range p.Messages {
		if m := &p.Messages[i]; m.Of == string(f.Kind) && m.When.hold(f, &look{now: now}) {
			out = append(out, m)
		}
	}
	return out
}

// WhereTo says where a message goes; the chat, where the place itself is not recorded yet.
func (p *Policy) WhereTo(m *Message, value func(name string) string) string {
	where, missing := p.Write(&Message{Text: m.Where, Of: m.Of}, value)
	if len(missing) > 0 {
		return p.Names["chat"]
	}
	return where
}

// Write puts values in for the variables of a message: the policy's names first, then what value gives. What nobody knows
// stands as [missing: …] and is named.
func (p *Policy) Write(m *Message, value func(name string) string) (text string, missing []string) {
	text = variable.ReplaceAllStringFunc(m.Text, func(v string) string {
		name := v[1 : len(v)-1]
		if known, ok := p.Names[name]; ok {
			return known
		}
		if said := value(name); said != "" {
			return said
		}
		label := labelOf(casefile.Kind(m.Of), name)
		if !slices.Contains(missing, label) {
			missing = append(missing, label)
		}
		return "[missing: " + label + "]"
	})
	return strings.TrimSpace(text), missing
}

func labelOf(k casefile.Kind, name string) string {
	if field, ofCustomer := ofCustomerField(name); ofCustomer {
		k, name = casefile.KindCustomer, field
	}
	if f, ok := casefile.FieldOf(k, name); ok {
		if len(f.Label) > 1 && f.Label[1] >= 'a' && f.Label[1] <= 'z' { // not of CRM
			return strings.ToLower(f.Label[:1]) + f.Label[1:]
		}
		return f.Label
	}
	return strings.ReplaceAll(name, "_", " ")
}

// Settling are the steps of a kind of case that the posting of a message of one of its calls does.
func (p *Policy) Settling(m *Message, of casefile.Kind) []string {
	return slices.DeleteFunc(slices.Clone(m.Settles), func(id string) bool {
		return !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.ID == id && s.Of == string(of) })
	})
}

func (m *Message) check(p *Policy) []Mistake {
	out := append(said(Rule{m.Place, m.ID, m.Source, m.Title, m.Moment}), checkKind(m.Place, m.Of)...)
	if len(out) > 0 {
		return out
	}
	if !oneOf(m.Text, m.Document, m.Card) {
		out = append(out, m.wrong("the message %q has one of \"text\", \"document\" and \"card\".", m.ID))
	}
	if m.Document != "" {
		out = append(out, wrongField(m.Place, casefile.KindDocument, "type", m.Document)...)
	}
	if m.Audience != "" && m.Audience != "customer" && m.Audience != "internal" {
		out = append(out, m.wrong("\"audience\" is customer or internal, not %q.", m.Audience))
	}
	if m.Markup != "" && m.Markup != "slack" && m.Markup != "text" {
		out = append(out, m.wrong("\"markup\" is slack or text, not %q.", m.Markup))
	}
	for _, id := range m.Settles {
		if !slices.ContainsFunc(p.Steps, func(s Step) bool { return s.ID == id && len(s.Done) == 0 }) {
			out = append(out, m.wrong("\"settles\" names %q, which is no step that is ticked.", id))
		}
	}
	for _, a := range m.Tells {
		out = append(out, wrongField(m.Place, casefile.KindUpdate, "audience", a)...)
	}
	out = append(out, checkConditions(m.Place, m.When, m.Of)...)
	return append(out, m.checkVariables(p.Names)...)
}

// oneOf says that exactly one of the texts is written.
func oneOf(texts ...string) bool {
	return len(slices.DeleteFunc(texts, func(t string) bool { return t == "" })) == 1
}

func (m *Message) checkVariables(names map[string]string) []Mistake {
	var out []Mistake
	for _, v := range variable.FindAllStringSubmatch(m.Text+m.Where+m.Head, -1) {
		field, ofCustomer := ofCustomerField(v[1])
		k := casefile.Kind(m.Of)
		if ofCustomer {
			k = casefile.KindCustomer
		}
		_, isField := casefile.FieldOf(k, field)
		if _, isName := names[v[1]]; !isField && !isName && !slices.Contains(computed, v[1]) {
			out = append(out, m.wrong("the message %q has the variable {%s}, which is no field of %s, no name of names.yaml, and none of %s.", m.ID, v[1], k.Many(), words(computed)))
		}
	}
	return out
}

// ofCustomerField cuts the customer's part off the name of a field: customer.csm.
func ofCustomerField(name string) (string, bool) { return strings.CutPrefix(name, "customer.") }
