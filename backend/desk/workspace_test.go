package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/store"
)

// clock goes on by a second each time it is looked at.
func clock() func() time.Time {
	var n atomic.Int64
	return func() time.Time {
		return time.Date(2026, 3, 13, 7, 50, 0, 0, time.UTC).Add(time.Duration(n.Add(1)) * time.Second)
	}
}

// bench is what a test or a property test fails by.
type bench interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func opened(t bench, dir string, o Options) *Desk {
	t.Helper()
	if o.Now == nil {
		o.Now = clock()
	}
	o.Who, o.Zone, o.Program = "Mara Lindt", "Europe/Berlin", "Precedent test"
	d, err := Open(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func closed(t bench, d *Desk) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// desk opens a workspace for the length of a test.
func desk(t *testing.T) *Desk {
	t.Helper()
	d := opened(t, t.TempDir(), Options{})
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// must gives a value, or fails the test for the error beside it: must(t)(d.Show(…)) is not Go, so it takes a function.
func must[T any](t bench, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%s)", err, casefile.Sentence(err))
	}
	return v
}

func madeOf(t bench, d *Desk, kind casefile.Kind, fields map[string]any) SavedRecord {
	t.Helper()
	s, err := d.Make(context.Background(), string(kind), fields)
	return must(t, s, err).Records[0]
}

// state is everything of a workspace that a person can see, as text to compare.
func state(t bench, d *Desk) map[string]string {
	t.Helper()
	ctx := context.Background()
	out := map[string]string{}
	put := func(name string, v any) {
		text, err := casefile.Encode(v)
		out[name] = string(must(t, text, err))
	}
	err := d.store.Records(ctx, func(r casefile.Record) error {
		put(r.ID, r)
		if !r.Kind.IsItem() {
			h, err := d.History(ctx, r.ID, "")
			put(r.ID+" history", must(t, h, err))
		}
		if sum := r.Text("sha256"); sum != "" {
			f, _, err := d.store.OpenAttachment(r.ID)
			defer must(t, f, err).Close()
			var b bytes.Buffer
			if _, err := b.ReadFrom(f); err != nil {
				return err
			}
			out[r.ID+" file"] = b.String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	bin, err := d.Bin(ctx, "")
	put("bin", must(t, bin, err))
	conflicts, err := d.Conflicts(ctx)
	put("conflicts", must(t, conflicts, err))
	settings, err := d.Settings(ctx)
	put("settings", must(t, settings, err))
	drafts, err := d.store.Drafts("")
	slices.SortFunc(drafts, func(a, b store.Draft) int { return strings.Compare(a.RecordID+a.Field, b.RecordID+b.Field) })
	put("drafts", must(t, drafts, err))
	return out
}

func sameState(t bench, want, got map[string]string) {
	t.Helper()
	for name, w := range want {
		if g, ok := got[name]; !ok || g != w {
			t.Fatalf("%s:\nwas %s\nis  %s", name, w, g)
		}
	}
	for name, g := range got {
		if _, ok := want[name]; !ok {
			t.Fatalf("%s was not there, is %s", name, g)
		}
	}
}

func clean(t bench, d *Desk) {
	t.Helper()
	r, err := d.Verify(context.Background(), nil)
	if must(t, r, err); len(r.Wrong) > 0 {
		t.Fatalf("verify: %q", r.Wrong)
	}
}

// found are the keys that a search answers with.
func found(t bench, d *Desk, text string) []string {
	t.Helper()
	page, err := d.Search(context.Background(), SearchQuery{Text: text, Limit: 50})
	keys := []string{}
	for _, h := range must(t, page, err).Hits {
		keys = append(keys, h.Key)
	}
	slices.Sort(keys)
	return keys
}

func finds(t bench, d *Desk, text string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := found(t, d, text); !slices.Equal(got, append([]string{}, want...)) {
		t.Fatalf("%q finds %q, not %q", text, got, want)
	}
}

// lines writes a file of JSON lines.
func lines(t *testing.T, records ...map[string]any) string {
	t.Helper()
	var b strings.Builder
	for _, r := range records {
		if err := json.NewEncoder(&b).Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "records.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func imported(t bench, d *Desk, path string) ImportReport {
	t.Helper()
	r, err := d.Import(context.Background(), ImportRequest{Paths: []string{path}}, nil)
	if must(t, r, err); r.Refused > 0 {
		t.Fatalf("refused: %+v", r.Refusals)
	}
	return r
}

// holding are the files of a folder that hold a text in any case.
func holding(t bench, dir, text string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(text))) || strings.Contains(strings.ToLower(path), text) {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return paths
}

// filled is a valid record of a kind in which every field that a person sets has a value, free text with a word in it.
func filled(k casefile.Kind, word, parent string, refs map[casefile.Kind]string) map[string]any {
	out := map[string]any{}
	for _, f := range casefile.FieldsOf(k) {
		switch {
		case f.Name == "parent" && k.IsItem():
			out[f.Name] = parent
		case f.System || f.Name == "source_id" || f.Name == "sha256" || f.Name == "size":
		default:
			out[f.Name] = filledValue(f, word, refs)
		}
	}
	return out
}

func filledValue(f casefile.Field, word string, refs map[casefile.Kind]string) any {
	switch f.Type {
	case casefile.TypeEnum:
		return f.Enum[0]
	case casefile.TypeBool:
		return true
	case casefile.TypeCount:
		return json.Number("3")
	case casefile.TypeAmount:
		return json.Number("1.50")
	case casefile.TypeInstant:
		return "2026-03-13T07:50:00Z[Europe/Berlin]"
	case casefile.TypeMeeting:
		return "2026-03-20T14:00:00[Europe/Berlin]"
	case casefile.TypeRef:
		if id, ok := refs[f.Ref]; ok {
			return id
		}
		return refs[casefile.KindEscalation]
	case casefile.TypeAddress:
		return "https://example.com/" + word
	case casefile.TypeZone:
		return "Europe/Berlin"
	case casefile.TypeTexts:
		return []any{"first " + word, word + " second"}
	case casefile.TypeObject:
		return map[string]any{"told": word, "inside": map[string]any{"more": []any{word, json.Number("7")}}}
	case casefile.TypeMap:
		entry := map[string]any{}
		for _, e := range f.Entry {
			entry[e.Name] = filledValue(e, word, refs)
		}
		return map[string]any{"019ce000-0000-7000-8000-000000000001": entry}
	}
	return fmt.Sprintf("The %s says %s", f.Name, word)
}
