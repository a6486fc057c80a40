package similar

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

var spring = time.Date(2026, 3, 13, 8, 0, 0, 0, time.UTC)

func daysBefore(n int) time.Time { return spring.AddDate(0, 0, -n) }

func open(t testing.TB, dir string) *Index {
	t.Helper()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

func filled(t testing.TB, docs ...Doc) *Index {
	t.Helper()
	x := open(t, t.TempDir())
	must(t, x.Put(docs...))
	return x
}

type failer interface {
	Helper()
	Fatal(...any)
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func query(t failer, x *Index, d Doc, o Options) Answer {
	t.Helper()
	a, err := x.Query(d, o)
	must(t, err)
	return a
}

func ids(hits []Hit) (out []string) {
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}

// learnNow learns from fewer cases than Learn would.
func learnNow(t failer, x *Index) {
	t.Helper()
	m, err := x.collect(context.Background())
	must(t, err)
	v, err := m.learn(context.Background(), 2)
	must(t, err)
	must(t, x.adopt(v, m.cases))
}

// vocabularyOfTests is small, so that random texts share words.
var vocabularyOfTests = strings.Fields(`export import login crash hang freeze timeout ORA-00942 readTimeout disk full queue
gateway backup restore certificate expired v2.3.1 画面が固まる ошибка Auftrag tenant ledger invoice replica lag`)

func drawDoc(t *rapid.T, id string) Doc {
	words := rapid.SliceOfN(rapid.SampledFrom(vocabularyOfTests), 0, 5)
	d := Doc{ID: id, Title: strings.Join(words.Draw(t, "title"), " "),
		Body:       strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabularyOfTests), 0, 30).Draw(t, "body"), " "),
		Documented: rapid.SampledFrom([]float64{0, .5, 1}).Draw(t, "documented")}
	if n := rapid.IntRange(-1, 1000).Draw(t, "days"); n >= 0 {
		d.Created = daysBefore(n)
	}
	return d
}

func drawDocs(t *rapid.T) []Doc {
	docs := make([]Doc, rapid.IntRange(1, 25).Draw(t, "cases"))
	for i := range docs {
		docs[i] = drawDoc(t, fmt.Sprint("c", i))
	}
	return docs
}

func TestReasonsAddUpToTheScore(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		x, err := Open(filepath.Join(dir, fmt.Sprint(n)))
		must(rt, err)
		defer func() { _ = x.Close() }()
		must(rt, x.Put(drawDocs(rt)...))
		if rapid.Bool().Draw(rt, "learnt") {
			learnNow(rt, x)
		}
		q := drawDoc(rt, "")
		a := query(rt, x, q, Options{Older: true, Now: spring})
		for _, hits := range [][]Hit{a.Hits, a.Older} {
			for i, h := range hits {
				sum := 0.0
				for _, r := range h.Reasons {
					sum += r.Points
				}
				if math.Abs(sum-h.Score) > 1e-9 || math.IsNaN(h.Score) {
					rt.Fatalf("%s: the reasons add up to %v, the score is %v", h.ID, sum, h.Score)
				}
				if i > 0 && h.Score > hits[i-1].Score+1e-9 {
					rt.Fatalf("%s stands below %s with a higher score", h.ID, hits[i-1].ID)
				}
			}
		}
	})
}

func TestReasonsStandInOrderOfWeight(t *testing.T) {
	x := filled(t, Doc{ID: "a", Title: "Export hangs with ORA-00942", Body: "the export stops", Created: daysBefore(3)})
	h := query(t, x, Doc{Title: "Export hangs, ORA-00942", Created: spring}, Options{}).Hits[0]
	parts := h.Reasons[:len(h.Reasons)-1]
	if !slices.IsSortedFunc(parts, func(a, b Reason) int {
		return int(math.Copysign(1, math.Abs(b.Points)-math.Abs(a.Points)+1e-12))
	}) || h.Reasons[len(parts)].Signal != Base {
		t.Errorf("got %+v", h.Reasons)
	}
}

