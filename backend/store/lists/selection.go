package lists

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// selection is the rows of a table that filters let through, with the counts that were asked for. It is made in one walk
// along the columns and from then on kept right as rows change.
type selection struct {
	asked    string // the filters that made it
	filters  []Filter
	binned   bool
	tests    []test
	rows     bitmap
	total    int
	counters []*counter
}

// mostSelections is how many selections a table keeps: each costs a bit a row, and time at each save.
const mostSelections = 8

// asked names what a selection is made by.
func asked(filters []Filter, binned bool) string {
	b := strconv.AppendBool(nil, binned)
	for _, f := range filters {
		b = appendText(appendText(b, f.Field), string(f.Op))
		b = strconv.AppendInt(b, int64(len(f.Values)), 10)
		for _, v := range f.Values {
			b = appendText(b, v)
		}
	}
	return string(b)
}

// selected gives the selection of a query, with its counts.
func (l *Lists) selected(t *table, q Query) (*selection, error) {
	name := asked(q.Filters, q.Binned)
	i := slices.IndexFunc(t.selections, func(s *selection) bool { return s.asked == name })
	var s *selection
	if i >= 0 {
		s = t.selections[i]
		t.selections = slices.Delete(t.selections, i, i+1)
	} else {
		tests, err := l.tests(t, q.Kind, q.Filters)
		if err != nil {
			return nil, err
		}
		s = &selection{asked: name, filters: q.Filters, binned: q.Binned, tests: tests}
	}
	missing, err := s.missing(t, q)
	if err != nil {
		return nil, err
	}
	if i < 0 || len(missing) > 0 {
		s.look(t, i < 0, missing)
	}
	t.selections = slices.Insert(t.selections, 0, s)
	t.selections = t.selections[:min(len(t.selections), mostSelections)]
	return s, nil
}

// missing makes the counters of a query that a selection has not got.
func (s *selection) missing(t *table, q Query) (out []*counter, err error) {
	for _, name := range q.Count {
		col, ok := t.names[name]
		if !ok {
			return nil, noColumn(q.Kind, name)
		}
		if s.counter(col) == nil {
			out = append(out, &counter{col: col, cells: &t.data[col]})
		}
	}
	return out, nil
}

func (s *selection) counter(col int) *counter {
	for _, c := range s.counters {
		if c.col == col {
			return c
		}
	}
	return nil
}

// What is known of a row besides the one column on which it fails.
const (
	passes  = -1 // it passes all tests
	several = -2 // it fails tests on more than one column
	outside = -3 // it is not in the list at all
)

// look walks along the columns, one after the other, because that is how they lie in memory.
func (s *selection) look(t *table, first bool, counters []*counter) {
	t.failed = slices.Grow(t.failed[:0], len(t.ids))[:len(t.ids)]
	failed := t.failed
	for row := range failed {
		failed[row] = outside
		if t.live[row] && t.isBinned(uint32(row)) == s.binned {
			failed[row] = passes
		}
	}
	for i := range s.tests {
		s.tests[i].mark(failed)
	}
	for _, c := range counters {
		c.look(failed)
	}
	s.counters = append(s.counters, counters...)
	if !first {
		return
	}
	for row, f := range failed {
		if f == passes {
			s.rows.set(uint32(row), true)
			s.total++
		}
	}
}

// reselect takes a row out of all selections before its cells change (-1), and takes it in again afterwards (1).
func (t *table) reselect(row uint32, by int) {
	if !t.live[row] {
		return
	}
	if t.isBinned(row) {
		t.binned += by
	}
	for _, s := range t.selections {
		if t.isBinned(row) == s.binned {
			s.add(row, by)
		}
	}
}

func (s *selection) add(row uint32, by int) {
	failed := passes
	for i := range s.tests {
		col := s.tests[i].col
		if failed == several || failed == col || s.tests[i].holds(row) {
			continue
		}
		if failed != passes {
			failed = several
			continue
		}
		failed = col
	}
	if failed == passes {
		s.rows.set(row, by > 0)
		s.total += by
	}
	for _, c := range s.counters {
		if failed == passes || failed == c.col {
			c.add(row, by)
		}
	}
}

// forgetSelections drops those of which something is true.
func (t *table) forgetSelections(when func(*selection) bool) {
	t.selections = slices.DeleteFunc(t.selections, when)
}

func (s *selection) looksAt(col int) bool {
	return slices.ContainsFunc(s.tests, func(one test) bool { return one.col == col })
}

// counter counts the values of one column.
type counter struct {
	col    int
	cells  *cells
	codes  []int          // of a coded column, by code
	texts  map[string]int // of a plain one
	sorted []Count        // nil when it has to be made again
}

func (c *counter) look(failed []int8) {
	col := int8(c.col)
	if c.cells.known != nil {
		c.codes = make([]int, len(c.cells.values))
		for row, code := range c.cells.codes {
			if f := failed[row]; f == passes || f == col {
				c.codes[code]++
			}
		}
		return
	}
	c.texts = map[string]int{}
	for row, v := range c.cells.texts {
		if f := failed[row]; f == passes || f == col {
			c.texts[v]++
		}
	}
}

func (c *counter) add(row uint32, by int) {
	c.sorted = nil
	if c.cells.known == nil {
		c.texts[c.cells.texts[row]] += by
		return
	}
	code := c.cells.codes[row]
	for int(code) >= len(c.codes) {
		c.codes = append(c.codes, 0)
	}
	c.codes[code] += by
}

// counts are the values that occur, the most frequent first. A cell of several values counts for each.
func (c *counter) counts() []Count {
	if c.sorted != nil {
		return c.sorted
	}
	all := map[string]int{}
	add := func(cell string, n int) {
		switch {
		case n == 0:
		case strings.Contains(cell, between):
			for _, v := range split(cell) {
				all[v] += n
			}
		default:
			all[cell] += n
		}
	}
	for code, n := range c.codes {
		add(c.cells.values[code], n)
	}
	for v, n := range c.texts {
		add(v, n)
	}
	c.sorted = make([]Count, 0, len(all))
	for v, n := range all {
		c.sorted = append(c.sorted, Count{Value: v, Count: n})
	}
	slices.SortFunc(c.sorted, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value)) })
	return c.sorted
}

// bitmap is a set of rows.
type bitmap []uint64

func (b bitmap) has(row uint32) bool { return int(row/64) < len(b) && b[row/64]>>(row%64)&1 == 1 }

func (b *bitmap) set(row uint32, in bool) {
	for int(row/64) >= len(*b) {
		*b = append(*b, 0)
	}
	if in {
		(*b)[row/64] |= 1 << (row % 64)
	} else {
		(*b)[row/64] &^= 1 << (row % 64)
	}
}
