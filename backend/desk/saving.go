package desk

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// Save keeps one action of one person.
func (d *Desk) Save(ctx context.Context, r SaveRequest) (Saved, error) {
	changes := make([]store.Change, len(r.Changes))
	for i, c := range r.Changes {
		patch, err := d.readPatch(casefile.Kind(c.Kind), c.Patch)
		if err != nil {
			return Saved{}, err
		}
		changes[i] = store.Change{Kind: casefile.Kind(c.Kind), ID: c.ID, Base: c.Base, Patch: patch}
	}
	d.noteMoves(changes)
	saved, err := d.save(ctx, firstOf(r.Action, "edit"), changes)
	if err == nil {
		saved.Missing = d.missing(ctx, changes)
	}
	return saved, err
}

func (d *Desk) save(ctx context.Context, action string, changes []store.Change) (Saved, error) {
	if err := d.keepFrozen(changes); err != nil {
		return Saved{}, err
	}
	saved, err := d.store.Save(ctx, store.Action{Name: action, Who: d.who(), Zone: d.zone(), Changes: changes})
	if err != nil {
		return Saved{}, err
	}
	return d.viewSaved(saved), nil
}

func (d *Desk) viewSaved(s store.Saved) Saved {
	out := Saved{Action: actionName(s.Seq), Records: []SavedRecord{}, Conflicts: []ConflictView{}, Missing: []GateView{}}
	if !s.At.IsZero() {
		out.At = casefile.At(s.At, d.zone()).String()
	}
	for _, r := range s.Records {
		out.Records = append(out.Records, SavedRecord{ID: r.ID, Key: r.Key(), Rev: r.Rev})
		if len(s.Conflicts) > 0 {
			out.Conflicts = append(out.Conflicts, d.conflictsOf(r)...)
		}
	}
	return out
}

// readPatch brings numbers of a page or a script into the form in which records keep them, and finds records that are
// named by key or by name.
func (d *Desk) readPatch(k casefile.Kind, patch map[string]any) (map[string]any, error) {
	text, err := casefile.Encode(patch)
	if err != nil {
		return nil, casefile.Wrap(casefile.Invalid, err, "The change cannot be read.")
	}
	out, err := casefile.DecodeFields(text)
	if err != nil {
		return nil, casefile.Wrap(casefile.Invalid, err, "The change cannot be read.")
	}
	for name, v := range out {
		f, ok := casefile.FieldOf(k, name)
		typed, isText := v.(string)
		if !ok || !isText || f.Type != casefile.TypeRef || typed == "" {
			continue
		}
		id, err := d.refer(f, typed)
		if err != nil {
			return nil, err
		}
		out[name] = id
	}
	return out, nil
}

// refer finds the record that a person names in a reference: by name, ID or key. Where people and customers are meant, a key
// has its prefix: a bare Anna is a name, though it could be the beginning of a key.
func (d *Desk) refer(f casefile.Field, typed string) (string, error) {
	if f.Ref == "" && looksLikeID(typed) { // the store looks whether it is there
		return strings.ToLower(typed), nil
	}
	if f.Ref != "" && !looksLikeID(typed) {
		if r, err := d.store.ByName(f.Ref, typed); err == nil {
			return r.ID, nil
		}
	}
	if f.Ref == "" || isKey(typed) || looksLikeID(typed) {
		r, err := d.store.Find(typed)
		switch {
		case err == nil && f.Ref != "" && r.Kind != f.Ref:
			return "", casefile.Faultf(casefile.Invalid, "%s: %s is the key of another kind of record (%s), not of a %s.", f.Label, casefile.FirstLine(typed), r.Kind.One(), f.Ref.One())
		case err == nil:
			return r.ID, nil
		case casefile.CodeOf(err) == casefile.Invalid: // the beginning of several keys
			return "", err
		}
	}
	if looksLikeID(typed) { // a record made by the same action, or one that was purged
		return typed, nil
	}
	return "", casefile.Faultf(casefile.NotFound, "%s: no record has the key or name %q. Make it first, or write another.", f.Label, casefile.FirstLine(typed))
}

// isKey says that a text can only be meant as a key.
func isKey(typed string) bool {
	prefix, _, ok := casefile.ReadKey(typed)
	return ok && prefix != ""
}

func looksLikeID(s string) bool { return len(s) == 36 && strings.Count(s, "-") == 4 }

// Make makes a record of a kind from its fields, as a script gives them: customers and people may be given by name.
// Those that are not there yet are made.
func (d *Desk) Make(ctx context.Context, kind string, fields map[string]any) (Saved, error) {
	k := casefile.Kind(kind)
	if !k.Known() || k == casefile.KindSettings || k == casefile.KindAttachment {
		return Saved{}, casefile.Faultf(casefile.Invalid, "A record of the kind %q cannot be made this way. Kinds are escalation, emergency, incident, review, call, brief, customer, person, line, action and others.", casefile.FirstLine(kind))
	}
	fields = maps.Clone(fields)
	if said, ok := fields["kind"].(string); ok && said == kind {
		delete(fields, "kind")
	}
	if err := d.findParent(k, fields); err != nil {
		return Saved{}, err
	}
	made, err := d.nameRefs(k, fields)
	if err != nil {
		return Saved{}, err
	}
	patch, err := d.readPatch(k, fields)
	if err != nil {
		return Saved{}, err
	}
	changes := append([]store.Change{{Kind: k, Patch: patch}}, made...)
	d.noteMoves(changes)
	saved, err := d.store.Save(ctx, store.Action{Name: "new", Who: d.who(), Zone: d.zone(), Changes: changes})
	if err != nil {
		return Saved{}, err
	}
	saved.Records = saved.Records[:1]
	out := d.viewSaved(saved)
	changes[0].ID = out.Records[0].ID
	out.Missing = d.missing(ctx, changes[:1])
	return out, nil
}

