package desk

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(typingDir); dir != "" {
		typeUntilKilled(dir)
	}
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue { // each check opens several real workspaces
		if err := f.Value.Set("12"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// person does what people do, drawn at random, through the desk's methods only.
type person struct {
	t     *rapid.T
	d     *Desk
	made  []string          // IDs of cases
	first map[string]uint64 // the revision that each was made with: a stale base
}

func newPerson(t *rapid.T, d *Desk) *person {
	return &person{t: t, d: d, first: map[string]uint64{}}
}

// anyText is not blank: between two workspaces a blank text says as much as none.
var anyText = rapid.StringOfN(rapid.RuneFrom([]rune("ab Z9=+-@'\",;#*_[]\\\n<>&ß日🙂")), 1, 30, -1).
	Filter(func(s string) bool { return strings.TrimSpace(s) != "" })

// live draws a case; bin says that it may lie there.
func (p *person) live(bin bool) (casefile.Record, bool) {
	if len(p.made) == 0 {
		return casefile.Record{}, false
	}
	r, err := p.d.store.Get(rapid.SampledFrom(p.made).Draw(p.t, "case"))
	return r, err == nil && (bin || !r.Binned())
}

// acts are what a person can do. A refusal is as good an outcome as any: what was kept is what is compared.
func (p *person) acts() map[string]func() error {
	ctx := context.Background()
	return map[string]func() error{
		"make": func() error {
			k := rapid.SampledFrom([]casefile.Kind{"escalation", "call", "review", "incident", "emergency", "brief"}).Draw(p.t, "kind")
			fields := map[string]any{"title": anyText.Draw(p.t, "title"), "description": anyText.Draw(p.t, "text")}
			if _, ok := casefile.FieldOf(k, "customer"); ok {
				fields["customer"] = rapid.SampledFrom([]string{"Fictional Optics", "Fictional Pumps"}).Draw(p.t, "customer")
			}
			s, err := p.d.Make(ctx, string(k), fields)
			if err == nil {
				p.made = append(p.made, s.Records[0].ID)
				p.first[s.Records[0].ID] = s.Records[0].Rev
			}
			return err
		},
		"edit": func() error {
			r, ok := p.live(false)
			if !ok {
				return nil
			}
			base := rapid.SampledFrom([]uint64{r.Rev, p.first[r.ID]}).Draw(p.t, "base")
			field := rapid.SampledFrom([]string{"title", "description"}).Draw(p.t, "field")
			_, err := p.d.Save(ctx, SaveRequest{Changes: []Change{{Kind: string(r.Kind), ID: r.ID, Base: base, Patch: map[string]any{field: anyText.Draw(p.t, "text")}}}})
			return err
		},
		"settle": func() error {
			all, err := p.d.Conflicts(ctx)
			if err != nil || len(all) == 0 {
				return err
			}
			_, err = p.d.Resolve(ctx, all[0].ID, rapid.SampledFrom([]string{"standing", "kept"}).Draw(p.t, "side"))
			return err
		},
		"item": func() error {
			r, ok := p.live(false)
			if !ok {
				return nil
			}
			k := rapid.SampledFrom(below()).Draw(p.t, "item")
			_, err := p.d.Save(ctx, SaveRequest{Changes: []Change{{Kind: string(k), Patch: filled(k, anyText.Draw(p.t, "text"), r.ID, map[casefile.Kind]string{"escalation": r.ID, "person": r.ID})}}})
			return err
		},
		"attach": func() error {
			r, ok := p.live(false)
			if !ok {
				return nil
			}
			_, err := p.d.AttachBytes(ctx, r.ID, "notes.txt", "text/plain", []byte(anyText.Draw(p.t, "content")))
			return err
		},
		"draft": func() error {
			r, ok := p.live(false)
			if !ok {
				return nil
			}
			_, err := p.d.Draft(ctx, DraftRequest{ID: r.ID, Kind: string(r.Kind), Field: "description", Text: anyText.Draw(p.t, "text")})
			return err
		},
		"judge": func() error {
			a, ok := p.live(false)
			b, too := p.live(false)
			if !ok || !too {
				return nil
			}
			_, err := p.d.Judge(ctx, a.ID, b.ID, rapid.SampledFrom([]string{"same_problem", "not_related", ""}).Draw(p.t, "as"))
			return err
		},
		"delete": func() error {
			r, ok := p.live(false)
			if !ok {
				return nil
			}
			_, err := p.d.Remove(ctx, []string{r.ID})
			return err
		},
		"undelete": func() error {
			r, ok := p.live(true)
			if !ok {
				return nil
			}
			_, err := p.d.TakeBack(ctx, []string{r.ID})
			return err
		},
		"undo": func() error { _, err := p.d.Undo(ctx, ""); return err },
		"settings": func() error {
			_, err := p.d.SaveSettings(ctx, SettingsView{Name: anyText.Draw(p.t, "name"), TextScale: 1.1})
			return err
		},
		"purge": func() error {
			r, ok := p.live(true)
			if !ok || !r.Binned() {
				return nil
			}
			_, err := p.d.Purge(ctx, PurgeRequest{Records: []string{r.ID}, OlderThanDays: -1, Reason: "drawn"}, nil)
			return err
		},
	}
}

// work does some things one after the other.
func (p *person) work(most int) {
	acts := p.acts()
	names := slices.Sorted(maps.Keys(acts))
	for i := range rapid.IntRange(2, most).Draw(p.t, "how much") {
		name := "make"
		if i > 0 {
			name = rapid.SampledFrom(names).Draw(p.t, "what")
		}
		switch err := acts[name](); casefile.CodeOf(err) {
		case casefile.Internal, casefile.Damaged, casefile.Unavailable:
			if err != nil {
				p.t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// exported writes everything into a folder of its own.
func exported(t bench, d *Desk, dir string) string {
	t.Helper()
	r, err := d.ExportAll(context.Background(), dir, nil)
	must(t, r, err)
	return dir
}

func TestAnExportMakesTheSameWorkspaceAgain(t *testing.T) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		dir := filepath.Join(t.TempDir(), fmt.Sprint(n))
		d := opened(rt, filepath.Join(dir, "one"), Options{})
		defer closed(rt, d)
		newPerson(rt, d).work(25)
		clean(rt, d)
		other := opened(rt, filepath.Join(dir, "two"), Options{})
		defer closed(rt, other)
		imported(rt, other, exported(rt, d, filepath.Join(dir, "export")))
		sameState(rt, state(rt, d), state(rt, other))
		clean(rt, other)
	})
}

func TestAnExportWithEveryKindAndFieldMakesTheSameWorkspaceAgain(t *testing.T) {
	d := desk(t)
	refs := map[casefile.Kind]string{casefile.KindEscalation: madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Fictional"}).ID}
	for _, k := range []casefile.Kind{casefile.KindCustomer, casefile.KindPerson} {
		refs[k] = madeOf(t, d, k, map[string]any{"name": "Fictional " + string(k)}).ID
	}
	for _, k := range casefile.Kinds() {
		if !k.IsItem() && !slices.Contains(bare, k) {
			marked(t, d, k, "kept", refs)
		}
	}
	other := desk(t)
	imported(t, other, exported(t, d, filepath.Join(t.TempDir(), "export")))
	sameState(t, state(t, d), state(t, other))
}

func TestAnExportJoinsAWorkspaceThatHasOtherRecords(t *testing.T) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		dir := filepath.Join(t.TempDir(), fmt.Sprint(n))
		d := opened(rt, filepath.Join(dir, "one"), Options{})
		defer closed(rt, d)
		newPerson(rt, d).work(15)
		other := opened(rt, filepath.Join(dir, "two"), Options{})
		defer closed(rt, other)
		newPerson(rt, other).work(8)
		before := records(rt, other)
		from := exported(rt, d, filepath.Join(dir, "export"))
		imported(rt, other, from)
		after := records(rt, other)
		for id, was := range before {
			if _, theirs := records(rt, d)[id]; !theirs && after[id] != was {
				rt.Fatalf("%s was changed:\n%s\n%s", id, was, after[id])
			}
		}
		for id, want := range records(rt, d) {
			if _, mine := before[id]; !mine && after[id] != want {
				rt.Fatalf("%s is not as it was exported:\n%s\n%s", id, want, after[id])
			}
		}
		if want := len(before) + missing(records(rt, d), before); len(after) != want {
			rt.Fatalf("%d records, not %d", len(after), want)
		}
		again := imported(rt, other, from)
		if again.Made+again.Changed+again.Files > 0 {
			rt.Fatalf("importing again: %+v", again)
		}
		if got := records(rt, other); !maps.Equal(got, after) {
			rt.Fatalf("importing again changed something")
		}
		clean(rt, other)
	})
}

func TestARecordWhoseConflictWasSettledComesBackAsItIs(t *testing.T) {
	ctx := context.Background()
	d, other := desk(t), desk(t)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The pump stops"})
	base := r.Rev
	for _, title := range []string{"The pump halts", "The pump stands"} {
		saved, err := d.Save(ctx, SaveRequest{Changes: []Change{{Kind: "escalation", ID: r.ID, Base: base, Patch: map[string]any{"title": title}}}})
		must(t, saved, err)
	}
	saved, err := d.Resolve(ctx, r.ID+"/title", "standing")
	must(t, saved, err)
	madeOf(t, other, casefile.KindEscalation, map[string]any{"title": "Something else"})
	imported(t, other, exported(t, d, filepath.Join(t.TempDir(), "export")))
	if got, want := records(t, other)[r.ID], records(t, d)[r.ID]; got != want {
		t.Fatalf("%s\n%s", got, want)
	}
}

func TestAFileThatComesWithAnExportIsThereOnceAndFound(t *testing.T) {
	d, other := desk(t), desk(t)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The pump stops"})
	a, err := d.AttachBytes(context.Background(), r.ID, "trace.log", "text/plain", []byte("panic in calorimeter.go:17"))
	must(t, a, err)
	madeOf(t, other, casefile.KindEscalation, map[string]any{"title": "Something else"})
	from := exported(t, d, filepath.Join(t.TempDir(), "export"))
	for _, to := range []*Desk{other, d, other} {
		imported(t, to, from)
		v, err := to.Show(context.Background(), r.ID)
		if must(t, v, err); len(v.Attachments) != 1 || v.Attachments[0].ID != a.ID {
			t.Fatalf("%+v", v.Attachments)
		}
		finds(t, to, "calorimeter", r.Key)
		if got := state(t, to)[a.ID+" file"]; got != "panic in calorimeter.go:17" {
			t.Fatalf("the file holds %q", got)
		}
		clean(t, to)
	}
}

// missing is how many of some records are not among others.
func missing(some, others map[string]string) (n int) {
	for id := range some {
		if _, there := others[id]; !there {
			n++
		}
	}
	return n
}

// records are the fields of every record, but for what is the program's own note of an import.
func records(t bench, d *Desk) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := d.store.Records(context.Background(), func(r casefile.Record) error {
		if r.Kind == casefile.KindSettings { // one's own stay one's own
			return nil
		}
		r = r.Clone()
		delete(r.Fields, "imported")
		text, err := casefile.Encode(r.Fields)
		out[r.ID] = string(text)
		return err
	})
	return must(t, out, err)
}

// An export of a workspace in which only settings were made brings no records, however often it is taken.
func TestSettingsAreNotCountedAmongWhatAnImportMade(t *testing.T) {
	d, other := desk(t), desk(t)
	s, err := d.SaveSettings(context.Background(), SettingsView{Name: "Mara", TextScale: 1.1})
	must(t, s, err)
	from := exported(t, d, filepath.Join(t.TempDir(), "export"))
	for range 2 {
		if r := imported(t, other, from); r.Made != 0 {
			t.Fatalf("%+v", r)
		}
	}
}
