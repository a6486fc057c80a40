package lists

import (
	"slices"
	"sort"
	"strings"
)

// mostInBlock is how many rows a block of a run holds: what is moved when a row is put in.
const mostInBlock = 512

// run is rows in an order, in blocks, so that a row is put in or taken out without moving all others.
type run struct{ blocks [][]uint32 }

func newRun(sorted []uint32) run {
	var r run
	for part := range slices.Chunk(sorted, mostInBlock/2) {
		r.blocks = append(r.blocks, slices.Clone(part))
	}
	return r
}

// find is the place of the first row that is not before what is sought. against compares a row with that.
func (r *run) find(against func(row uint32) int) (block, at int) {
	block = sort.Search(len(r.blocks), func(i int) bool {
		b := r.blocks[i]
		return against(b[len(b)-1]) >= 0
	})
	if block == len(r.blocks) {
		return block, 0
	}
	b := r.blocks[block]
	return block, sort.Search(len(b), func(i int) bool { return against(b[i]) >= 0 })
}

func (r *run) insert(row uint32, against func(row uint32) int) {
	block, at := r.find(against)
	if block == len(r.blocks) {
		if block == 0 {
			r.blocks = [][]uint32{{row}}
			return
		}
		block--
		at = len(r.blocks[block])
	}
	b := slices.Insert(r.blocks[block], at, row)
	r.blocks[block] = b
	if half := len(b) / 2; len(b) > mostInBlock {
		r.blocks[block] = b[:half:half]
		r.blocks = slices.Insert(r.blocks, block+1, slices.Clone(b[half:]))
	}
}

func (r *run) remove(row uint32, against func(row uint32) int) {
	block, at := r.find(against)
	if block == len(r.blocks) || at == len(r.blocks[block]) || r.blocks[block][at] != row {
		return
	}
	r.blocks[block] = slices.Delete(r.blocks[block], at, at+1)
	if len(r.blocks[block]) == 0 {
		r.blocks = slices.Delete(r.blocks, block, block+1)
	}
}

// up gives the rows from a place on; false when the caller has enough.
func (r *run) up(block, at int, yield func(uint32) bool) bool {
	for ; block < len(r.blocks); block, at = block+1, 0 {
		for _, row := range r.blocks[block][at:] {
			if !yield(row) {
				return false
			}
		}
	}
	return true
}

// down gives the rows before a place, the last one first; false when the caller has enough.
func (r *run) down(block, at int, yield func(uint32) bool) bool {
	for ; block >= 0; block-- {
		if block < len(r.blocks) {
			b := r.blocks[block]
			if at < 0 {
				at = len(b)
			}
			for i := at - 1; i >= 0; i-- {
				if !yield(b[i]) {
					return false
				}
			}
		}
		at = -1
	}
	return true
}

// order is all rows of a table in the order of one column: those with a value ascending, then those without by their IDs.
type order struct{ valued, empty run }

// order gives the order of a column, which is made when it is first asked for.
func (t *table) order(c int) *order {
	if t.orders[c] != nil {
		return t.orders[c]
	}
	var valued, empty []uint32
	for row := range t.ids {
		switch {
		case !t.live[row]:
		case t.data[c].get(uint32(row)) == "":
			empty = append(empty, uint32(row))
		default:
			valued = append(valued, uint32(row))
		}
	}
	t.sortByKey(c, valued)
	slices.SortFunc(empty, t.compareIDs)
	t.orders[c] = &order{newRun(valued), newRun(empty)}
	return t.orders[c]
}

// sortByKey sorts rows by the keys of a column; rows of equal keys by their IDs.
func (t *table) sortByKey(c int, rows []uint32) {
	keys := t.sortKeys(c)
	slices.SortFunc(rows, func(a, b uint32) int {
		if n := strings.Compare(keys(a), keys(b)); n != 0 {
			return n
		}
		return t.compareIDs(a, b)
	})
}

// sortKeys gives the keys of a column's rows, each made once: once a value where a column has few.
func (t *table) sortKeys(c int) func(row uint32) string {
	cells := &t.data[c]
	texts := cells.values
	if cells.known == nil {
		texts = cells.texts
	}
	keys := make([]string, len(texts))
	for i, v := range texts {
		if v != "" {
			keys[i] = t.sortKey(c, v)
		}
	}
	if cells.known == nil {
		return func(row uint32) string { return keys[row] }
	}
	return func(row uint32) string { return keys[cells.codes[row]] }
}

func (t *table) compareIDs(a, b uint32) int { return slices.Compare(t.ids[a][:], t.ids[b][:]) }

// place is where a row stands in the order of a column.
type place struct {
	empty bool // among the rows without a value
	key   string
	id    [16]byte
}

func (t *table) placeOf(c int, row uint32) place {
	v := t.data[c].get(row)
	if v == "" {
		return place{empty: true, id: t.ids[row]}
	}
	return place{key: t.sortKey(c, v), id: t.ids[row]}
}

// against compares the rows of a run with a place in it.
func (t *table) against(c int, p place) func(row uint32) int {
	return func(row uint32) int {
		if !p.empty {
			if n := strings.Compare(t.sortKey(c, t.data[c].get(row)), p.key); n != 0 {
				return n
			}
		}
		return slices.Compare(t.ids[row][:], p.id[:])
	}
}

func (o *order) runOf(p place) *run {
	if p.empty {
		return &o.empty
	}
	return &o.valued
}

// walk gives the rows of a column's order, from behind a place on where there is one.
func (t *table) walk(c int, descending bool, from *place) func(func(uint32) bool) {
	o := t.order(c)
	return func(yield func(uint32) bool) {
		if from != nil && from.empty {
			block, at := o.empty.find(t.behind(c, *from))
			o.empty.up(block, at, yield)
			return
		}
		var more bool
		switch {
		case descending && from != nil:
			block, at := o.valued.find(t.against(c, *from))
			more = o.valued.down(block, at, yield)
		case descending:
			more = o.valued.down(len(o.valued.blocks), 0, yield)
		case from != nil:
			block, at := o.valued.find(t.behind(c, *from))
			more = o.valued.up(block, at, yield)
		default:
			more = o.valued.up(0, 0, yield)
		}
		if more {
			o.empty.up(0, 0, yield)
		}
	}
}

// behind is against, but the row of the place itself counts as before it.
func (t *table) behind(c int, p place) func(row uint32) int {
	against := t.against(c, p)
	return func(row uint32) int {
		if n := against(row); n != 0 {
			return n
		}
		return -1
	}
}
