package desk

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"precedent/backend/casefile"
)

func TestASearchFollowsEverySave(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The pump stops", "customer": "Fictional Optics"})
	finds(t, d, "xylophage")
	s, err := d.Log(ctx, LogRequest{Record: r.Key, Text: "Heard a xylophage in the frame"})
	must(t, s, err)
	finds(t, d, "xylophage pump", r.Key)
	a, err := d.AttachBytes(ctx, r.ID, "trace.log", "text/plain", []byte("panic in calorimeter.go:17"))
	must(t, a, err)
	finds(t, d, "calorimeter", r.Key)
	removed, err := d.Remove(ctx, []string{r.Key})
	must(t, removed, err)
	finds(t, d, "xylophage")
	n, err := d.Reindex(ctx, nil)
	must(t, n, err)
	finds(t, d, "xylophage")
	finds(t, d, "xylophage is:binned", r.Key)
	back, err := d.TakeBack(ctx, []string{r.Key})
	must(t, back, err)
	finds(t, d, "xylophage", r.Key)
	undone, err := d.Undo(ctx, s.Action)
	must(t, undone, err)
	finds(t, d, "xylophage")
	finds(t, d, "pump", r.Key)
}

func TestARenamedCustomerIsFoundInItsCases(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	r := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The pump stops", "customer": "Fictional Optics"})
	c, err := d.store.ByName(casefile.KindCustomer, "Fictional Optics")
	must(t, c, err)
	finds(t, d, "customer:optics kind:escalation", r.Key)
	s, err := d.Set(ctx, c.ID, []Assignment{{"name", "Imaginary Lenses"}})
	must(t, s, err)
	finds(t, d, "customer:lenses kind:escalation", r.Key)
	finds(t, d, "customer:optics kind:escalation")
}

// spoil breaks files of a folder in one way.
var spoil = map[string]func(path string) error{
	"removed":  os.Remove,
	"emptied":  func(path string) error { return os.Truncate(path, 0) },
	"cut":      func(path string) error { return halve(path) },
	"scrabble": func(path string) error { return os.WriteFile(path, []byte("this is no index"), 0o600) },
	"flipped":  flip,
}

func halve(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, info.Size()/2)
}

func flip(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i := range len(b) / 7 {
		b[i*7] ^= 0x40
	}
	return os.WriteFile(path, b, 0o600)
}

func TestADamagedSearchIsBuiltAnew(t *testing.T) {
	ctx := context.Background()
	for _, folder := range []string{indexFolder, similarFolder} {
		for how, do := range spoil {
			t.Run(folder+" "+how, func(t *testing.T) {
				dir := t.TempDir()
				d := opened(t, dir, Options{})
				one := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Pump stops with E-4711", "description": "The pump stops with code E-4711 at noon."})
				two := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Another pump, E-4711", "description": "Stops with code E-4711 again."})
				finds(t, d, "pump", one.Key, two.Key)
				before, err := d.Similar(ctx, SimilarQuery{ID: one.ID})
				must(t, before, err)
				closed(t, d)
				err = filepath.WalkDir(filepath.Join(dir, folder), func(path string, e os.DirEntry, err error) error {
					if err != nil || !e.Type().IsRegular() {
						return err
					}
					return do(path)
				})
				must(t, 0, err)
				d = opened(t, dir, Options{})
				defer closed(t, d)
				finds(t, d, "pump", one.Key, two.Key)
				answer, err := d.Similar(ctx, SimilarQuery{ID: one.ID})
				if must(t, answer, err); len(answer.Hits) != 1 || answer.Hits[0].Key != two.Key {
					t.Fatalf("%+v", answer.Hits)
				}
				clean(t, d)
			})
		}
	}
}

// TestWhatIsNotAskedIsNotOpened asks one half of the search, then the other, which has not followed meanwhile.
func TestWhatIsNotAskedIsNotOpened(t *testing.T) {
	ctx := context.Background()
	similarTo := func(d *Desk, id string, want ...string) {
		t.Helper()
		answer, err := d.Similar(ctx, SimilarQuery{ID: id})
		got := []string{}
		for _, h := range must(t, answer, err).Hits {
			got = append(got, h.Key)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	}
	d := desk(t)
	one := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Pump stops with E-4711"})
	two := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Another pump, E-4711"})
	similarTo(d, one.ID, two.Key)
	if d.finds.Load().has(needIndex) {
		t.Error("the index was opened for similar cases")
	}
	closed(t, d)
	d = opened(t, d.dir, Options{})
	finds(t, d, "pump", one.Key, two.Key)
	three := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "A third pump, E-4711"})
	finds(t, d, "pump", one.Key, two.Key, three.Key)
	if d.finds.Load().has(needSimilar) {
		t.Error("similar cases were opened for a search")
	}
	closed(t, d)
	d = opened(t, d.dir, Options{})
	defer closed(t, d)
	similarTo(d, one.ID, two.Key, three.Key)
	finds(t, d, "pump", one.Key, two.Key, three.Key)
	s, err := d.Set(ctx, two.ID, []Assignment{{"title", "Quite another valve"}})
	must(t, s, err)
	finds(t, d, "pump", one.Key, three.Key)
	similarTo(d, one.ID, three.Key)
	clean(t, d)
}

