package desk

import "precedent/backend/search/similar"

// comparing fills the structure of similar cases on a goroutine of its own, beside whoever reads cases and puts them into
// the index: the two take the same cases apart in ways of their own. end must be called.
type comparing struct {
	x     *similar.Index
	work  chan func() error
	ended chan error
}

// waitingToCompare is how many cases may wait: what is read ahead of the slower of the two must not fill the memory.
const waitingToCompare = 64

func compare(x *similar.Index) *comparing {
	c := &comparing{x: x, work: make(chan func() error, waitingToCompare), ended: make(chan error, 1)}
	go func() {
		var err error
		for do := range c.work {
			if err == nil {
				err = do()
			}
		}
		c.ended <- err
	}()
	return c
}

// do has something done to the structure after what was asked before. What fails is said at the end.
func (c *comparing) do(work func() error) { c.work <- work }

// end waits until all is done, and gives the first error. No more may be asked.
func (c *comparing) end() error {
	close(c.work)
	return <-c.ended
}
