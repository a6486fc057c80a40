package search

import (
	"slices"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// columns remembers what is sorted by and counted as plain arrays, a segment at a time: Bleve's doc values unpack a
// thousand documents to tell of one. A segment never changes, so neither do its columns; they go when it is merged away.
// A hundred thousand cases take some five megabytes.
type columns struct {
	mu    sync.Mutex
	known map[uint64]*segmentColumns // by the number of the segment
}

// segmentColumns are the columns of one segment.
type segmentColumns struct {
	times  map[string][]float64 // by field: milliseconds since 1900, or unknownTime
	values map[string]*column
}

// column is the values that the documents of a segment have in a field.
type column struct {
	values []string            // each once
	of     []uint32            // by document: the place of its value in values and one; 0 without
	more   map[uint32][]uint32 // by document: the further values of the few that have several
	places map[string]uint32   // while it is read
}

// table gives the columns of a snapshot.
type table struct {
	columns *columns
	reader  index.IndexReader
	parts   []tablePart
	last    int // the part that was asked last
}

type tablePart struct {
	id         uint64
	first, end uint64
	*segmentColumns
}

// table begins to read the columns of a snapshot, and forgets those of segments that are no more.
func (c *columns) table(r index.IndexReader) *table {
	t := &table{columns: c, reader: r}
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return t
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	kept, first := map[uint64]*segmentColumns{}, uint64(0)
	for _, s := range snapshot.Segments() {
		known := c.known[s.Id()]
		if known == nil {
			known = &segmentColumns{times: map[string][]float64{}, values: map[string]*column{}}
		}
		kept[s.Id()] = known
		end := first + uint64(s.FullSize())
		t.parts = append(t.parts, tablePart{s.Id(), first, end, known})
		first = end
	}
	c.known = kept
	return t
}

// forget drops all columns: an index that is opened anew numbers its segments anew.
func (c *columns) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = nil
}

// part is where a document is.
func (t *table) part(doc uint64) *tablePart {
	if p := &t.parts[t.last]; doc >= p.first && doc < p.end {
		return p
	}
	t.last, _ = slices.BinarySearchFunc(t.parts, doc, func(p tablePart, doc uint64) int {
		if p.end <= doc {
			return -1
		}
		return 1
	})
	return &t.parts[t.last]
}

// time is the time of a document in a field, in milliseconds since 1900.
func (t *table) time(field string, doc uint64) (float64, error) {
	p := t.part(doc)
	t.columns.mu.Lock()
	defer t.columns.mu.Unlock()
	times := p.times[field]
	if times == nil {
		var err error
		if times, err = t.readTimes(p, field); err != nil {
			return 0, err
		}
		p.times[field] = times
	}
	return times[doc-p.first], nil
}

func (t *table) readTimes(p *tablePart, field string) ([]float64, error) {
	times := make([]float64, p.end-p.first)
	for i := range times {
		times[i] = unknownTime
	}
	err := t.visit(p, []string{field}, func(doc uint64, _ string, value []byte) {
		if at, err := strconv.ParseFloat(string(value), 64); err == nil {
			times[doc] = at
		}
	})
	return times, err
}

// visit yields the values of a segment's documents, numbered from 0.
func (t *table) visit(p *tablePart, fields []string, yield func(doc uint64, field string, value []byte)) error {
	r, err := t.reader.DocValueReader(fields)
	if err != nil {
		return damaged(err)
	}
	var id index.IndexInternalID
	for doc := p.first; doc < p.end; doc++ {
		id = index.NewIndexInternalID(id, doc)
		if err := r.VisitDocValues(id, func(field string, value []byte) { yield(doc-p.first, field, value) }); err != nil {
			return damaged(err)
		}
	}
	return nil
}

// values are the columns of a part, in the order of the fields.
func (t *table) values(p *tablePart, fields []string) ([]*column, error) {
	t.columns.mu.Lock()
	defer t.columns.mu.Unlock()
	var missing []string
	for _, f := range fields {
		if p.segmentColumns.values[f] == nil {
			missing = append(missing, f)
		}
	}
	if len(missing) > 0 {
		if err := t.readValues(p, missing); err != nil {
			return nil, err
		}
	}
	out := make([]*column, len(fields))
	for i, f := range fields {
		out[i] = p.segmentColumns.values[f]
	}
	return out, nil
}

func (t *table) readValues(p *tablePart, fields []string) error {
	read := map[string]*column{}
	for _, f := range fields {
		read[f] = &column{of: make([]uint32, p.end-p.first), places: map[string]uint32{}}
	}
	err := t.visit(p, fields, func(doc uint64, field string, value []byte) { read[field].add(uint32(doc), value) })
	if err != nil {
		return err
	}
	for f, c := range read {
		c.places = nil
		p.segmentColumns.values[f] = c
	}
	return nil
}

func (c *column) add(doc uint32, value []byte) {
	n, ok := c.places[string(value)]
	if !ok {
		c.values = append(c.values, string(value))
		n = uint32(len(c.values))
		c.places[string(value)] = n
	}
	if c.of[doc] == 0 {
		c.of[doc] = n
		return
	}
	if c.more == nil {
		c.more = map[uint32][]uint32{}
	}
	c.more[doc] = append(c.more[doc], n)
}

// counter counts the values of documents, which must come in their order.
type counter struct {
	table  *table
	fields []string
	totals []map[string]int // by field
	at     tablePart
	read   []*column // of that part
	counts [][]int
}

func newCounter(t *table, fields []string) *counter {
	c := &counter{table: t, fields: fields, totals: make([]map[string]int, len(fields))}
	for i := range fields {
		c.totals[i] = map[string]int{}
	}
	return c
}

func (c *counter) add(doc uint64) error {
	if doc >= c.at.end {
		if err := c.move(doc); err != nil {
			return err
		}
	}
	local := uint32(doc - c.at.first)
	for i, column := range c.read {
		c.counts[i][column.of[local]]++
		if column.more != nil {
			for _, n := range column.more[local] {
				c.counts[i][n]++
			}
		}
	}
	return nil
}

// move goes on to the segment that has the document.
func (c *counter) move(doc uint64) error {
	c.fold()
	c.at = *c.table.part(doc)
	var err error
	if c.read, err = c.table.values(&c.at, c.fields); err != nil {
		return err
	}
	c.counts = make([][]int, len(c.read))
	for i, column := range c.read {
		c.counts[i] = make([]int, len(column.values)+1)
	}
	return nil
}

// fold adds what was counted in a segment to the totals.
func (c *counter) fold() {
	for i, column := range c.read {
		for n, value := range column.values {
			if many := c.counts[i][n+1]; many > 0 {
				c.totals[i][value] += many
			}
		}
	}
	c.read = nil
}
