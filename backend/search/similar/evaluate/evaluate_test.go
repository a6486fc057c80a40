package evaluate

import (
	"compress/gzip"
	"context"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"precedent/backend/search/similar"
)

// To measure a set of one's own:
//
//	go test ./backend/search/similar/evaluate -run TestMeasure -v -data FOLDER [-strict] [-heldout] [-fallback] [-older] [-from .5]
var (
	data     = flag.String("data", "testdata", "folder with docs.jsonl and qrels.jsonl (or .gz) to measure")
	strict   = flag.Bool("strict", false, "counts and vectors from earlier cases only")
	heldOut  = flag.Bool("heldout", false, "weights of either half learnt from the other")
	fallback = flag.Bool("fallback", false, "without term vectors")
	older    = flag.Bool("older", false, "judge the second block, of cases older than a year")
	recency  = flag.Int("recency", 0, "0 balanced, 1 timeless, 2 mild, 3 strong")
	from     = flag.Float64("from", 0, "where in the queries to begin, 0 to 1")
	update   = flag.Bool("update", false, "write the golden report anew")
)

func measured(t *testing.T, dir string, o Options) Report {
	t.Helper()
	set, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	o.Clock, o.Dir = time.Now, t.TempDir()
	r, err := Run(context.Background(), set, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMeasure(t *testing.T) {
	o := Options{Strict: *strict, HeldOut: *heldOut, Fallback: *fallback, Older: *older, Recency: similar.Recency(*recency), From: *from, To: 1}
	t.Logf("\n%v", measured(t, *data, o))
}

// TestQualityIsKept holds the outcome for the fictional reports: a change that finds them worse is seen.
func TestQualityIsKept(t *testing.T) {
	got := ""
	for _, c := range []struct {
		name string
		o    Options
	}{{"as in the product", Options{}}, {"strict", Options{Strict: true}}} {
		got += c.name + "\n" + measured(t, "testdata", c.o).Quality() + "\n"
	}
	golden := filepath.Join("testdata", "quality.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheMeasuresAreWhatTheirNamesSay(t *testing.T) {
	hits := []similar.Hit{{ID: "x"}, {ID: "a"}, {ID: "y"}, {ID: "b"}}
	o := judge(hits, Query{Relevant: []string{"a", "b", "missing"}}, 3)
	if o.first != 2 || math.Abs(o.precision-(1./2+2./4)/3) > 1e-12 {
		t.Errorf("got %+v", o)
	}
	g := group("all", []outcome{o, {first: 0}, {first: 10}, {first: 1, precision: 1}})
	if g.RR1 != .25 || g.RR5 != .5 || g.RR10 != .75 || math.Abs(g.MRR-(.5+.1+1)/4) > 1e-12 {
		t.Errorf("got %+v", g)
	}
}

func TestGroupsGoByTheNewestMatch(t *testing.T) {
	r := measured(t, "testdata", Options{})
	if all, old := r.Groups[0], r.Groups[len(r.Groups)-1]; all.Queries != 7 || old.Queries != 4 {
		t.Errorf("%d queries, %d of them old", all.Queries, old.Queries)
	}
	if half := measured(t, "testdata", Options{From: .5, To: 1}); half.Groups[0].Queries != 3 {
		t.Errorf("the later half has %d", half.Groups[0].Queries)
	}
}

func TestGzippedSetsAreReadToo(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"docs.jsonl", "qrels.jsonl"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(filepath.Join(dir, name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		z := gzip.NewWriter(f)
		_, err = z.Write(b)
		if err != nil || z.Close() != nil || f.Close() != nil {
			t.Fatal(err)
		}
	}
	if set, err := Load(dir); err != nil || len(set.Docs) != 18 || len(set.Queries) != 7 {
		t.Errorf("got %+v, %v", set, err)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("an empty folder is no set")
	}
}
