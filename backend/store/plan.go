package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// plan is an action on its way into an entry: checked, joined with what others changed, and cut down to what is
// different.
type plan struct {
	s   *Store
	v   *view // nil while Badger is not ready: then there are new records only
	a   Action
	now time.Time

	entry     []journal.Change
	results   []planned
	conflicts []Conflict
	new       map[string]casefile.Kind // IDs of records that the action makes
	keys      map[string]bool          // keys that it gives them
}

type planned struct {
	record  casefile.Record
	changed bool
}

func (p *plan) make() error {
	p.new, p.keys = map[string]casefile.Kind{}, map[string]bool{}
	changes, err := p.identify()
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := p.change(c); err != nil {
			return err
		}
	}
	return nil
}

// identify gives new records their IDs, so that others in the action can belong to them. Two changes of one record are
// refused: which one comes first would be a guess.
func (p *plan) identify() ([]Change, error) {
	changes := slices.Clone(p.a.Changes)
	seen := map[string]bool{}
	for i := range changes {
		c := &changes[i]
		if !c.Kind.Known() {
			return nil, casefile.Refuse("The record", casefile.Validate(casefile.Record{Kind: c.Kind}))
		}
		if c.ID == "" && c.Kind == casefile.KindSettings {
			c.ID = casefile.SettingsID
		}
		if c.ID == "" {
			id, err := newID()
			if err != nil {
				return nil, err
			}
			c.ID = id
			p.new[id] = c.Kind
		}
		raw, ok := parseID(c.ID)
		if !ok {
			return nil, casefile.Faultf(casefile.Invalid, "A record's ID is a UUID; one of the changes has another one.")
		}
		c.ID = textID(raw[:])
		if seen[c.ID] {
			return nil, casefile.Faultf(casefile.Invalid, "The action changes one record twice. Put both changes into one.")
		}
		seen[c.ID] = true
	}
	return changes, p.findNew(changes)
}

// findNew notes the records that bring their own ID and are not there yet.
func (p *plan) findNew(changes []Change) error {
	for _, c := range changes {
		if p.v == nil || p.new[c.ID] != "" {
			continue
		}
		there, err := p.v.has(idKey(keyRecord, mustRaw(c.ID)))
		if err != nil {
			return err
		}
		if !there && c.Patch != nil && c.Base == 0 {
			p.new[c.ID] = c.Kind
		}
	}
	return nil
}

func (p *plan) change(c Change) error {
	if p.new[c.ID] != "" {
		return p.create(c)
	}
	now, found, err := p.v.record(c.ID)
	if err != nil {
		return err
	}
	if !found {
		return casefile.Faultf(casefile.NotFound, "The %s is not there any more, so it was not changed. Look for it in the bin, or undo its removal.", c.Kind.One())
	}
	if now.Kind != c.Kind {
		return casefile.Faultf(casefile.Invalid, "The record is a %s and cannot be changed as a %s.", now.Kind.One(), c.Kind.One())
	}
	if c.Patch == nil {
		p.add(c, now, []byte("null"), casefile.Record{Kind: c.Kind, ID: c.ID})
		return nil
	}
	next := now
	next.Fields = casefile.Apply(now.Fields, c.Patch)
	if c.Base < now.Rev {
		if next.Fields, err = p.merge(now, c); err != nil {
			return err
		}
	}
	return p.keep(c, now, next)
}

// create completes a new record: key, and when it was made.
func (p *plan) create(c Change) error {
	r := casefile.Record{Kind: c.Kind, ID: c.ID, Fields: casefile.Apply(nil, c.Patch)}
	stamp := casefile.At(p.now, p.a.Zone).String()
	switch {
	case c.Kind.IsItem():
		if r.Text("recorded") == "" {
			r.Fields["recorded"] = stamp
		}
	case c.Kind != casefile.KindSettings && r.Text("created") == "" && !p.a.Import:
		r.Fields["created"] = stamp
	}
	if c.Kind.Prefix() != "" {
		if err := p.giveKey(&r); err != nil {
			return err
		}
	}
	return p.keep(c, casefile.Record{Kind: c.Kind, ID: c.ID, Fields: map[string]any{}}, r)
}

// giveKey takes the key that an import brings when it is free, else draws one.
func (p *plan) giveKey(r *casefile.Record) error {
	if own := r.Key(); own != "" {
		prefix, digits, ok := casefile.ReadKey(own)
		if !ok || prefix != r.Kind.Prefix() || own != prefix+"-"+digits || len(digits) != 6 {
			return casefile.Faultf(casefile.Invalid, "%q is no key of a %s. Leave the key out and a new one is drawn.", own, r.Kind.One())
		}
		taken := p.keys[own]
		if !taken && p.v != nil {
			var err error
			if taken, err = p.v.keyTaken(own); err != nil {
				return err
			}
		}
		if taken {
			return casefile.Faultf(casefile.Conflict, "The key %s belongs to another record. Leave the key out and a new one is drawn.", own)
		}
		p.keys[own] = true
		return nil
	}
	drawn, err := drawKey(p.v, r.Kind, p.keys)
	r.Fields["key"] = drawn
	return err
}

