package search

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	index "github.com/blevesearch/bleve_index_api"
	"pgregory.net/rapid"
)

// completed are the most frequent of the words that begin with a prefix, found by sorting all of them.
func completed(words map[string]uint64, prefix string) (best []string, all int) {
	for w := range words {
		if strings.HasPrefix(w, prefix) {
			best = append(best, w)
		}
	}
	slices.SortFunc(best, func(a, b string) int { return cmp.Or(cmp.Compare(words[b], words[a]), strings.Compare(a, b)) })
	return best[:min(len(best), mostCompletions+1)], len(best)
}

func TestCompletionsLookedUpBeforehandAreThoseThatSortingFinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := map[string]uint64{}
		for i := range rapid.IntRange(0, 400).Draw(rt, "words") {
			w := rapid.StringMatching(`[ab][aé1]{0,3}`).Draw(rt, "beginning")
			words[w+fmt.Sprint(i%7)] = uint64(rapid.IntRange(1, 5).Draw(rt, "cases"))
			words[w] = 2
		}
		got := map[string][]string{}
		p := prefixes{put: func(prefix string, list []string) bool { got[prefix] = list; return true }}
		for _, w := range slices.Sorted(maps.Keys(words)) {
			p.add(&index.DictEntry{Term: w, Count: words[w]})
		}
		if !p.end() {
			rt.Fatal("nobody said that they are stale")
		}
		want := map[string][]string{}
		for w := range words {
			for letters := []rune(w); len(letters) > 0; letters = letters[:len(letters)-1] {
				if prefix := string(letters); len(letters) <= shortPrefix {
					if best, all := completed(words, prefix); all > fewWords {
						want[prefix] = best
					}
				}
			}
		}
		if !maps.EqualFunc(got, want, slices.Equal) {
			rt.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestStaleCompletionsAreNotKept(t *testing.T) {
	var c completions
	age, first := c.begin()
	if _, again := c.begin(); !first || again {
		t.Error("more than one looks all up")
	}
	c.put("a", []string{"apple"}, age)
	c.changed(2, 100)
	if list, known := c.get("a"); known {
		t.Errorf("after many changes %v is still known", list)
	}
	if c.put("a", []string{"apple"}, age) {
		t.Error("what was looked up before the changes was kept")
	}
	if _, first := c.begin(); !first {
		t.Error("nobody looks them up again")
	}
}
