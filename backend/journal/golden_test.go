package journal

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden journal of the present format anew")

// A journal that the first format wrote, with all that a journal can hold, is read by every later version.
func TestTheFirstFormatIsStillRead(t *testing.T) {
	golden := filepath.Join("testdata", "format-1")
	if *update {
		writeGolden(t, golden)
	}
	dir := copyOf(t, golden)
	mustVerify(t, dir)
	j, _ := open(t, dir, options())
	got, err := json.MarshalIndent(all(t, j, 1), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := filepath.Join("testdata", "format-1.json")
	if *update {
		write(t, want, got)
	}
	if string(read(t, want)) != string(got) {
		t.Fatalf("%s", got)
	}
}

func writeGolden(t *testing.T, golden string) {
	if err := os.RemoveAll(golden); err != nil {
		t.Fatal(err)
	}
	o := options()
	o.RotateAt = 1200
	j, _ := open(t, golden, o)
	for _, e := range []Entry{
		{ID: "01954b1e-0000-7000-8000-000000000001", Who: "Ada Example", Action: "new", Changes: []Change{change("a", "Orders fail at Example Mills"), change("b", "the secret is opensesame")}},
		{ID: "01954b1e-0000-7000-8000-000000000002", Who: "Ada Example", Action: "draft", Draft: true, Changes: []Change{change("a", "half a sen")}},
		{ID: "01954b1e-0000-7000-8000-000000000003", Who: "Ada Example", Action: "undo", Note: json.RawMessage(`{"undoes":1}`), Changes: []Change{{Kind: "line", ID: "a", Base: 1, Patch: json.RawMessage("null")}}},
		{ID: "01954b1e-0000-7000-8000-000000000004", Who: "Grüße", Action: "edit", Changes: []Change{change("c", "日本語, and what will be cut")}},
		{ID: "01954b1e-0000-7000-8000-000000000005", Action: "nothing"},
	} {
		if _, err := j.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	_, err := j.Rewrite(t.Context(), func(e Entry, i int) Verdict {
		switch e.Changes[i].ID {
		case "b":
			return Verdict{Patch: json.RawMessage(`{"text":"the secret is •••"}`)}
		case "c":
			return Verdict{Cut: true}
		}
		return Verdict{}
	})
	if err != nil || j.Close() != nil {
		t.Fatal(err)
	}
}
