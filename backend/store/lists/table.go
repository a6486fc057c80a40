package lists

import (
	"slices"
	"strings"
	"sync"

	"precedent/backend/casefile"
)

// Lists are the rows of all kinds. Its methods may be called from several goroutines at once.
type Lists struct {
	mu     sync.Mutex // for readers too: they make orders and selections
	tables map[casefile.Kind]*table
	kindOf map[[16]byte]casefile.Kind
	naming map[casefile.Kind][]naming
	texts  []string // of the row that is put in
}

// naming is a column that names records of a kind.
type naming struct {
	t   *table
	col int
}

// New makes lists without rows.
func New() *Lists {
	l := &Lists{tables: map[casefile.Kind]*table{}, kindOf: map[[16]byte]casefile.Kind{}, naming: map[casefile.Kind][]naming{}}
	for k, cols := range columnsOf {
		l.tables[k] = newTable(l, cols)
	}
	for named := range columnsOf {
		for k, cols := range columnsOf {
			for i, c := range cols {
				if c.names(named) {
					l.naming[named] = append(l.naming[named], naming{l.tables[k], i})
				}
			}
		}
	}
	return l
}

// table is the rows of one kind, column by column. A row that was removed leaves a hole that the next new row fills.
type table struct {
	lists      *Lists
	cols       []column
	names      map[string]int
	deleted    int // the column that says which rows are in the bin
	ids        [][16]byte
	revs       []uint64
	live       []bool
	filled     []uint64 // by row, a bit for each of the first columns: whether it has a value there
	at         map[[16]byte]uint32
	holes      []uint32
	data       []cells
	orders     []*order     // by column; nil = not asked for
	selections []*selection // the one last asked for first
	binned     int          // how many live rows are in the bin
	failed     []int8       // by row, while a selection is made
	fresh      []string     // the cells of the row that is put in, by column
}

// cells are the values of one column, by row.
type cells struct {
	texts  []string // of a plain column
	folded *folded  // of a plain column that was searched for words; nil until then
	codes  []uint32 // of a coded one; 0 = empty
	values []string // what the codes stand for
	known  map[string]uint32
}

func newTable(l *Lists, cols []column) *table {
	t := &table{lists: l, cols: cols, names: map[string]int{}, at: map[[16]byte]uint32{}, data: make([]cells, len(cols)),
		orders: make([]*order, len(cols)), fresh: make([]string, len(cols))}
	for i, c := range cols {
		t.names[c.name] = i
		if !c.plain {
			t.data[i].values = []string{""}
			t.data[i].known = map[string]uint32{"": 0}
		}
	}
	t.deleted = t.names["deleted"]
	return t
}

func (c *cells) get(row uint32) string {
	if c.known == nil {
		return c.texts[row]
	}
	return c.values[c.codes[row]]
}

func (c *cells) set(row uint32, v string) {
	if c.known == nil {
		c.texts[row] = v
		if c.folded != nil {
			c.folded.set(row, v)
		}
		return
	}
	code, ok := c.known[v]
	if !ok {
		v = strings.Clone(v) // so that the row it came with can go
		code = uint32(len(c.values))
		c.values = append(c.values, v)
		c.known[v] = code
	}
	c.codes[row] = code
}

func (c *cells) grow() {
	switch {
	case c.known != nil:
		c.codes = append(c.codes, 0)
	case c.folded != nil:
		c.folded.grow()
		fallthrough
	default:
		c.texts = append(c.texts, "")
	}
}

// Put takes a row in, as Encode wrote it, or changes it. moved is the column of that name.
func (l *Lists) Put(id [16]byte, rev uint64, content []byte, moved string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	kind, texts, err := decode(content, l.texts[:0])
	if err != nil {
		return err
	}
	l.texts = texts
	t := l.tables[kind]
	if t == nil { // a kind that a newer program knows
		return nil
	}
	before := l.titleOf(id)
	l.kindOf[id] = kind
	clear(t.fresh)
	for i := 0; i+1 < len(texts); i += 2 {
		if c, ok := t.names[texts[i]]; ok {
			t.fresh[c] = texts[i+1]
		}
	}
	t.fresh[t.names[Moved]] = moved
	if before != t.fresh[t.names[Title]] {
		l.renamed(kind)
	}
	t.put(id, rev, t.fresh)
	return nil
}

