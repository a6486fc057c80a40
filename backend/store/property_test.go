package store

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// world is the simple model: what every record's fields are, and what they were before each action.
type world struct {
	t      *rapid.T
	dir    string
	s      *Store
	now    map[string]map[string]any
	before []map[string]map[string]any // by action that can be undone, the newest last
	seqs   []uint64
}

func (w *world) fatal(args ...any) { w.t.Helper(); w.t.Fatal(args...) }

func (w *world) check() {
	w.t.Helper()
	got := map[string]map[string]any{}
	err := w.s.Records(context.Background(), func(r casefile.Record) error { got[r.ID] = r.Fields; return nil })
	if err != nil {
		w.fatal(err)
	}
	if len(got) != len(w.now) {
		w.fatal(fmt.Sprintf("%d records, want %d", len(got), len(w.now)))
	}
	for id, want := range w.now {
		if !casefile.Equal(got[id], want) {
			w.fatal(fmt.Sprintf("%s: got %v, want %v", id, got[id], want))
		}
	}
	top := 0
	for _, f := range w.now {
		if f["key"] != nil && f["deleted"] == nil {
			top++
		}
	}
	listed := 0
	for _, k := range []casefile.Kind{casefile.KindEscalation, casefile.KindCustomer} {
		p, err := w.s.List(context.Background(), ListQuery{Kind: k, Limit: 1000})
		if err != nil || p.Total != len(p.Rows) || p.All != p.Total {
			w.fatal("list", k, p.Total, p.All, len(p.Rows), err)
		}
		listed += p.Total
		for _, row := range p.Rows {
			if row.Title != w.now[row.ID]["title"] && row.Title != w.now[row.ID]["name"] {
				w.fatal("row", row, w.now[row.ID])
			}
		}
	}
	if listed != top {
		w.fatal("listed", listed, top)
	}
}

func (w *world) reopen(removeStore bool) {
	if err := w.s.Close(); err != nil {
		w.fatal(err)
	}
	if removeStore {
		if err := os.RemoveAll(filepath.Join(w.dir, storeFolder)); err != nil {
			w.fatal(err)
		}
	}
	s, err := Open(context.Background(), w.dir, testOptions())
	if err != nil {
		w.fatal(err)
	}
	w.s = s
}

// did notes an action in the model.
func (w *world) did(saved Saved, err error) {
	w.t.Helper()
	if err != nil {
		w.fatal(err)
	}
	if saved.Seq == 0 {
		return
	}
	w.before = append(w.before, maps.Clone(w.now))
	w.seqs = append(w.seqs, saved.Seq)
	for _, r := range saved.Records {
		if r.Fields == nil {
			delete(w.now, r.ID)
		} else {
			w.now[r.ID] = r.Fields
		}
	}
}

func (w *world) someID(kind ...string) string {
	var ids []string
	for id, f := range w.now {
		if len(kind) == 0 || f[kind[0]] != nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	return rapid.SampledFrom(ids).Draw(w.t, "id")
}

func (w *world) patch() map[string]any {
	words := rapid.StringMatching(`[a-z]{1,6}( [a-z]{1,6}){0,3}`)
	out := map[string]any{}
	for _, f := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"title", "description", "component", "severity", "tags", "understood_by"}), 1, 4, rapid.ID).Draw(w.t, "fields") {
		switch f {
		case "severity":
			out[f] = rapid.SampledFrom([]any{"critical", "high", "low", nil}).Draw(w.t, f)
		case "tags":
			out[f] = []any{words.Draw(w.t, f)}
		case "understood_by":
			out[f] = map[string]any{"0197a0c0-0000-7000-8000-00000000000" + rapid.StringMatching(`[1-3]`).Draw(w.t, f): rapid.SampledFrom([]any{nil, map[string]any{"who": "Jon Aster"}}).Draw(w.t, f)}
		default:
			out[f] = words.Draw(w.t, f)
		}
	}
	return out
}

