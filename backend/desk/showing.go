package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// NewID is an ID for a record that is still being written.
func (d *Desk) NewID() string {
	id, err := uuid.NewV7()
	if err != nil { // the system has no randomness left, which Go itself treats as the end
		panic(err)
	}
	return id.String()
}

// Show gives a record, by ID or key, with everything below it.
func (d *Desk) Show(_ context.Context, ref string) (CaseView, error) {
	r, err := d.store.Find(ref)
	if err != nil {
		return CaseView{}, err
	}
	c, err := d.wholeCase(r.ID)
	if err != nil {
		return CaseView{}, err
	}
	v := CaseView{
		Record: viewRecord(c.Record), Items: []RecordView{}, Attachments: []AttachmentView{}, Drafts: []DraftView{},
		Conflicts: d.conflictsOf(c.Record), Findings: findings(c.Record), Names: map[string]Named{}, Deleted: c.Binned(),
	}
	d.addNames(v.Names, c.Record)
	for _, item := range c.Items {
		v.Items = append(v.Items, viewRecord(item))
		v.Conflicts = append(v.Conflicts, d.conflictsOf(item)...)
		v.Findings = append(v.Findings, findings(item)...)
		d.addNames(v.Names, item)
	}
	v.Findings = append(v.Findings, d.patternNote(c)...)
	for _, a := range c.Files {
		v.Attachments = append(v.Attachments, d.viewAttachment(a))
	}
	v.Items = append(v.Items, d.linksHere(c.ID, v.Names)...)
	drafts, err := d.store.Drafts(c.ID)
	for _, dr := range drafts {
		v.Drafts = append(v.Drafts, viewDraft(dr))
	}
	return v, err
}

// wholeCase reads a case. Who asks for the same meanwhile gets the same, and nobody changes it: a screen asks for a case, its duties
// and its guide at once, and a case may have thousands of lines to read.
func (d *Desk) wholeCase(id string) (casefile.Case, error) {
	c, err, _ := d.reading.Do(d.asItIs(id), func() (any, error) { return d.store.Case(id) })
	if err != nil {
		return casefile.Case{}, err
	}
	return c.(casefile.Case), nil
}

// asItIs names a case as it stands now.
func (d *Desk) asItIs(id string) string { return fmt.Sprint(id, " as of ", d.store.Seq()) }

// linksHere are the links of other records that name this one, so that a link is seen from both its ends.
func (d *Desk) linksHere(id string, names map[string]Named) []RecordView {
	named, err := d.store.Links(id)
	if err != nil {
		return nil
	}
	var out []RecordView
	for _, r := range named {
		if r.Kind == casefile.KindLink && !r.Binned() {
			out = append(out, viewRecord(r))
			if p, err := d.store.Get(r.Parent()); err == nil {
				names[p.ID] = viewNamed(p)
			}
		}
	}
	return out
}

// addNames names every record that a reference or a link of a record points to.
func (d *Desk) addNames(names map[string]Named, r casefile.Record) {
	fields := casefile.FieldsOf(r.Kind)
	for i := range fields { // not copied: a case may have thousands of lines
		if fields[i].Type != casefile.TypeRef {
			continue
		}
		id := r.Text(fields[i].Name)
		if _, done := names[id]; done || id == "" {
			continue
		}
		if to, err := d.store.Get(id); err == nil {
			names[id] = viewNamed(to)
		}
	}
}

func findings(r casefile.Record) []FieldFinding {
	out := []FieldFinding{}
	for _, f := range casefile.Missing(r) {
		out = append(out, FieldFinding{ID: r.ID, Field: f.Field, Level: "note", Says: f.Says, Source: sourceIn(f.Says)})
	}
	return out
}

// sourceIn is the rule that a sentence cites, such as S0:37.
func sourceIn(says string) string {
	_, rest, ok := strings.Cut(says, "(S")
	if !ok {
		return ""
	}
	cite, _, _ := strings.Cut(rest, ")")
	return "S" + cite
}

