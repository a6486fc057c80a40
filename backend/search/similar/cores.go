package similar

import "sync"

// cores is on how many processors a piece of work is done. What comes of it is the same for every number: each part does
// whole sums, in the order in which one alone would.
type cores int

// each does all parts at once, and waits for them.
func (c cores) each(part func(part, of int)) {
	of := max(1, int(c))
	var all sync.WaitGroup
	for i := 1; i < of; i++ {
		all.Go(func() { part(i, of) })
	}
	part(0, of)
	all.Wait()
}

// stretch is a part of n things that lie one behind the other.
func stretch(n, part, of int) (from, to int) { return n * part / of, n * (part + 1) / of }
