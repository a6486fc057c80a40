package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

func TestADateThatCanBeReadInTwoWaysWaitsForAPersonToSay(t *testing.T) {
	d := desk(t)
	path := filepath.Join(t.TempDir(), "sheet.csv")
	if err := os.WriteFile(path, []byte("Title,Opened on\nFan stands still,03/04/2026\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	asked, err := d.Import(ctx, ImportRequest{Paths: []string{path}}, nil)
	if err != nil || asked.Made != 0 || len(asked.Refusals) != 1 || !strings.Contains(asked.Refusals[0].Says, "two ways") {
		t.Fatalf("%+v, %v; want one row asked about", asked, err)
	}
	told, err := d.Import(ctx, ImportRequest{Paths: []string{path}, Dates: "day"}, nil)
	if err != nil || told.Made != 1 {
		t.Fatalf("%+v, %v; want one new", told, err)
	}
	page, err := d.List(ctx, ListQuery{Kind: string(casefile.KindEscalation)})
	if err != nil || len(page.Rows) != 1 {
		t.Fatal(page, err)
	}
	if r, err := d.store.Get(page.Rows[0].ID); err != nil || r.Text("created") != "2026-04-03" {
		t.Errorf("created %q, %v; want 2026-04-03", r.Text("created"), err)
	}
}
