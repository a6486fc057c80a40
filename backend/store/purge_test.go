package store

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"precedent/backend/casefile"
)

const marker = "Zyxqvortlimbo"

// markedValue is a value of a field with the marker in it; nil when its type holds no text of a person's own.
func markedValue(f casefile.Field) any {
	switch f.Type {
	case casefile.TypeLine, casefile.TypeProse:
		return marker + " " + f.Name
	case casefile.TypeAddress:
		return "https://example.test/" + marker
	case casefile.TypeTexts:
		return []any{marker + " tag"}
	case casefile.TypeObject:
		return map[string]any{"x": marker}
	case casefile.TypeMap:
		entry := map[string]any{}
		for _, e := range f.Entry {
			if v := markedValue(e); v != nil {
				entry[e.Name] = v
			}
		}
		return map[string]any{uuid.NewString(): entry}
	}
	return nil
}

func markedFields(k casefile.Kind) map[string]any {
	out := map[string]any{}
	for _, f := range casefile.FieldsOf(k) {
		if f.System && f.Name != "source" && f.Name != "source_id" {
			continue
		}
		if v := markedValue(f); v != nil {
			out[f.Name] = v
		}
	}
	return out
}

// filesWith gives the files below folders in which a text stands.
func filesWith(t testing.TB, dir, text string, folders ...string) (found []string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(p)
			if err == nil && bytes.Contains(b, []byte(text)) {
				found = append(found, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestAPurgedCaseLeavesNoByteOfItsTextBehind(t *testing.T) {
	ctx := context.Background()
	for _, kind := range casefile.Kinds() {
		if kind.IsItem() || kind == casefile.KindSettings {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, testOptions())
			stays := newEscalation(t, s, "What stays")
			kept, err := s.Attach(ctx, Attachment{CaseID: stays.ID, Name: "kept.txt"}, strings.NewReader("kept file"))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.SetText(kept.ID, "kept text"); err != nil {
				t.Fatal(err)
			}
			doomed := save(t, s, Change{Kind: kind, Patch: markedFields(kind)}).Records[0]
			for _, item := range casefile.Kinds() {
				if !item.IsItem() {
					continue
				}
				fields := markedFields(item)
				fields["parent"] = doomed.ID
				r := save(t, s, Change{Kind: item, Patch: fields}).Records[0]
				save(t, s, Change{Kind: item, ID: r.ID, Base: r.Rev, Patch: map[string]any{"order": marker}})
			}
			if _, err := s.Undo(ctx, 0, ""); err != nil {
				t.Fatal(err)
			}
			lost := save(t, s, Change{Kind: casefile.KindLine, Patch: map[string]any{"parent": doomed.ID, "text": marker + " undone"}})
			if _, err := s.Undo(ctx, lost.Seq, ""); err != nil {
				t.Fatal(err)
			}
			file, err := s.Attach(ctx, Attachment{CaseID: doomed.ID, Name: marker + ".txt"}, strings.NewReader(marker+" in a file"))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.SetText(file.ID, marker+" in a file"); err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{doomed.ID, uuid.NewString(), uuid.NewString()} {
				d := Draft{RecordID: id, Kind: casefile.KindLine, Parent: doomed.ID, Field: "text", Text: marker + " typed"}
				if err := s.Draft(ctx, d); err != nil {
					t.Fatal(err)
				}
				if id != doomed.ID {
					if err := s.DropDraft(ctx, d); err != nil {
						t.Fatal(err)
					}
				}
			}
			if len(filesWith(t, dir, marker, journalFolder, filesFolder)) < 2 {
				t.Fatal("the marker should be there before")
			}
			done, err := s.Purge(ctx, []string{doomed.ID}, "asked for by the customer", "")
			if err != nil || done.Attachments != 1 {
				t.Fatal(done, err)
			}
			if found := filesWith(t, dir, marker, ".", journalFolder, storeFolder, filesFolder); len(found) > 0 {
				t.Fatal(found)
			}
			if r, err := s.Verify(ctx, nil); err != nil || !r.OK() {
				t.Fatal(r, err)
			}
			if text, err := s.Text(kept.ID); err != nil || text != "kept text" {
				t.Fatal(text, err)
			}
			closeStore(t, s)
			s = open(t, dir, testOptions())
			if _, err := s.Get(doomed.ID); casefile.CodeOf(err) != casefile.NotFound {
				t.Fatal(err)
			}
			if r, err := s.Get(stays.ID); err != nil || r.Title() != "What stays" {
				t.Fatal(r, err)
			}
			if found := filesWith(t, dir, marker, "."); len(found) > 0 {
				t.Fatal(found)
			}
		})
	}
}

func TestAPurgeThatWasInterruptedIsFinishedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, marker)
	closeStore(t, s)
	if err := writeJSON(filepath.Join(dir, purgeName), purgeOrder{IDs: []string{r.ID}, Reason: "asked for", Who: "Mara Lindt"}); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, testOptions())
	s.work.Wait()
	if found := filesWith(t, dir, marker, "."); len(found) > 0 {
		t.Fatal(found)
	}
}

func TestAMaskedSecretIsGoneFromTheWholeHistory(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := open(t, dir, testOptions())
	r := newEscalation(t, s, "Stall")
	saved := save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"description": "password is " + marker + ", said Jon"}})
	save(t, s, Change{Kind: r.Kind, ID: r.ID, Base: saved.Seq, Patch: map[string]any{"severity": "low"}})
	if _, err := s.Mask(ctx, r.ID, "description", marker, "a password", ""); err != nil {
		t.Fatal(err)
	}
	if found := filesWith(t, dir, marker, "."); len(found) > 0 {
		t.Fatal(found)
	}
	got, err := s.Get(r.ID)
	if err != nil || got.Text("description") != "password is "+masked+", said Jon" || got.Text("severity") != "low" {
		t.Fatal(got, err)
	}
	if v, err := s.Verify(ctx, nil); err != nil || !v.OK() {
		t.Fatal(v, err)
	}
}
