package search

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/zapx/v17"
)

// wordLists remembers in which documents a word stands, and how often, as plain arrays, a segment at a time: Bleve's own
// postings go through four layers for each document, and a person who types asks for the same words with each letter. A
// segment never changes, so neither do its lists; what is no longer asked for goes.
type wordLists struct {
	mu         sync.Mutex
	young, old map[listKey]*wordList // those asked for since the last turn, and those before
	size       int                   // documents in young
	once       map[listKey]bool      // those that were walked over once without a list
	used       bool                  // something was asked for since the last rest
	lengths    map[lengthKey][]atomic.Uint32
}

// mostListed is how many documents the lists in use may have together before they grow old: of five bytes each, and as many
// again of the old ones.
const mostListed = 2_000_000

// mostOnce bounds how many words are remembered that were asked for once.
const mostOnce = 4096

// listCost is what a list costs beside its documents, in the size of documents.
const listCost = 32

type lengthKey struct {
	segment uint64
	field   string
}

type listKey struct {
	lengthKey
	term string
}

// wordList is the documents of one segment that have a word, those removed since included.
type wordList struct {
	docs    []uint32
	freqs   []uint8           // often is looked up in many
	many    map[uint32]uint32 // frequencies from often on
	lengths []atomic.Uint32   // by document: the tokens of the field; shared by all lists of it
	gone    uint64            // how many documents of the segment were removed when live was counted
	live    uint64
}

// often is a frequency that does not fit into a byte.
const often = 255

func (l *wordList) frequency(at int) uint32 {
	if f := l.freqs[at]; f < often {
		return uint32(f)
	}
	return l.many[l.docs[at]]
}

// known gives the list of a word where it was read already.
func (w *wordLists) known(key listKey) *wordList {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.used = true
	if l := w.young[key]; l != nil {
		return l
	}
	l := w.old[key]
	if l != nil {
		w.add(key, l)
	}
	return l
}

// again says whether a word was walked over before. A list is read the second time: most words are asked for once, and to read all
// of their documents costs more than to walk over them.
func (w *wordLists) again(key listKey) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.once[key] {
		return true
	}
	if w.once == nil || len(w.once) >= mostOnce {
		w.once = map[listKey]bool{}
	}
	w.once[key] = true
	return false
}

// get gives the list of a word, which is read where it is not known.
func (w *wordLists) get(key listKey, s *scorch.SegmentSnapshot) (*wordList, error) {
	if l := w.known(key); l != nil {
		return l, nil
	}
	l, err := readList(s, key, w.lengthsOf(key.lengthKey, s.FullSize()))
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.add(key, l)
	return l, nil
}

func (w *wordLists) lengthsOf(key lengthKey, docs int64) []atomic.Uint32 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lengths == nil {
		w.lengths = map[lengthKey][]atomic.Uint32{}
	}
	if w.lengths[key] == nil {
		w.lengths[key] = make([]atomic.Uint32, docs)
	}
	return w.lengths[key]
}

// add puts a list among the young ones, which grow old when they are too many. The caller holds mu.
func (w *wordLists) add(key listKey, l *wordList) {
	if w.size >= mostListed || w.young == nil {
		w.old, w.young, w.size, w.lengths = w.young, map[listKey]*wordList{}, 0, nil
	}
	if w.young[key] == nil {
		w.young[key] = l
		w.size += len(l.docs) + listCost
	}
}

// forget drops all lists.
func (w *wordLists) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.young, w.old, w.once, w.size, w.lengths = nil, nil, nil, 0, nil
}

// rest drops all lists if nothing was asked for since the last rest, and says whether there were any.
func (w *wordLists) rest() (dropped bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if dropped = !w.used && w.young != nil; dropped {
		w.young, w.old, w.once, w.size, w.lengths = nil, nil, nil, 0, nil
	}
	w.used = false
	return dropped
}

// living counts the documents of a list that were not removed. It is counted once for each number of removed ones: from a
// segment documents are only ever removed.
func (w *wordLists) living(l *wordList, removed *roaring.Bitmap) uint64 {
	if removed == nil || removed.IsEmpty() {
		return uint64(len(l.docs))
	}
	gone := removed.GetCardinality()
	w.mu.Lock()
	defer w.mu.Unlock()
	if l.gone != gone {
		l.gone, l.live = gone, uint64(len(l.docs))
		for it := removed.Iterator(); it.HasNext(); {
			if _, there := slices.BinarySearch(l.docs, it.Next()); there {
				l.live--
			}
		}
	}
	return l.live
}

// postingsOf gives the postings of a word in a segment, without the documents of except.
func postingsOf(s *scorch.SegmentSnapshot, key listKey, except *roaring.Bitmap) (segment.PostingsList, error) {
	dict, err := s.Segment().Dictionary(key.field)
	if err != nil {
		return nil, damaged(err)
	}
	p, err := dict.PostingsList([]byte(key.term), except, nil)
	if err != nil {
		return nil, damaged(err)
	}
	return p, nil
}

func readList(s *scorch.SegmentSnapshot, key listKey, lengths []atomic.Uint32) (*wordList, error) {
	postings, err := postingsOf(s, key, nil)
	if err != nil {
		return nil, err
	}
	n := postings.Count()
	l := &wordList{docs: make([]uint32, 0, n), freqs: make([]uint8, 0, n), lengths: lengths}
	for it := postings.Iterator(true, true, false, nil); ; {
		p, err := it.Next()
		if err != nil {
			return nil, damaged(err)
		}
		if p == nil {
			return l, nil
		}
		l.add(p.(*zap.Posting))
	}
}

func (l *wordList) add(p *zap.Posting) {
	doc, freq := uint32(p.Number()), p.Frequency()
	l.docs, l.freqs = append(l.docs, doc), append(l.freqs, uint8(min(freq, often)))
	if freq >= often {
		if l.many == nil {
			l.many = map[uint32]uint32{}
		}
		l.many[doc] = uint32(freq)
	}
	l.lengths[doc].Store(uint32(p.NormUint64()))
}
