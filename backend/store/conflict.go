package store

import (
	"maps"
	"strconv"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// Conflict is a value that an action replaced without having seen it. It is kept in the record's field conflicts under
// Path until a person chooses; choosing is a save with {"conflicts": {Path: null}} and, when the kept value is wanted, the
// field.
type Conflict struct {
	RecordID string
	Path     string // the field, or field.entry.field inside a map; "#2" and so on behind it when an earlier one waits
	Kept     any    // the earlier value
	Who      string // whose it is
	At       string // when it was saved, an instant
	Standing any    // the value that stands in the record
	Seq      uint64 // the entry that replaced it
}

// merger joins one change with what others changed in the record since.
type merger struct {
	kind  casefile.Kind
	id    string
	since []journal.Entry // that changed the record after the base, oldest first
	out   []Conflict
}

// merge gives a record's fields after a change that was made on an older state of it.
func (p *plan) merge(now casefile.Record, c Change) (map[string]any, error) {
	base, since, err := p.s.stateAt(*p.v, now.ID, c.Base)
	if err != nil {
		return nil, err
	}
	m := &merger{kind: now.Kind, id: now.ID, since: since}
	mine := casefile.Apply(base.Fields, c.Patch)
	fields := maps.Clone(now.Fields)
	for name := range c.Patch {
		f, _ := casefile.FieldOf(now.Kind, name)
		m.field(fields, name, name, f, base.Fields[name], now.Fields[name], mine[name])
	}
	p.keepConflicts(now, fields, m.out)
	return fields, nil
}

// field joins one field, or one member of a map, and puts the result into fields.
func (m *merger) field(fields map[string]any, name, path string, f casefile.Field, base, theirs, mine any) {
	tm, tOK := theirs.(map[string]any)
	mm, mOK := mine.(map[string]any)
	if tOK && mOK {
		bm, _ := base.(map[string]any)
		joined := maps.Clone(tm)
		for member := range both(bm, mm) {
			m.field(joined, member, path+"."+member, memberOf(f, member), bm[member], tm[member], mm[member])
		}
		fields[name] = joined
		return
	}
	merged, overruled := casefile.Merge(f.Type, base, theirs, mine)
	if merged == nil {
		delete(fields, name)
	} else {
		fields[name] = merged
	}
	if overruled {
		who, at := m.author(path)
		m.out = append(m.out, Conflict{RecordID: m.id, Path: path, Kept: theirs, Who: who, At: at, Standing: merged})
	}
}

func both(a, b map[string]any) map[string]bool {
	out := make(map[string]bool, len(a)+len(b))
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

// memberOf is the schema of what lies in a map: an entry, or a field of an entry.
func memberOf(f casefile.Field, member string) casefile.Field {
	if f.Type == casefile.TypeMap && f.Entry != nil {
		return casefile.Field{Type: casefile.TypeObject, Entry: f.Entry}
	}
	for _, e := range f.Entry {
		if e.Name == member {
			return e
		}
	}
	return casefile.Field{}
}

// author finds who set a field last, among those who changed the record since the base.
func (m *merger) author(path string) (who, at string) {
	for i := len(m.since) - 1; i >= 0; i-- {
		e := m.since[i]
		for _, c := range e.Changes {
			if c.ID != m.id {
				continue
			}
			patch, err := casefile.DecodeFields(c.Patch)
			if err == nil && sets(patch, path) {
				return e.Who, casefile.At(e.At, "").String()
			}
		}
	}
	return "", ""
}

// keepConflicts puts the values that lost beside their fields. One that waits already keeps its place.
func (p *plan) keepConflicts(now casefile.Record, fields map[string]any, list []Conflict) {
	if len(list) == 0 {
		return
	}
	waiting, _ := fields["conflicts"].(map[string]any)
	kept := casefile.Apply(waiting, nil)
	for _, c := range list {
		path := c.Path
		for n := 2; kept[c.Path] != nil; n++ {
			c.Path = path + "#" + strconv.Itoa(n)
		}
		kept[c.Path] = casefile.Apply(nil, map[string]any{"value": c.Kept, "who": c.Who, "at": c.At, "seq": number(now.Rev)})
		p.conflicts = append(p.conflicts, c)
	}
	fields["conflicts"] = kept
}
