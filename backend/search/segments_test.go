package search

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"precedent/backend/casefile"
)

// TestSmallCasesAfterALongOneTakeLittleMemory counts what is allocated, not how long it takes.
func TestSmallCasesAfterALongOneTakeLittleMemory(t *testing.T) {
	x, err := Rebuild(context.Background(), t.TempDir(), Options{}, func(func(casefile.Case) error) (uint64, error) { return 0, nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	long := casefile.Case{Record: casefile.Record{Kind: casefile.KindEscalation, ID: "long", Fields: map[string]any{"title": "The long one"}}}
	for i := range 5000 {
		long.Items = append(long.Items, casefile.Record{Kind: casefile.KindLine, ID: fmt.Sprint("line-", i), Fields: map[string]any{"text": fmt.Sprintf("replica%d was paused on node%d", i, i)}})
	}
	small := make([]casefile.Case, 200)
	for i := range small {
		small[i] = casefile.Case{Record: casefile.Record{Kind: casefile.KindEscalation, ID: fmt.Sprint("small-", i), Fields: map[string]any{"title": "A short one"}}}
	}
	for seq := uint64(1); seq < 10; seq += 2 { // Bleve does not always remember
		if err := x.Update(context.Background(), []casefile.Case{long}, nil, seq); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := x.Update(context.Background(), small, nil, seq+1); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 50 {
			t.Fatalf("%d MB were allocated for 200 short cases", took)
		}
	}
}