// TestHistoryDoesNotMatter is the law of the whole index: what was put, changed, removed, saved and opened again answers
// as one that only ever saw the outcome.
func TestHistoryDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		lived, fresh := filepath.Join(dir, fmt.Sprint(n, "lived")), filepath.Join(dir, fmt.Sprint(n, "fresh"))
		x, err := Open(lived)
		must(rt, err)
		defer func() { _ = x.Close() }()
		truth := map[string]Doc{}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}).Draw(rt, "id")
			switch rapid.IntRange(0, 19).Draw(rt, "step") {
			case 0, 1, 4, 5:
				must(rt, x.Remove(id))
				delete(truth, id)
			case 2:
				must(rt, x.Save())
			case 3:
				must(rt, x.Save())
				must(rt, x.Close())
				x, err = Open(lived)
				must(rt, err)
			default:
				truth[id] = drawDoc(rt, id)
				must(rt, x.Put(truth[id]))
			}
		}
		y, err := Open(fresh)
		must(rt, err)
		defer func() { _ = y.Close() }()
		for _, d := range truth {
			must(rt, y.Put(d))
		}
		same(rt, x, y, drawDoc(rt, ""))
		for _, d := range truth {
			same(rt, x, y, d)
		}
	})
}

func same(t *rapid.T, x, y *Index, d Doc) {
	o := Options{Older: true, Limit: 100, Now: spring}
	a, b := query(t, x, d, o), query(t, y, d, o)
	for _, p := range [][2][]Hit{{a.Hits, b.Hits}, {a.Older, b.Older}} {
		if !slices.EqualFunc(p[0], p[1], func(g, h Hit) bool { return math.Abs(g.Score-h.Score) < 1e-6 }) {
			t.Fatalf("%+v gives\n%+v and\n%+v", d, p[0], p[1])
		}
	}
}

func TestVectorsOutliveSavingAndOpening(t *testing.T) {
	x := filled(t, fictional(80)...)
	learnNow(t, x)
	want := query(t, x, fictional(1)[0], Options{})
	if !want.Full {
		t.Fatal("the vectors are not used")
	}
	x.SetSeq(7)
	must(t, x.Save())
	must(t, x.Remove("m3"))
	must(t, x.Put(fictional(4)[3]))
	must(t, x.Save())
	must(t, x.Close())
	y := open(t, x.dir)
	got := query(t, y, fictional(1)[0], Options{})
	if !got.Full || !slices.EqualFunc(got.Hits, want.Hits, func(a, b Hit) bool {
		return a.ID == b.ID && math.Abs(a.Score-b.Score) < 1e-9
	}) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
	if y.Seq() != 7 {
		t.Errorf("the sequence is %d", y.Seq())
	}
	must(t, y.Verify())
}

// fictional makes fictional cases: four kinds of trouble, each told in two ways that share their surroundings.
func fictional(n int) []Doc {
	kinds := [][3]string{
		{"crash", "hang", "viewer window drawing canvas zoom"},
		{"denied", "refused", "login password account session token"},
		{"slow", "sluggish", "report query database index rows"},
		{"lost", "missing", "mail inbox delivery relay queue"},
	}
	docs := make([]Doc, n)
	for i := range docs {
		k := kinds[i%len(kinds)]
		word := k[i/len(kinds)%2]
		docs[i] = Doc{ID: fmt.Sprint("m", i), Title: word + " of plant" + fmt.Sprint(i), Created: daysBefore(i + 1),
			Body: k[2] + " " + word + " " + strings.Fields(k[2])[i%5] + " unit" + fmt.Sprint(i%7)}
		if i%3 > 0 {
			docs[i].Body += " " + k[0] + " or " + k[1]
		}
	}
	return docs
}

func TestWordsUsedAlikeLieNearEachOther(t *testing.T) {
	x := filled(t, fictional(200)...)
	learnNow(t, x)
	row := func(word string) int32 {
		id, _ := x.st.words.find(word)
		return x.st.vectors.of(id)
	}
	v := x.st.vectors
	if near, far := v.cosine(row("crash"), row("hang")), v.cosine(row("crash"), row("lost")); near < far+.3 {
		t.Errorf("crash lies at %v from hang and at %v from lost", near, far)
	}
}

