package desk

import (
	"context"
	"slices"
	"testing"

	"precedent/backend/casefile"
)

func made(t *testing.T, d *Desk, kind string, fields map[string]any) SavedRecord {
	t.Helper()
	saved, err := d.Make(context.Background(), kind, fields)
	if err != nil {
		t.Fatal(err)
	}
	return saved.Records[0]
}

func TestTwoCustomersBecomeOneAndUndoPartsThem(t *testing.T) {
	d := desk(t)
	ctx := context.Background()
	keep := made(t, d, "customer", map[string]any{"name": "Veldhoorn Rail", "aliases": []any{"VR"}, "region": "EMEA"})
	other := made(t, d, "customer", map[string]any{"name": "Veldhoorn Rail BV", "aliases": []any{"vr", "Veldhoorn"}, "region": "Benelux", "segment": "Enterprise"})
	esc := made(t, d, "escalation", map[string]any{"title": "Nodes refuse", "customer": other.ID})
	incident := made(t, d, "incident", map[string]any{"title": "Storage", "outreach": map[string]any{"a": map[string]any{"customer": other.ID, "text": "told"}}})
	line := made(t, d, "line", map[string]any{"parent": other.ID, "text": "prefers mail"})

	saved, err := d.Merge(ctx, keep.Key, other.Key)
	if err != nil {
		t.Fatal(err)
	}
	get := func(id string) casefile.Record {
		r, err := d.store.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if got := get(keep.ID); !slices.Equal(got.Strings("aliases"), []string{"VR", "Veldhoorn Rail BV", "Veldhoorn"}) || got.Text("region") != "EMEA" || got.Text("segment") != "Enterprise" {
		t.Errorf("kept as %v", got.Fields)
	}
	if get(esc.ID).Text("customer") != keep.ID || get(incident.ID).Entries("outreach")[0].Text("customer") != keep.ID || get(line.ID).Parent() != keep.ID {
		t.Error("something still names the other one")
	}
	if !get(other.ID).Binned() {
		t.Error("the other one is not in the bin")
	}
	if r, err := d.store.ByName(casefile.KindCustomer, "veldhoorn rail bv"); err != nil || r.ID != keep.ID {
		t.Error("the other's name does not lead to the one that was kept", err)
	}

	if _, err := d.Undo(ctx, saved.Action); err != nil {
		t.Fatal(err)
	}
	if get(esc.ID).Text("customer") != other.ID || get(line.ID).Parent() != other.ID || get(other.ID).Binned() || get(keep.ID).Text("segment") != "" {
		t.Error("undo did not part them")
	}
}

func TestOnlyWhatCanBeOneIsMerged(t *testing.T) {
	d := desk(t)
	customer := made(t, d, "customer", map[string]any{"name": "Ostervik"})
	person := made(t, d, "person", map[string]any{"name": "Ostervik"})
	for _, pair := range [][2]string{{customer.Key, person.Key}, {customer.Key, customer.Key}} {
		if _, err := d.Merge(context.Background(), pair[0], pair[1]); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("%v: %v", pair, err)
		}
	}
}

func TestAnAliasIsSplitOff(t *testing.T) {
	d := desk(t)
	ctx := context.Background()
	c := made(t, d, "customer", map[string]any{"name": "Tamarack", "aliases": []any{"Vole Foods"}})
	saved, err := d.SplitOff(ctx, c.Key, "vole foods")
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := d.store.Get(saved.Records[0].ID)
	if err != nil || fresh.Text("name") != "Vole Foods" {
		t.Fatal(fresh.Fields, err)
	}
	if r, _ := d.store.Get(c.ID); len(r.Strings("aliases")) != 0 {
		t.Error("the alias is still there")
	}
	if _, err := d.SplitOff(ctx, c.Key, "vole foods"); casefile.CodeOf(err) != casefile.NotFound {
		t.Error(err)
	}
}

func TestNamesThatAreNearlyTheSame(t *testing.T) {
	near := [][2]string{{"Acme, Inc.", "ACME"}, {"The Quillhaven Bank", "Quillhaven Bank plc"}, {"Ferrow & Tace Publishing", "Tace and Ferrow Publishing"},
		{"Pallaspoint Orbital", "Palaspoint Orbital"}, {"Ｋａｋｕ Seiki", "Kaku Seiki K.K."}}
	for _, p := range near {
		if !alikeNames(p[:1], p[1:]) {
			t.Errorf("%q and %q are not alike", p[0], p[1])
		}
	}
	far := [][2]string{{"Acme", "Acne"}, {"Ostervik Polymer", "Ostervik Paper"}, {"GmbH", "AG"}}
	for _, p := range far {
		if alikeNames(p[:1], p[1:]) {
			t.Errorf("%q and %q are alike", p[0], p[1])
		}
	}
}
