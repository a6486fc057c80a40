// Package sidebyside does pieces of work on all processors at once, for answers that a person waits for: hits that are read,
// cases that are cut, signals that are worked out. It keeps nothing running between calls, and gives no order.
package sidebyside

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Do does n pieces of work on all processors and returns when all are done. A panic in one of them is the
// caller's, who may have a guard.
func Do(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var failed atomic.Pointer[any]
	var working sync.WaitGroup
	for range workers {
		working.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					failed.CompareAndSwap(nil, &r)
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	working.Wait()
	if r := failed.Load(); r != nil {
		panic(*r)
	}
}
