package language

import (
	"slices"
	"strings"

	"precedent/backend/casefile"
)

// Field is a name that a filter may use, and what its values are. A name of several kinds may be more than one of them:
// the product of an escalation is a choice, that of an incident a text.
type Field struct {
	Name   string
	Text   bool     // words in a text; also the name of a record that is referred to
	Exact  bool     // one of Enum, yes or no, an identity
	Date   bool     // a day
	Number bool     // a number
	Enum   []string // the known values of an exact field
	In     []string // for a name that items have: the fields it stands for, such as action.owner and ask.owner
}

// Names of filters that are no fields of a record.
const (
	Has     = "has"     // has:screenshot: an item kind, a filled field, or a word that the caller marked the case with
	Is      = "is"      // is:open, is:binned, is:confidential
	KindOf  = "kind"    // kind:call
	Key     = "key"     // key:ESC-7K3F
	Tag     = "tag"     // one of the tags
	Updated = "updated" // when the case last changed
	Created = "created"
	Year    = "year" // of created; After and Before speak of created too
	After   = "after"
	Before  = "before"
	ID      = "id"
	Extra   = "extra." // begins the names of fields that came with an import
	Deleted = "deleted"
)

// Binned is the value of Is that looks into the bin.
const Binned = "binned"

// shortcuts are names that people type for a field.
var shortcuts = map[string]string{"tags": Tag, "mark": "line.mark", "opened": Created, "changed": Updated, "type": "type"}

var fields = buildFields()

// Lookup finds the field of a name, in any case.
func Lookup(name string) (Field, bool) {
	name = strings.ToLower(name)
	if to, ok := shortcuts[name]; ok {
		name = to
	}
	if rest, ok := strings.CutPrefix(name, Extra); ok && rest != "" {
		return Field{Name: name, Text: true}, true
	}
	f, ok := fields[name]
	return f, ok
}

func buildFields() map[string]Field {
	all := map[string]Field{}
	for _, k := range casefile.Kinds() {
		if k.IsCase() {
			addKind(all, "", k)
		}
	}
	for _, k := range casefile.Kinds() {
		if k.IsItem() || k == casefile.KindAttachment {
			addKind(all, string(k)+".", k)
		}
	}
	all["attachment.content"] = Field{Name: "attachment.content", Text: true}
	addShort(all)
	kinds := []string{}
	for _, k := range casefile.Kinds() {
		if k.IsCase() {
			kinds = append(kinds, string(k))
		}
	}
	for _, f := range []Field{{Name: Has, Exact: true}, {Name: Is, Exact: true}, {Name: KindOf, Exact: true, Enum: kinds},
		{Name: Key, Exact: true}, {Name: ID, Exact: true}, {Name: Tag, Text: true}, {Name: Updated, Date: true},
		{Name: Created, Date: true}, {Name: Year, Date: true}, {Name: Deleted, Date: true},
		{Name: After, Date: true}, {Name: Before, Date: true}} {
		all[f.Name] = f
	}
	return all
}

func addKind(all map[string]Field, prefix string, k casefile.Kind) {
	for _, f := range casefile.FieldsOf(k) {
		if Searched(f) {
			merge(all, prefix+f.Name, f)
		}
	}
}

// Searched says whether a field can be asked for. The program's own bookkeeping cannot.
func Searched(f casefile.Field) bool {
	switch f.Name {
	case "key", "parent", "order", "imported", "conflicts", "sha256", "tags", "deleted", "extra":
		return false
	}
	return true
}

// merge adds what a field of one kind is to what fields of the same name in other kinds are.
func merge(all map[string]Field, name string, f casefile.Field) {
	m := all[name]
	m.Name = name
	switch f.Type {
	case casefile.TypeEnum:
		m.Exact = true
		for _, v := range f.Enum {
			if !slices.Contains(m.Enum, v) {
				m.Enum = append(m.Enum, v)
			}
		}
	case casefile.TypeBool:
		m.Exact, m.Enum = true, []string{"true", "false"}
	case casefile.TypeCount, casefile.TypeAmount:
		m.Number = true
	case casefile.TypeInstant, casefile.TypeMeeting:
		m.Date = true
	case casefile.TypeRef:
		m.Text, m.Exact = true, true
	default:
		m.Text = true
	}
	all[name] = m
}

// alsoOwn is a name that both a case (a review) and items have, and that means all of them.
const alsoOwn = "owner"

// addShort lets the name of an item's field stand alone where no case has a field of that name: mark for line.mark, owner
// for that of a review, an action or an ask.
func addShort(all map[string]Field) {
	short := map[string]Field{}
	for name, f := range all {
		_, bare, item := strings.Cut(name, ".")
		own, taken := all[bare]
		if !item || taken && bare != alsoOwn {
			continue
		}
		s, begun := short[bare]
		if taken && !begun {
			s = own
			s.In = []string{bare}
		}
		s.Name, s.In = bare, append(s.In, name)
		s.Text, s.Exact, s.Date, s.Number = s.Text || f.Text, s.Exact || f.Exact, s.Date || f.Date, s.Number || f.Number
		for _, v := range f.Enum {
			if !slices.Contains(s.Enum, v) {
				s.Enum = append(s.Enum, v)
			}
		}
		short[bare] = s
	}
	for name, f := range short {
		slices.Sort(f.In)
		slices.Sort(f.Enum)
		all[name] = f
	}
}
