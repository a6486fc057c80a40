package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
	"pgregory.net/rapid"

	"precedent/backend/casefile"
)

// stop is where a word stood, and what it was worth there.
type stop struct {
	at    uint64
	rated rating
}

// stops walks over a word from one target to the next.
func stops(t *rapid.T, n node, seeks uint64, targets []uint64) (out []stop) {
	n.prepare(seeks)
	for _, target := range targets {
		at, ok, err := n.seek(target)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return out
		}
		out = append(out, stop{at, n.rate()})
	}
	return out
}

// plainly walks over a word by looking at every case in the order of its number.
func plainly(r index.IndexReader, texts map[string]int, state state, word string, targets []uint64) (out []stop) {
	type standing struct {
		at           uint64
		freq, length int
	}
	var all []standing
	dict, err := r.TermFieldReader(context.Background(), []byte(mark), fieldText, false, false, false)
	if err != nil {
		return nil
	}
	defer func() { _ = dict.Close() }()
	for {
		d, err := dict.Next(nil)
		if err != nil || d == nil {
			break
		}
		id, err := r.ExternalID(d.ID)
		if err != nil {
			return nil
		}
		if freq := texts[id]; freq > 0 {
			all = append(all, standing{d.ID.Value(), freq, freq + 2}) // the words, and the marks of the field
		}
	}
	weight := idf(state.count, uint64(len(all)))
	for _, target := range targets {
		for len(all) > 0 && all[0].at < target {
			all = all[1:]
		}
		if len(all) == 0 {
			break
		}
		out = append(out, stop{all[0].at, rating{tierExact, bm25(weight, float64(all[0].freq), float64(all[0].length), state.averageLength())}})
	}
	return out
}

// TestAWordIsWalkedOverAlike: by Bleve's postings, by lists read then, and by lists that were read before something was
// removed; over several segments, with frequencies that do not fit into a byte.
func TestAWordIsWalkedOverAlike(t *testing.T) {
	s := newShelf(t)
	texts := map[string]int{} // by case, how often the word stands in it
	seq := uint64(7)
	rapid.Check(t, func(rt *rapid.T) {
		var puts []casefile.Case
		var gone []string
		for range rapid.IntRange(0, 12).Draw(rt, "changes") {
			id := fmt.Sprintf("c%02d", rapid.IntRange(0, 40).Draw(rt, "case"))
			if rapid.IntRange(0, 3).Draw(rt, "remove") == 0 {
				gone = append(gone, id)
				delete(texts, id)
				continue
			}
			n := rapid.SampledFrom([]int{1, 2, 3, 254, 255, 256, 700}).Draw(rt, "times")
			if rapid.Bool().Draw(rt, "long") {
				n = 1
			}
			puts, texts[id] = append(puts, escalation(id, nil, "description", strings.Repeat("reset ", n))), n
			gone = slices.DeleteFunc(gone, func(one string) bool { return one == id })
		}
		puts = lastOf(puts, texts)
		seq++
		if err := s.Update(context.Background(), puts, gone, seq); err != nil {
			rt.Fatal(err)
		}
		targets, at := []uint64{}, uint64(0)
		for range rapid.IntRange(1, 40).Draw(rt, "seeks") {
			at += rapid.SampledFrom([]uint64{0, 1, 1, 1, 2, 7, 30}).Draw(rt, "step")
			targets = append(targets, at)
		}
		err := s.read(func(r index.IndexReader) error {
			x := &session{index: s.Index, reader: r, state: *s.now.Load()}
			defer x.close()
			want := plainly(r, texts, x.state, "reset", targets)
			if rapid.Bool().Draw(rt, "anew") {
				s.lists.forget()
			}
			for _, seeks := range []uint64{0, math.MaxUint64, 0} {
				n, err := x.term(fieldText, "reset", tierExact, 1)
				if err != nil {
					return err
				}
				got := stops(rt, n, seeks, targets)
				if fmt.Sprintf("%.9v", got) != fmt.Sprintf("%.9v", want) {
					rt.Fatalf("asked about %d: got %v, want %v", seeks, got, want)
				}
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
	})
}

// lastOf keeps of each case what was put last, and none that was removed afterwards.
func lastOf(puts []casefile.Case, texts map[string]int) []casefile.Case {
	last := map[string]casefile.Case{}
	for _, c := range puts {
		last[c.ID] = c
	}
	var out []casefile.Case
	for id, c := range last {
		if texts[id] > 0 {
			out = append(out, c)
		}
	}
	return out
}

func TestOldListsMakeRoomForNewOnes(t *testing.T) {
	var w wordLists
	key := func(i int) listKey { return listKey{lengthKey{1, fieldText}, fmt.Sprint(i)} }
	for i := range 100 {
		w.mu.Lock()
		w.add(key(i), &wordList{docs: make([]uint32, mostListed/10)})
		w.mu.Unlock()
		if w.known(key(0)) == nil {
			t.Fatalf("the list that is asked for all the time was dropped after %d others", i)
		}
	}
	if n := len(w.young) + len(w.old); n > 24 {
		t.Errorf("%d lists are kept", n)
	}
	if w.rest() || w.known(key(0)) == nil {
		t.Error("lists that are asked for were dropped")
	}
	if w.rest(); !w.rest() || len(w.young) > 0 || w.rest() {
		t.Error("lists that nobody asks for are kept")
	}
	if w.known(key(50)) != nil {
		t.Error("a list that nobody asked for is still there")
	}
}
