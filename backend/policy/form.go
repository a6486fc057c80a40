package policy

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"precedent/backend/casefile"
)

// Form is one list of a policy's files, for a page that edits its entries field by field. Edited writes into the same file.
type Form struct {
	Group string // people, channels, calendars or templates
	Title string
	Says  string // what the list is for
	File  string
	List  string // the key under which it stands; "" = the file is the list
	One   string // what one entry is
	Pairs bool   // each entry is a name with a value

	Fields  []FormField
	Entries []FormEntry
}

// FormField is one field of the entries of a form.
type FormField struct {
	Key     string
	Label   string
	Help    string
	Shape   Shape
	Choices []string
	Needed  bool
}

// FormEntry is one entry with its values as the form's fields have them, by key.
type FormEntry struct {
	Title  string
	Line   int // counted from 1
	Values map[string]string
}

// Shape is how a value is written in a field.
type Shape string

const (
	OneLine Shape = "line"
	Text    Shape = "text"   // several lines
	Words   Shape = "words"  // several values, with commas between them
	Lines   Shape = "lines"  // several values, one a line
	Rows    Shape = "rows"   // one a line, each with parts that have commas between them
	YesNo   Shape = "yes"    // "true" or ""
	Choice  Shape = "choice" // one of the choices
)

// form is what is written down of a list that can be edited; the rest is known of the type of its entries.
type form struct {
	group, title, says string
	file, list, one    string
	of                 any // an entry
	pairs              bool
	names              []string // keys whose values make an entry's title
	needed             []string
	keys               []string // in the order in which they are filled in
}

var forms = []form{
	{group: "channels", title: "Names and channels", says: "What rules and messages call the company, its channels and its systems. They write the name in braces.",
		file: "names.yaml", one: "name", pairs: true, keys: []string{"name", "value"}, needed: []string{"name"}},
	{group: "people", title: "Who is the DRI", says: "The first that holds names the DRI of an escalation.",
		file: "people.yaml", list: "dri", one: "rule", of: DRIRule{}, names: []string{"role"}, needed: []string{"role", "why", "source"},
		keys: []string{"when", "role", "person", "with", "why", "source"}},
	{group: "people", title: "Who takes part", says: "The roles that an escalation should have, and when.",
		file: "people.yaml", list: "parts", one: "role", of: Part{}, names: []string{"role", "says"}, needed: []string{"id", "role", "says", "source"},
		keys: []string{"id", "when", "role", "required", "sticky", "says", "source"}},
	{group: "people", title: "What each role does", says: "It stands beside the people of a case.",
		file: "people.yaml", list: "roles", one: "role", of: RoleInfo{}, names: []string{"role"}, needed: []string{"role", "does", "source"},
		keys: []string{"role", "does", "source"}},
	{group: "people", title: "Other words for them", says: "What the same role or team is called elsewhere.",
		file: "people.yaml", list: "terms", one: "word", of: TermAlias{}, names: []string{"term"}, needed: []string{"term", "also", "source"},
		keys: []string{"term", "also", "source"}},
	{group: "calendars", title: "Working days", says: "Which days are worked, by the zone of the case or of its customer. The first that covers a zone holds; the last holds for all others.",
		file: "calendars.yaml", one: "calendar", of: Calendar{}, names: []string{"id"}, needed: []string{"id", "zones", "weekdays"},
		keys: []string{"id", "zones", "country", "weekdays", "free"}},
	{group: "calendars", title: "Duties and weekly meetings", says: "In wall-clock time of their zone. Who has a duty stands in the shifts of the calendar.",
		file: "shifts.yaml", one: "duty or meeting", of: Rota{}, names: []string{"what"}, needed: []string{"id", "what", "zone", "days", "shifts", "source"},
		keys: []string{"id", "what", "meets", "zone", "days", "shifts", "source"}},
	{group: "templates", title: "Message templates", says: "What is copied elsewhere, in the order in which it is done.",
		file: "messages.yaml", one: "message", of: Message{}, names: []string{"title"}, needed: []string{"id", "title", "of", "moment", "source"},
		keys: []string{"id", "title", "of", "moment", "where", "when", "audience", "text", "document", "card", "head", "markup", "tells", "settles", "source"}},
}

