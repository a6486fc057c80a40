package search

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/zapx/v17"
)

// termNode is a word with its weight.
type termNode struct {
	parts        []termPart // of the segments that have it, in their order
	at           int        // the part where it stands
	lists        *wordLists
	rarely       bool   // it is asked about few of its documents, see prepare
	many         uint64 // documents
	idf, average float64
	tier         tier
}

// termPart is a word in one segment, whose documents are numbered from first to before end. Bleve's postings are walked
// over where few documents are asked for, a list where many are, or where it is known anyway.
type termPart struct {
	segment    *scorch.SegmentSnapshot
	key        listKey
	first, end uint64

	list    *wordList
	place   int             // in the list
	removed *roaring.Bitmap // nil where none of the list's documents are

	postings segment.PostingsList
	walk     segment.PostingsIterator
	posting  *zap.Posting // where the walk stands
}

// term is a word with its weight; noNode when no case has it.
func (s *session) term(field, text string, t tier, weight float64) (node, error) {
	n := &termNode{lists: &s.index.lists, average: s.state.averageLength(), tier: t}
	first := uint64(0)
	for _, seg := range s.segments() {
		p := termPart{segment: seg, key: listKey{lengthKey{seg.Id(), field}, text}, first: first, end: first + uint64(seg.FullSize())}
		first = p.end
		live, err := p.open(n.lists)
		if err != nil {
			return nil, err
		}
		if live > 0 {
			n.parts = append(n.parts, p)
			n.many += live
		}
	}
	if n.many == 0 {
		return noNode{}, nil
	}
	n.idf = weight * idf(s.state.count, n.many)
	return n, nil
}

func (s *session) segments() []*scorch.SegmentSnapshot {
	snapshot, ok := s.reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil
	}
	return snapshot.Segments()
}

// open says how many documents of the segment have the word.
func (p *termPart) open(lists *wordLists) (live uint64, err error) {
	if l := lists.known(p.key); l != nil {
		return p.take(l, lists), nil
	}
	if p.postings, err = postingsOf(p.segment, p.key, p.segment.Deleted()); err != nil {
		return 0, err
	}
	return p.postings.Count(), nil
}

// take makes the part walk over a list.
func (p *termPart) take(l *wordList, lists *wordLists) (live uint64) {
	p.list = l
	if live = lists.living(l, p.segment.Deleted()); live < uint64(len(l.docs)) {
		p.removed = p.segment.Deleted()
	}
	return live
}

// rareSeek is how many of its documents a word must be asked about, one in so many, for it to be worth reading all of them.
const rareSeek = 16

func (n *termNode) prepare(seeks uint64) { n.rarely = seeks < n.many/rareSeek }

func (n *termNode) seek(target uint64) (uint64, bool, error) {
	for ; n.at < len(n.parts); n.at++ {
		p := &n.parts[n.at]
		if target >= p.end {
			continue
		}
		doc, ok, err := p.seek(max(target, p.first)-p.first, n)
		if ok || err != nil {
			return p.first + doc, ok, err
		}
	}
	return 0, false, nil
}

// seek gives the first document of the segment at or after doc.
func (p *termPart) seek(doc uint64, n *termNode) (uint64, bool, error) {
	if p.list == nil && p.walk == nil {
		if err := p.begin(n); err != nil {
			return 0, false, err
		}
	}
	if p.list != nil {
		p.forward(uint32(doc))
		if p.place == len(p.list.docs) {
			return 0, false, nil
		}
		return uint64(p.list.docs[p.place]), true, nil
	}
	if p.posting != nil && p.posting.Number() >= doc {
		return p.posting.Number(), true, nil
	}
	return p.advance(doc)
}

// begin chooses what is walked over.
func (p *termPart) begin(n *termNode) error {
	if n.rarely || !n.lists.again(p.key) {
		p.walk = p.postings.Iterator(true, true, false, nil)
		return nil
	}
	l, err := n.lists.get(p.key, p.segment)
	if err == nil {
		p.take(l, n.lists)
	}
	return err
}

// advance goes to the next document, which costs less to ask for than one at or after a given one, or to that.
func (p *termPart) advance(doc uint64) (uint64, bool, error) {
	var found segment.Posting
	var err error
	if p.posting == nil && doc == 0 || p.posting != nil && p.posting.Number()+1 == doc {
		found, err = p.walk.Next()
	} else {
		found, err = p.walk.Advance(doc)
	}
	if err != nil {
		return 0, false, damaged(err)
	}
	if p.posting, _ = found.(*zap.Posting); p.posting == nil {
		return 0, false, nil
	}
	return p.posting.Number(), true, nil
}

// forward goes to the first document of the list at or after doc that was not removed: what is near by is looked at one
// after the other, what is further on in steps that double.
func (p *termPart) forward(doc uint32) {
	docs, step := p.list.docs, 1
	for p.place+step < len(docs) && docs[p.place+step] < doc {
		p.place += step
		step *= 2
	}
	if p.place < len(docs) && docs[p.place] < doc {
		at, _ := slices.BinarySearch(docs[p.place:min(p.place+step, len(docs))], doc)
		p.place += at
	}
	for p.removed != nil && p.place < len(docs) && p.removed.Contains(docs[p.place]) {
		p.place++
	}
}

func (n *termNode) rate() rating {
	p := &n.parts[n.at]
	var freq, length uint64
	if p.list != nil {
		freq, length = uint64(p.list.frequency(p.place)), uint64(p.list.lengths[p.list.docs[p.place]].Load())
	} else {
		freq, length = p.posting.Frequency(), p.posting.NormUint64()
	}
	return rating{n.tier, bm25(n.idf, float64(freq), float64(max(length, 1)), n.average)}
}

func (n *termNode) count() uint64 { return n.many }

func (n *termNode) most() uint64 { return n.many }
