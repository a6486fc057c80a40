package store

import (
	"encoding/json"

	"precedent/backend/casefile"
	"precedent/backend/journal"
)

// index drops the keys that led to a record's old state and sets those that lead to its new one.
func (a *applier) index(old casefile.Record, was bool, next casefile.Record, is bool) error {
	before, after := map[string]bool{}, map[string]bool{}
	if was {
		before = leads(old)
	}
	if is {
		after = leads(next)
	}
	for k := range before {
		if !after[k] {
			if err := a.drop([]byte(k)); err != nil {
				return err
			}
		}
	}
	for k := range after {
		if before[k] {
			continue
		}
		var value []byte
		if k[0] == keySource {
			raw := mustRaw(next.ID)
			value = seal([]byte(k), next.Rev, raw[:])
		}
		if err := a.set([]byte(k), value); err != nil {
			return err
		}
	}
	return nil
}

// leads are the keys that lead to a record: by its parent, its human key, its source, its names, and from the records
// that it names.
func leads(r casefile.Record) map[string]bool {
	raw := mustRaw(r.ID)
	out := map[string]bool{}
	if parent, ok := parseID(r.Parent()); ok {
		out[string(key(keyChild, parent[:], raw[:]))] = true
	}
	if k := humanKey(r.Key()); k != nil {
		out[string(append(k, raw[:]...))] = true
	}
	if r.Text("source_id") != "" {
		out[string(textKey(keySource, r.Text("source"), r.Text("source_id")))] = true
	}
	if r.Kind == casefile.KindCustomer || r.Kind == casefile.KindPerson {
		for _, name := range append(r.Strings("aliases"), r.Text("name")) {
			if f := Fold(name); f != "" {
				out[string(append(textKey(keyName, string(r.Kind), f), raw[:]...))] = true
			}
		}
	}
	for name, value := range r.Fields {
		if name != "parent" {
			named(value, func(id rawID) {
				if id != raw {
					out[string(key(keyNaming, id[:], raw[:]))] = true
				}
			})
		}
	}
	return out
}

// named finds the IDs of records anywhere in a value.
func named(value any, found func(rawID)) {
	switch v := value.(type) {
	case string:
		if len(v) == 36 {
			if id, ok := parseID(v); ok {
				found(id)
			}
		}
	case []any:
		for _, e := range v {
			named(e, found)
		}
	case map[string]any:
		for name, e := range v {
			named(name, found)
			named(e, found)
		}
	}
}

// draftValue is the content under keyDraft.
type draftValue struct {
	Kind   casefile.Kind `json:"kind"`
	Parent string        `json:"parent,omitempty"`
	Text   string        `json:"text"`
	At     string        `json:"at"`
	Who    string        `json:"who"`
	Base   uint64        `json:"base"`
}

func draftKey(id rawID, field string) []byte { return key(keyDraft, id[:], []byte(field)) }

// draft keeps or drops the text that an entry brought. Its patch has the field, and the parent of an item that is not
// saved yet.
func (a *applier) draft(e journal.Entry, c journal.Change, raw rawID) error {
	patch, err := casefile.DecodeFields(c.Patch)
	if err != nil {
		return err
	}
	parent, _ := patch["parent"].(string)
	for field, value := range patch {
		if field == "parent" {
			continue
		}
		k := draftKey(raw, field)
		text, ok := value.(string)
		if !ok {
			if err := a.dropDraft(raw, field); err != nil {
				return err
			}
			continue
		}
		a.drafts.add(raw, field)
		content, err := json.Marshal(draftValue{casefile.Kind(c.Kind), parent, text, casefile.At(e.At, "").String(), e.Who, c.Base})
		if err != nil {
			return err
		}
		if err := a.set(k, seal(k, e.Seq, content)); err != nil {
			return err
		}
	}
	return nil
}

// draftSet knows which fields of which records have drafts, so that a save needs not look for them: looking through a
// transaction's own writes takes as long as there are writes.
type draftSet map[rawID]map[string]bool

func readDrafts(v view) (draftSet, error) {
	set := draftSet{}
	err := v.keys([]byte{keyDraft}, func(k []byte) error {
		set.add(rawID(k[1:17]), string(k[17:]))
		return nil
	})
	return set, err
}

func (s draftSet) add(id rawID, field string) {
	if s[id] == nil {
		s[id] = map[string]bool{}
	}
	s[id][field] = true
}

// dropDrafts drops the drafts of the fields that a patch sets; of all fields when it is nil.
func (a *applier) dropDrafts(id string, patch map[string]any) error {
	raw := mustRaw(id)
	for field := range a.drafts[raw] {
		if patch != nil && !sets(patch, field) {
			continue
		}
		if err := a.dropDraft(raw, field); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) dropDraft(raw rawID, field string) error {
	delete(a.drafts[raw], field)
	if len(a.drafts[raw]) == 0 {
		delete(a.drafts, raw)
	}
	return a.drop(draftKey(raw, field))
}
