package casefile

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the longest text that a field holds, in bytes. What is longer is offered as an attachment (DESIGN, Records).
const MaxText = 16 << 20

// Finding is one thing that is wrong with a record, or missing from it: the field, and a sentence.
type Finding struct {
	Field string
	Says  string
}

// Validate names every fault of a record, one each. An empty answer means that it can be kept. What is merely missing is
// no fault: see Missing.
func Validate(r Record) []Finding {
	if !r.Kind.Known() {
		return []Finding{{"kind", fmt.Sprintf("%q is not a kind of record. Known are: %s.", clip(string(r.Kind)), kindList())}}
	}
	var out []Finding
	names := make([]string, 0, len(r.Fields))
	for name := range r.Fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		f, ok := FieldOf(r.Kind, name)
		if !ok {
			out = append(out, Finding{name, fmt.Sprintf("%s has no field %q. Fields are: %s.", Capital(r.Kind.One()), clip(name), fieldList(r.Kind))})
			continue
		}
		out = append(out, checkValue(f, r.Fields[name], name)...)
	}
	if r.Kind.IsItem() && r.Parent() == "" {
		out = append(out, Finding{"parent", fmt.Sprintf("%s belongs to a record; name it in the field parent.", Capital(r.Kind.One()))})
	}
	return append(out, checkOrder(r)...)
}

func checkValue(f Field, v any, path string) []Finding {
	bad := func(format string, args ...any) []Finding { return []Finding{{path, fmt.Sprintf(format, args...)}} }
	switch f.Type {
	case TypeBool:
		if _, ok := v.(bool); !ok {
			return bad("%s is yes or no: write true or false.", f.Label)
		}
		return nil
	case TypeCount, TypeAmount:
		return checkNumber(f, v, path)
	case TypeTexts:
		return checkTexts(f, v, path)
	case TypeMap:
		return checkMap(f, v, path)
	case TypeAny:
		return checkStrings(f, v, path)
	case TypeObject:
		if _, ok := v.(map[string]any); !ok {
			return bad("%s is an object.", f.Label)
		}
		return checkStrings(f, v, path)
	}
	s, ok := v.(string)
	if !ok {
		return bad("%s is a text.", f.Label)
	}
	if fault := checkText(s); fault != "" {
		return bad("%s %s", f.Label, fault)
	}
	if fault := checkForm(f, s); fault != "" {
		return bad("%s: %s", f.Label, fault)
	}
	return nil
}

// checkForm judges a text by the type of its field; "" when it is right. An empty text is always right: it clears.
func checkForm(f Field, s string) string {
	if s == "" {
		return ""
	}
	var err error
	switch f.Type {
	case TypeLine:
		if strings.ContainsAny(s, "\r\n") {
			return "one line only."
		}
	case TypeEnum:
		if !slices.Contains(f.Enum, s) {
			return fmt.Sprintf("%q is not one of %s.", clip(s), strings.Join(f.Enum, ", "))
		}
	case TypeInstant:
		_, err = ParseInstant(s)
	case TypeMeeting:
		_, err = ParseAppointment(s)
	case TypeZone:
		_, err = Location(s)
	case TypeAddress:
		return checkAddress(s)
	}
	if err != nil {
		return Sentence(err)
	}
	return ""
}

func checkAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(u.Scheme)) {
		return fmt.Sprintf("%q is not a web address that begins with https://, http:// or mailto:.", clip(s))
	}
	return ""
}

// checkText refuses what no reader of the workspace could show.
func checkText(s string) string {
	switch {
	case len(s) > MaxText:
		return fmt.Sprintf("is longer than %d MB. Keep it as an attachment.", MaxText>>20)
	case !utf8.ValidString(s):
		return "holds bytes that are not UTF-8 text."
	case strings.ContainsRune(s, 0):
		return "holds a NUL character. Remove it."
	}
	return ""
}

func checkNumber(f Field, v any, path string) []Finding {
	n, ok := v.(json.Number)
	if ok {
		if f.Type == TypeCount {
			_, err := n.Int64()
			ok = err == nil
		} else {
			_, err := n.Float64()
			ok = err == nil
		}
	}
	if !ok {
		return []Finding{{path, f.Label + " is a number."}}
	}
	return nil
}

func checkTexts(f Field, v any, path string) []Finding {
	list, ok := v.([]any)
	if !ok {
		return []Finding{{path, f.Label + " is a list of texts."}}
	}
	for _, e := range list {
		s, ok := e.(string)
		if !ok {
			return []Finding{{path, f.Label + " is a list of texts only."}}
		}
		if fault := checkText(s); fault != "" {
			return []Finding{{path, f.Label + ": a text " + fault}}
		}
	}
	return nil
}

