package desk

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestAnImportsReportIsFoundAgainAfterARestart(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	d := opened(t, dir, Options{})
	file := filepath.Join(t.TempDir(), "cases.jsonl")
	if err := os.WriteFile(file, []byte(`{"kind":"escalation","id":"a","title":"Exports stop"}`+"\n"+`{"kind":"spaceship","id":"b","title":"x"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := d.Import(ctx, ImportRequest{Paths: []string{file}, Format: "precedent"}, nil)
	must(t, report, err)
	closed(t, d)

	d = opened(t, dir, Options{})
	t.Cleanup(func() { closed(t, d) })
	kept, err := d.Reports(ctx)
	must(t, kept, err)
	if len(kept) != 1 || kept[0].Name != "cases.jsonl" || kept[0].Made != 1 || kept[0].Refused != 1 || len(kept[0].Refusals) != 1 || kept[0].Refusals[0].Line != 2 || kept[0].Action != report.Action {
		t.Fatalf("%+v", kept)
	}
	if err := d.forgetReports(0); err != nil {
		t.Fatal(err)
	}
	if kept, err := d.Reports(ctx); err != nil || len(kept) != 0 {
		t.Errorf("%v %+v", err, kept)
	}
}