func TestAWordThatIsNotThereIsCoveredByTheNearest(t *testing.T) {
	x := filled(t, fictional(200)...)
	learnNow(t, x)
	a := query(t, x, Doc{Title: "crash", Body: "zoom", Created: spring}, Options{Limit: 100})
	at := slices.IndexFunc(a.Hits, func(h Hit) bool { return h.ID == "m12" }) // tells of hanging only
	e := a.Hits[at].Evidence
	if len(e.Title) != 1 || e.Title[0].Word != "crash" || e.Title[0].Match == "crash" || e.Title[0].Nearness < nearEnough {
		t.Errorf("told %+v", e.Title)
	}
	if len(a.Hits[0].Evidence.Title) != 1 || a.Hits[0].Evidence.Title[0].Nearness != 1 {
		t.Errorf("told %+v of one that crashes", a.Hits[0].Evidence.Title)
	}
}

func TestLearnWaitsForEnoughCases(t *testing.T) {
	x := filled(t, fictional(vectorsFrom-1)...)
	must(t, x.Learn(context.Background(), 1))
	if query(t, x, Doc{Title: "crash"}, Options{}).Full {
		t.Error("learnt from too few")
	}
	must(t, x.Put(Doc{ID: "last", Title: "crash again"}))
	stop, cancel := context.WithCancel(context.Background())
	cancel()
	if err := x.Learn(stop, 2); casefile.CodeOf(err) != casefile.Cancelled {
		t.Errorf("stopped learning gives %v", err)
	}
	must(t, x.Learn(context.Background(), 1))
	if !query(t, x, Doc{Title: "crash"}, Options{}).Full || x.LearnDue() {
		t.Error("not learnt from enough")
	}
	if query(t, x, Doc{Title: "crash"}, Options{Fallback: true}).Full {
		t.Error("the fallback was asked for")
	}
}

func TestOneWriterManyReadersAndALearner(t *testing.T) {
	x := filled(t, fictional(60)...)
	var others sync.WaitGroup
	done := make(chan struct{})
	untilDone := func(do func() error) {
		others.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					if err := do(); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for range 3 {
		untilDone(func() error {
			_, err := x.Query(Doc{Title: "crash of the viewer"}, Options{Older: true})
			return err
		})
	}
	others.Go(func() {
		for range 3 {
			m, err := x.collect(context.Background())
			if err != nil {
				t.Error(err)
				return
			}
			v, err := m.learn(context.Background(), 2)
			if err == nil {
				err = x.adopt(v, m.cases)
			}
			if err != nil {
				t.Error(err)
			}
		}
	})
	for i, d := range fictional(120) {
		d.Body += " again"
		must(t, x.Put(d))
		x.SetSeq(uint64(i))
		if i%30 == 0 {
			must(t, x.Save())
		}
	}
	close(done)
	others.Wait()
	if x.Len() != 120 {
		t.Errorf("%d cases", x.Len())
	}
}

func TestATextThatIsGoneLeavesTheDisk(t *testing.T) {
	x := filled(t, Doc{ID: "a", Title: "Zanzibarium meltdown", Body: "code QX-99812"}, Doc{ID: "b", Title: "Other"})
	must(t, x.Save())
	must(t, x.Remove("a"))
	must(t, x.Save())
	all, err := filepath.Glob(filepath.Join(x.dir, "*"))
	must(t, err)
	for _, name := range all {
		b, err := os.ReadFile(name)
		must(t, err)
		for _, word := range []string{"zanzibar", "Zanzibar", "99812", "meltdown"} {
			if strings.Contains(string(b), word) {
				t.Errorf("%s still holds %q", name, word)
			}
		}
	}
	if len(all) != 1 {
		t.Errorf("the folder holds %q", all)
	}
}

func TestOnlyTheSequenceMoves(t *testing.T) {
	x := filled(t, Doc{ID: "a", Title: "Export hangs"})
	x.SetSeq(5)
	must(t, x.Save())
	before, err := filepath.Glob(filepath.Join(x.dir, "cases-*"))
	must(t, err)
	x.SetSeq(9)
	must(t, x.Put(Doc{ID: "a", Title: "Export hangs"})) // the same again
	must(t, x.Save())
	after, err := filepath.Glob(filepath.Join(x.dir, "cases-*"))
	must(t, err)
	if !slices.Equal(before, after) {
		t.Errorf("%q became %q", before, after)
	}
	must(t, x.Close())
	if y := open(t, x.dir); y.Seq() != 9 || y.Len() != 1 {
		t.Errorf("sequence %d, %d cases", y.Seq(), y.Len())
	}
}