// mostRecord is how many bytes a record's fields may take together: what Badger takes as one value.
const mostRecord = 48 << 20

// keep checks a record's next state and adds what is different to the entry.
func (p *plan) keep(c Change, now, next casefile.Record) error {
	next = casefile.Normal(next)
	if err := p.check(now, next); err != nil {
		return err
	}
	diff := casefile.Diff(now.Fields, next.Fields)
	if len(diff) == 0 && now.Rev > 0 {
		p.results = append(p.results, planned{record: next})
		return nil
	}
	patch, err := casefile.Encode(diff)
	if err != nil {
		return casefile.Wrap(casefile.Invalid, err, "The change holds a value that cannot be kept.")
	}
	if large, err := tooLarge(next); err != nil || large {
		return errors.Join(err, casefile.Faultf(casefile.Invalid, "The %s would have more than %d MB of text. Keep long texts as attachments.", next.Kind.One(), mostRecord>>20))
	}
	p.add(c, now, patch, next)
	return nil
}

// tooLarge says that a record cannot be kept as one value. Only a record that may be is written to find out.
func tooLarge(r casefile.Record) (bool, error) {
	const mostEscaped = 6 // bytes that JSON makes of one at most
	if roughSize(r.Fields)*mostEscaped < mostRecord {
		return false, nil
	}
	value, err := recordValue(r)
	return len(value) > mostRecord, err
}

// roughSize is what a value takes as JSON, but for escapes.
func roughSize(v any) int {
	const around = 8 // quotes, colons, commas, words
	n := around
	switch v := v.(type) {
	case string:
		n += len(v)
	case json.Number:
		n += len(v)
	case []any:
		for _, e := range v {
			n += roughSize(e)
		}
	case map[string]any:
		for name, e := range v {
			n += len(name) + roughSize(e)
		}
	}
	return n
}

func (p *plan) add(c Change, now casefile.Record, patch []byte, next casefile.Record) {
	p.entry = append(p.entry, journal.Change{Kind: string(c.Kind), ID: c.ID, Base: now.Rev, Patch: patch})
	p.results = append(p.results, planned{next, true})
}

// check refuses what a change makes wrong. What was wrong before it, because another program wrote it, does not stand in
// its way.
func (p *plan) check(now, next casefile.Record) error {
	var before []casefile.Finding
	if now.Rev > 0 {
		before = casefile.Validate(now)
		for _, f := range []string{"key", "recorded"} {
			if now.Text(f) != "" && now.Text(f) != next.Text(f) {
				return casefile.Faultf(casefile.Invalid, "The field %s of a record never changes.", f)
			}
		}
	}
	var found []casefile.Finding
	for _, f := range casefile.Validate(next) {
		if !slices.Contains(before, f) && !strings.HasPrefix(f.Field, "conflicts.") { // a kept value has its field's type
			found = append(found, f)
		}
	}
	if err := casefile.Refuse("The "+next.Kind.One(), found); err != nil {
		return err
	}
	return p.checkParent(now, next)
}

// checkParent refuses a parent that is not there, and a circle.
func (p *plan) checkParent(now, next casefile.Record) error {
	parent := next.Parent()
	if parent == "" || parent == now.Parent() || p.v == nil || p.new[parent] != "" {
		return nil
	}
	up, found, err := p.v.record(parent)
	if err != nil {
		return err
	}
	for range deepest {
		if !found || up.ID == next.ID {
			return casefile.Faultf(casefile.NotFound, "What the %s should belong to is not there. Open it again, or choose another one.", next.Kind.One())
		}
		if up.Parent() == "" {
			return nil
		}
		if up, found, err = p.v.record(up.Parent()); err != nil {
			return err
		}
	}
	return casefile.Faultf(casefile.Invalid, "The %s would lie too deep below its case.", next.Kind.One())
}

// saved is the answer to the person.
func (p *plan) saved(e journal.Entry) Saved {
	out := Saved{Seq: e.Seq, ID: e.ID, At: e.At, Conflicts: p.conflicts}
	for _, r := range p.results {
		if r.changed {
			r.record.Rev = e.Seq
		}
		out.Records = append(out.Records, r.record)
	}
	for i := range out.Conflicts {
		out.Conflicts[i].Seq = e.Seq
	}
	return out
}

func (v view) keyTaken(human string) (taken bool, err error) {
	k := humanKey(human)
	if k == nil {
		return false, nil
	}
	err = v.keys(k, func([]byte) error {
		taken = true
		return nil
	})
	return taken, err
}

func (v view) moved(raw rawID) (int64, error) {
	content, _, found, err := v.get(idKey(keyMoved, raw))
	if err != nil || !found || len(content) != 8 {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(content)), nil
}
