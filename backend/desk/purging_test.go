package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"precedent/backend/casefile"
)

// bare are kinds that Make and Save do not make: settings are one record, and files come with their bytes.
var bare = []casefile.Kind{casefile.KindSettings, casefile.KindAttachment}

// below are the kinds of items.
func below() []casefile.Kind {
	return slices.DeleteFunc(casefile.Kinds(), func(k casefile.Kind) bool { return !k.IsItem() })
}

// marked makes a case of a kind with a word in every field, in every kind of item, in a file and its name, in a draft and in
// earlier versions.
func marked(t *testing.T, d *Desk, k casefile.Kind, word string, refs map[casefile.Kind]string) SavedRecord {
	t.Helper()
	ctx := context.Background()
	saved, err := d.Save(ctx, SaveRequest{Changes: []Change{{Kind: string(k), Patch: filled(k, word, "", refs)}}})
	r := must(t, saved, err).Records[0]
	changes := []Change{}
	for _, item := range below() {
		changes = append(changes, Change{Kind: string(item), Patch: filled(item, word, r.ID, refs)})
	}
	_, err = d.Save(ctx, SaveRequest{Changes: changes})
	must(t, 0, err)
	for _, name := range []string{word + ".log", "empty.bin"} {
		_, err = d.AttachBytes(ctx, r.ID, name, "text/plain", []byte("A file says "+word+" in "+name))
		must(t, 0, err)
	}
	_, err = d.Draft(ctx, DraftRequest{ID: d.NewID(), Kind: "line", Parent: r.ID, Field: "text", Text: "being typed: " + word})
	must(t, 0, err)
	_, err = d.Save(ctx, SaveRequest{Changes: []Change{{Kind: string(k), ID: r.ID, Base: r.Rev, Patch: map[string]any{"description": "Later.", "title": nil}}}})
	if casefile.CodeOf(err) != casefile.Invalid { // some kinds have other texts
		must(t, 0, err)
	}
	return r
}

func TestNoByteOfAPurgedCaseStays(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	other := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Unrelated beamline stop", "customer": "Fictional Optics"})
	refs := map[casefile.Kind]string{casefile.KindEscalation: other.ID}
	for _, k := range []casefile.Kind{casefile.KindCustomer, casefile.KindPerson} {
		refs[k] = madeOf(t, d, k, map[string]any{"name": "Fictional " + string(k)}).ID
	}
	var all []string
	for _, k := range casefile.Kinds() {
		if !k.IsItem() && !slices.Contains(bare, k) {
			all = append(all, marked(t, d, k, "xylophage", refs).ID)
		}
	}
	if len(found(t, d, "xylophage")) == 0 || len(holding(t, d.dir, "xylophage")) == 0 {
		t.Fatal("the word is not there to begin with")
	}
	answer, err := d.Similar(ctx, SimilarQuery{ID: all[0]})
	must(t, answer, err)
	removed, err := d.Remove(ctx, all)
	must(t, removed, err)
	report, err := d.Purge(ctx, PurgeRequest{Records: all, OlderThanDays: -1, Reason: "a test"}, nil)
	must(t, report, err)
	if left := holding(t, d.dir, "xylophage"); len(left) > 0 {
		t.Fatalf("still there: %q", left)
	}
	finds(t, d, "xylophage")
	finds(t, d, "beamline", other.Key)
	clean(t, d)
	closed(t, d)
	again := opened(t, d.dir, Options{})
	defer closed(t, again)
	finds(t, again, "beamline", other.Key)
	clean(t, again)
	if left := holding(t, d.dir, "xylophage"); len(left) > 0 {
		t.Fatalf("there again: %q", left)
	}
}

func TestASearchThatWasNotBuiltAnewAfterAPurgeIsBuiltAnewLater(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The xylophage valve"})
	finds(t, d, "xylophage", r.Key)
	removed, err := d.Remove(ctx, []string{r.ID})
	must(t, removed, err)
	f, err := d.finder(ctx, needBoth)
	must(t, 0, must(t, f, err).mustForget())
	done, err := d.store.Purge(ctx, []string{r.ID}, "a test", "")
	must(t, done, err)
	closed(t, d) // as a kill between the two would leave it
	again := opened(t, d.dir, Options{})
	defer closed(t, again)
	finds(t, again, "xylophage")
	if left := holding(t, d.dir, "xylophage"); len(left) > 0 {
		t.Fatalf("still there: %q", left)
	}
}

// A purge that a full disk stopped has taken the case out of sight already: asked for again it is finished.
func TestAPurgeThatWasStoppedIsFinishedWhenItIsAskedForAgain(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		at    string
		stops func(d *Desk, r SavedRecord)
	}{
		{"before the store was rewritten", func(d *Desk, r SavedRecord) {
			order := fmt.Sprintf(`{"ids":[%q],"reason":"asked for","who":"Mara Lindt"}`, r.ID)
			must(t, 0, os.WriteFile(filepath.Join(d.dir, "purge.json"), []byte(order), 0o600))
		}},
		{"before the search was built anew", func(d *Desk, r SavedRecord) {
			f, err := d.finder(ctx, needBoth)
			must(t, 0, must(t, f, err).mustForget())
			done, err := d.store.Purge(ctx, []string{r.ID}, "asked for", "")
			must(t, done, err)
		}},
	} {
		t.Run(c.at, func(t *testing.T) {
			d := desk(t)
			r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "A xylophage in the valve"})
			finds(t, d, "xylophage", r.Key)
			removed, err := d.Remove(ctx, []string{r.ID})
			must(t, removed, err)
			c.stops(d, r)
			report, err := d.Purge(ctx, PurgeRequest{Records: []string{r.Key}, OlderThanDays: -1}, nil)
			if must(t, report, err); d.removing() {
				t.Fatal(report)
			}
			if left := holding(t, d.dir, "xylophage"); len(left) > 0 {
				t.Fatal(left)
			}
		})
	}
}