// findParent turns the key of an item's parent into its ID.
func (d *Desk) findParent(k casefile.Kind, fields map[string]any) error {
	typed, _ := fields["parent"].(string)
	if !k.IsItem() || typed == "" {
		return nil
	}
	r, err := d.store.Find(typed)
	if err != nil {
		return err
	}
	fields["parent"] = r.ID
	return nil
}

// nameRefs makes the customers and people that fields name and that are not there yet, and puts their IDs into fields.
func (d *Desk) nameRefs(k casefile.Kind, fields map[string]any) ([]store.Change, error) {
	var made []store.Change
	byName := map[string]string{}
	for _, f := range casefile.FieldsOf(k) {
		typed, _ := fields[f.Name].(string)
		if f.Ref != casefile.KindCustomer && f.Ref != casefile.KindPerson || typed == "" {
			continue
		}
		if _, err := d.refer(f, typed); err == nil {
			continue
		} else if isKey(typed) { // meant as one that is there
			return nil, err
		}
		id, ok := byName[string(f.Ref)+typed]
		if !ok {
			id = d.NewID()
			byName[string(f.Ref)+typed] = id
			made = append(made, store.Change{Kind: f.Ref, ID: id, Patch: map[string]any{"name": typed}})
		}
		fields[f.Name] = id
	}
	return made, nil
}

// Assignment sets a field from what a person typed; dots lead into a field; an empty value clears.
type Assignment struct {
	Field string
	Value string
}

// Set changes fields of a record as one action.
func (d *Desk) Set(ctx context.Context, ref string, values []Assignment) (Saved, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return Saved{}, err
	}
	patch := map[string]any{}
	var made []store.Change
	for _, v := range values {
		if !utf8.ValidString(v.Value) { // written as JSON, it would become another text
			return Saved{}, casefile.Faultf(casefile.Invalid, "%s: the value holds bytes that are not UTF-8 text.", v.Field)
		}
		path := strings.Split(v.Field, ".")
		f, ok := casefile.FieldOf(r.Kind, path[0])
		if !ok || f.System {
			return Saved{}, casefile.Faultf(casefile.Invalid, "%s has no field %q that can be set.", casefile.Capital(r.Kind.One()), path[0])
		}
		value, news, err := d.readAssigned(f, path[1:], v.Value)
		if err != nil {
			return Saved{}, err
		}
		made = append(made, news...)
		putAt(patch, path, value)
	}
	patch, err = d.readPatch(r.Kind, patch)
	if err != nil {
		return Saved{}, err
	}
	changes := append([]store.Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: patch}}, made...)
	if err := d.keepFrozen(changes); err != nil {
		return Saved{}, err
	}
	d.noteMoves(changes)
	saved, err := d.store.Save(ctx, store.Action{Name: "edit", Who: d.who(), Zone: d.zone(), Changes: changes})
	if err != nil {
		return Saved{}, err
	}
	saved.Records = saved.Records[:1]
	out := d.viewSaved(saved)
	out.Missing = d.missing(ctx, changes)
	return out, nil
}

// readAssigned reads a typed value by the type of its field, or of the member that the rest of the path leads to.
func (d *Desk) readAssigned(f casefile.Field, rest []string, typed string) (any, []store.Change, error) {
	if len(rest) == 0 {
		value, err := casefile.ReadValue(f, typed)
		if err != nil || f.Type != casefile.TypeRef || value == nil {
			return value, nil, err
		}
		fields := map[string]any{f.Name: value}
		made, err := d.nameRef(f, fields)
		return fields[f.Name], made, err
	}
	if len(rest) == 2 && f.Type == casefile.TypeMap {
		for _, e := range f.Entry {
			if e.Name == rest[1] {
				value, err := casefile.ReadValue(e, typed)
				return value, nil, err
			}
		}
		return nil, nil, casefile.Faultf(casefile.Invalid, "%s: an entry has no field %q.", f.Label, rest[1])
	}
	if typed == "" {
		return nil, nil, nil
	}
	if f.Type != casefile.TypeObject && f.Type != casefile.TypeMap {
		return nil, nil, casefile.Faultf(casefile.Invalid, "%s has no parts.", f.Label)
	}
	return typed, nil, nil
}

