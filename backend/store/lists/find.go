package lists

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"precedent/backend/casefile"
)

// Op is how a filter compares.
type Op string

const (
	Is       Op = "is"        // one of the values; "" stands for empty
	IsNot    Op = "is_not"    // none of the values
	Contains Op = "contains"  // one of the values stands in it, in any case
	Before   Op = "before"    // a time or a number below the value
	After    Op = "after"     // a time or a number above the value
	Empty    Op = "empty"     // nothing there
	NotEmpty Op = "not_empty" // something there
)

// Filter narrows a list by one column.
type Filter struct {
	Field  string
	Op     Op
	Values []string
}

// Query asks for a page of a list.
type Query struct {
	Kinds      []casefile.Kind // one, or several that are listed together
	Filters    []Filter        // all must hold
	Sort       string          // a column; rows without a value come last. "" = moved
	Descending bool
	Cursor     string   // Page.Next of the page before; Offset counts from there
	Offset     int      // rows to leave out
	Limit      int      // rows to give; 0 = 50
	Binned     bool     // those in the bin, instead of those that are not
	Count      []string // columns whose values are to be counted
}

// Row is one record in a list. Cells are texts by column; a cell with several values is a []string.
type Row struct {
	ID    string
	Kind  casefile.Kind
	Rev   uint64
	Key   string
	Title string
	Cells map[string]any
	Names map[string]string // column → what the record is called whose ID the cell is
}

// Page is a page of a list. Counts say, for each column asked for, how often each value occurs among the rows that all
// filters but those on that column let through.
type Page struct {
	Rows   []Row
	Next   string // "" after the last page
	Total  int    // rows that the filters let through
	All    int    // rows without the filters
	Counts map[string]map[string]int
}

const usualLimit = 50

