package journal

import (
	"context"
	"os"
	"path/filepath"
)

// Verify reads everything in a journal's folder that nobody has open, and changes nothing: the headers' chain, the
// checksums, the seals, and whether entries are missing. What it finds is in the report; an error means that it could not
// read, or that a newer program wrote the journal. A bare folder is a journal without entries.
func Verify(ctx context.Context, dir string) (Report, error) {
	var r Report
	o := Options{}.withDefaults()
	segs, err := listSegments(dir, o.schema(), &r)
	if err != nil {
		return r, unreadable(err)
	}
	return verify(ctx, dir, segs, o.schema(), r)
}

// Verify checks an open journal as it is at this moment. Saves go on meanwhile.
func (j *Journal) Verify(ctx context.Context) (Report, error) {
	s := j.Snapshot()
	defer s.Close()
	var r Report
	if _, err := listSegments(j.dir, j.o.schema(), &r); err != nil {
		return r, unreadable(err)
	}
	return verify(ctx, j.dir, s.segs, j.o.schema(), r)
}

func verify(ctx context.Context, dir string, segs []*segment, schema int, r Report) (Report, error) {
	r.Files = len(segs)
	var before *walker
	for i, s := range segs {
		var limit uint64
		if i+1 < len(segs) {
			limit = segs[i+1].first
		}
		w, err := verifyFile(ctx, dir, s, limit, schema, before, &r)
		if err != nil {
			return r, unreadable(err)
		}
		before = w
	}
	return r, nil
}

// verifyFile reads one file, which must follow from the one read before.
func verifyFile(ctx context.Context, dir string, s *segment, limit uint64, schema int, before *walker, r *Report) (*walker, error) {
	f, err := os.Open(filepath.Join(dir, s.name()))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w := walk(f, s, limit)
	if before != nil && before.chained && before.want == s.first {
		w.prev, w.chained = before.prev, true
	}
	sc, err := scan(ctx, w, schema)
	if err != nil {
		return nil, err
	}
	r.Bytes += s.size
	r.Entries += sc.entries
	r.Damage = append(r.Damage, sc.damage...)
	r.Last, r.Tail = max(r.Last, sc.last), sc.tail
	return w, nil
}