// nameRef is nameRefs for one field.
func (d *Desk) nameRef(f casefile.Field, fields map[string]any) ([]store.Change, error) {
	typed, _ := fields[f.Name].(string)
	if f.Ref != casefile.KindCustomer && f.Ref != casefile.KindPerson {
		return nil, nil
	}
	if _, err := d.refer(f, typed); err == nil {
		return nil, nil
	} else if isKey(typed) { // meant as one that is there
		return nil, err
	}
	id := d.NewID()
	fields[f.Name] = id
	return []store.Change{{Kind: f.Ref, ID: id, Patch: map[string]any{"name": typed}}}, nil
}

func putAt(m map[string]any, path []string, value any) {
	for _, name := range path[:len(path)-1] {
		inner, ok := m[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			m[name] = inner
		}
		m = inner
	}
	m[path[len(path)-1]] = value
}

// LogRequest is a line for a record's timeline. An empty At is now.
type LogRequest struct {
	Record     string
	Text       string
	At         string
	Visibility string
	Mark       string
	Starred    bool
}

// Log adds a line to a record's timeline.
func (d *Desk) Log(ctx context.Context, l LogRequest) (Saved, error) {
	r, err := d.store.Find(l.Record)
	if err != nil {
		return Saved{}, err
	}
	if strings.TrimSpace(l.Text) == "" {
		return Saved{}, casefile.Faultf(casefile.Invalid, "The line has no text. Write what happened.")
	}
	if !slices.Contains(layouts[r.Kind].items, casefile.KindLine) {
		return Saved{}, casefile.Faultf(casefile.Invalid, "%s has no timeline. Add the line to a case of it.", casefile.Capital(r.Kind.One()))
	}
	fields := map[string]any{"parent": r.ID, "text": l.Text, "at": firstOf(l.At, d.stamp()), "visibility": firstOf(l.Visibility, "internal")}
	if l.Mark != "" {
		fields["mark"] = l.Mark
	}
	if l.Starred {
		fields["starred"] = true
	}
	if who := d.who(); who != "" {
		fields["who"] = who
	}
	return d.save(ctx, "log", []store.Change{{Kind: casefile.KindLine, Patch: fields}})
}

// Link links two records: one link, below the first, naming the second.
func (d *Desk) Link(ctx context.Context, from, to, as, why string) (Saved, error) {
	a, err := d.store.Find(from)
	if err != nil {
		return Saved{}, err
	}
	b, err := d.store.Find(to)
	if err != nil {
		return Saved{}, err
	}
	if a.ID == b.ID {
		return Saved{}, casefile.Faultf(casefile.Invalid, "A record cannot be linked to itself.")
	}
	fields := map[string]any{"parent": a.ID, "to": b.ID, "type": as}
	if why != "" {
		fields["reason"] = why
	}
	return d.save(ctx, "link", []store.Change{{Kind: casefile.KindLink, Patch: fields}})
}

// judgedTypes are the links by which a person says whether two cases are the same problem.
var judgedTypes = []string{"same_problem", "not_related"}

// Judge keeps what a person says of two cases: same_problem, not_related, or "" to take that back.
func (d *Desk) Judge(ctx context.Context, here, there, as string) (Saved, error) {
	a, err := d.store.Find(here)
	if err != nil {
		return Saved{}, err
	}
	b, err := d.store.Find(there)
	if err != nil {
		return Saved{}, err
	}
	if as != "" && !slices.Contains(judgedTypes, as) {
		return Saved{}, casefile.Faultf(casefile.Invalid, "Two cases are the same problem, not related, or not judged.")
	}
	changes := []store.Change{}
	for _, l := range d.judgementLinks(a.ID) {
		if l.Text("to") == b.ID || l.Parent() == b.ID {
			changes = append(changes, store.Change{Kind: l.Kind, ID: l.ID, Base: l.Rev, Patch: map[string]any{"deleted": d.stamp()}})
		}
	}
	if as != "" {
		changes = append(changes, store.Change{Kind: casefile.KindLink, Patch: map[string]any{"parent": a.ID, "to": b.ID, "type": as}})
	}
	return d.save(ctx, "judge", changes)
}

// judgementLinks are the links that judge a case, from either side.
func (d *Desk) judgementLinks(id string) []casefile.Record {
	if id == "" {
		return nil
	}
	below, err := d.store.Items(id)
	if err != nil {
		return nil
	}
	return d.judging(id, below)
}

// judging is judgementLinks for who has read the items of the case already.
func (d *Desk) judging(id string, below []casefile.Record) []casefile.Record {
	named, err := d.store.Links(id)
	if err != nil {
		return nil
	}
	var out []casefile.Record
	for _, l := range slices.Concat(below, named) {
		if l.Kind == casefile.KindLink && slices.Contains(judgedTypes, l.Text("type")) && !l.Binned() {
			out = append(out, l)
		}
	}
	return out
}

// judgements says for each case judged against one what was said.
func (d *Desk) judgements(ref string) map[string]string {
	out := map[string]string{}
	if ref == "" {
		return out
	}
	r, err := d.store.Find(ref)
	if err != nil {
		return out
	}
	for _, l := range d.judgementLinks(r.ID) {
		other := l.Text("to")
		if other == r.ID {
			other = l.Parent()
		}
		out[other] = l.Text("type")
	}
	return out
}
