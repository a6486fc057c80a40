package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

const (
	// mostCompletions is how many words stand for an unfinished one (FACTS: 8 keep a keystroke under 12 ms at 100,000).
	mostCompletions = 8
	// shortPrefix letters or fewer have so many completions that they are remembered.
	shortPrefix = 2
	// staleShare of the cases may change before a remembered completion is looked up again: the most frequent words hardly
	// move.
	staleShare = 100
)

// completions remembers the most frequent words that begin with one or two letters.
type completions struct {
	mu    sync.Mutex
	known map[string][]string
	moved int
}

// changed tells that cases changed.
func (c *completions) changed(cases, count int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved += cases
	if c.moved*staleShare > count {
		c.known, c.moved = nil, 0
	}
}

func (c *completions) get(prefix string) ([]string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, ok := c.known[prefix]
	return list, ok
}

func (c *completions) put(prefix string, list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.known = map[string][]string{}
	}
	c.known[prefix] = list
}

// complete gives the most frequent words that begin with a prefix, and whether there are more.
func (x *Index) complete(r index.IndexReader, prefix string) (list []string, err error) {
	short := utf8.RuneCountInString(prefix) <= shortPrefix
	if short {
		if list, ok := x.completions.get(prefix); ok {
			return list, nil
		}
	}
	var all []index.DictEntry
	err = eachTerm(r, fieldText, prefix, func(e *index.DictEntry) {
		if !strings.HasPrefix(e.Term, mark) {
			all = append(all, *e)
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b index.DictEntry) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Term, b.Term))
	})
	for _, e := range all[:min(len(all), mostCompletions+1)] {
		list = append(list, e.Term)
	}
	if short {
		x.completions.put(prefix, list)
	}
	return list, nil
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