// renamed drops what the names of records of a kind have decided, because one of them changes.
func (l *Lists) renamed(kind casefile.Kind) {
	for _, n := range l.naming[kind] {
		n.t.orders[n.col] = nil
		n.t.forgetSelections(func(s *selection) bool { return s.looksAt(n.col) })
	}
}

// put changes a row, and moves it in the orders of the columns that change.
func (t *table) put(id [16]byte, rev uint64, fresh []string) {
	row, there := t.at[id]
	if there {
		t.reselect(row, -1)
	} else {
		row = t.newRow(id)
	}
	for c := range t.data {
		v := fresh[c]
		switch {
		case !there && v == "" && t.orders[c] == nil: // a new row's cells are empty
		case !there || t.data[c].get(row) != v:
			t.change(row, c, v)
		}
	}
	t.revs[row], t.live[row] = rev, true
	t.reselect(row, 1)
}

// Move changes the column moved of a row, and nothing else.
func (l *Lists) Move(id [16]byte, moved string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tables[l.kindOf[id]]
	if t == nil {
		return
	}
	c := t.names[Moved]
	t.forgetSelections(func(s *selection) bool { return s.looksAt(c) || s.counter(c) != nil })
	t.change(t.at[id], c, moved)
}

// change changes a cell, and moves the row in the order of its column.
func (t *table) change(row uint32, c int, v string) {
	o := t.orders[c]
	if o != nil && t.live[row] {
		p := t.placeOf(c, row)
		o.runOf(p).remove(row, t.against(c, p))
	}
	t.data[c].set(row, v)
	t.fill(row, c, v != "")
	if o != nil {
		p := t.placeOf(c, row)
		o.runOf(p).insert(row, t.against(c, p))
	}
}

// bits is how many columns a row's bits tell of.
const bits = 64

// fill notes whether a row has a value in a column. A page of rows from all over a table would else look into every column of
// each, and wait for the memory of the empty ones.
func (t *table) fill(row uint32, c int, has bool) {
	switch {
	case c >= bits:
	case has:
		t.filled[row] |= 1 << c
	default:
		t.filled[row] &^= 1 << c
	}
}

// empty says that a row is known to have no value in a column.
func (t *table) empty(row uint32, c int) bool { return c < bits && t.filled[row]>>c&1 == 0 }

func (t *table) newRow(id [16]byte) uint32 {
	var row uint32
	if n := len(t.holes); n > 0 {
		row, t.holes = t.holes[n-1], t.holes[:n-1]
		t.ids[row] = id
	} else {
		row = uint32(len(t.ids))
		t.makeRoom()
		t.ids, t.revs, t.live, t.filled = append(t.ids, id), append(t.revs, 0), append(t.live, false), append(t.filled, 0)
		for i := range t.data {
			t.data[i].grow()
		}
	}
	t.at[id] = row
	return row
}

// makeRoom doubles every column that is full: to grow each bit by bit copies the table many times over while it is filled.
func (t *table) makeRoom() {
	if len(t.ids) < cap(t.ids) {
		return
	}
	more := max(len(t.ids), 16)
	t.ids, t.revs, t.live, t.filled = slices.Grow(t.ids, more), slices.Grow(t.revs, more), slices.Grow(t.live, more), slices.Grow(t.filled, more)
	for i := range t.data {
		t.data[i].makeRoom(more)
	}
}

func (c *cells) makeRoom(more int) {
	if c.known != nil {
		c.codes = slices.Grow(c.codes, more)
	} else {
		c.texts = slices.Grow(c.texts, more)
	}
}

// Remove takes a row out.
func (l *Lists) Remove(id [16]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tables[l.kindOf[id]]
	if t == nil {
		return
	}
	l.renamed(l.kindOf[id])
	delete(l.kindOf, id)
	t.remove(id)
}

func (t *table) remove(id [16]byte) {
	row := t.at[id]
	t.reselect(row, -1)
	for c := range t.data {
		if o := t.orders[c]; o != nil {
			p := t.placeOf(c, row)
			o.runOf(p).remove(row, t.against(c, p))
		}
		t.data[c].set(row, "")
	}
	t.filled[row] = 0
	delete(t.at, id)
	t.live[row] = false
	t.holes = append(t.holes, row)
}

// isBinned says that a row is in the bin.
func (t *table) isBinned(row uint32) bool { return t.data[t.deleted].texts[row] != "" }
