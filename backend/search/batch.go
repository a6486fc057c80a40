package search

import (
	"sync"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
	"precedent/backend/casefile/sidebyside"
)

// lot is cases cut into index documents, ready to be written as one batch.
type lot struct {
	docs    []*document.Document
	removed []string
	tokens  uint64 // of all their texts
}

// cutAll cuts cases on all processors. What is no case is left out.
func cutAll(puts []casefile.Case, removed []string, o Options) lot {
	docs, tokens := make([]*document.Document, len(puts)), make([]int, len(puts))
	sidebyside.Do(len(puts), func(i int) {
		if puts[i].Kind.IsCase() && puts[i].ID != "" {
			docs[i], tokens[i] = documentOf(&puts[i], o)
		}
	})
	l := lot{removed: removed}
	for i, d := range docs {
		if d != nil {
			l.docs, l.tokens = append(l.docs, d), l.tokens+uint64(tokens[i])
		}
	}
	return l
}

// field is a field of an index document that was cut here; Bleve's own analysis makes three objects of each token.
type field struct {
	name    string
	options index.FieldIndexingOptions
	length  int
	terms   index.TokenFrequencies
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) Value() []byte                                    { return nil } // nothing is stored
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
func (f *field) Size() int                                        { return 0 } // for statistics that nobody reads

// plain makes a field whose terms have neither places nor frequencies.
func plain(name string, options index.FieldIndexingOptions, terms []string) *field {
	f := &field{name: name, options: options, length: len(terms), terms: make(index.TokenFrequencies, len(terms))}
	for _, t := range terms {
		f.terms[t] = &bare
	}
	return f
}

// bare is what all terms share that are only there or not. Bleve reads it; it would write to it if a document had two
// fields of one name.
var bare index.TokenFreq

// collected are the tokens of a field, in their order.
type collected struct {
	terms  index.TokenFrequencies
	tokens []placed
	slab   []index.TokenFreq // from which new terms are cut
}

// placed is one token: its term and where it stands.
type placed struct {
	term *index.TokenFreq
	pos  int
}

func (c *collected) add(term string, pos int) {
	t := c.terms[term]
	if t == nil {
		t = c.fresh()
		if c.terms == nil {
			c.terms = index.TokenFrequencies{}
		}
		c.terms[term] = t
	}
	t.SetFrequency(t.Frequency() + 1)
	c.tokens = append(c.tokens, placed{t, pos})
}

// fresh cuts a term from a piece of memory that is as large as all before it.
func (c *collected) fresh() *index.TokenFreq {
	const few = 8
	if len(c.slab) == 0 {
		c.slab = make([]index.TokenFreq, max(few, len(c.terms)))
	}
	t := &c.slab[0]
	c.slab = c.slab[1:]
	return t
}

// field makes a field of the tokens; placing keeps where they stand.
func (c *collected) field(name string, options index.FieldIndexingOptions, placing bool) *field {
	if placing {
		c.place()
	}
	return &field{name: name, options: options, length: len(c.tokens), terms: c.terms}
}

// place gives every term its places, in one list of which each has a part.
func (c *collected) place() {
	list := make([]*index.TokenLocation, len(c.tokens))
	for _, t := range c.tokens {
		if t.term.Locations == nil {
			n := t.term.Frequency()
			t.term.Locations, list = list[:0:n], list[n:]
		}
		t.term.Locations = append(t.term.Locations, spot(t.pos))
	}
}

func spot(pos int) *index.TokenLocation {
	if shared := spots(); pos < len(shared) {
		return &shared[pos]
	}
	return &index.TokenLocation{Position: pos}
}

// spots are the places that nearly all tokens have, for all documents to point to: a place of its own takes 64 bytes.
var spots = sync.OnceValue(func() []index.TokenLocation {
	const most = 1 << 15
	all := make([]index.TokenLocation, most)
	for i := range all {
		all[i].Position = i
	}
	return all
})
