package main

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the C library, compiled with FTS5 by the tag sqlite_fts5
)

// sqlite is the other side of search, lists and saving. Cases have the narrow columns that are counted and sorted by in a
// table of their own, so that no text is read for them.
type sqlite struct {
	db     *sql.DB
	stands map[string]*sql.Stmt // compiled statements: the bench has few, and asks one at a time
}

// settings of a desktop program that wants saves to be durable and everything in memory that fits.
const sqliteSettings = "?_journal_mode=WAL&_synchronous=FULL&_cache_size=-1048576&_busy_timeout=5000"

var sqliteSchema = []string{
	`PRAGMA mmap_size = 4294967296`,
	`PRAGMA temp_store = MEMORY`,
	`CREATE TABLE cases (id INTEGER PRIMARY KEY, customer TEXT, severity TEXT, status TEXT, component TEXT, created TEXT, title TEXT)`,
	`CREATE TABLE saved (id TEXT PRIMARY KEY, record BLOB)`,
	`CREATE VIRTUAL TABLE texts USING fts5 (title, body, prefix = '1 2 3', tokenize = 'porter unicode61 remove_diacritics 2')`,
}

// openSQLite begins an empty database; what an earlier run left in its place goes.
func openSQLite(dir string) (*sqlite, error) {
	path := filepath.Join(dir, "other.db")
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	db, err := sql.Open("sqlite3", "file:"+path+sqliteSettings)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // its settings belong to a connection
	for _, s := range sqliteSchema {
		if _, err := db.Exec(s); err != nil {
			return nil, err
		}
	}
	return &sqlite{db: db, stands: map[string]*sql.Stmt{}}, nil
}

// fill puts cases in parts of 500, as an import of ours does, each part durable.
func (s *sqlite) fill(cases []caseText) error {
	const part = 500
	for begin := 0; begin < len(cases); begin += part {
		tx, err := s.db.Begin()
		if err != nil {
			return err
		}
		if err := putCases(tx, begin+1, cases[begin:min(begin+part, len(cases))]); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func putCases(tx *sql.Tx, first int, cases []caseText) error {
	narrow, err := tx.Prepare(`INSERT INTO cases VALUES (?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer narrow.Close()
	whole, err := tx.Prepare(`INSERT INTO texts (rowid, title, body) VALUES (?,?,?)`)
	if err != nil {
		return err
	}
	defer whole.Close()
	for i, c := range cases {
		if _, err := narrow.Exec(first+i, c.customer, c.severity, c.status, c.component, c.created, c.Title); err != nil {
			return err
		}
		if _, err := whole.Exec(first+i, c.Title, c.Body); err != nil {
			return err
		}
	}
	return nil
}

// settle makes it as fast as it can be asked: the index in one piece, what lists are sorted by indexed, statistics taken.
func (s *sqlite) settle() error {
	for _, q := range []string{
		`INSERT INTO texts (texts) VALUES ('optimize')`, `CREATE INDEX by_created ON cases (created)`,
		`CREATE INDEX by_severity ON cases (severity, created)`, `ANALYZE`, `PRAGMA wal_checkpoint(TRUNCATE)`,
	} {
		if _, err := s.db.Exec(q); err != nil {
			return err
		}
	}
	return nil
}

// search gives the best rows with a piece of the text: what a window shows.
func (s *sqlite) search(match string, limit int) error {
	return s.drain(`SELECT c.id, c.title, c.severity, c.status, c.customer, c.created, snippet(texts, 1, '[', ']', '…', 16)
		FROM texts JOIN cases c ON c.id = texts.rowid WHERE texts MATCH ? AND rank MATCH 'bm25(8.0, 1.0)' ORDER BY rank LIMIT ?`, match, limit)
}

// facets counts four columns in one pass over the hits.
func (s *sqlite) facets(match string) error {
	return s.drain(`WITH hits AS MATERIALIZED (SELECT c.customer, c.severity, c.status, c.component FROM texts JOIN cases c ON c.id = texts.rowid WHERE texts MATCH ?)
		SELECT 1, customer, count(*) FROM hits GROUP BY 2 UNION ALL SELECT 2, severity, count(*) FROM hits GROUP BY 2
		UNION ALL SELECT 3, status, count(*) FROM hits GROUP BY 2 UNION ALL SELECT 4, component, count(*) FROM hits GROUP BY 2`, match)
}

// statement compiles it once.
func (s *sqlite) statement(query string) (*sql.Stmt, error) {
	if known := s.stands[query]; known != nil {
		return known, nil
	}
	made, err := s.db.Prepare(query)
	s.stands[query] = made
	return made, err
}

func (s *sqlite) drain(query string, args ...any) error {
	compiled, err := s.statement(query)
	if err != nil {
		return err
	}
	rows, err := compiled.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	cells := make([]any, len(columns))
	for i := range cells {
		cells[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *sqlite) save(id string, record []byte) error {
	compiled, err := s.statement(`INSERT INTO saved VALUES (?,?)`)
	if err == nil {
		_, err = compiled.Exec(id, record)
	}
	return err
}

// quoted makes words safe for FTS5's own language.
func quoted(words []string, joint string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = `"` + strings.ReplaceAll(w, `"`, ``) + `"`
	}
	return strings.Join(out, joint)
}
