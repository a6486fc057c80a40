package desk

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"precedent/backend/casefile"
)

// reported is a case as another program says it.
func reported(fields map[string]any) map[string]any {
	r := map[string]any{"kind": "escalation", "source": "tracker", "id": "T-1", "title": "The pump stops", "description": "It stops at noon.", "component": "pump"}
	maps.Copy(r, fields)
	return r
}

func fromTracker(t *testing.T, d *Desk) casefile.Record {
	t.Helper()
	r, err := d.store.BySource("tracker", "T-1")
	return must(t, r, err)
}

func TestTheSameFileAgainChangesNothing(t *testing.T) {
	d := desk(t)
	path := lines(t, reported(nil), map[string]any{"kind": "line", "source": "tracker", "id": "T-1#1", "parent": "T-1", "text": "Looked at it."},
		map[string]any{"kind": "review", "source": "tracker", "id": "R-1", "title": "Why it stopped", "customer": "Fictional Optics", "unknown": "kept"})
	if first := imported(t, d, path); first.Made != 4 { // the customer too
		t.Fatalf("%+v", first)
	}
	before, seq := state(t, d), d.store.Seq()
	again := imported(t, d, path)
	if again.Made+again.Changed+again.Files > 0 || again.Same != 3 || again.Action != "" {
		t.Fatalf("%+v", again)
	}
	sameState(t, before, state(t, d))
	if d.store.Seq() != seq {
		t.Fatal("an entry was written for nothing")
	}
}

func TestWhatTheSourceChangedIsTakenAndWhatAPersonChangedStays(t *testing.T) {
	d := desk(t)
	imported(t, d, lines(t, reported(nil)))
	r := fromTracker(t, d)
	s, err := d.Set(context.Background(), r.ID, []Assignment{{"component", "valve"}})
	must(t, s, err)
	report := imported(t, d, lines(t, reported(map[string]any{"title": "The pump stops daily"})))
	if report.Changed != 1 {
		t.Fatalf("%+v", report)
	}
	r = fromTracker(t, d)
	if r.Text("title") != "The pump stops daily" || r.Text("component") != "valve" || r.Text("description") != "It stops at noon." {
		t.Fatalf("%v", r.Fields)
	}
	if c, err := d.Conflicts(context.Background()); err != nil || len(c) != 0 {
		t.Fatalf("%+v %v", c, err)
	}
}

func TestAFieldThatBothChangedHasTwoValuesUntilAPersonChooses(t *testing.T) {
	for take, want := range map[string]string{"standing": "motor", "kept": "valve"} {
		t.Run(take, func(t *testing.T) {
			ctx := context.Background()
			d := desk(t)
			imported(t, d, lines(t, reported(nil)))
			r := fromTracker(t, d)
			s, err := d.Set(ctx, r.ID, []Assignment{{"component", "valve"}})
			must(t, s, err)
			both := lines(t, reported(map[string]any{"component": "motor"}))
			imported(t, d, both)
			list, err := d.Conflicts(ctx)
			must(t, list, err)
			if len(list) != 1 || list[0].Field != "component" || list[0].Standing != "motor" || list[0].Kept != "valve" || list[0].KeptBy != "Mara Lindt" {
				t.Fatalf("%+v", list)
			}
			s, err = d.Resolve(ctx, list[0].ID, take)
			must(t, s, err)
			if list, err = d.Conflicts(ctx); err != nil || len(list) != 0 {
				t.Fatalf("%+v %v", list, err)
			}
			imported(t, d, both) // says nothing new
			if got := fromTracker(t, d).Text("component"); got != want {
				t.Fatalf("%q, not %q", got, want)
			}
		})
	}
}

func TestUndoingAnImportLeavesTheWorkspaceAsItWas(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	imported(t, d, lines(t, reported(nil)))
	before := fieldsOf(t, d)
	records := []map[string]any{reported(map[string]any{"title": "Changed by the import"})}
	for i := range 2*partRecords + 7 { // more than two parts
		records = append(records, map[string]any{"kind": "review", "source": "tracker", "id": fmt.Sprint("R-", i), "title": fmt.Sprint("Fictional xylophage review ", i), "customer": "Fictional Optics"})
	}
	report := imported(t, d, lines(t, records...))
	if len(found(t, d, "xylophage")) == 0 {
		t.Fatal("the import is not found")
	}
	u, err := d.Undo(ctx, report.Action)
	if must(t, u, err); len(u.Left) > 0 {
		t.Fatalf("left: %q", u.Left)
	}
	if after := fieldsOf(t, d); !maps.Equal(before, after) {
		t.Fatalf("%d records were there, %d are", len(before), len(after))
	}
	finds(t, d, "xylophage")
	clean(t, d)
}

// fieldsOf are all records without their history.
func fieldsOf(t *testing.T, d *Desk) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := d.store.Records(context.Background(), func(r casefile.Record) error {
		text, err := casefile.Encode(r.Fields)
		out[r.ID] = string(text)
		return err
	})
	return must(t, out, err)
}
