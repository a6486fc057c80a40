package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"precedent/backend/casefile"
	"precedent/backend/desk"
)

// importing says how fast the wide workspace came in: journal, store, index and similar cases together.
func (b *bench) importing(ctx context.Context) error {
	if _, err := b.openWide(ctx); err != nil {
		return err
	}
	rate := func(t time.Duration) float64 { return float64(b.wideSize) / t.Seconds() }
	b.report.add(row{Part: "import", What: "wide, found by the search when it ends", Unit: "records/s", Ours: rate(b.took.ours),
		Than: "SQLite with FTS5", Other: rate(b.took.theirs), Note: fmt.Sprintf("more is better; the processors worked %.0f s for it", b.took.cpu.Seconds())}, least(1000))
	return nil
}

func (b *bench) reindexing(ctx context.Context) error {
	d, err := b.openWide(ctx)
	if err != nil {
		return err
	}
	begun, busy := time.Now(), processors()
	n, err := d.Reindex(ctx, nil)
	b.report.add(row{Part: "reindex", What: "wide, index and similar cases", Unit: "records/s", Ours: float64(n) / time.Since(begun).Seconds(),
		Note: fmt.Sprintf("the processors worked %.0f s for it", (processors() - busy).Seconds())}, least(1500))
	return err
}

// saving logs a line on a case through the desk, and puts the same record durably into bbolt and SQLite. All three hold
// the wide workspace beforehand.
func (b *bench) saving(ctx context.Context) error {
	d, err := b.openWide(ctx)
	if err != nil {
		return err
	}
	bolt, err := b.filledBolt()
	if err != nil {
		return err
	}
	defer bolt.Close()
	if err := b.fillSaved(); err != nil {
		return err
	}
	ids, err := someCases(ctx, d)
	if err != nil {
		return err
	}
	for _, other := range []struct {
		name   string
		bounds []bound
		put    func(id string, record []byte) error
	}{
		{"bbolt", []bound{times(.8)}, func(id string, record []byte) error {
			return bolt.Update(func(tx *bbolt.Tx) error { return tx.Bucket(records).Put([]byte(id), record) })
		}},
		{"SQLite FULL", nil, b.sqlite.save},
	} {
		line := func(i int) map[string]any {
			return map[string]any{"parent": ids[i%len(ids)], "text": b.file.cases[i%len(b.file.cases)].Title, "at": "2026-03-13T09:26:00Z"}
		}
		us, them, err := inTurns(b.rounds, func(i int) error {
			_, err := d.Save(ctx, desk.SaveRequest{Action: "log", Changes: []desk.Change{{Kind: "line", ID: d.NewID(), Patch: line(i)}}})
			return err
		}, func(i int) error {
			record, err := json.Marshal(line(i))
			return errors.Join(err, other.put(d.NewID(), record))
		})
		if err != nil {
			return err
		}
		b.report.add(row{Part: "saving", What: "a line, durable, p50", Unit: "ms", Ours: us.at(50), Than: other.name, Other: them.at(50)}, other.bounds...)
		b.report.add(row{Part: "saving", What: "a line, durable, p95", Unit: "ms", Ours: us.at(95), Than: other.name, Other: them.at(95)})
	}
	return nil
}

var records = []byte("records")

