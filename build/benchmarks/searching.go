package main

import (
	"context"
	"math/rand/v2"
	"regexp"
	"strings"

	"precedent/backend/desk"
)

// word is what a person would type: code and numbers are left to the tests of quality.
var word = regexp.MustCompile(`\b[A-Za-z]{4,14}\b`)

// questions are drawn from the texts: each has words of one case, so that something is found.
type questions struct {
	cases []caseText
	r     *rand.Rand
}

// words gives n different words of one case.
func (q *questions) words(n int) []string {
	for {
		c := q.cases[q.r.IntN(len(q.cases))]
		all := word.FindAllString(c.Title+" "+c.Body[:min(len(c.Body), 1000)], -1)
		q.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var out []string
		seen := map[string]bool{"and": true, "or": true, "not": true, "near": true}
		for _, w := range all {
			if w = strings.ToLower(w); !seen[w] && len(out) < n {
				seen[w] = true
				out = append(out, w)
			}
		}
		if len(out) == n {
			return out
		}
	}
}

func (q *questions) many(n int, draw func() []string) [][]string {
	out := make([][]string, n)
	for i := range out {
		out[i] = draw()
	}
	return out
}

// typed gives one to three words, the last cut after any letter: a moment of typing.
func (q *questions) typed() []string {
	w := q.words(1 + q.r.IntN(3))
	last := w[len(w)-1]
	w[len(w)-1] = last[:1+q.r.IntN(len(last))]
	return w
}

// searching asks both sides the same, through the desk and through FTS5, whose words are stemmed too.
func (b *bench) searching(ctx context.Context) error {
	d, err := b.openWide(ctx)
	if err != nil {
		return err
	}
	const page = 20
	q := &questions{cases: b.file.cases, r: draws(4)}
	ask := func(text string, typing bool, facets ...string) error {
		_, err := d.Search(ctx, desk.SearchQuery{Text: text, Typing: typing, Facets: len(facets) > 0, Only: facets, Limit: page})
		return err
	}
	three := q.many(b.rounds, func() []string { return q.words(3) })
	moments := q.many(b.rounds, q.typed)
	kinds := []struct {
		what         string
		bounds       []bound
		ours, theirs func(i int) error
		note         string
	}{
		{"typing, p95", []bound{most(12), times(1. / 8)},
			func(i int) error { return ask(strings.Join(moments[i], " "), true) },
			func(i int) error { return b.sqlite.search(quoted(moments[i], " ")+"*", page) }, ""},
		{"after Enter, three words, all of them, p95", []bound{times(.3)},
			func(i int) error { return ask(strings.Join(three[i], " "), false) },
			func(i int) error { return b.sqlite.search(quoted(three[i], " "), page) }, "a case that has all three is rare to begin with"},
		{"after Enter, three words, any of them, p95", []bound{times(.3)},
			func(i int) error { return ask(strings.Join(three[i], " OR "), false) },
			func(i int) error { return b.sqlite.search(quoted(three[i], " OR "), page) }, ""},
		{"facets, any of three words, p95", []bound{times(.7)},
			func(i int) error {
				return ask(strings.Join(three[i], " OR "), false, "customer", "severity", "status", "component")
			},
			func(i int) error { return b.withFacets(quoted(three[i], " OR "), page) }, "the same four fields counted on both sides"},
	}
	for _, k := range kinds {
		if _, _, err := inTurns(min(b.rounds, 20), k.ours, k.theirs); err != nil { // warm on both sides
			return err
		}
		us, them, err := inTurns(b.rounds, k.ours, k.theirs)
		if err != nil {
			return err
		}
		b.report.add(row{Part: "search", What: k.what, Unit: "ms", Ours: us.at(95), Than: "FTS5", Other: them.at(95), Note: k.note}, k.bounds...)
		b.report.add(row{Part: "search", What: strings.Replace(k.what, "p95", "p50", 1), Unit: "ms", Ours: us.at(50), Than: "FTS5", Other: them.at(50)})
	}
	return nil
}

// withFacets gives a page and the counts, as the desk does at once.
func (b *bench) withFacets(match string, page int) error {
	if err := b.sqlite.search(match, page); err != nil {
		return err
	}
	return b.sqlite.facets(match)
}
