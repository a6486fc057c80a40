package search

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
)

// Orders of an answer.
const (
	Relevance = "relevance" // the best first; among equals, and where no word was asked for, the newest
	Newest    = "newest"    // by created; without one at the end
	Oldest    = "oldest"
	Recent    = "updated" // what changed last first
)

// place is where a hit stands in the order of an answer: by First and then Second, the larger ones before, then by ID. It
// is also the cursor: the next page begins after it, so pages neither repeat nor skip what did not change, however many
// there are.
type place struct {
	First  float64 `json:"f"`
	Second float64 `json:"s"`
	ID     string  `json:"i"`
}

func (p place) cursor() string {
	b, err := json.Marshal(p)
	if err != nil { // there is no such number among scores and times
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(s string) (*place, error) {
	if s == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	var p place
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil || p.ID == "" {
		return nil, casefile.Wrap(casefile.Invalid, err, "That is no place to go on from. Search again from the beginning.")
	}
	return &p, nil
}

// found is a document that is among the best, and what is known of its place. ID and Second are read when they decide.
type found struct {
	doc    uint64
	rated  rating
	place  place
	second bool
	id     bool
}

// collector keeps the best documents, counts all, and counts facets.
type collector struct {
	s      *session
	sort   string
	limit  int
	after  *place
	top    []*found // sorted, the best first
	total  int
	more   bool // documents after the cursor beyond limit
	table  *table
	counts *counter // nil when nothing is counted
	date   string   // the field that is sorted by, or decides among equals
	buf    index.IndexInternalID
}

// unknownTime sorts what has no time at the end.
const unknownTime = -1

func newCollector(s *session, q Query, after *place) *collector {
	c := &collector{s: s, sort: q.Sort, limit: q.Limit, after: after, date: fieldCreated, table: s.index.columns.table(s.reader)}
	if q.Sort == Recent {
		c.date = fieldUpdated
	}
	var counted []string
	for _, f := range q.Facets {
		if slices.Contains(facets, f) {
			counted = append(counted, facetPrefix+f)
		}
	}
	if len(counted) > 0 {
		c.counts = newCounter(c.table, counted)
	}
	return c
}

// run takes every document that fits.
func (c *collector) run(ctx context.Context, n node) error {
	const checkEvery = 1 << 10
	n.prepare(math.MaxUint64)
	for at, ok, err := n.seek(0); ; at, ok, err = n.seek(at + 1) {
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
		if c.total%checkEvery == 0 && ctx.Err() != nil {
			return casefile.Wrap(casefile.Cancelled, ctx.Err(), "The search was stopped.")
		}
		if c.s.typing && c.total >= mostTyping {
			c.s.partial = true
			return nil
		}
		if err := c.take(at, n.rate()); err != nil {
			return err
		}
	}
}

// mostTyping documents are looked at while a query is typed, in the order in which they were indexed: one or two letters
// fit half of all cases, and nobody means them. Enter looks at all.
const mostTyping = 10_000

func (c *collector) take(doc uint64, r rating) error {
	c.total++
	if c.counts != nil {
		if err := c.counts.add(doc); err != nil {
			return err
		}
	}
	if first := score(r); c.sort == Relevance && len(c.top) >= c.limit && first < c.top[len(c.top)-1].place.First {
		c.more = true
		return nil
	}
	f := &found{doc: doc, rated: r}
	switch c.sort {
	case Newest, Recent, Oldest:
		t, err := c.table.time(c.date, doc)
		if err != nil {
			return err
		}
		f.place.First, f.second = t, true
		if c.sort == Oldest && t != unknownTime {
			f.place.First = -t
		} else if c.sort == Oldest {
			f.place.First = -maxTime
		}
	default:
		f.place.First = score(r)
	}
	return c.keep(f)
}

// maxTime is after every time in milliseconds since 1900.
const maxTime = 1e15

// score puts the tiers one above the other. No sum of BM25 reaches tierStep: a word gives less than 40, a query has at
// most a few hundred.
func score(r rating) float64 {
	if r.tier == tierNone {
		return r.score
	}
	return float64(r.tier)*tierStep + r.score
}

const tierStep = 1e5

// keep puts a document in its place, if it is among the best after the cursor.
func (c *collector) keep(f *found) error {
	if c.after != nil {
		before, err := c.before(&found{place: *c.after, second: true, id: true}, f)
		if err != nil || !before {
			return err
		}
	}
	if len(c.top) >= c.limit {
		c.more = true
		if c.limit == 0 {
			return nil
		}
		better, err := c.before(f, c.top[len(c.top)-1])
		if err != nil || !better {
			return err
		}
		c.top = c.top[:len(c.top)-1]
	}
	at, err := c.search(f)
	if err != nil {
		return err
	}
	c.top = slices.Insert(c.top, at, f)
	return nil
}

// search finds the place of a document among the best.
func (c *collector) search(f *found) (int, error) {
	low, high := 0, len(c.top)
	for low < high {
		mid := (low + high) / 2
		before, err := c.before(c.top[mid], f)
		if err != nil {
			return 0, err
		}
		if before {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, nil
}

// before says whether a stands before b. What decides is read only when it must.
func (c *collector) before(a, b *found) (bool, error) {
	if a.place.First != b.place.First {
		return a.place.First > b.place.First, nil
	}
	for _, f := range []*found{a, b} {
		if err := c.fillSecond(f); err != nil {
			return false, err
		}
	}
	if a.place.Second != b.place.Second {
		return a.place.Second > b.place.Second, nil
	}
	for _, f := range []*found{a, b} {
		if err := c.fillID(f); err != nil {
			return false, err
		}
	}
	return a.place.ID < b.place.ID, nil
}

func (c *collector) fillSecond(f *found) error {
	if f.second {
		return nil
	}
	t, err := c.table.time(c.date, f.doc)
	f.place.Second, f.second = t, true
	return err
}

func (c *collector) fillID(f *found) error {
	if f.id {
		return nil
	}
	c.buf = index.NewIndexInternalID(c.buf, f.doc)
	id, err := c.s.reader.ExternalID(c.buf)
	if err != nil {
		return damaged(err)
	}
	f.place.ID, f.id = strings.Clone(id), true
	return nil
}