func (b *bench) filledBolt() (*bbolt.DB, error) {
	bolt, err := bbolt.Open(filepath.Join(b.home, "other.bolt"), 0o600, nil)
	if err != nil {
		return nil, err
	}
	return bolt, bolt.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists(records)
		if err != nil {
			return err
		}
		for _, c := range b.file.cases {
			record, err := json.Marshal(c.text)
			if err := errors.Join(err, bucket.Put([]byte(c.id), record)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *bench) fillSaved() error {
	_, err := b.sqlite.db.Exec(`INSERT OR IGNORE INTO saved SELECT printf('case-%06d', rowid), body FROM texts`)
	return err
}

// someCases are IDs of cases, all over the list.
func someCases(ctx context.Context, d *desk.Desk) ([]string, error) {
	p, err := d.List(ctx, desk.ListQuery{Kind: string(casefile.KindEscalation), Limit: 100})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range p.Rows {
		ids = append(ids, r.ID)
	}
	if len(ids) == 0 {
		return nil, errors.New("the workspace has no cases")
	}
	return ids, nil
}

// view is a look at the list of escalations: for SQLite a condition, the column it is sorted by and which way.
type view struct {
	name, where, column, way string
	query                    desk.ListQuery
}

// listing pages through the list of escalations, as the window does: through the desk, with the counts of its filters.
func (b *bench) listing(ctx context.Context) error {
	d, err := b.openWide(ctx)
	if err != nil {
		return err
	}
	const page = 50
	views := []view{
		{"newest first", "1", "created", "DESC", desk.ListQuery{Sort: "created", Descending: true}},
		{"of one severity, oldest first", "severity = 'high'", "created", "ASC", desk.ListQuery{Sort: "created", Filters: []desk.Filter{{Field: "severity", Values: []string{"high"}}}}},
		{"by title", "1", "title", "ASC", desk.ListQuery{Sort: "title"}},
	}
	for _, v := range views {
		v.query.Kind, v.query.Limit = string(casefile.KindEscalation), page
		if err := b.listed(ctx, d, v); err != nil {
			return err
		}
	}
	return nil
}

// listed asks for the first page of a list, for those after it, and for pages far behind. Both sides go on after the last row
// of the page before: ours by its cursor, SQLite by the value and the number of that row.
func (b *bench) listed(ctx context.Context, d *desk.Desk, v view) error {
	ours, theirs, err := b.places(ctx, d, v)
	if err != nil {
		return err
	}
	far := func(i int) int { return (b.wideSize / 5) * (1 + i%50) / 50 }
	counted := fmt.Sprintf(`SELECT *, (SELECT count(*) FROM cases WHERE %s) FROM cases WHERE %s`, v.where, v.where)
	order := fmt.Sprintf(" ORDER BY %s %s, id %s LIMIT ?", v.column, v.way, v.way)
	after := fmt.Sprintf(" AND (%s, id) %s (?, ?)", v.column, map[string]string{"ASC": ">", "DESC": "<"}[v.way])
	for _, at := range []struct {
		name  string
		query func(i int) desk.ListQuery
		them  func(i int) error
		bound bound
	}{
		{"first page", func(int) desk.ListQuery { return v.query }, func(int) error { return b.sqlite.drain(counted+order, v.query.Limit) }, most(3)},
		{"the page after", func(i int) desk.ListQuery { q := v.query; q.After = ours[i%len(ours)]; return q },
			func(i int) error {
				p := theirs[i%len(theirs)]
				return b.sqlite.drain(counted+after+order, p.value, p.id, v.query.Limit)
			}, most(3)},
		{"a jump", func(i int) desk.ListQuery { q := v.query; q.Offset = far(i); return q },
			func(i int) error { return b.sqlite.drain(counted+order+" OFFSET ?", v.query.Limit, far(i)) }, most(10)},
	} {
		us, them, err := inTurns(min(b.rounds, 100), func(i int) error {
			_, err := d.List(ctx, at.query(i))
			return err
		}, at.them)
		if err != nil {
			return err
		}
		b.report.add(row{Part: "lists", What: v.name + ", " + at.name + ", p95", Unit: "ms", Ours: us.at(95), Than: "SQLite", Other: them.at(95)}, at.bound)
	}
	return nil
}

// place is the last row of a page, as SQLite goes on after it.
type place struct {
	value string
	id    int64
}

// places walks the first pages of a list on both sides and notes where each ends.
func (b *bench) places(ctx context.Context, d *desk.Desk, v view) (ours []string, theirs []place, err error) {
	const pages = 20
	q := v.query
	for range pages {
		p, err := d.List(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if p.Next == "" {
			break
		}
		ours, q.After = append(ours, p.Next), p.Next
	}
	for i := range len(ours) {
		var at place
		text := fmt.Sprintf(`SELECT %s, id FROM cases WHERE %s ORDER BY %s %s, id %s LIMIT 1 OFFSET ?`, v.column, v.where, v.column, v.way, v.way)
		if err := b.sqlite.db.QueryRow(text, (i+1)*q.Limit-1).Scan(&at.value, &at.id); err != nil {
			return nil, nil, err
		}
		theirs = append(theirs, at)
	}
	if len(ours) == 0 {
		return nil, nil, fmt.Errorf("the list %q has one page only", v.name)
	}
	return ours, theirs, nil
}
