package journal

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"precedent/backend/casefile"
)

// contents are all bytes of a journal's folder, to see that nothing was touched.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, f := range files(t, dir) {
		m[filepath.Base(f)] = string(read(t, f))
	}
	return m
}

func renameText(_ string, patch json.RawMessage) (json.RawMessage, error) {
	return json.RawMessage(strings.ReplaceAll(string(patch), `"text"`, `"words"`)), nil
}

func TestANewerProgramsJournalIsRefusedUntouched(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"schema": func(t *testing.T, dir string) {
			o := options()
			o.Program, o.lifts = "Precedent 2.1", []lift{renameText}
			j, _ := open(t, dir, o)
			appendN(t, j, 1)
			j.Close()
		},
		"format": func(t *testing.T, dir string) {
			h := fileHead{format: formatVersion + 1, schema: 1, first: 4, program: "Precedent 2.1"}
			write(t, filepath.Join(dir, fileName(4)), append(h.encode(), "whatever comes later"...))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := written(t, 3, 0)
			prepare(t, dir)
			write(t, filepath.Join(dir, fileName(9)+unfinished), []byte("half"))
			before := contents(t, dir)
			_, _, err := Open(dir, options())
			if casefile.CodeOf(err) != casefile.TooNew || !strings.Contains(casefile.Sentence(err), "Precedent 2.1") {
				t.Fatal(err)
			}
			if _, err := Verify(t.Context(), dir); casefile.CodeOf(err) != casefile.TooNew {
				t.Fatal(err)
			}
			after := contents(t, dir)
			if len(after) != len(before) {
				t.Fatal("files came or went")
			}
			for f, b := range before {
				if after[f] != b {
					t.Fatalf("%s was changed", f)
				}
			}
			if string(read(t, filepath.Join(dir, fileName(9)+unfinished))) != "half" {
				t.Fatal("an unfinished file was removed")
			}
		})
	}
}

func TestOlderChangesAreLiftedWhileTheyAreRead(t *testing.T) {
	dir, _ := written(t, 2, 0)
	before := contents(t, dir)
	o := options()
	o.lifts = []lift{renameText, func(_ string, p json.RawMessage) (json.RawMessage, error) {
		return json.RawMessage(strings.ReplaceAll(string(p), "text 1", "lifted twice")), nil
	}}
	j, _ := open(t, dir, o)
	got := all(t, j, 1)
	if string(got[0].Changes[0].Patch) != `{"words":"text 0"}` || string(got[1].Changes[0].Patch) != `{"words":"lifted twice"}` || got[1].Version != 1 {
		t.Fatal(got)
	}
	if contents(t, dir)[fileName(1)] != before[fileName(1)] {
		t.Fatal("the file was migrated")
	}
	e, err := j.Append(edit("r9", "text 1"))
	if err != nil || e.Version != 3 {
		t.Fatal(e, err)
	}
	if e, err = j.At(3); err != nil || string(e.Changes[0].Patch) != `{"text":"text 1"}` {
		t.Fatal(e, err)
	}
}

func TestTheListOfLiftsGivesTheSchemaVersion(t *testing.T) {
	o := Options{}.withDefaults()
	if o.schema() != 1+len(lifts) {
		t.Fatal(o.schema())
	}
}

// A file's header names the highest schema in it, so this can only be a mistake of a program; it must not be read either.
func TestAnEntryOfANewerSchemaIsRefused(t *testing.T) {
	dir, list := written(t, 2, 0)
	path := filepath.Join(dir, fileName(1))
	parts := sealParts(list[0])
	h := head{seq: 3, version: 2, seal: sealOf(parts)}
	write(t, path, append(read(t, path), frame(h.lasting(), encodeParts(parts))...))
	if _, _, err := Open(dir, options()); casefile.CodeOf(err) != casefile.TooNew {
		t.Fatal(err)
	}
}
