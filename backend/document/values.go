package document

import (
	"encoding/json"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// value is what a variable of a template stands for, in the words of the audience, with the record that says it.
type value struct {
	text   string
	form   form
	record string
	field  string
}

// form is how a value is printed.
type form string

const (
	plain form = ""      // a few words
	prose form = "prose" // Markdown that people wrote
	link  form = "link"  // an address
)

// values are the variables that an audience's view has, by name. A customer's view holds those of customerFields and of
// nothing else.
type values map[string]value

func (v values) put(name string, one value) {
	if strings.TrimSpace(one.text) != "" {
		v[name] = one
	}
}

// take puts the fields of a record that the list names; those that are there stay.
func (v values) take(r casefile.Record, names []string, p people, zone string, words func(string) string) {
	for _, name := range names {
		f, ok := casefile.FieldOf(r.Kind, name)
		if _, had := v[name]; !ok || had {
			continue
		}
		text, how := fieldText(r, f, p, zone)
		if how != link {
			text = words(text)
		}
		v.put(name, value{text, how, r.ID, name})
	}
}

func asItIs(s string) string { return s }

// fieldText is a field in words.
func fieldText(r casefile.Record, f casefile.Field, p people, zone string) (string, form) {
	switch f.Type {
	case casefile.TypeEnum:
		return casefile.EnumLabel(r.Text(f.Name)), plain
	case casefile.TypeInstant:
		return moment(r.Instant(f.Name), zone), plain
	case casefile.TypeMeeting:
		return meeting(r.Text(f.Name), zone), plain
	case casefile.TypeRef:
		return p.name(r.Text(f.Name)), plain
	case casefile.TypeAddress:
		return r.Text(f.Name), link
	case casefile.TypeProse:
		return r.Text(f.Name), prose
	case casefile.TypeTexts:
		return strings.Join(r.Strings(f.Name), ", "), plain
	case casefile.TypeCount, casefile.TypeAmount:
		n, _ := r.Fields[f.Name].(json.Number)
		return count(n), plain
	case casefile.TypeLine, casefile.TypeZone:
		return r.Text(f.Name), plain
	}
	return "", plain
}

// moment writes an instant in a zone, without its name, which the document states once.
func moment(i casefile.Instant, zone string) string {
	switch {
	case i.IsZero():
		return ""
	case i.DayOnly:
		return i.Time.Format("2 Jan 2006")
	}
	return inZone(i, zone).Format("2 Jan 2006, 15:04")
}

func inZone(i casefile.Instant, zone string) time.Time {
	loc, err := casefile.Location(zone)
	if err != nil || i.DayOnly {
		loc = time.UTC
	}
	return i.Time.In(loc)
}

// meeting writes a time to come with its weekday, its time where one was said, and its zone where that is not the document's.
func meeting(s, zone string) string {
	a, err := casefile.ParseAppointment(s)
	if err != nil || a.Local == "" {
		return ""
	}
	t, err := time.Parse("2006-01-02T15:04:05", a.Local)
	if err != nil {
		return ""
	}
	out := t.Format("Mon 2 Jan 2006")
	if t.Hour() != 0 || t.Minute() != 0 {
		out += t.Format(", 15:04")
		if a.Zone != "" && a.Zone != zone {
			out += " (" + a.Zone + ")"
		}
	}
	return out
}

// run prints a value within a line.
func (v value) run() []tree.Run {
	switch v.form {
	case link:
		return []tree.Run{{Text: tree.CleanLine(v.text), Link: v.text}}
	case prose:
		return tree.Inline(v.text)
	}
	return tree.Plain(v.text)
}
