package desk

import "sync"

// nameBook remembers what records go by that others refer to, customers and people: as of one entry of the journal, so
// that no save has to tell it anything.
type nameBook struct {
	mu    sync.Mutex
	seq   uint64
	known map[string][]string
}

// namesOfID are the title of a record and the other names it goes by; none when it is not there.
func (d *Desk) namesOfID(id string) []string {
	b, seq := &d.names, d.store.Seq() // before the record is read: what is remembered is never older than seq
	b.mu.Lock()
	if b.seq != seq || b.known == nil {
		b.seq, b.known = seq, map[string][]string{}
	}
	names, ok := b.known[id]
	b.mu.Unlock()
	if ok {
		return names
	}
	if r, err := d.store.Get(id); err == nil {
		names = append([]string{r.Title()}, r.Strings("aliases")...)
	}
	b.mu.Lock()
	if b.seq == seq {
		b.known[id] = names
	}
	b.mu.Unlock()
	return names
}

// nameOf is what a person calls the record of an ID; "" when it is not there.
func (d *Desk) nameOf(id string) string {
	if names := d.namesOfID(id); id != "" && len(names) > 0 {
		return names[0]
	}
	return ""
}
