package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"precedent/backend/casefile"
)

func TestTheSampleIsTakenWholeAndProvesThePanel(t *testing.T) {
	d := desk(t)
	ctx := context.Background()
	report, err := d.Sample(ctx, nil)
	if err != nil || len(report.Refusals) > 0 {
		t.Fatal(report.Refusals, err)
	}
	page, err := d.List(ctx, ListQuery{Kind: "escalation", Limit: 100})
	if err != nil || page.All < 40 {
		t.Fatalf("%d escalations, %v", page.All, err)
	}
	if papers, err := d.List(ctx, ListQuery{Kind: "document", Limit: 100}); err != nil || papers.All < 5 {
		t.Fatalf("%d documents, %v", papers.All, err)
	}
	customers, err := d.List(ctx, ListQuery{Kind: "customer", Limit: 100})
	if err != nil || len(customers.Rows) == 0 {
		t.Fatal(customers, err)
	}
	for _, c := range customers.Rows { // a customer has no time of its own
		if c.Cells["moved"] == "" || c.Cells["moved"] == nil {
			t.Errorf("when %s last moved is not told", c.Title)
		}
	}
	r, err := d.store.BySource(sampleSource, "esc-storage-nordhavn")
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Show(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	pattern := false
	for _, f := range v.Findings {
		pattern = pattern || strings.HasPrefix(f.Says, "A pattern")
	}
	if !pattern {
		t.Error("three customers with one problem are no pattern")
	}
}

func TestTheSampleMovesOnByWholeWeeks(t *testing.T) {
	then, err := sampleText(sampleWeek)
	if err != nil {
		t.Fatal(err)
	}
	later, err := sampleText(sampleWeek.AddDate(0, 0, 100*7+3))
	if err != nil {
		t.Fatal(err)
	}
	if len(then) != len(later) || strings.Count(string(later), "2026-11-1") >= strings.Count(string(then), "2026-11-1") {
		t.Error("the times did not move")
	}
	got := string(movedOn([]byte(`{"at":"2026-11-17T07:50:00Z[Europe/Tallinn]","due":"2026-11-23T18:00[Etc/GMT+3]","day":"2026-11-23","text":"on 2026-11-23 \"2026-11-23x\""}`), 2))
	if want := `{"at":"2026-12-01T07:50:00Z[Europe/Tallinn]","due":"2026-12-07T18:00[Etc/GMT+3]","day":"2026-12-07","text":"on 2026-11-23 \"2026-11-23x\""}`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if d := sampleWeek.Weekday(); d != time.Monday {
		t.Errorf("the week begins on a %s", d)
	}
}

func TestNobodyOfTheSampleIsUnknown(t *testing.T) {
	d := desk(t)
	ctx := context.Background()
	if _, err := d.Sample(ctx, nil); err != nil {
		t.Fatal(err)
	}
	err := d.store.Records(ctx, func(r casefile.Record) error {
		for _, f := range casefile.FieldsOf(r.Kind) {
			if id := r.Text(f.Name); f.Type == casefile.TypeRef && id != "" {
				if _, err := d.store.Get(id); err != nil {
					t.Errorf("%s of %s names nobody", f.Name, r.Title())
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