// words of each key: its label, and what to write.
var keyWords = map[string][2]string{
	"name":     {"Name", "As rules and messages write it in braces."},
	"value":    {"What it is called here", ""},
	"id":       {"Id", "Never changed again: records keep it."},
	"when":     {"When", "Conditions with commas between them; all must hold. Empty: always."},
	"role":     {"Role", ""},
	"person":   {"The person in", "A field of the case, or customer.FIELD. Empty: who has the role in the case."},
	"with":     {"Who else leads", "A role."},
	"why":      {"The rule", "One sentence."},
	"source":   {"Where it stands", "S0:86, or your own words."},
	"required": {"Must be named", ""},
	"sticky":   {"Stays until the case closes", ""},
	"says":     {"The rule", "One sentence."},
	"does":     {"What it does", "One a line."},
	"term":     {"Word", ""},
	"also":     {"Also called", "With commas between them."},
	"zones":    {"Time zones", "Such as Europe/Berlin, with commas between them; * stands for a part of a name."},
	"country":  {"Public holidays of", "Empty: none but those below."},
	"weekdays": {"Days worked", "Mon, Tue, Wed, Thu, Fri."},
	"free":     {"Further free days", "Such as 2026-12-24, with commas between them."},
	"what":     {"What", ""},
	"meets":    {"It is a meeting, not a duty", ""},
	"zone":     {"Time zone", "Such as Europe/Berlin."},
	"days":     {"Days", "Mon, Tue, Wed, Thu, Fri."},
	"shifts":   {"Times", "One a line: a name, from, to. Such as AM, 05:00, 11:00."},
	"title":    {"Title", ""},
	"of":       {"For", "The kind of case."},
	"moment":   {"Moment", "The part of the process that it belongs to."},
	"where":    {"Where it goes", "Such as {chat} or {channel}."},
	"audience": {"Audience", "A text for the customer is checked before it can be copied."},
	"text":     {"Text", "Variables in braces: a field of the case, customer.FIELD, a name of names.yaml, or customer, channel_name, key, link, colleague, time."},
	"document": {"Document", "The kind of document that it is, instead of a text."},
	"card":     {"Form of another system", "Instead of a text."},
	"head":     {"Line above the document", ""},
	"markup":   {"Marks of", "Of a document. Empty: plain text."},
	"tells":    {"Who counts as told", "Audiences, with commas between them."},
	"settles":  {"Steps that it does", "Of a call: ids of steps of the case it belongs to."},
}

// Forms are the lists of the policy that a form edits, with their entries.
func (p *Policy) Forms() []Form {
	out := make([]Form, 0, len(forms))
	for i := range forms {
		out = append(out, forms[i].filled(p.Files[forms[i].file]))
	}
	return out
}

func formOf(file, list string) (*form, bool) {
	i := slices.IndexFunc(forms, func(f form) bool { return f.file == file && f.list == list })
	if i < 0 {
		return nil, false
	}
	return &forms[i], true
}

func (f *form) filled(text string) Form {
	out := Form{Group: f.group, Title: f.title, Says: f.says, File: f.file, List: f.list, One: f.one, Pairs: f.pairs}
	for _, key := range f.keys {
		w := keyWords[key]
		choices := f.choices(key)
		shape := f.shape(key)
		if len(choices) > 0 {
			shape = Choice
		}
		out.Fields = append(out.Fields, FormField{key, w[0], w[1], shape, choices, f.needs(key)})
	}
	s, err := newSheet(text)
	if err != nil {
		return out // the check names what is wrong with it
	}
	if f.pairs {
		out.Entries = pairs(s.root)
		return out
	}
	if list, _ := s.list(f.list); list != nil {
		for _, n := range list.Content {
			out.Entries = append(out.Entries, f.entry(n))
		}
	}
	return out
}

func pairs(root *yaml.Node) []FormEntry {
	var out []FormEntry
	for i := 0; root != nil && i+1 < len(root.Content); i += 2 {
		name, value := root.Content[i], root.Content[i+1]
		out = append(out, FormEntry{name.Value, name.Line, map[string]string{"name": name.Value, "value": value.Value}})
	}
	return out
}

func (f *form) entry(n *yaml.Node) FormEntry {
	e := FormEntry{Line: n.Line, Values: map[string]string{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if slices.Contains(f.keys, key) {
			e.Values[key] = read(f.shape(key), n.Content[i+1])
		}
	}
	var title []string
	for _, key := range f.names {
		value := e.Values[key]
		if len(f.choices(key)) > 0 {
			value = casefile.EnumLabel(value)
		}
		if value != "" {
			title = append(title, value)
		}
	}
	e.Title = strings.Join(title, ": ")
	return e
}

func (f *form) needs(key string) bool { return slices.Contains(f.needed, key) }

// shape is known of the type of the field that a key fills.
func (f *form) shape(key string) Shape {
	switch key {
	case "text":
		return Text
	case "does":
		return Lines
	}
	if f.of == nil {
		return OneLine
	}
	v, _ := fieldNamed(reflect.ValueOf(f.of), key)
	switch {
	case v.Kind() == reflect.Bool:
		return YesNo
	case v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[Turn]():
		return Rows
	case v.Kind() == reflect.Slice:
		return Words
	}
	return OneLine
}

// choices are the values that a key may have, where they are known.
func (f *form) choices(key string) []string {
	of := func(k casefile.Kind, field string) []string {
		found, _ := casefile.FieldOf(k, field)
		return found.Enum
	}
	switch key {
	case "role", "with":
		return of(casefile.KindRole, "role")
	case "document":
		return of(casefile.KindDocument, "type")
	case "audience":
		return []string{"customer", "internal"}
	case "markup":
		return []string{"slack", "text"}
	case "country":
		return slices.Sorted(maps.Keys(holidays))
	case "of":
		var out []string
		for _, k := range casefile.Kinds() {
			if k.IsCase() {
				out = append(out, string(k))
			}
		}
		return out
	}
	return nil
}