func checkMap(f Field, v any, path string) []Finding {
	m, ok := v.(map[string]any)
	if !ok {
		return []Finding{{path, f.Label + " is a map from an id to an entry."}}
	}
	var out []Finding
	for id, e := range m {
		fields, ok := e.(map[string]any)
		if !ok {
			out = append(out, Finding{path + "." + id, f.Label + ": each entry is an object."})
			continue
		}
		for name, value := range fields {
			inner, found := entryField(f, name)
			if !found {
				out = append(out, Finding{path + "." + id + "." + name, fmt.Sprintf("%s: an entry has no field %q.", f.Label, clip(name))})
				continue
			}
			out = append(out, checkValue(inner, value, path+"."+id+"."+name)...)
		}
	}
	slices.SortFunc(out, func(a, b Finding) int { return strings.Compare(a.Field, b.Field) })
	return out
}

func entryField(f Field, name string) (Field, bool) {
	for _, e := range f.Entry {
		if e.Name == name {
			return e, true
		}
	}
	return Field{}, false
}

// checkStrings looks for texts that cannot be kept anywhere inside a value that the program does not look into.
func checkStrings(f Field, v any, path string) []Finding {
	switch v := v.(type) {
	case string:
		if fault := checkText(v); fault != "" {
			return []Finding{{path, f.Label + ": a text " + fault}}
		}
	case []any:
		for _, e := range v {
			if found := checkStrings(f, e, path); found != nil {
				return found
			}
		}
	case map[string]any:
		for name, e := range v {
			if fault := checkText(name); fault != "" {
				return []Finding{{path, f.Label + ": a name " + fault}}
			}
			if found := checkStrings(f, e, path+"."+name); found != nil {
				return found
			}
		}
	}
	return nil
}

// sequences are pairs of times of which the first cannot be after the second.
var sequences = [][2]string{
	{"started", "ended"}, {"started", "resolved"}, {"started", "mitigated"}, {"from", "to"}, {"created", "closed"},
	{"paged", "acknowledged"}, {"contacted", "followed_up"}, {"sent", "answered"}, {"starts", "ends"},
}

func checkOrder(r Record) []Finding {
	var out []Finding
	for _, pair := range sequences {
		a, okA := instantOf(r, pair[0])
		b, okB := instantOf(r, pair[1])
		if okA && okB && b.before(a) {
			first, _ := FieldOf(r.Kind, pair[0])
			second, _ := FieldOf(r.Kind, pair[1])
			out = append(out, Finding{pair[1], fmt.Sprintf("%s (%s) is before %s (%s). Correct one of them.",
				second.Label, b.said(), strings.ToLower(first.Label), a.said())})
		}
	}
	return out
}

// before compares two instants; a bare day is before another only when the whole day is.
func (i Instant) before(other Instant) bool {
	if i.DayOnly || other.DayOnly {
		return i.Time.Format("2006-01-02") < other.Time.Format("2006-01-02")
	}
	return i.Time.Before(other.Time)
}

func instantOf(r Record, field string) (Instant, bool) {
	f, ok := FieldOf(r.Kind, field)
	if !ok || r.Text(field) == "" {
		return Instant{}, false
	}
	if f.Type == TypeMeeting {
		a, err := ParseAppointment(r.Text(field))
		if err != nil || a.Zone == "" {
			return Instant{}, false
		}
		i, err := a.Instant(a.Zone)
		return i, err == nil
	}
	i := r.Instant(field)
	return i, !i.IsZero()
}

// Missing names the facts that a record should have and has not: shown, never refused.
func Missing(r Record) []Finding {
	var out []Finding
	fields := FieldsOf(r.Kind)
	for i := range fields { // not copied: asked of each of thousands of lines
		if f := &fields[i]; f.Want != "" && Empty(r.Fields[f.Name]) {
			out = append(out, Finding{f.Name, f.Label + " is not recorded: " + f.Want + "."})
		}
	}
	return out
}

// Empty says that a value says nothing: no text but spaces, nothing in a list.
func Empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// Refuse joins findings into one fault; nil when there are none.
func Refuse(what string, findings []Finding) error {
	if len(findings) == 0 {
		return nil
	}
	says := make([]string, len(findings))
	for i, f := range findings {
		says[i] = f.Says
	}
	return Faultf(Invalid, "%s cannot be kept: %s", what, strings.Join(says, " "))
}

func kindList() string {
	names := make([]string, 0, len(kinds))
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

func fieldList(k Kind) string {
	var names []string
	for _, f := range FieldsOf(k) {
		if !f.System {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

// Capital is a text that begins with a capital letter.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
