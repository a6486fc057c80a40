package search

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// sideBySide does n pieces of work on all processors and returns when all are done. A panic in one of them is the
// caller's, who may have a guard.
func sideBySide(n int, do func(i int)) {
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