// Find gives a page of a list. A column that the kinds do not have, and a cursor of another list, are Invalid.
func (l *Lists) Find(ctx context.Context, q Query) (Page, error) {
	if q.Sort == "" {
		q.Sort = Moved
	}
	if q.Limit <= 0 {
		q.Limit = usualLimit
	}
	from, err := readCursor(q)
	if err != nil {
		return Page{}, err
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	page := Page{Counts: map[string]map[string]int{}}
	var parts []part
	for _, k := range q.Kinds {
		if ctx.Err() != nil {
			return Page{}, casefile.Wrap(casefile.Cancelled, ctx.Err(), "The list was not needed any more.")
		}
		t := l.tables[k]
		if t == nil {
			return Page{}, casefile.Faultf(casefile.Invalid, "%q has no list of its own.", k)
		}
		p, err := l.match(t, k, q, &page)
		if err != nil {
			return Page{}, err
		}
		parts = append(parts, p)
	}
	l.cut(parts, q, from, &page)
	return page, nil
}

// part is the rows of one kind that match, in the order asked for.
type part struct {
	kind casefile.Kind
	t    *table
	col  int
	rows []uint32
}

// match goes through one kind once: it collects the matching rows and counts values.
func (l *Lists) match(t *table, kind casefile.Kind, q Query, page *Page) (part, error) {
	col, ok := t.names[q.Sort]
	if !ok {
		return part{}, noColumn(kind, q.Sort)
	}
	tests, err := l.tests(t, kind, q.Filters)
	if err != nil {
		return part{}, err
	}
	counts, err := t.counters(kind, q.Count)
	if err != nil {
		return part{}, err
	}
	p := part{kind: kind, t: t, col: col, rows: make([]uint32, 0, len(t.ids))}
	deleted := &t.data[t.names["deleted"]]
	for row := range l.walk(t, col, q.Descending) {
		if (deleted.get(row) != "") != q.Binned {
			continue
		}
		page.All++
		failed := failing(tests, row)
		if failed == passes {
			p.rows = append(p.rows, row)
		}
		for i := range counts {
			if failed == passes || failed == counts[i].col {
				counts[i].add(row)
			}
		}
	}
	page.Total += len(p.rows)
	for _, c := range counts {
		c.into(page.Counts)
	}
	return p, nil
}

// What failing says besides a column.
const (
	passes  = -1 // the row passes all tests
	several = -2 // it fails tests on more than one column
)

// failing is the one column on which a row fails.
func failing(tests []test, row uint32) int {
	failed := passes
	for i := range tests {
		if tests[i].col == failed || tests[i].holds(row) {
			continue
		}
		if failed != passes {
			return several
		}
		failed = tests[i].col
	}
	return failed
}

// walk gives the rows of a kind in the order asked for, those without a value last.
func (l *Lists) walk(t *table, col int, descending bool) func(func(uint32) bool) {
	l.orders.Lock()
	order := t.order(col)
	l.orders.Unlock()
	return func(yield func(uint32) bool) {
		for i := range order {
			if descending {
				i = len(order) - 1 - i
			}
			if !yield(order[i]) {
				return
			}
		}
		for row := range t.ids {
			if t.live[row] && t.data[col].get(uint32(row)) == "" && !yield(uint32(row)) {
				return
			}
		}
	}
}

// counter counts the values of one column.
type counter struct {
	name  string
	col   int
	cells *cells
	codes []int
	texts map[string]int
}

func (t *table) counters(kind casefile.Kind, names []string) ([]counter, error) {
	var out []counter
	for _, name := range names {
		col, ok := t.names[name]
		if !ok {
			return nil, noColumn(kind, name)
		}
		c := counter{name: name, col: col, cells: &t.data[col], texts: map[string]int{}}
		c.codes = make([]int, len(c.cells.values))
		out = append(out, c)
	}
	return out, nil
}

func (c *counter) add(row uint32) {
	if c.cells.known != nil {
		c.codes[c.cells.codes[row]]++
		return
	}
	c.texts[c.cells.texts[row]]++
}

func (c *counter) into(all map[string]map[string]int) {
	m := all[c.name]
	if m == nil {
		m = map[string]int{}
		all[c.name] = m
	}
	for code, n := range c.codes {
		c.texts[c.cells.values[code]] += n
	}
	for v, n := range c.texts {
		if n == 0 {
			continue
		}
		values := split(v)
		if len(values) == 0 {
			values = []string{""}
		}
		for _, one := range values {
			m[one] += n
		}
	}
}

// place is where a row stands in a list: what a cursor keeps.
type place struct {
	Empty bool   `json:"e,omitempty"` // among the rows without a value
	Key   string `json:"k,omitempty"`
	ID    string `json:"i"`
	Sort  string `json:"s"`
	Down  bool   `json:"d,omitempty"`
}

func readCursor(q Query) (*place, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	var p place
	text, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil || p.Sort != q.Sort || p.Down != q.Descending {
		return nil, casefile.Faultf(casefile.Invalid, "The place in the list belongs to another list. Begin at its top.")
	}
	return &p, nil
}

func (p part) place(i int, q Query) place {
	row := p.rows[i]
	v := p.t.data[p.col].get(row)
	out := place{Empty: v == "", ID: uuid.UUID(p.t.ids[row]).String(), Sort: q.Sort, Down: q.Descending}
	if v != "" {
		out.Key = p.t.sortKey(p.t.cols[p.col], v)
	}
	return out
}

// comparePlaces puts two places in the order of the list.
func comparePlaces(a, b place) int {
	switch {
	case a.Empty != b.Empty:
		if b.Empty {
			return -1
		}
		return 1
	case a.Empty:
		return strings.Compare(a.ID, b.ID)
	}
	n := strings.Compare(a.Key, b.Key)
	if n == 0 {
		n = strings.Compare(a.ID, b.ID)
	}
	if a.Down {
		return -n
	}
	return n
}

// cut takes the page out of the matching rows of all kinds.
func (l *Lists) cut(parts []part, q Query, from *place, page *Page) {
	for i := range parts {
		parts[i].sortEmpty()
	}
	next := make([]int, len(parts))
	if from != nil {
		for i, p := range parts {
			next[i], _ = slices.BinarySearchFunc(p.rows, *from, func(row uint32, want place) int {
				one := part{t: p.t, col: p.col, rows: []uint32{row}}
				if comparePlaces(one.place(0, q), want) <= 0 {
					return -1
				}
				return 1
			})
		}
	}
	if len(parts) == 1 {
		next[0] += max(q.Offset, 0)
		q.Offset = 0
	}
	var last place
	for len(page.Rows) < q.Limit {
		i := first(parts, next, q)
		if i < 0 {
			return
		}
		if q.Offset--; q.Offset < 0 {
			last = parts[i].place(next[i], q)
			page.Rows = append(page.Rows, l.row(parts[i], parts[i].rows[next[i]]))
		}
		next[i]++
	}
	if first(parts, next, q) >= 0 {
		text, err := json.Marshal(last)
		if err == nil {
			page.Next = base64.RawURLEncoding.EncodeToString(text)
		}
	}
}

// sortEmpty puts the rows without a value in the order of their IDs, so that a cursor finds its place among them.
func (p *part) sortEmpty() {
	at := len(p.rows)
	for at > 0 && p.t.data[p.col].get(p.rows[at-1]) == "" {
		at--
	}
	slices.SortFunc(p.rows[at:], func(a, b uint32) int { return slices.Compare(p.t.ids[a][:], p.t.ids[b][:]) })
}

// first is the part whose next row comes first; -1 when all are through.
func first(parts []part, next []int, q Query) int {
	best := -1
	var at place
	for i, p := range parts {
		if next[i] >= len(p.rows) {
			continue
		}
		if len(parts) == 1 {
			return i
		}
		if here := p.place(next[i], q); best < 0 || comparePlaces(here, at) < 0 {
			best, at = i, here
		}
	}
	return best
}

// row makes the row that a person sees.
func (l *Lists) row(p part, row uint32) Row {
	t := p.t
	out := Row{ID: uuid.UUID(t.ids[row]).String(), Kind: p.kind, Rev: t.revs[row], Cells: map[string]any{}, Names: map[string]string{}}
	for i, c := range t.cols {
		v := t.data[i].get(row)
		if v == "" {
			continue
		}
		switch c.field.Type {
		case casefile.TypeTexts:
			out.Cells[c.name] = split(v)
		case casefile.TypeBool:
			out.Cells[c.name] = v == "true"
		case casefile.TypeCount, casefile.TypeAmount:
			out.Cells[c.name] = json.Number(v)
		case casefile.TypeRef:
			out.Cells[c.name] = v
			out.Names[c.name] = l.name(v)
		default:
			out.Cells[c.name] = v
		}
	}
	out.Title = t.data[t.names[Title]].get(row)
	if c, ok := t.names["key"]; ok {
		out.Key = t.data[c].get(row)
	}
	return out
}

// name is what a record is called; "" when it is not in the lists.
func (l *Lists) name(id string) string {
	raw, err := uuid.Parse(id)
	if err != nil {
		return ""
	}
	return l.titleOf(raw)
}

func (l *Lists) titleOf(id [16]byte) string {
	t := l.tables[l.kindOf[id]]
	if t == nil {
		return ""
	}
	return t.data[t.names[Title]].get(t.at[id])
}

func noColumn(kind casefile.Kind, name string) error {
	return casefile.Faultf(casefile.Invalid, "The list of %s has no column %q.", kind.Many(), name)
}

// Counts says how many rows of each kind there are, the bin left out.
func (l *Lists) Counts() map[casefile.Kind]int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	out := map[casefile.Kind]int{}
	for k, t := range l.tables {
		deleted := &t.data[t.names["deleted"]]
		for row := range t.ids {
			if t.live[row] && deleted.get(uint32(row)) == "" {
				out[k]++
			}
		}
	}
	return out
}
