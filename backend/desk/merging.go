package desk

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// Merge makes one of two customers, or of two people: what names the other names the one that is kept, the other's names
// become aliases, what only the other had recorded fills gaps, and the other goes into the bin. It is one action, undone
// whole. The fault is invalid when the two are not of one such kind, or are one and the same.
func (d *Desk) Merge(ctx context.Context, keep, other string) (Saved, error) {
	kept, gone, err := d.mergeable(keep, other)
	if err != nil {
		return Saved{}, err
	}
	naming, err := d.store.Links(gone.ID)
	if err != nil {
		return Saved{}, err
	}
	below, err := d.store.Items(gone.ID)
	if err != nil {
		return Saved{}, err
	}
	var changes []store.Change
	for _, r := range naming {
		if patch := renamed(r, gone.ID, kept.ID); len(patch) > 0 && r.ID != kept.ID {
			changes = append(changes, store.Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: patch})
		}
	}
	for _, r := range below {
		changes = append(changes, store.Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"parent": kept.ID}})
	}
	patch := gapsFilled(kept, gone)
	patch["aliases"] = aliases(kept, gone)
	now := casefile.At(d.now(), d.zone()).String()
	changes = append(changes,
		store.Change{Kind: kept.Kind, ID: kept.ID, Base: kept.Rev, Patch: patch},
		store.Change{Kind: gone.Kind, ID: gone.ID, Base: gone.Rev, Patch: map[string]any{"deleted": now}})
	return d.save(ctx, "merge", changes)
}

// mergeable are two customers, or two people, that are not in the bin.
func (d *Desk) mergeable(keep, other string) (kept, gone casefile.Record, err error) {
	if kept, err = d.store.Find(keep); err != nil {
		return kept, gone, err
	}
	if gone, err = d.store.Find(other); err != nil {
		return kept, gone, err
	}
	switch {
	case !hasAliases(kept.Kind) || kept.Kind != gone.Kind:
		return kept, gone, casefile.Faultf(casefile.Invalid, "Two customers can be made one, or two people; %s and %s cannot.", kept.Key(), gone.Key())
	case kept.ID == gone.ID:
		return kept, gone, casefile.Faultf(casefile.Invalid, "%s cannot be merged with itself. Name another one.", kept.Key())
	case kept.Binned() || gone.Binned():
		return kept, gone, casefile.Faultf(casefile.Invalid, "One of the two is in the bin. Take it out first.")
	}
	return kept, gone, nil
}

func hasAliases(k casefile.Kind) bool { return k == casefile.KindCustomer || k == casefile.KindPerson }

// renamed is the patch that makes a record name another one, in whichever field, at whatever depth.
func renamed(r casefile.Record, from, to string) map[string]any {
	patch := map[string]any{}
	for name, value := range r.Fields {
		if name == "parent" {
			continue
		}
		if next, changed := swapped(value, from, to); changed {
			patch[name] = next
		}
	}
	return patch
}

// swapped is a value with one ID put in another's place; of a map only what changes, as a merge patch wants it.
func swapped(value any, from, to string) (any, bool) {
	switch v := value.(type) {
	case string:
		return to, v == from
	case []any:
		out, changed := slices.Clone(v), false
		for i, e := range v {
			if next, ok := swapped(e, from, to); ok {
				out[i], changed = next, true
			}
		}
		return out, changed
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			if next, ok := swapped(e, from, to); ok {
				out[name] = next
			}
		}
		return out, len(out) > 0
	}
	return nil, false
}

// gapsFilled is what only the other one has recorded. Where both say something, the one that is kept is right.
func gapsFilled(kept, gone casefile.Record) map[string]any {
	patch := map[string]any{}
	for _, f := range casefile.FieldsOf(kept.Kind) {
		if value, has := gone.Fields[f.Name]; has && kept.Fields[f.Name] == nil && !f.System && !f.Common {
			patch[f.Name] = value
		}
	}
	return patch
}

// aliases are all the names of both but the one that is kept, each once.
func aliases(kept, gone casefile.Record) []any {
	seen := map[string]bool{store.Fold(kept.Text("name")): true}
	var out []any
	for _, name := range slices.Concat(kept.Strings("aliases"), []string{gone.Text("name")}, gone.Strings("aliases")) {
		if plain := store.Fold(name); plain != "" && !seen[plain] {
			seen[plain] = true
			out = append(out, name)
		}
	}
	return out
}

// SplitOff makes a customer, or a person, of an alias again. What named the record goes on naming it: who knows which of
// it belongs to the other changes it there.
func (d *Desk) SplitOff(ctx context.Context, ref, alias string) (Saved, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return Saved{}, err
	}
	var left []any
	split := ""
	for _, name := range r.Strings("aliases") {
		if split == "" && store.Fold(name) == store.Fold(alias) {
			split = name
			continue
		}
		left = append(left, name)
	}
	if split == "" {
		return Saved{}, casefile.Faultf(casefile.NotFound, "%s has no alias %q.", r.Key(), casefile.FirstLine(alias))
	}
	patch := map[string]any{"aliases": nil}
	if len(left) > 0 {
		patch["aliases"] = left
	}
	return d.save(ctx, "split", []store.Change{
		{Kind: r.Kind, Patch: map[string]any{"name": split}},
		{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: patch},
	})
}

// mostAlike is how many possible doubles are proposed.
const mostAlike = 5

// PossiblySame are the customers, or people, whose names differ from a record's only in their legal form, in signs, in the
// order of words or by one letter.
func (d *Desk) PossiblySame(ctx context.Context, ref string) ([]Named, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return nil, err
	}
	out := []Named{}
	if !hasAliases(r.Kind) {
		return out, nil
	}
	mine := calledNames(r)
	err = d.store.Records(ctx, func(other casefile.Record) error {
		if len(out) < mostAlike && other.Kind == r.Kind && other.ID != r.ID && !other.Binned() && alikeNames(mine, calledNames(other)) {
			out = append(out, viewNamed(other))
		}
		return nil
	})
	return out, err
}

func calledNames(r casefile.Record) []string { return append(r.Strings("aliases"), r.Text("name")) }

// alikeNames says that one name of the first is nearly one of the second.
func alikeNames(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if nearName(essence(x), essence(y)) {
				return true
			}
		}
	}
	return false
}

// legalForms say how a company is constituted, not which it is.
var legalForms = map[string]bool{
	"inc": true, "incorporated": true, "corp": true, "corporation": true, "co": true, "company": true, "llc": true, "llp": true, "ltd": true, "limited": true,
	"plc": true, "gmbh": true, "ag": true, "kg": true, "se": true, "sa": true, "sas": true, "sarl": true, "srl": true, "spa": true, "bv": true, "nv": true, "ab": true,
	"oy": true, "as": true, "aps": true, "pty": true, "kk": true, "株式会社": true, "the": true, "and": true,
}

// essence is a name without signs and legal form, its words in alphabetical order.
func essence(name string) string {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ReplaceAll(store.Fold(name), ".", ""), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		if !legalForms[w] {
			words[w] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(words)), " ")
}

// longName is from how many letters on one wrong letter does not make another name.
const longName = 8

// nearName says that two essences are one, or one letter apart where they are long.
func nearName(a, b string) bool {
	if a == b {
		return a != ""
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < longName || len(y)-len(x) > 1 {
		return false
	}
	head := 0
	for head < len(x) && x[head] == y[head] {
		head++
	}
	if len(x) == len(y) {
		return string(x[min(head+1, len(x)):]) == string(y[min(head+1, len(y)):])
	}
	return string(x[head:]) == string(y[head+1:])
}
