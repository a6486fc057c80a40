package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"precedent/backend/casefile"
)

func TestAWalkReadsWhatALookUpReads(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir, 20)
	s := open(t, dir, testOptions())
	random := rand.New(rand.NewPCG(1, 2))
	err := s.read(context.Background(), func(v view) error {
		var all []string
		if err := v.keys([]byte{keyRecord}, func(k []byte) error { all = append(all, lastID(k)); return nil }); err != nil {
			return err
		}
		for range 200 {
			gap, w := 1+random.IntN(12), v.walk()
			for _, id := range all {
				switch {
				case random.IntN(gap) > 0:
					continue
				case random.IntN(10) == 0:
					id = uuid.NewString() // nobody’s
				case random.IntN(20) == 0:
					id = all[random.IntN(len(all))] // out of turn
				case random.IntN(50) == 0:
					id = "no ID"
				}
				got, is, err := w.record(id)
				want, was, missing := v.record(id)
				if err != nil || missing != nil || is != was || got.ID != want.ID || !casefile.Equal(got.Fields, want.Fields) {
					return fmt.Errorf("%s: %+v %v %w, not %+v %v %w", id, got, is, err, want, was, missing)
				}
			}
			w.it.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALongCaseIsReadWhole(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	a, b := newEscalation(t, s, "One"), newEscalation(t, s, "Another")
	const lines = 3 * piece
	for i := range lines { // of two cases in turn, so that those of one do not stand beside each other
		for _, of := range []casefile.Record{a, b}[:1+i%2] {
			save(t, s, Change{Kind: casefile.KindLine, Patch: map[string]any{"parent": of.ID, "text": fmt.Sprint("line ", i), "at": "2026-03-13T07:50:00Z"}})
		}
	}
	c, err := s.Case(a.ID)
	if err != nil || len(c.Items) != lines {
		t.Fatal(len(c.Items), err)
	}
	for i, item := range c.Items {
		if item.Text("text") != fmt.Sprint("line ", i) {
			t.Fatalf("%d: %s", i, item.Text("text"))
		}
	}
}