func TestReasonsAddUpToTheScore(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	r, err := d.Sample(ctx, nil)
	must(t, r, err)
	list, err := d.List(ctx, ListQuery{Kind: "escalation", Limit: 100})
	must(t, list, err)
	seen := 0
	for _, row := range list.Rows {
		answer, err := d.Similar(ctx, SimilarQuery{ID: row.ID, Limit: 10})
		must(t, answer, err)
		for _, h := range append(answer.Hits, answer.Older...) {
			seen++
			sum := 0.0
			for _, reason := range h.Reasons {
				sum += reason.Part
			}
			if math.Abs(sum-h.Score) > 1e-9*math.Max(1, math.Abs(h.Score)) {
				t.Errorf("%s → %s: the reasons add up to %v, the score is %v", row.Key, h.Key, sum, h.Score)
			}
		}
	}
	if seen < 20 {
		t.Fatalf("only %d similar cases in the sample", seen)
	}
}

func TestAJudgementIsKeptAndSeenFromBothSides(t *testing.T) {
	ctx := context.Background()
	d := desk(t)
	one := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Pump stops with E-4711"})
	two := madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "Another pump, E-4711"})
	judged := func(want string) {
		t.Helper()
		for here, there := range map[string]string{one.ID: two.ID, two.ID: one.ID} {
			answer, err := d.Similar(ctx, SimilarQuery{ID: here})
			if must(t, answer, err); len(answer.Hits) != 1 || answer.Hits[0].ID != there || answer.Hits[0].Judged != want {
				t.Fatalf("from %s: %+v, want %q", here, answer.Hits, want)
			}
			v, err := d.Show(ctx, here)
			links := 0
			for _, i := range must(t, v, err).Items {
				if i.Kind == "link" && i.Fields["type"] == want {
					links++
				}
			}
			if want != "" && links != 1 {
				t.Fatalf("%s shows %d links", here, links)
			}
		}
	}
	for _, as := range []string{"same_problem", "not_related", ""} {
		s, err := d.Judge(ctx, two.ID, one.ID, as)
		must(t, s, err)
		judged(as)
	}
	s, err := d.Judge(ctx, one.ID, two.ID, "same_problem")
	must(t, s, err)
	closed(t, d)
	d = opened(t, d.dir, Options{})
	defer closed(t, d)
	judged("same_problem")
}

func TestACallsOwnCaseIsNoNews(t *testing.T) {
	d := desk(t)
	ctx := context.Background()
	if _, err := d.Sample(ctx, nil); err != nil {
		t.Fatal(err)
	}
	r, err := d.store.BySource(sampleSource, "call-veldhoorn")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := d.Similar(ctx, SimilarQuery{ID: r.ID, Limit: 12})
	if err != nil || len(answer.Hits) == 0 {
		t.Fatal(len(answer.Hits), err)
	}
	for _, h := range append(answer.Hits, answer.Older...) {
		if h.ID == r.Text("case") {
			t.Error("the case that the call is about stands among the past ones")
		}
	}
}

// What was built anew is all in memory until it is saved; from then on it is read from its file.
func TestSimilarCasesThatWereBuiltAnewAreSavedWhenItIsQuiet(t *testing.T) {
	d := desk(t)
	madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The badge reader answers twice"})
	f, err := d.finder(context.Background(), needBoth)
	if must(t, f, err); !f.dirty.Load() {
		t.Fatal("nothing is to be saved")
	}
	if !f.rest() || f.dirty.Load() {
		t.Fatal("it is not saved")
	}
	if files, err := filepath.Glob(filepath.Join(f.similarDir(), "*.similar")); err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	madeOf(t, d, casefile.KindEscalation, map[string]any{"title": "The badge reader answers late"})
	must(t, 0, f.catchUp(context.Background(), nil))
	if f.rest(); !f.dirty.Load() {
		t.Error("each change writes all of it")
	}
}

// Whoever follows may come while another one opens the search of a large workspace: it follows all the same afterwards.
func TestTheSearchIsFollowedAlsoWhereSomebodyElseOpensIt(t *testing.T) {
	d := desk(t)
	var changes []Change
	for i := range waitForCases + 1 {
		changes = append(changes, Change{Kind: "escalation", Patch: map[string]any{"title": fmt.Sprintf("The badge reader answers %d times", i)}})
	}
	saved, err := d.Save(context.Background(), SaveRequest{Changes: changes})
	must(t, saved, err)
	d.finding.Lock()
	followed := make(chan *finder, 1)
	go func() { followed <- d.openToFollow() }()
	if _, err := d.finder(context.Background(), needBoth); casefile.CodeOf(err) != casefile.Busy {
		t.Fatal("it does not say that it is being opened", err)
	}
	d.finding.Unlock()
	if f := <-followed; f == nil || !f.has(needBoth) {
		t.Error("it is not followed")
	}
}
