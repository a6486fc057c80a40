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

// listing pages through the list of escalations, as the window does: through the desk, with the counts of its filters.
func (b *bench) listing(ctx context.Context) error {
	d, err := b.openWide(ctx)
	if err != nil {
		return err
	}
	const page = 50
	type view struct {
		name, where, order string
		query              desk.ListQuery
	}
	views := []view{
		{"newest first", "1", "created DESC", desk.ListQuery{Sort: "created", Descending: true}},
		{"of one severity, oldest first", "severity = 'high'", "created", desk.ListQuery{Sort: "created", Filters: []desk.Filter{{Field: "severity", Values: []string{"high"}}}}},
		{"by title", "1", "title", desk.ListQuery{Sort: "title"}},
	}
	for _, v := range views {
		for _, at := range []struct {
			name   string
			offset func(i int) int
			bound  bound
		}{
			{"first page", func(int) int { return 0 }, most(3)},
			{"the page after", func(i int) int { return page * (1 + i%20) }, most(3)},
			{"a jump", func(i int) int { return (b.wideSize / 5) * (1 + i%50) / 50 }, most(10)},
		} {
			us, them, err := inTurns(min(b.rounds, 100), func(i int) error {
				q := v.query
				q.Kind, q.Limit, q.Offset = string(casefile.KindEscalation), page, at.offset(i)
				_, err := d.List(ctx, q)
				return err
			}, func(i int) error {
				return b.sqlite.drain(fmt.Sprintf(`SELECT *, (SELECT count(*) FROM cases WHERE %s) FROM cases WHERE %s ORDER BY %s LIMIT ? OFFSET ?`,
					v.where, v.where, v.order), page, at.offset(i))
			})
			if err != nil {
				return err
			}
			b.report.add(row{Part: "lists", What: v.name + ", " + at.name + ", p95", Unit: "ms", Ours: us.at(95), Than: "SQLite", Other: them.at(95)}, at.bound)
		}
	}
	b.report.cannot("lists: the page after a cursor. The desk offers offsets alone; the page after is asked for by its offset. It counts the values of all filters with each page, SQLite the rows.")
	return nil
}
