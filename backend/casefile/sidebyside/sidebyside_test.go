package sidebyside

import (
	"sync/atomic"
	"testing"
)

func TestEachPieceIsDoneOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 100} {
		done := make([]atomic.Int64, n)
		Do(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if times := done[i].Load(); times != 1 {
				t.Errorf("piece %d of %d was done %d times", i, n, times)
			}
		}
	}
}

func TestAPanicIsTheCallers(t *testing.T) {
	for _, n := range []int{1, 10} {
		func() {
			defer func() {
				if r := recover(); r != "broken" {
					t.Errorf("of %d pieces one broke, and %v came", n, r)
				}
			}()
			Do(n, func(i int) {
				if i == n/2 {
					panic("broken")
				}
			})
		}()
	}
}
