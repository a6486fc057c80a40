package exchange

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"precedent/backend/casefile"
)

// Clash is a field that both the source and a person changed since the last import: Kept is the value that did not prevail,
// kept beside the field until a person chooses.
type Clash struct {
	Field string
	Kept  any
}

// Merge says what an incoming record changes of the one that is here; nil when it is new. The names and references of the
// record must have been turned into fields before; the parent of an item and the key of a new record are the caller's to set.
//
// It compares three values of each field: what the source said at the last import (its hash, kept in the record's field
// imported), what is here, what the source says now. What only the source changed is taken; what only a person changed
// stays; where both did, the import stands and the earlier value is kept in the record's field conflicts, for the caller to
// add who and when. An export does not tell what was here when it was made: where it and the record here differ at the first
// import of it, what is here stays and the export's value is kept beside it, so that an old export turns nothing back. What
// the source does not mention is left alone. The members of extra are compared one by one. The
// patch is an RFC 7396 merge patch; it is empty when nothing is new.
func Merge(existing *casefile.Record, in Incoming) (patch map[string]any, clashes []Clash) {
	before := casefile.Record{Kind: in.Kind, Fields: map[string]any{}}
	if existing != nil {
		before = existing.Clone()
	}
	m := merging{in: in, rev: before.Rev, target: before.Clone().Fields, ours: in.ID != ""}
	m.imported = mapIn(m.target, "imported")
	if !m.ours {
		m.target["source"], m.target["source_id"] = in.Source, in.SourceID
	}
	for _, name := range slices.Sorted(maps.Keys(in.Fields)) {
		if extra, ok := in.Fields[name].(map[string]any); ok && name == "extra" {
			m.extra(extra)
			continue
		}
		m.field(name)
	}
	setMap(m.target, "imported", m.imported)
	return casefile.Diff(before.Fields, m.target), m.clashes
}

type merging struct {
	in       Incoming
	rev      uint64
	ours     bool
	target   map[string]any
	imported map[string]any
	clashes  []Clash
}

func mapIn(fields map[string]any, name string) map[string]any {
	if m, ok := fields[name].(map[string]any); ok {
		return m
	}
	return map[string]any{}
}

func setMap(fields map[string]any, name string, m map[string]any) {
	if len(m) == 0 {
		delete(fields, name)
		return
	}
	fields[name] = m
}

func (m *merging) field(name string) {
	if m.ours && slices.Contains(ownFields, name) {
		m.own(name)
		return
	}
	value := m.decide(name, m.target[name], m.in.Fields[name])
	if casefile.Empty(value) {
		delete(m.target, name)
		return
	}
	m.target[name] = value
}

func (m *merging) extra(incoming map[string]any) {
	extra := mapIn(m.target, "extra")
	for _, name := range slices.Sorted(maps.Keys(incoming)) {
		if value := m.decide("extra."+name, extra[name], incoming[name]); value == nil {
			delete(extra, name)
		} else {
			extra[name] = value
		}
	}
	setMap(m.target, "extra", extra)
}

// decide is the three-way merge of one value.
func (m *merging) decide(name string, here, there any) any {
	mark := name
	if m.ours {
		mark = exportMark + name // an export and the source that it came from are two sources
	}
	base, _ := m.imported[mark].(string)
	now := hashOf(there)
	if now != base {
		m.remember(mark, now)
	}
	switch current := hashOf(here); {
	case now == base, now == current:
		return here
	case current == base:
		return there
	case m.ours && base == "" && m.rev > 0:
		m.clash(name, there)
		return here
	}
	m.clash(name, here)
	return there
}

// exportMark is before the names of fields that came from an export, in a record's field imported.
const exportMark = "export:"

func (m *merging) remember(mark, hash string) {
	if hash == "" {
		delete(m.imported, mark)
		return
	}
	m.imported[mark] = hash
}

func (m *merging) clash(name string, kept any) {
	m.clashes = append(m.clashes, Clash{name, kept})
	if kept == nil {
		kept = "" // a merge patch cannot keep null
	}
	conflicts := mapIn(m.target, "conflicts")
	conflicts[name] = map[string]any{"value": kept, "seq": json.Number(strconv.FormatUint(m.rev, 10))}
	m.target["conflicts"] = conflicts
}

// ownFields are those that the program keeps: an export brings them for a record that is new here, and otherwise the
// record here has its own.
var ownFields = []string{"key", "recorded", "deleted", "imported", "conflicts", "source", "source_id", "bin_days", "parent"}

func (m *merging) own(name string) {
	if _, here := m.target[name]; here || m.rev > 0 {
		return
	}
	value := m.in.Fields[name]
	if casefile.Empty(value) {
		return
	}
	if hashes, ok := value.(map[string]any); ok && name == "imported" {
		m.adopt(hashes)
		return
	}
	m.target[name] = value
}

// adopt takes over what an export remembers of the source that its record came from.
func (m *merging) adopt(hashes map[string]any) {
	for name, hash := range hashes {
		if !strings.HasPrefix(name, exportMark) {
			m.imported[name] = hash
		}
	}
}
