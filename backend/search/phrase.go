package search

import (
	"math"
	"slices"
)

// phraseNode is words at fixed distances from each other, wherever that is, or only within certain fields.
type phraseNode struct {
	slots []slot
	marks *fieldMarks // nil: anywhere
	rated rating
	idf   float64
	mean  float64 // average length of a text
	find  []uint64
	hold  []uint64
}

// slot is one place of a phrase: any of several terms, offset positions after the first.
type slot struct {
	terms  []*postings
	offset uint64
}

// fieldMarks are the marks that begin a piece of any field, and those that begin one of the fields that are asked for.
type fieldMarks struct {
	every *postings
	those []*postings
}

func (n *phraseNode) seek(target uint64) (uint64, bool, error) {
	for {
		at, ok, err := n.agree(target)
		if !ok || err != nil {
			return 0, false, err
		}
		fits, err := n.fits(at)
		if err != nil || fits {
			return at, fits, err
		}
		target = at + 1
	}
}

// agree finds the next document that has a term of every slot.
func (n *phraseNode) agree(target uint64) (uint64, bool, error) {
	for i := 0; i < len(n.slots); i++ {
		at, err := n.slots[i].seek(target)
		if err != nil || at == done {
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

func (s slot) seek(target uint64) (uint64, error) {
	first := uint64(done)
	for _, p := range s.terms {
		at, ok, err := p.seek(target)
		if err != nil {
			return done, err
		}
		if ok {
			first = min(first, at)
		}
	}
	return first, nil
}

// places are the positions in the document where the slot is filled, moved back by its offset.
func (s slot) places(doc uint64, into []uint64) []uint64 {
	into = into[:0]
	for _, p := range s.terms {
		if p.ended || p.at != doc {
			continue
		}
		for _, v := range p.doc.Vectors {
			if v.Pos >= s.offset {
				into = append(into, v.Pos-s.offset)
			}
		}
	}
	slices.Sort(into)
	return slices.Compact(into)
}

// fits says whether the words stand side by side in the document, and rates it by how often they do.
func (n *phraseNode) fits(doc uint64) (bool, error) {
	n.find = n.slots[0].places(doc, n.find)
	for _, s := range n.slots[1:] {
		n.hold = s.places(doc, n.hold)
		n.find = intersect(n.find, n.hold)
	}
	if n.marks != nil && len(n.find) > 0 {
		var err error
		if n.find, err = n.marks.within(doc, n.find); err != nil {
			return false, err
		}
	}
	if len(n.find) == 0 {
		return false, nil
	}
	n.rated.score = bm25(n.idf, float64(len(n.find)), n.length(doc), n.mean)
	return true, nil
}

func (n *phraseNode) length(doc uint64) float64 {
	for _, p := range n.slots[0].terms {
		if !p.ended && p.at == doc {
			return p.length()
		}
	}
	return n.mean
}

func (n *phraseNode) rate() rating { return n.rated }

func (n *phraseNode) most() uint64 {
	fewest := uint64(math.MaxUint64)
	for _, s := range n.slots {
		sum := uint64(0)
		for _, p := range s.terms {
			sum += p.most()
		}
		fewest = min(fewest, sum)
	}
	return fewest
}

// intersect keeps what both ascending lists have.
func intersect(a, b []uint64) []uint64 {
	out := a[:0]
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			out = append(out, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return out
}

// within keeps the places that lie in a piece of one of the fields: the last mark before them is one of its marks.
func (m *fieldMarks) within(doc uint64, places []uint64) ([]uint64, error) {
	if _, _, err := m.every.seek(doc); err != nil {
		return nil, err
	}
	every := slices.Sorted(slices.Values(m.every.places(nil)))
	those := map[uint64]bool{}
	for _, p := range m.those {
		at, ok, err := p.seek(doc)
		if err != nil {
			return nil, err
		}
		if ok && at == doc {
			for _, place := range p.places(nil) {
				those[place] = true
			}
		}
	}
	out := places[:0]
	for _, place := range places {
		i, _ := slices.BinarySearch(every, place+1)
		if i > 0 && those[every[i-1]] {
			out = append(out, place)
		}
	}
	return out, nil
}

func (n *phraseNode) prepare(uint64) {}
