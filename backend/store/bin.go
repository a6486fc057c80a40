package store

import (
	"context"

	"precedent/backend/casefile"
)

// Delete puts records into the bin. What belongs to a record goes and comes back with it.
func (s *Store) Delete(ctx context.Context, ids []string, who string) (Saved, error) {
	return s.setDeleted(ctx, ids, Action{Name: "delete", Who: who}, casefile.At(s.o.Now(), "").String())
}

// Restore takes records out of the bin.
func (s *Store) Restore(ctx context.Context, ids []string, who string) (Saved, error) {
	return s.setDeleted(ctx, ids, Action{Name: "restore", Who: who}, nil)
}

func (s *Store) setDeleted(ctx context.Context, ids []string, a Action, value any) (Saved, error) {
	for _, id := range ids {
		r, err := s.Get(id)
		if err != nil {
			return Saved{}, err
		}
		if r.Binned() == (value != nil) {
			continue
		}
		a.Changes = append(a.Changes, Change{Kind: r.Kind, ID: r.ID, Base: r.Rev, Patch: map[string]any{"deleted": value}})
	}
	return s.Save(ctx, a)
}
