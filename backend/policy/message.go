package policy

import (
	"regexp"
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// Message is a short text that is copied elsewhere: with variables in braces, {customer}. Longer texts are documents.
type Message struct {
	Place
	ID     string `yaml:"id"`
	Title  string `yaml:"title"`
	Of     string `yaml:"of"`    // kind of case
	Where  string `yaml:"where"` // where it goes: {chat}, {tickets}
	Text   string `yaml:"text"`
	Source string `yaml:"source"`
}

var variable = regexp.MustCompile(`\{([a-z][a-z0-9_.]*)\}`)

// computed are the variables of messages that are no field of the case.
var computed = []string{"customer", "key", "link", "colleague", "time"}

// Message finds a message by its ID.
func (p *Policy) Message(id string) (*Message, bool) {
	i := slices.IndexFunc(p.Messages, func(m Message) bool { return m.ID == id })
	if i < 0 {
		return nil, false
	}
	return &p.Messages[i], true
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

func (m *Message) check(names map[string]string) []Mistake {
	out := append(said(Rule{m.Place, m.ID, m.Source, m.Title, m.Text}), checkKind(m.Place, m.Of)...)
	for _, v := range variable.FindAllStringSubmatch(m.Text, -1) {
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
