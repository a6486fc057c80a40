package store

import (
	"slices"

	"precedent/backend/casefile"
)

// recent remembers the records that were read or saved last, as Badger has them: a save looks at the case above a line
// several times, and mostly at the same case as the save before. Only who saves uses it. Nobody changes what it gives.
type recent struct {
	records map[rawID]casefile.Record
	order   []rawID // the one that goes next first
}

const (
	mostRecent  = 128
	largeRecord = 16 << 10 // bytes of a value that are not worth keeping
)

func newRecent() *recent { return &recent{records: map[rawID]casefile.Record{}} }

func (c *recent) get(id rawID) (r casefile.Record, found bool) {
	if c != nil {
		r, found = c.records[id]
	}
	return r, found
}

// put keeps a record of which size bytes are stored.
func (c *recent) put(id rawID, r casefile.Record, size int) {
	if c == nil || size > largeRecord {
		return
	}
	if _, there := c.records[id]; !there {
		if len(c.order) == mostRecent {
			delete(c.records, c.order[0])
			c.order = slices.Delete(c.order, 0, 1)
		}
		c.order = append(c.order, id)
	}
	c.records[id] = r
}

// drop forgets a record that is being changed.
func (c *recent) drop(id rawID) {
	if c == nil {
		return
	}
	if _, there := c.records[id]; there {
		delete(c.records, id)
		i := slices.Index(c.order, id)
		c.order = slices.Delete(c.order, i, i+1)
	}
}
