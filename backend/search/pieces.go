package search

import (
	"maps"
	"slices"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
)

// piece is one text of a case: a field of the case itself, of an item, or the text taken from an attachment. The index is
// made of them, and the lines of an answer are cut from them, so that both always agree.
type piece struct {
	record *casefile.Record // the case itself, or the item
	own    bool             // of the case itself
	field  string           // the name that a filter uses: title, line.text, attachment.content
	name   string           // the field within its record
	label  string
	text   string
}

// content is the field of an attachment's text, and its label.
const content, contentLabel = "content", "Content"

// pieces lists the texts of a case in the order in which a person reads them. What lies in the bin is not among them.
func pieces(c *casefile.Case, o Options) []piece {
	var b piecer
	b.options = o
	b.record(&c.Record, true)
	items := live(c.Items)
	for _, kind := range casefile.Kinds() {
		of := ofKind(items, kind)
		slices.SortStableFunc(of, byTime)
		for _, r := range of {
			b.record(r, false)
		}
	}
	b.files(c)
	return b.out
}

// live are the records that are not in the bin.
func live(all []casefile.Record) []*casefile.Record {
	out := make([]*casefile.Record, 0, len(all))
	for i := range all {
		if !all[i].Binned() {
			out = append(out, &all[i])
		}
	}
	return out
}

func ofKind(all []*casefile.Record, k casefile.Kind) []*casefile.Record {
	var out []*casefile.Record
	for _, r := range all {
		if r.Kind == k {
			out = append(out, r)
		}
	}
	return out
}

func byTime(a, b *casefile.Record) int {
	if c := a.Instant("at").Time.Compare(b.Instant("at").Time); c != 0 {
		return c
	}
	if c := strings.Compare(a.Text("order"), b.Text("order")); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

type piecer struct {
	options Options
	out     []piece
}

// record adds the texts of a record.
func (b *piecer) record(r *casefile.Record, own bool) {
	for _, f := range casefile.FieldsOf(r.Kind) {
		if v, ok := r.Fields[f.Name]; ok && textual(f) {
			b.value(piece{record: r, own: own, field: fieldName(r.Kind, own, f.Name), name: f.Name, label: f.Label}, f, v)
		}
	}
}

// fieldName is the name of a field for a filter.
func fieldName(k casefile.Kind, own bool, field string) string {
	if field == "tags" {
		field = language.Tag
	}
	if own {
		return field
	}
	return string(k) + "." + field
}

// textual says that a field has words: all but the program's own bookkeeping, times, numbers and choices.
func textual(f casefile.Field) bool {
	switch f.Name {
	case "tags", "extra":
		return true
	}
	if !language.Searched(f) {
		return false
	}
	switch f.Type {
	case casefile.TypeEnum, casefile.TypeBool, casefile.TypeCount, casefile.TypeAmount, casefile.TypeInstant,
		casefile.TypeMeeting, casefile.TypeZone:
		return false
	}
	return true
}

func (b *piecer) value(p piece, f casefile.Field, v any) {
	switch {
	case f.Type == casefile.TypeRef:
		id, _ := v.(string)
		for _, name := range b.options.names(id) {
			b.add(p, name)
		}
	case f.Name == "extra":
		b.extra(p, v)
	default:
		b.strings(p, f.Entry, v)
	}
}

// strings adds every text in a value. Of an entry only the fields with words are taken, so that its order key is not.
func (b *piecer) strings(p piece, entry []casefile.Field, v any) {
	switch v := v.(type) {
	case string:
		b.add(p, v)
	case []any:
		for _, e := range v {
			b.strings(p, entry, e)
		}
	case map[string]any:
		for _, id := range slices.Sorted(maps.Keys(v)) {
			b.entry(p, entry, v[id])
		}
	}
}

func (b *piecer) entry(p piece, entry []casefile.Field, v any) {
	fields, ok := v.(map[string]any)
	if !ok || entry == nil {
		b.strings(p, nil, v)
		return
	}
	for _, f := range entry {
		if value, ok := fields[f.Name]; ok && textual(f) {
			b.value(p, f, value)
		}
	}
}

// extra adds what an import brought without a field here, each under its own name.
func (b *piecer) extra(p piece, v any) {
	m, _ := v.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		q := p
		q.field, q.label = strings.ToLower(language.Extra+name), name
		if !p.own {
			q.field = string(p.record.Kind) + "." + q.field
		}
		b.strings(q, nil, scalarText(m[name]))
	}
}

// scalarText lets a number of an unknown field be found by its digits.
func scalarText(v any) any {
	if n, ok := v.(interface{ String() string }); ok {
		return n.String()
	}
	return v
}

func (b *piecer) add(p piece, text string) {
	if text != "" {
		p.text = text
		b.out = append(b.out, p)
	}
}

// files adds the attachments: their names, captions, and the text taken from them.
func (b *piecer) files(c *casefile.Case) {
	seen := map[string]bool{}
	for i := range c.Files {
		f := &c.Files[i]
		seen[f.ID] = true
		if f.Binned() {
			continue
		}
		b.record(f, false)
		b.content(f, c.Texts[f.ID])
	}
	for _, id := range slices.Sorted(maps.Keys(c.Texts)) {
		if !seen[id] {
			b.content(&casefile.Record{Kind: casefile.KindAttachment, ID: id}, c.Texts[id])
		}
	}
}

func (b *piecer) content(f *casefile.Record, text string) {
	b.add(piece{record: f, field: fieldName(casefile.KindAttachment, false, content), name: content, label: contentLabel}, text)
}