// conflictsOf are the fields of a record that have two values.
func (d *Desk) conflictsOf(r casefile.Record) []ConflictView {
	clashes, _ := r.Fields["conflicts"].(map[string]any)
	out := []ConflictView{}
	for _, path := range slices.Sorted(maps.Keys(clashes)) {
		clash, _ := clashes[path].(map[string]any)
		c := casefile.Record{Fields: clash}
		field, _, _ := strings.Cut(path, "#")
		v := ConflictView{ID: r.ID + "/" + path, RecordID: r.ID, Field: field, Label: labelOf(r.Kind, field), Kept: clash["value"],
			KeptBy: c.Text("who"), KeptAt: c.Text("at"), Standing: valueAt(r.Fields, field)}
		v.StandingBy, v.StandingAt = d.lastToSet(r.ID, field)
		out = append(out, v)
	}
	return out
}

// lookedBack is how many actions are looked through for the one that set a field.
const lookedBack = 200

// lastToSet is who gave a field its present value, and when; "" when that lies far back.
func (d *Desk) lastToSet(id, field string) (who, at string) {
	revs, err := d.store.History(d.life, id, 0, lookedBack)
	if err != nil {
		return "", ""
	}
	for _, rev := range revs {
		for _, c := range rev.Changes {
			if c.RecordID == id && (c.Field == field || strings.HasPrefix(field, c.Field+".") || strings.HasPrefix(c.Field, field+".")) {
				return rev.Who, casefile.At(rev.At, d.zone()).String()
			}
		}
	}
	return "", ""
}

// authorOf is who made an entry, and when.
func (d *Desk) authorOf(id string, seq uint64) (who, at string) {
	revs, err := d.store.History(d.life, id, seq+1, 1)
	if err != nil || len(revs) == 0 || revs[0].Seq != seq {
		return "", ""
	}
	return revs[0].Who, casefile.At(revs[0].At, d.zone()).String()
}

func labelOf(k casefile.Kind, path string) string {
	name, rest, _ := strings.Cut(path, ".")
	f, ok := casefile.FieldOf(k, name)
	if !ok {
		return path
	}
	if _, inner, nested := strings.Cut(rest, "."); nested {
		for _, e := range f.Entry {
			if e.Name == inner {
				return f.Label + ", " + strings.ToLower(e.Label)
			}
		}
	}
	return f.Label
}

