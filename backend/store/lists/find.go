package lists

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"

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
	Kind       casefile.Kind
	Filters    []Filter // all must hold
	Sort       string   // a column; rows without a value come last. "" = moved
	Descending bool
	Cursor     string   // Page.Next of a page of this list, whatever its filters were; Offset counts from there
	Offset     int      // rows to leave out
	Limit      int      // rows to give; 0 = 50
	Binned     bool     // those in the bin, instead of those that are not
	Count      []string // columns whose values are to be counted
	Columns    []string // those whose cells the rows have; nil = all
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

// Count is how often a value occurs.
type Count struct {
	Value string
	Count int
	Name  string // what the record is called whose ID the value is; "" for other values, and when it is not there
}

// Page is a page of a list. Counts say, for each column asked for, how often each value occurs among the rows that all
// filters but those on that column let through, the most frequent first.
type Page struct {
	Rows   []Row
	Next   string // "" after the last page
	Total  int    // rows that the filters let through
	All    int    // rows without the filters
	Counts map[string][]Count
}

const usualLimit = 50

// Find gives a page of a list. A column that the kind does not have, and a cursor of another list, are Invalid.
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
	l.mu.Lock()
	defer l.mu.Unlock()
	if ctx.Err() != nil {
		return Page{}, casefile.Wrap(casefile.Cancelled, ctx.Err(), "The list was not needed any more.")
	}
	t := l.tables[q.Kind]
	if t == nil {
		return Page{}, casefile.Faultf(casefile.Invalid, "%q has no list of its own.", q.Kind)
	}
	col, ok := t.names[q.Sort]
	if !ok {
		return Page{}, noColumn(q.Kind, q.Sort)
	}
	s, err := l.selected(t, q)
	if err != nil {
		return Page{}, err
	}
	page := Page{Total: s.total, All: len(t.at) - t.binned, Counts: map[string][]Count{}}
	if q.Binned {
		page.All = t.binned
	}
	for _, name := range q.Count {
		page.Counts[name] = l.named(t.cols[t.names[name]], s.counter(t.names[name]).counts())
	}
	l.cut(t, col, q, s, from, &page)
	return page, nil
}

// named gives counts with the names of the records that they count.
func (l *Lists) named(c column, counts []Count) []Count {
	out := slices.Clone(counts)
	if c.field.Type != casefile.TypeRef {
		return out
	}
	for i := range out {
		out[i].Name = l.name(out[i].Value)
	}
	return out
}

// cut takes the page out of the order.
func (l *Lists) cut(t *table, col int, q Query, s *selection, from *place, page *Page) {
	last, skip := uint32(0), q.Offset
	for row := range t.walk(col, q.Descending, from) {
		if !s.rows.has(row) {
			continue
		}
		if skip--; skip >= 0 {
			continue
		}
		if len(page.Rows) == q.Limit {
			page.Next = cursorOf(q, t.placeOf(col, last))
			return
		}
		page.Rows = append(page.Rows, l.row(t, q, row))
		last = row
	}
}

// cursor is a place in a list as it is handed out. It holds where the row stood, not the row: the place is found whatever
// becomes of that.
type cursor struct {
	Kind  casefile.Kind `json:"n"`
	Sort  string        `json:"s"`
	Down  bool          `json:"d,omitempty"`
	Empty bool          `json:"e,omitempty"`
	Key   []byte        `json:"k,omitempty"`
	ID    uuid.UUID     `json:"i"`
}

func cursorOf(q Query, p place) string {
	text, err := json.Marshal(cursor{q.Kind, q.Sort, q.Descending, p.empty, []byte(p.key), p.id})
	if err != nil { // there is nothing in it that JSON cannot hold
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func readCursor(q Query) (*place, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	var c cursor
	text, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil || c.Kind != q.Kind || c.Sort != q.Sort || c.Down != q.Descending {
		return nil, casefile.Faultf(casefile.Invalid, "The place in the list belongs to another list. Begin at its top.")
	}
	return &place{empty: c.Empty, key: string(c.Key), id: c.ID}, nil
}

// row makes the row that a person sees.
func (l *Lists) row(t *table, q Query, row uint32) Row {
	out := Row{ID: uuid.UUID(t.ids[row]).String(), Kind: q.Kind, Rev: t.revs[row], Cells: map[string]any{}, Names: map[string]string{}}
	for i, c := range t.cols {
		if t.empty(row, i) || q.Columns != nil && !slices.Contains(q.Columns, c.name) {
			continue
		}
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
	l.mu.Lock()
	defer l.mu.Unlock()
	out := map[casefile.Kind]int{}
	for k, t := range l.tables {
		if n := len(t.at) - t.binned; n > 0 {
			out[k] = n
		}
	}
	return out
}
