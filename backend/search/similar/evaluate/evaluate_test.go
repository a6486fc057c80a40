package evaluate

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"precedent/backend/search/similar"
)

var (
	data     = flag.String("data", "", "folder with docs.jsonl and qrels.jsonl (or .gz): measure it and print the report")
	strict   = flag.Bool("strict", false, "with -data: counts and vectors from earlier cases only")
	fallback = flag.Bool("fallback", false, "with -data: without term vectors")
	recency  = flag.Int("recency", 0, "with -data: 0 balanced, 1 timeless, 2 mild, 3 strong")
	from     = flag.Float64("from", 0, "with -data: where in the queries to begin, 0 to 1")
)

// TestReport prints the report of the folder named by -data; without one, of the fictional reports beside it.
func TestReport(t *testing.T) {
	dir := *data
	if dir == "" {
		dir = "testdata"
	}
	set, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), set, Options{Strict: *strict, Fallback: *fallback,
		Recency: similar.Recency(*recency), From: *from, To: 1, Clock: time.Now, Dir: t.TempDir(), Progress: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%v", r)
}
