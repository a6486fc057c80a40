package desk

import (
	"context"
	"strings"

	"precedent/backend/casefile"
	"precedent/backend/document/brief"
	"precedent/backend/store"
)

// BriefReading is what a pasted brief says: the fields of the record that it fills, the items that would stand below it, and
// what found no place.
type BriefReading struct {
	Kind   string         `json:"kind"` // brief or escalation
	Fields map[string]any `json:"fields"`
	Items  []BriefItem    `json:"items"`
	Notes  []BriefNote    `json:"notes"`
}

// BriefItem is an attempt, or the ask of an escalation.
type BriefItem struct {
	Kind   string         `json:"kind"`
	Fields map[string]any `json:"fields"`
}

// BriefNote is a line, from 1, that found no place, or no value of its field.
type BriefNote struct {
	Line int    `json:"line"`
	Says string `json:"says"`
	Text string `json:"text"`
}

// ReadBrief reads a text in the form of a brief (S3:16-45) for a brief or an escalation, and keeps nothing. A text that is no
// brief is refused.
func (d *Desk) ReadBrief(_ context.Context, kind, text string) (BriefReading, error) {
	k := casefile.Kind(kind)
	if k != casefile.KindBrief && k != casefile.KindEscalation {
		return BriefReading{}, casefile.Faultf(casefile.Invalid, "A brief fills a brief or an escalation, not a %s.", k.One())
	}
	b, notes, err := brief.Read(text)
	if err != nil {
		return BriefReading{}, err
	}
	out := BriefReading{Kind: kind, Fields: b.Fields(), Items: []BriefItem{}, Notes: []BriefNote{}}
	if k == casefile.KindEscalation {
		out.Fields = b.Escalation()
		if ask := clearOf(map[string]any{"text": b.Ask, "verb": b.Need, "needed_by": b.Deadline}); len(ask) > 0 {
			out.Items = append(out.Items, BriefItem{string(casefile.KindAsk), ask})
		}
	}
	for _, a := range b.Tried {
		out.Items = append(out.Items, BriefItem{string(casefile.KindAttempt), clearOf(map[string]any{"action": a.Action, "result": a.Result})})
	}
	var left []string
	for _, n := range notes {
		out.Notes = append(out.Notes, BriefNote{n.Line, n.Says, n.Text})
		left = append(left, n.Text)
	}
	if len(left) > 0 {
		out.Fields["extra"] = map[string]any{"not_placed": strings.Join(left, "\n")}
	}
	return out, nil
}

// clearOf leaves out the fields that say nothing.
func clearOf(fields map[string]any) map[string]any {
	for name, v := range fields {
		if v == "" {
			delete(fields, name)
		}
	}
	return fields
}

// MakeFromBrief makes a brief or an escalation from a pasted text, with its attempts, as one action; of ("" is none) is the
// case that a brief belongs to.
func (d *Desk) MakeFromBrief(ctx context.Context, kind, text, of string) (Saved, BriefReading, error) {
	read, err := d.ReadBrief(ctx, kind, text)
	if err != nil {
		return Saved{}, read, err
	}
	if of != "" && read.Kind == string(casefile.KindBrief) {
		r, err := d.store.Find(of)
		if err != nil {
			return Saved{}, read, err
		}
		read.Fields["case"] = r.ID
	}
	id := d.NewID()
	changes := []store.Change{{Kind: casefile.Kind(read.Kind), ID: id, Patch: read.Fields}}
	for i, item := range read.Items {
		patch := map[string]any{"parent": id, "order": orderKey(i)}
		for name, v := range item.Fields {
			patch[name] = v
		}
		changes = append(changes, store.Change{Kind: casefile.Kind(item.Kind), Patch: patch})
	}
	saved, err := d.save(ctx, "new", changes)
	if len(saved.Records) > 1 {
		saved.Records = saved.Records[:1]
	}
	return saved, read, err
}

// orderKey sorts items that are made together.
func orderKey(i int) string {
	return string([]byte{'a' + byte(i/26/26%26), 'a' + byte(i/26%26), 'a' + byte(i%26)})
}
