package search

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

// The terms of the index field "is" say what is true of a case; filters look them up. A name is a field of the case, or
// item.field.
//
//	name=value        a choice, yes or no, an identity that is referred to, a number
//	name@2026         a time: its year,
//	name@2026-03      its month,
//	name@2026-03-13   its day, in the zone in which it was said
//	has=line          an item kind, a filled field, a mark of Options.Marks, attachment, screenshot
//	is=binned         binned, open, closed, starred, and each yes of the case's own fields
//	kind=call  id=…   what it is
//	key=7K3F2Q        the characters of its key; full=ESC-7K3F2Q the whole
//	source=…          the identity that another program gave it, folded
const (
	termHas    = language.Has + "="
	termIs     = language.Is + "="
	termKind   = language.KindOf + "="
	termID     = language.ID + "="
	termKey    = "key="
	termFull   = "full="
	termSource = "from="
	termBinned = termIs + language.Binned
)

const (
	hasAttachment = "attachment"
	hasScreenshot = "screenshot"
	hasRCA        = "rca"
	maxTerm       = 200 // bytes of a value that is kept as a term
)

// termsOf lists what is true of a case.
func termsOf(c *casefile.Case, o Options) []string {
	t := termer{}
	t.add(termKind+string(c.Kind), termID+c.ID)
	if key := c.Key(); key != "" {
		_, digits, _ := strings.Cut(key, "-")
		t.add(termFull+key, termKey+digits)
	}
	if id := words.Fold(c.Text("source_id")); id != "" && len(id) < maxTerm {
		t.add(termSource + id)
	}
	t.record(&c.Record, true)
	for _, r := range live(c.Items) {
		t.item(r)
	}
	for _, f := range live(c.Files) {
		t.file(f)
	}
	t.state(c)
	if o.Marks != nil {
		for _, m := range o.Marks(*c) {
			t.add(termHas + strings.ToLower(m))
		}
	}
	return t.distinct()
}

type termer struct{ all []string }

func (t *termer) add(terms ...string) { t.all = append(t.all, terms...) }

func (t *termer) distinct() []string {
	seen := make(map[string]bool, len(t.all))
	out := t.all[:0]
	for _, s := range t.all {
		if !seen[s] && len(s) < 2*maxTerm {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// state adds what a case is: in the bin, open or closed, and the work that is known to belong to it.
func (t *termer) state(c *casefile.Case) {
	if c.Binned() {
		t.add(termBinned)
	}
	if c.Text("status") == "closed" || c.Text("closed") != "" {
		t.add(termIs + "closed")
	} else {
		t.add(termIs + "open")
	}
	if c.Kind == casefile.KindReview || c.Kind == casefile.KindDocument && c.Text("type") == "rca" {
		t.add(termHas + hasRCA)
	}
}

func (t *termer) item(r *casefile.Record) {
	t.add(termHas + string(r.Kind))
	t.record(r, false)
	if r.Kind == casefile.KindLine && r.Text("mark") == hasScreenshot {
		t.add(termHas + hasScreenshot)
	}
	if r.Bool("starred") {
		t.add(termIs + "starred")
	}
}

func (t *termer) file(f *casefile.Record) {
	t.add(termHas + hasAttachment)
	t.record(f, false)
	if strings.HasPrefix(f.Text("media_type"), "image/") {
		t.add(termHas + hasScreenshot)
	}
}

// record adds the terms of a record's fields.
func (t *termer) record(r *casefile.Record, own bool) {
	for _, f := range casefile.FieldsOf(r.Kind) {
		v, ok := r.Fields[f.Name]
		if !ok || v == nil || v == "" {
			continue
		}
		if own && !f.System && f.Name != "extra" {
			t.add(termHas + fieldName(r.Kind, own, f.Name))
		}
		t.value(fieldName(r.Kind, own, f.Name), f, v)
		if yes, _ := v.(bool); own && yes {
			t.add(termIs + f.Name)
		}
	}
}

func (t *termer) value(name string, f casefile.Field, v any) {
	switch f.Type {
	case casefile.TypeEnum, casefile.TypeRef:
		if s, ok := v.(string); ok && len(s) < maxTerm {
			t.add(name + "=" + s)
		}
	case casefile.TypeBool, casefile.TypeCount, casefile.TypeAmount:
		switch v.(type) {
		case bool, json.Number:
			t.add(fmt.Sprintf("%s=%v", name, v))
		}
	case casefile.TypeInstant, casefile.TypeMeeting:
		t.add(dayTerms(name, dayOf(v))...)
	}
}

// dayOf is the day of an instant or an appointment in the zone in which it was said; "" when it cannot be read.
func dayOf(v any) string {
	s, _ := v.(string)
	if i, err := casefile.ParseInstant(s); err == nil && !i.IsZero() {
		return i.In().Format(time.DateOnly)
	}
	if a, err := casefile.ParseAppointment(s); err == nil && len(a.Local) >= len(time.DateOnly) {
		return a.Local[:len(time.DateOnly)]
	}
	return ""
}

// dayTerms are a day's terms: the day, its month, its year. A range is made of as few of them as cover it.
func dayTerms(name, day string) []string {
	if len(day) != len(time.DateOnly) {
		return nil
	}
	return []string{name + "@" + day[:4], name + "@" + day[:7], name + "@" + day}
}

// changed is when a case was last changed.
func changed(c *casefile.Case, o Options) time.Time {
	if o.Changed != nil {
		return o.Changed(*c)
	}
	var last time.Time
	for _, r := range append(live(c.Items), &c.Record) {
		for _, name := range []string{"created", "recorded", "at", "closed"} {
			if t := r.Instant(name).Time; t.After(last) {
				last = t
			}
		}
	}
	return last
}
