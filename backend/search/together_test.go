package search

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"precedent/backend/casefile"
)

// TestSearchingWhilePuttingSeesWholeBatches asks from several goroutines while cases are put two at a time: an answer has
// both of a pair or none.
func TestSearchingWhilePuttingSeesWholeBatches(t *testing.T) {
	s := newShelf(t)
	const pairs = 25
	var asking sync.WaitGroup
	stop := make(chan struct{})
	fetch := func(id string) (casefile.Case, error) { return escalation(id, nil, "title", "watermelon"), nil }
	for _, typing := range []bool{true, false} {
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				a, err := s.Search(context.Background(), Query{Text: "watermelon", Typing: typing}, fetch)
				if err != nil || a.Total%2 != 0 {
					t.Errorf("%d found: %v", a.Total, err)
					return
				}
			}
		})
	}
	for i := range pairs {
		two := []casefile.Case{escalation(fmt.Sprint("a", i), nil, "title", "watermelon"), escalation(fmt.Sprint("b", i), nil, "title", "watermelon")}
		if err := s.Update(context.Background(), two, nil, uint64(i)); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	asking.Wait()
	if n := s.Count(); n != 2*pairs {
		t.Errorf("%d cases", n)
	}
}