func valueAt(fields map[string]any, path string) any {
	var v any = fields
	for _, name := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

// Conflicts gives every field that has two values, in the whole workspace.
func (d *Desk) Conflicts(ctx context.Context) ([]ConflictView, error) {
	out := []ConflictView{}
	err := d.store.Having(ctx, "conflicts", func(r casefile.Record) error {
		if !r.Binned() && r.Fields["conflicts"] != nil {
			out = append(out, d.conflictsOf(r)...)
		}
		return nil
	})
	for i := range out {
		if root, err := d.store.Root(out[i].RecordID); err == nil {
			of := viewNamed(root)
			out[i].Of = &of
		}
	}
	return out, err
}

// Resolve takes one side of a conflict: standing or kept.
func (d *Desk) Resolve(ctx context.Context, conflict, take string) (Saved, error) {
	id, path, ok := strings.Cut(conflict, "/")
	if !ok {
		return Saved{}, casefile.Faultf(casefile.NotFound, "That conflict is not there any more.")
	}
	r, err := d.store.Get(id)
	if err != nil {
		return Saved{}, err
	}
	clashes, _ := r.Fields["conflicts"].(map[string]any)
	clash, there := clashes[path].(map[string]any)
	if !there {
		return Saved{}, casefile.Faultf(casefile.NotFound, "That conflict is settled already.")
	}
	patch := map[string]any{"conflicts": map[string]any{path: nil}}
	if take == "kept" {
		field, _, _ := strings.Cut(path, "#")
		putAt(patch, strings.Split(field, "."), clash["value"])
	}
	return d.save(ctx, "settle a conflict", []store.Change{{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: patch}})
}

func viewDraft(dr store.Draft) DraftView {
	return DraftView{ID: dr.RecordID, Kind: string(dr.Kind), Parent: dr.Parent, Field: dr.Field, Text: dr.Text, At: dr.At}
}

// Draft keeps a text while it is written and gives the time when it was on the disk.
func (d *Desk) Draft(ctx context.Context, r DraftRequest) (string, error) {
	draft := store.Draft{RecordID: r.ID, Kind: casefile.Kind(r.Kind), Parent: r.Parent, Field: r.Field, Text: r.Text, Who: d.who()}
	if there, err := d.store.Get(r.ID); err == nil {
		draft.Base = there.Rev
	}
	return d.stamp(), d.store.Draft(ctx, draft)
}

// DropDraft forgets a draft.
func (d *Desk) DropDraft(ctx context.Context, id, field string) error {
	drafts, err := d.store.Drafts("")
	if err != nil {
		return err
	}
	for _, dr := range drafts {
		if dr.RecordID == id && (field == "" || dr.Field == field) {
			if err := d.store.DropDraft(ctx, dr); err != nil {
				return err
			}
		}
	}
	return nil
}

// Drafts gives the drafts of records that do not exist yet and belong to none that does, with those of the items below them.
func (d *Desk) Drafts(context.Context) ([]DraftView, error) {
	drafts, err := d.store.Drafts("")
	out := []DraftView{}
	for _, dr := range drafts {
		if !d.exists(dr.RecordID) && !d.exists(dr.Parent) {
			out = append(out, viewDraft(dr))
		}
	}
	return out, err
}

func (d *Desk) exists(id string) bool {
	_, err := d.store.Get(id)
	return err == nil
}

// Settings gives the workspace's settings.
func (d *Desk) Settings(context.Context) (SettingsView, error) {
	v := SettingsView{Appearance: "system", TextScale: 1}
	r, err := d.store.Get(casefile.SettingsID)
	if casefile.CodeOf(err) == casefile.NotFound {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.Name, v.Role, v.Zone, v.Appearance = r.Text("my_name"), r.Text("my_role"), r.Text("zone"), firstOf(r.Text("theme"), "system")
	v.QuietFrom, v.QuietTo = r.Text("quiet_from"), r.Text("quiet_to")
	if n, ok := r.Number("text_scale"); ok {
		v.TextScale = n / 100
	}
	return v, nil
}

// SaveSettings keeps the workspace's settings.
func (d *Desk) SaveSettings(ctx context.Context, v SettingsView) (SettingsView, error) {
	for _, at := range []string{v.QuietFrom, v.QuietTo} {
		if _, ok := timeOfDay(at); !ok && at != "" {
			return SettingsView{}, casefile.Faultf(casefile.Invalid, "%q is no time of day. Write quiet hours as 22:00.", casefile.FirstLine(at))
		}
	}
	patch := map[string]any{"quiet_from": v.QuietFrom, "quiet_to": v.QuietTo, "my_name": v.Name, "my_role": v.Role, "zone": v.Zone, "theme": firstOf(v.Appearance, "system"),
		"text_scale": nil}
	if v.TextScale > 0 {
		patch["text_scale"] = jsonNumber(strconv.Itoa(int(v.TextScale*100 + 0.5)))
	}
	for name, value := range patch {
		if value == "" {
			patch[name] = nil
		}
	}
	r, err := d.store.Get(casefile.SettingsID)
	if err != nil && casefile.CodeOf(err) != casefile.NotFound {
		return SettingsView{}, err
	}
	if err != nil {
		maps.DeleteFunc(patch, func(_ string, v any) bool { return v == nil })
	}
	if _, err := d.save(ctx, "settings", []store.Change{{Kind: casefile.KindSettings, ID: casefile.SettingsID, Base: r.Rev, Patch: patch}}); err != nil {
		return SettingsView{}, err
	}
	return d.Settings(ctx)
}
