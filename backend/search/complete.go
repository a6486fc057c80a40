package search

import (
	"cmp"
	"strings"
	"sync"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

const (
	// mostCompletions is how many words stand for an unfinished one (FACTS: 8 keep a keystroke under 12 ms at 100,000).
	mostCompletions = 8
	// shortPrefix letters or fewer may have so many completions that they are remembered, and looked up beforehand.
	shortPrefix = 3
	// fewWords begin with a prefix that is looked up when it is asked for.
	fewWords = 64
	// manyCases are needed for looking up beforehand to be worth it.
	manyCases = 5_000
	// staleShare of the cases may change before a remembered completion is looked up again: the most frequent words hardly
	// move.
	staleShare = 100
)

// completions remembers the most frequent words that begin with a few letters.
type completions struct {
	mu    sync.Mutex
	known map[string][]string
	all   bool // those of all short prefixes with more than few words are looked up, or are being looked up
	age   int  // how often they were forgotten
	moved int
}

// changed tells that cases changed.
func (c *completions) changed(cases, count int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved += cases
	if c.moved*staleShare > count {
		c.known, c.all, c.moved = nil, false, 0
		c.age++
	}
}

func (c *completions) get(prefix string) ([]string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, ok := c.known[prefix]
	return list, ok
}

// put remembers what was looked up at an age; false when that has passed.
func (c *completions) put(prefix string, list []string, age int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.age != age {
		return false
	}
	if c.known == nil {
		c.known = map[string][]string{}
	}
	c.known[prefix] = list
	return true
}

// begin says at which age something is looked up, and whether the caller is the first to look up all.
func (c *completions) begin() (age int, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first = !c.all
	c.all = true
	return c.age, first
}

// complete gives the most frequent words that begin with a prefix, one more than stand for it where there are more.
func (x *Index) complete(r index.IndexReader, prefix string) ([]string, error) {
	if list, ok := x.completions.get(prefix); ok {
		return list, nil
	}
	short := utf8.RuneCountInString(prefix) <= shortPrefix
	age := 0
	if short {
		now, first := x.completions.begin()
		if age = now; first && x.Count() >= manyCases {
			go x.completeAll(age)
		}
	}
	var best frequent
	err := eachTerm(r, fieldText, prefix, func(e *index.DictEntry) {
		if !strings.HasPrefix(e.Term, mark) {
			best.add(e)
		}
	})
	if err != nil {
		return nil, err
	}
	if short && best.added > fewWords {
		x.completions.put(prefix, best.terms(), age)
	}
	return best.terms(), nil
}

// completeAll looks up the completions of all short prefixes, a first letter at a time: whoever closes the index does not
// wait long. An index that cannot be read is found out about by who asks next.
func (x *Index) completeAll(age int) {
	for _, letter := range "etaoinsrhlcdpmufbgwyvkxjqz0123456789" {
		p := prefixes{put: func(prefix string, list []string) bool { return x.completions.put(prefix, list, age) }}
		err := guard(func() error {
			return x.read(func(r index.IndexReader) error { return eachTerm(r, fieldText, string(letter), p.add) })
		})
		if err != nil || !p.end() {
			return
		}
	}
}

// prefixes gathers the most frequent words of each short prefix from words that come in their order.
type prefixes struct {
	put   func(prefix string, list []string) bool
	now   [shortPrefix]gathering // by the length of the prefix
	stale bool                   // nobody wants them any more
}

// gathering is the words that begin with a prefix, as many as have come.
type gathering struct {
	prefix string
	best   frequent
}

func (p *prefixes) add(e *index.DictEntry) {
	end := 0
	for i := range p.now {
		if end < len(e.Term) {
			_, n := utf8.DecodeRuneInString(e.Term[end:])
			end += n
		}
		g := &p.now[i]
		if prefix := e.Term[:end]; g.prefix != prefix {
			p.close(g)
			g.prefix = prefix
		}
		g.best.add(e)
	}
}

func (p *prefixes) close(g *gathering) {
	if g.best.added > fewWords && !p.stale {
		p.stale = !p.put(strings.Clone(g.prefix), g.best.terms())
	}
	*g = gathering{}
}

// end hands over what is left, and says whether it is still wanted.
func (p *prefixes) end() bool {
	for i := range p.now {
		p.close(&p.now[i])
	}
	return !p.stale
}

// frequent is the most frequent of the words that were added, the most frequent first, equals in their order.
type frequent struct {
	list  [mostCompletions + 1]index.DictEntry
	n     int
	added int
}

func (f *frequent) add(e *index.DictEntry) {
	f.added++
	at := f.n
	for at > 0 && before(e, &f.list[at-1]) {
		at--
	}
	if at == len(f.list) {
		return
	}
	f.n = min(f.n+1, len(f.list))
	copy(f.list[at+1:f.n], f.list[at:f.n-1])
	f.list[at] = *e
}

func before(a, b *index.DictEntry) bool {
	return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Term, b.Term)) < 0
}

func (f *frequent) terms() []string {
	var out []string
	for _, e := range f.list[:f.n] {
		out = append(out, e.Term)
	}
	return out
}

// eachTerm yields the terms of a field that begin with a prefix.
func eachTerm(r index.IndexReader, field, prefix string, yield func(*index.DictEntry)) error {
	dict, err := r.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = dict.Close() }()
	for {
		e, err := dict.Next()
		if err != nil {
			return damaged(err)
		}
		if e == nil {
			return nil
		}
		yield(e)
	}
}