func (w *world) actions() map[string]func(*rapid.T) {
	ctx := context.Background()
	save := func(c ...Change) { w.did(w.s.Save(ctx, Action{Name: "edit", Changes: c})) }
	return map[string]func(*rapid.T){
		"": func(t *rapid.T) { w.t = t; w.check() },
		"new": func(t *rapid.T) {
			w.t = t
			p := w.patch()
			p["title"] = "Case"
			save(Change{Kind: casefile.KindEscalation, Patch: p}, Change{Kind: casefile.KindCustomer, Patch: map[string]any{"name": "Acme"}})
		},
		"line": func(t *rapid.T) {
			w.t = t
			if id := w.someID("key"); id != "" {
				save(Change{Kind: casefile.KindLine, Patch: map[string]any{"parent": id, "text": "said"}})
			}
		},
		"change": func(t *rapid.T) {
			w.t = t
			if id := w.someID("title"); id != "" {
				r, err := w.s.Get(id)
				if err != nil {
					w.fatal(err)
				}
				save(Change{Kind: r.Kind, ID: id, Base: r.Rev, Patch: w.patch()})
			}
		},
		"delete": func(t *rapid.T) {
			w.t = t
			if id := w.someID(); id != "" {
				w.did(w.s.Delete(ctx, []string{id}, ""))
			}
		},
		"restore": func(t *rapid.T) {
			w.t = t
			if id := w.someID("deleted"); id != "" {
				w.did(w.s.Restore(ctx, []string{id}, ""))
			}
		},
		"undo": func(t *rapid.T) {
			w.t = t
			n := len(w.seqs)
			if n == 0 {
				return
			}
			if _, err := w.s.Undo(ctx, w.seqs[n-1], ""); err != nil {
				w.fatal(err)
			}
			w.now = w.before[n-1]
			w.seqs, w.before = w.seqs[:n-1], w.before[:n-1]
		},
		"reopen":  func(t *rapid.T) { w.t = t; w.reopen(false) },
		"rebuild": func(t *rapid.T) { w.t = t; w.reopen(true) },
	}
}

func TestRandomActionsMatchTheModelAlsoAfterReopeningAndRebuilding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp("", "store")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		s, err := Open(context.Background(), dir, testOptions())
		if err != nil {
			rt.Fatal(err)
		}
		w := &world{t: rt, dir: dir, s: s, now: map[string]map[string]any{}}
		defer func() { _ = w.s.Close() }()
		rt.Repeat(w.actions())
		w.t = rt
		if r, err := w.s.Verify(context.Background(), nil); err != nil || !r.OK() {
			rt.Fatal(r, err)
		}
	})
}

func TestOfTwoChangesOnOneBaseNoValueIsLost(t *testing.T) {
	s := open(t, t.TempDir(), testOptions())
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{t: rt}
		ctx := context.Background()
		saved, err := s.Save(ctx, Action{Name: "new", Changes: []Change{{Kind: casefile.KindEscalation, Patch: map[string]any{"title": "Case", "description": "a\nb\nc"}}}})
		if err != nil {
			rt.Fatal(err)
		}
		base := saved.Records[0]
		one, two := w.patch(), w.patch()
		first, err := s.Save(ctx, Action{Who: "Jon Aster", Changes: []Change{{Kind: base.Kind, ID: base.ID, Base: base.Rev, Patch: one}}})
		if err != nil {
			rt.Fatal(err)
		}
		second, err := s.Save(ctx, Action{Who: "Ida Brandt", Changes: []Change{{Kind: base.Kind, ID: base.ID, Base: base.Rev, Patch: two}}})
		if err != nil {
			rt.Fatal(err)
		}
		theirs, got := first.Records[0].Fields, second.Records[0]
		mine := casefile.Apply(base.Fields, two)
		kept, _ := got.Fields["conflicts"].(map[string]any)
		for _, f := range []string{"title", "description", "component", "severity", "tags"} {
			b, th, m, g := base.Fields[f], theirs[f], mine[f], got.Fields[f]
			switch {
			case casefile.Equal(th, b) && !casefile.Equal(g, m), casefile.Equal(m, b) && !casefile.Equal(g, th):
				rt.Fatalf("%s: base %v, theirs %v, mine %v, got %v", f, b, th, m, g)
			case casefile.Equal(th, b) || casefile.Equal(m, b) || casefile.Equal(th, m):
				if kept[f] != nil {
					rt.Fatalf("%s: a conflict without one: %v", f, kept)
				}
			case f != "description" && (!casefile.Equal(g, m) || kept[f] == nil):
				rt.Fatalf("%s: theirs %v, mine %v, got %v, kept %v", f, th, m, g, kept)
			}
		}
	})
}
