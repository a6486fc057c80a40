package search

import (
	"fmt"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"precedent/backend/casefile"
	"precedent/backend/search/language"
	"precedent/backend/search/words"
)

// version is the version of what stands below: which fields there are, how words are cut and folded, what the terms are
// called. An index of another version is rebuilt.
//
//	1  the first
const version = 1

// The fields of the index. Nothing is stored; the mapping is empty and closed, and the documents are made here.
//
//	text       every word of a case, with its positions: a word, a part, a whole, a pair. Each piece (a field of the case or
//	           of an item) begins with the tokens "\x02" and "\x02" + the field's name, so that a word can be asked for in
//	           one field: it is in the piece whose mark stands last before it. Between pieces is a gap that no phrase spans.
//	           A title counts titleWeight times.
//	stem       the stems of the words that differ from their stem
//	is         what is true of a case (terms.go)
//	created    milliseconds since 1900 as 15 digits, for sorting; updated the same
//	f_…        the values that facets count
const (
	fieldText    = "text"
	fieldStem    = "stem"
	fieldIs      = "is"
	fieldCreated = "created"
	fieldUpdated = "updated"
	facetPrefix  = "f_"

	mark = "\x02"
	// whole begins the token of a joined word, so that the paths and addresses of log files do not stand among the words
	// that a prefix is completed from: they are most of a dictionary.
	whole = "\x03"
	// gap divides pieces; no phrase of a query is as long.
	gap = 1 << 10
	// titleWeight lets a word of the title count as often as if it stood there three times: the frequencies of title and
	// lines are added up before BM25 bends them, as in BM25F (Robertson, Zaragoza, Taylor 2004). A boost on a field of its
	// own is added after the bend, and lowers the rank of the right case (FACTS).
	titleWeight = 3
)

const (
	optText  = index.IndexField | index.IncludeTermVectors
	optStem  = index.IndexField
	optIs    = index.IndexField | index.SkipFreqNorm
	optValue = index.IndexField | index.SkipFreqNorm | index.DocValues
)

// facets are the fields that can be counted, in the order in which they are shown.
var facets = []string{"kind", "severity", "incident_severity", "customer", "status", "outcome", "product", "component", "year", "tag"}

func newMapping() mapping.IndexMapping {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// documentOf makes the index document of a case, and says how many tokens its text has.
func documentOf(c *casefile.Case, o Options) (*document.Document, int) {
	t := &texter{}
	for _, p := range pieces(c, o) {
		t.piece(p)
	}
	t.titles()
	d := document.NewDocument(c.ID)
	add := func(f *field) {
		if f.length > 0 {
			d.AddField(f)
		}
	}
	add(t.text.field(fieldText, optText, true))
	add(t.stem.field(fieldStem, optStem, false))
	when := changed(c, o)
	add(plain(fieldIs, optIs, append(termsOf(c, o), dayTerms(language.Updated, stamp(when))...)))
	add(plain(fieldCreated, optValue, sortable(c.Instant("created").Time)))
	add(plain(fieldUpdated, optValue, sortable(when)))
	for _, f := range facets {
		add(plain(facetPrefix+f, optValue, facetValues(c, f)))
	}
	return d, len(t.text.tokens)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// sortable is a time as digits that sort; nothing when it is not known.
func sortable(t time.Time) []string {
	if t.IsZero() {
		return nil
	}
	return []string{fmt.Sprintf("%015d", max(0, t.Sub(epoch).Milliseconds()))}
}

// epoch is before every time of a case (casefile refuses years before 1900); a Duration reaches 292 years further.
var epoch = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)

// texter collects the tokens of a case.
type texter struct {
	pos   int
	text  collected
	stem  collected
	title []piece
}

// piece adds one text: its marks, its tokens, a gap.
func (t *texter) piece(p piece) {
	t.pos++
	t.text.add(mark, t.pos)
	t.text.add(mark+p.field, t.pos)
	t.pos++
	base := t.pos
	used := words.Each(p.text, func(w words.Token) {
		at := base + w.Pos
		if w.Kind == words.Whole {
			t.text.add(whole+w.Text, at)
			return
		}
		t.text.add(w.Text, at)
		if w.Kind == words.Word {
			if s := words.Stem(w.Text); s != w.Text {
				t.stem.add(s, 0)
			}
		}
	})
	t.pos = base + used + gap
	if p.own && (p.name == "title" || p.name == "name") {
		t.title = append(t.title, p)
	}
}

// titles adds the title again, so that its words weigh more.
func (t *texter) titles() {
	list := t.title
	for _, p := range list {
		for range titleWeight - 1 {
			t.piece(p)
		}
	}
}

// facetValues are a case's values of a facet. A customer is counted by its ID: names change.
func facetValues(c *casefile.Case, facet string) []string {
	switch facet {
	case "kind":
		return []string{string(c.Kind)}
	case "tag":
		return bounded(c.Strings("tags"))
	case "year":
		if d := dayOf(c.Text("created")); d != "" {
			return []string{d[:4]}
		}
		return nil
	}
	return bounded([]string{strings.TrimSpace(c.Text(facet))})
}

// bounded leaves out what is no value to choose: nothing, or a text. 0xff divides values inside the index.
func bounded(values []string) []string {
	var out []string
	for _, v := range values {
		if v != "" && len(v) <= maxTerm && !strings.Contains(v, "\xff") {
			out = append(out, v)
		}
	}
	return out
}
