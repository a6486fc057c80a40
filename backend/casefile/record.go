package casefile

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Record is one thing that is kept: its kind, its identity, the journal entry that last changed it, and its fields by
// their JSON names. Numbers are json.Number, so that nothing imported loses digits.
type Record struct {
	Kind   Kind
	ID     string // UUIDv7
	Rev    uint64 // sequence of the entry that last changed it; 0 = not saved yet
	Fields map[string]any
}

// Text is a text field; "" when it is missing or not a text.
func (r Record) Text(field string) string { s, _ := r.Fields[field].(string); return s }

// Bool is a yes-or-no field; false when it is missing.
func (r Record) Bool(field string) bool { b, _ := r.Fields[field].(bool); return b }

// Strings is a field that holds a list of texts.
func (r Record) Strings(field string) []string {
	var out []string
	list, _ := r.Fields[field].([]any)
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Number is a numeric field and whether it is there.
func (r Record) Number(field string) (float64, bool) {
	n, ok := r.Fields[field].(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

// Instant is a time field; zero when it is missing or cannot be read.
func (r Record) Instant(field string) Instant {
	i, err := ParseInstant(r.Text(field))
	if err != nil {
		return Instant{}
	}
	return i
}

// Entries are the members of a field that holds a map from id to item, in their order.
func (r Record) Entries(field string) []Entry {
	m, _ := r.Fields[field].(map[string]any)
	out := make([]Entry, 0, len(m))
	for id, v := range m {
		if fields, ok := v.(map[string]any); ok {
			out = append(out, Entry{ID: id, Fields: fields})
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		if c := strings.Compare(a.text("order"), b.text("order")); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// Entry is one member of a list inside a record.
type Entry struct {
	ID     string
	Fields map[string]any
}

func (e Entry) text(field string) string { s, _ := e.Fields[field].(string); return s }

// Text is a text of the entry.
func (e Entry) Text(field string) string { return e.text(field) }

// Strings are the texts of a list in the entry.
func (e Entry) Strings(field string) []string { return Record{Fields: e.Fields}.Strings(field) }

// Key is the human key; "" for items.
func (r Record) Key() string { return r.Text("key") }

// Parent is the ID of the record that an item belongs to.
func (r Record) Parent() string { return r.Text("parent") }

// Title is what a person calls the record in a list: its title, name or subject, else the first line of its text.
func (r Record) Title() string {
	for _, f := range []string{"title", "name", "question", "text", "body", "description", "file_name"} {
		if s := FirstLine(r.Text(f)); s != "" {
			return s
		}
	}
	return ""
}

// FirstLine is the first line of a text that has anything in it, clipped to a length that a list can show.
func FirstLine(s string) string {
	const most = 200
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if r := []rune(line); len(r) > most {
			return string(r[:most]) + "…"
		}
		return line
	}
	return ""
}

// Binned says that the record is in the bin.
func (r Record) Binned() bool { return r.Text("deleted") != "" }

// Clone is a copy that shares nothing with the record.
func (r Record) Clone() Record {
	r.Fields, _ = cloneValue(r.Fields).(map[string]any)
	if r.Fields == nil {
		r.Fields = map[string]any{}
	}
	return r
}

func cloneValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, e := range v {
			m[k] = cloneValue(e)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, e := range v {
			l[i] = cloneValue(e)
		}
		return l
	}
	return v
}

// Case is a record with everything below it: what search, documents and exports are made from.
type Case struct {
	Record
	Items []Record          // by kind, then in the order of ItemsOf
	Texts map[string]string // attachment ID → the text taken from it, where there is any
	Files []Record          // the attachments that belong to the case
}

// ItemsOf are the items of one kind: by when they happened, then by their order key, then by ID.
func (c Case) ItemsOf(k Kind) []Record {
	var out []Record
	for _, r := range c.Items {
		if r.Kind == k {
			out = append(out, r)
		}
	}
	SortItems(out)
	return out
}

// SortItems puts items of one kind in the order in which a person reads them.
func SortItems(items []Record) {
	type placed struct {
		at    int64
		order string
		item  Record
	}
	all := make([]placed, len(items))
	for i, r := range items {
		all[i] = placed{r.Instant("at").Time.UnixNano(), r.Text("order"), r}
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.order, b.order), strings.Compare(a.item.ID, b.item.ID))
	})
	for i, p := range all {
		items[i] = p.item
	}
}
