package store

import (
	"context"

	"precedent/backend/casefile"
	"precedent/backend/store/lists"
)

// The words of lists; see package lists.
type (
	// ListQuery asks for a page of a list.
	ListQuery = lists.Query
	// Filter narrows a list by one column.
	Filter = lists.Filter
	// Op is how a filter compares.
	Op = lists.Op
	// Row is one record in a list.
	Row = lists.Row
	// Count is how often a value occurs.
	Count = lists.Count
	// Page is a page of a list.
	Page = lists.Page
)

// List gives a page of a list, from memory: a saved record is in its list at once.
func (s *Store) List(ctx context.Context, q ListQuery) (Page, error) {
	h, err := s.readable(ctx)
	if err != nil {
		return Page{}, err
	}
	defer h.readers.Done()
	s.whole.RLock()
	defer s.whole.RUnlock()
	return s.rowsInMemory().Find(ctx, q)
}

func (s *Store) rowsInMemory() *lists.Lists {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lists
}

// Counts says how many records of each top-level kind there are, the bin left out.
func (s *Store) Counts(ctx context.Context) (map[casefile.Kind]int, error) {
	h, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	defer h.readers.Done()
	return s.rowsInMemory().Counts(), nil
}
