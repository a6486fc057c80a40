package search

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// node walks the documents that fit a part of a query, in the order of their numbers. Bleve's own searchers are not used:
// they multiply a score by the share of clauses that matched, put a square root into BM25, and know no tiers.
type node interface {
	// seek gives the first document at or after target; false at the end. Targets never go back.
	seek(target uint64) (uint64, bool, error)
	// rate judges the document where the node stands.
	rate() rating
	// most is about how many documents fit, and hardly more: who looks for what fits several nodes begins with the fewest.
	most() uint64
	// prepare is told before the first seek about how many documents the node will be asked at most.
	prepare(seeks uint64)
}

// tier says how near a hit is. A hit of several words is as near as its farthest word, so a hit by a corrected typing
// mistake never comes before one without.
type tier uint8

const (
	tierTypo tier = iota
	tierStem
	tierExact
	tierKey  // the key was typed
	tierNone // says nothing about nearness: a filter
)

// rating is how near a document is, and within that tier its BM25.
type rating struct {
	tier  tier
	score float64
}

// BM25 with the usual parameters (Robertson, Zaragoza 2009).
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// idf is the weight of a term that count of all documents have.
func idf(all, count uint64) float64 {
	return math.Log(1 + (float64(all)-float64(min(count, all))+0.5)/(float64(count)+0.5))
}

func bm25(idf, tf, length, average float64) float64 {
	return idf * tf * (bm25K1 + 1) / (tf + bm25K1*(1-bm25B+bm25B*length/average))
}

// postings walks over one term.
type postings struct {
	r      index.TermFieldReader
	many   uint64 // documents
	doc    index.TermFieldDoc
	target index.IndexInternalID
	at     uint64
	begun  bool
	ended  bool
}

// open gives the postings of a term, and nil when no document has it.
func (s *session) open(field, term string, scored, placed bool) (*postings, error) {
	r, err := s.reader.TermFieldReader(context.Background(), []byte(term), field, scored, scored, placed)
	if err != nil {
		return nil, damaged(err)
	}
	if r.Count() == 0 {
		_ = r.Close()
		return nil, nil
	}
	p := &postings{r: r, many: r.Count()}
	s.opened = append(s.opened, r)
	return p, nil
}

func (p *postings) seek(target uint64) (uint64, bool, error) {
	if p.ended || p.begun && p.at >= target {
		return p.at, !p.ended, nil
	}
	var doc *index.TermFieldDoc
	var err error
	if next := p.begun && target == p.at+1 || !p.begun && target == 0; next {
		doc, err = p.r.Next(p.doc.Reset())
	} else {
		p.target = index.NewIndexInternalID(p.target, target)
		doc, err = p.r.Advance(p.target, p.doc.Reset())
	}
	if err != nil {
		return 0, false, damaged(err)
	}
	p.begun = true
	if doc == nil {
		p.ended = true
		return 0, false, nil
	}
	p.at = doc.ID.Value()
	return p.at, true, nil
}

func (p *postings) count() uint64 { return p.many }

func (p *postings) most() uint64 { return p.many }

// length is the number of tokens in the text of the document; Bleve keeps one over its root.
func (p *postings) length() float64 {
	if p.doc.Norm <= 0 {
		return 1
	}
	return 1 / (p.doc.Norm * p.doc.Norm)
}

// places are the positions of the term in the document, ascending.
func (p *postings) places(into []uint64) []uint64 {
	into = into[:0]
	for _, v := range p.doc.Vectors {
		into = append(into, v.Pos)
	}
	return into
}

// anyNode is what at least one of its members fits. With best it takes the best of them, for different spellings of one
// word; otherwise it adds them up.
type anyNode struct {
	list []node
	best bool
	at   uint64
	on   []uint64 // where each member stands; done at its end
}

const done = math.MaxUint64

func newAny(list []node, best bool) node {
	switch len(list) {
	case 0:
		return noNode{}
	case 1:
		return list[0]
	}
	return &anyNode{list: list, best: best, on: make([]uint64, len(list))}
}

func (n *anyNode) seek(target uint64) (uint64, bool, error) {
	n.at = done
	for i, m := range n.list {
		if n.on[i] != done && (n.on[i] < target || n.on[i] == 0) {
			at, ok, err := m.seek(target)
			if err != nil {
				return 0, false, err
			}
			n.on[i] = at
			if !ok {
				n.on[i] = done
			}
		}
		n.at = min(n.at, n.on[i])
	}
	return n.at, n.at != done, nil
}

