package lists

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"precedent/backend/casefile"
)

// Lists are the rows of all kinds. Its methods may be called from several goroutines at once.
type Lists struct {
	mu     sync.RWMutex
	tables map[casefile.Kind]*table
	kindOf map[[16]byte]casefile.Kind
	orders sync.Mutex // guards the making of orders, which readers do
}

// New makes lists without rows.
func New() *Lists {
	l := &Lists{tables: map[casefile.Kind]*table{}, kindOf: map[[16]byte]casefile.Kind{}}
	for k, cols := range columnsOf {
		l.tables[k] = newTable(l, cols)
	}
	return l
}

// table is the rows of one kind, column by column. A row that was removed leaves a hole that the next new row fills.
type table struct {
	lists  *Lists
	cols   []column
	names  map[string]int
	ids    [][16]byte
	revs   []uint64
	live   []bool
	at     map[[16]byte]uint32
	holes  []uint32
	data   []cells
	orders map[string][]uint32 // by column: rows that have a value, ascending
}

// cells are the values of one column, by row.
type cells struct {
	texts  []string // of a plain column
	codes  []uint32 // of a coded one; 0 = empty
	values []string // what the codes stand for
	known  map[string]uint32
}

func newTable(l *Lists, cols []column) *table {
	t := &table{lists: l, cols: cols, names: map[string]int{}, at: map[[16]byte]uint32{}, data: make([]cells, len(cols)), orders: map[string][]uint32{}}
	for i, c := range cols {
		t.names[c.name] = i
		if !c.plain {
			t.data[i].values = []string{""}
			t.data[i].known = map[string]uint32{"": 0}
		}
	}
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
	if c.known == nil {
		c.texts = append(c.texts, "")
	} else {
		c.codes = append(c.codes, 0)
	}
}

// Put takes a row in, as Encode wrote it, or changes it. moved is the column of that name.
func (l *Lists) Put(id [16]byte, rev uint64, content []byte, moved string) error {
	kind, texts, err := decode(content)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tables[kind]
	if t == nil { // a kind that a newer program knows
		return nil
	}
	before := l.titleOf(id)
	l.kindOf[id] = kind
	if before != titleIn(texts) {
		l.forgetOrders(kind)
	}
	t.put(id, rev, texts, moved)
	return nil
}

func titleIn(texts []string) string {
	for i := 0; i+1 < len(texts); i += 2 {
		if texts[i] == Title {
			return texts[i+1]
		}
	}
	return ""
}

// forgetOrders drops the orders by the names of records of a kind, because one of the names changes.
func (l *Lists) forgetOrders(kind casefile.Kind) {
	for _, t := range l.tables {
		for name := range t.orders {
			f := t.cols[t.names[name]].field
			if f.Type == casefile.TypeRef && (f.Ref == kind || f.Ref == "") {
				delete(t.orders, name)
			}
		}
	}
}

func (t *table) put(id [16]byte, rev uint64, texts []string, moved string) {
	row, there := t.at[id]
	if there {
		t.unsort(row)
	} else {
		row = t.newRow(id)
	}
	t.revs[row], t.live[row] = rev, true
	for i := range t.data {
		t.data[i].set(row, "")
	}
	for i := 0; i+1 < len(texts); i += 2 {
		if c, ok := t.names[texts[i]]; ok {
			t.data[c].set(row, texts[i+1])
		}
	}
	t.data[t.names[Moved]].set(row, moved)
	t.resort(row)
}

func (t *table) newRow(id [16]byte) uint32 {
	var row uint32
	if n := len(t.holes); n > 0 {
		row, t.holes = t.holes[n-1], t.holes[:n-1]
		t.ids[row] = id
	} else {
		row = uint32(len(t.ids))
		t.ids, t.revs, t.live = append(t.ids, id), append(t.revs, 0), append(t.live, false)
		for i := range t.data {
			t.data[i].grow()
		}
	}
	t.at[id] = row
	return row
}

// Remove takes a row out.
func (l *Lists) Remove(id [16]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tables[l.kindOf[id]]
	if t == nil {
		return
	}
	l.forgetOrders(l.kindOf[id])
	delete(l.kindOf, id)
	row := t.at[id]
	t.unsort(row)
	delete(t.at, id)
	t.live[row] = false
	for i := range t.data {
		t.data[i].set(row, "")
	}
	t.holes = append(t.holes, row)
}

// Len is how many rows there are.
func (l *Lists) Len() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return len(l.kindOf)
}

// compare puts two rows in the order of a column; rows of equal cells by their IDs.
func (t *table) compare(c int, a, b uint32) int {
	if n := strings.Compare(t.sortKey(t.cols[c], t.data[c].get(a)), t.sortKey(t.cols[c], t.data[c].get(b))); n != 0 {
		return n
	}
	return slices.Compare(t.ids[a][:], t.ids[b][:])
}

// order gives the rows that have a value in a column, ascending.
func (t *table) order(c int) []uint32 {
	if o, ok := t.orders[t.cols[c].name]; ok {
		return o
	}
	rows := make([]uint32, 0, len(t.ids))
	keys := make([]string, len(t.ids))
	for row := range t.ids {
		if v := t.data[c].get(uint32(row)); t.live[row] && v != "" {
			keys[row] = t.sortKey(t.cols[c], v)
			rows = append(rows, uint32(row))
		}
	}
	slices.SortFunc(rows, func(a, b uint32) int {
		if n := strings.Compare(keys[a], keys[b]); n != 0 {
			return n
		}
		return slices.Compare(t.ids[a][:], t.ids[b][:])
	})
	t.orders[t.cols[c].name] = rows
	return rows
}

// unsort takes a row out of all orders, before its cells change.
func (t *table) unsort(row uint32) {
	for name, o := range t.orders {
		c := t.names[name]
		if t.data[c].get(row) == "" {
			continue
		}
		if i, ok := t.place(c, o, row); ok {
			t.orders[name] = slices.Delete(o, i, i+1)
		}
	}
}

// resort puts a row into all orders, after its cells changed.
func (t *table) resort(row uint32) {
	for name, o := range t.orders {
		c := t.names[name]
		if t.data[c].get(row) == "" {
			continue
		}
		i, _ := t.place(c, o, row)
		t.orders[name] = slices.Insert(o, i, row)
	}
}

func (t *table) place(c int, o []uint32, row uint32) (int, bool) {
	return sort.Find(len(o), func(i int) int { return t.compare(c, row, o[i]) })
}
