package evaluate

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"precedent/backend/search/similar"
)

// Set is reports in time order and the queries among them.
type Set struct {
	Docs    []similar.Doc
	Queries []Query
	created map[string]time.Time
}

// Query is a report with the earlier ones known to tell of the same.
type Query struct {
	ID       string   `json:"query_id"`
	Relevant []string `json:"relevant_ids"`
}

// Load reads docs.jsonl and qrels.jsonl of a folder, gzipped or not.
func Load(dir string) (*Set, error) {
	s := &Set{created: map[string]time.Time{}}
	err := eachLine(dir, "docs.jsonl", func(b []byte) error {
		var d struct{ ID, Title, Body, Created string }
		if err := json.Unmarshal(b, &d); err != nil {
			return err
		}
		at := instant(d.Created)
		s.created[d.ID] = at
		s.Docs = append(s.Docs, similar.Doc{ID: d.ID, Title: d.Title, Body: d.Body, Created: at})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, eachLine(dir, "qrels.jsonl", func(b []byte) error {
		var q Query
		if err := json.Unmarshal(b, &q); err != nil {
			return err
		}
		s.Queries = append(s.Queries, q)
		return nil
	})
}

// days is how long before a report the newest of its relevant ones was made.
func (s *Set) days(d similar.Doc, q Query) float64 {
	least := math.Inf(1)
	for _, id := range q.Relevant {
		least = min(least, d.Created.Sub(s.created[id]).Hours()/24)
	}
	return least
}

func instant(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.000-0700", "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func eachLine(dir, name string, yield func([]byte) error) error {
	f, err := os.Open(filepath.Join(dir, name))
	if os.IsNotExist(err) {
		f, err = os.Open(filepath.Join(dir, name+".gz"))
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	var r io.Reader = f
	if strings.HasSuffix(f.Name(), ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return err
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<20), 1<<28)
	for n := 1; lines.Scan(); n++ {
		if err := yield(lines.Bytes()); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, n, err)
		}
	}
	return lines.Err()
}