func (n *anyNode) prepare(seeks uint64) {
	for _, m := range n.list {
		m.prepare(seeks)
	}
}

func (n *anyNode) rate() rating {
	var sum rating
	for i, m := range n.list {
		if n.on[i] != n.at {
			continue
		}
		r := m.rate()
		sum.tier = max(sum.tier, r.tier)
		if n.best {
			sum.score = max(sum.score, r.score)
		} else {
			sum.score += r.score
		}
	}
	return sum
}

func (n *anyNode) most() uint64 {
	sum := uint64(0)
	for _, m := range n.list {
		sum += m.most()
	}
	return sum
}

// allNode is what every wanted member fits and no unwanted one.
type allNode struct {
	wanted, not []node
}

func (n *allNode) seek(target uint64) (uint64, bool, error) {
	for {
		at, ok, err := n.agree(target)
		if !ok || err != nil {
			return 0, false, err
		}
		out, err := n.unwanted(at)
		if err != nil {
			return 0, false, err
		}
		if !out {
			return at, true, nil
		}
		target = at + 1
	}
}

// agree finds the next document on which all wanted members stand.
func (n *allNode) agree(target uint64) (uint64, bool, error) {
	for i := 0; i < len(n.wanted); i++ {
		at, ok, err := n.wanted[i].seek(target)
		if !ok || err != nil {
			return 0, false, err
		}
		if at > target {
			target = at
			if i > 0 {
				i = -1
			}
		}
	}
	return target, true, nil
}

func (n *allNode) unwanted(at uint64) (bool, error) {
	for _, m := range n.not {
		on, ok, err := m.seek(at)
		if err != nil || ok && on == at {
			return true, err
		}
	}
	return false, nil
}

// prepare tells the members: all but the first are only asked about what the first one gives.
func (n *allNode) prepare(seeks uint64) {
	for i, m := range n.wanted {
		m.prepare(seeks)
		if i == 0 {
			seeks = min(seeks, m.most())
		}
	}
	for _, m := range n.not {
		m.prepare(seeks)
	}
}

func (n *allNode) rate() rating {
	sum := rating{tier: tierNone}
	for _, m := range n.wanted {
		r := m.rate()
		sum.tier = min(sum.tier, r.tier)
		sum.score += r.score
	}
	return sum
}

func (n *allNode) most() uint64 {
	fewest := uint64(math.MaxUint64)
	for _, m := range n.wanted {
		fewest = min(fewest, m.most())
	}
	return fewest
}

// sorted puts the node first that fits the fewest: it leads, and the others are only asked about what it gives.
func (n *allNode) sorted() *allNode {
	slices.SortStableFunc(n.wanted, func(a, b node) int { return cmp.Compare(a.most(), b.most()) })
	return n
}

// noNode is what nothing fits.
type noNode struct{}

func (noNode) seek(uint64) (uint64, bool, error) { return 0, false, nil }
func (noNode) rate() rating                      { return rating{} }
func (noNode) most() uint64                      { return 0 }
func (noNode) prepare(uint64)                    {}

// setNode is a set of documents that was worked out beforehand: of a filter, or of so many words that each alone would be
// too slow. All its members have one rating.
type setNode struct {
	bits  []uint64
	size  uint64
	rated rating
}

func (n *setNode) add(doc uint64) {
	for uint64(len(n.bits)) <= doc/64 {
		n.bits = append(n.bits, 0)
	}
	if n.bits[doc/64]&(1<<(doc%64)) == 0 {
		n.bits[doc/64] |= 1 << (doc % 64)
		n.size++
	}
}

func (n *setNode) seek(target uint64) (uint64, bool, error) {
	for w := target / 64; w < uint64(len(n.bits)); w++ {
		word := n.bits[w]
		if w == target/64 {
			word &= ^uint64(0) << (target % 64)
		}
		if word != 0 {
			return w*64 + uint64(bits.TrailingZeros64(word)), true, nil
		}
	}
	return 0, false, nil
}

func (n *setNode) rate() rating { return n.rated }

func (n *setNode) most() uint64 { return n.size }

func (n *setNode) prepare(uint64) {}
