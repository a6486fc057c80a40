package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"precedent/backend/desk"
	"precedent/backend/search/similar/evaluate"
)

// similar measures how well past cases are found where the answer is known, and how fast.
func (b *bench) similar(ctx context.Context) error {
	if err := b.similarQuality(ctx); err != nil {
		return err
	}
	return b.similarSpeed(ctx)
}

func (b *bench) similarQuality(ctx context.Context) error {
	known := filepath.Join(b.data, "titanium")
	if b.data == "" || !exists(filepath.Join(known, "qrels.jsonl.gz")) {
		b.report.cannot("similar, quality: without --data, or without titanium/qrels.jsonl.gz in it, no answers are known")
		return nil
	}
	b.report.cannot("similar, weights learnt from the other half of the questions: the ranker's weights are constants, learnt once from all of them; the halves differ in their questions alone")
	set, err := evaluate.Load(known)
	if err != nil {
		return err
	}
	all, err := b.evaluate(ctx, set, evaluate.Options{Strict: true})
	if err != nil {
		return err
	}
	later, err := b.evaluate(ctx, set, evaluate.Options{Strict: true, From: .5, To: 1})
	if err != nil {
		return err
	}
	whole, second := all.Groups[0], later.Groups[0]
	first := without(whole, second)
	b.graded("strict, MRR", whole.MRR, least(.55))
	b.graded("strict, RR@10", whole.RR10, least(.765))
	b.graded("strict, RR@10 of matches over a year old", all.Groups[len(all.Groups)-1].RR10, least(.58))
	b.graded("strict, earlier half, MRR", first.MRR)
	b.graded("strict, earlier half, RR@10", first.RR10)
	b.graded("strict, later half, MRR", second.MRR)
	b.graded("strict, later half, RR@10", second.RR10)
	b.report.add(row{Part: "similar", What: fmt.Sprintf("full method, %d cases, 100 hits explained, p95", all.Docs), Unit: "ms", Ours: ms(all.P95)}, most(20))
	r, err := b.evaluate(ctx, set, evaluate.Options{Strict: true, Older: true})
	if err != nil {
		return err
	}
	b.graded("older than a year, block of its own, RR@10", r.Groups[len(r.Groups)-1].RR10, least(.63))
	r, err = b.evaluate(ctx, set, evaluate.Options{Strict: true, Fallback: true})
	if err != nil {
		return err
	}
	b.report.add(row{Part: "similar", What: "without term vectors, p95", Unit: "ms", Ours: ms(r.P95)}, most(6))
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (b *bench) evaluate(ctx context.Context, set *evaluate.Set, o evaluate.Options) (evaluate.Report, error) {
	dir, err := os.MkdirTemp(b.home, "similar-")
	if err != nil {
		return evaluate.Report{}, err
	}
	defer os.RemoveAll(dir)
	o.Dir, o.Clock = dir, time.Now
	return evaluate.Run(ctx, set, o)
}

// without gives the figures of the questions that are in one group and not in the other, which is a part of it.
func without(all, some evaluate.Group) evaluate.Group {
	n, less := float64(all.Queries), float64(some.Queries)
	rest := func(a, s float64) float64 { return (a*n - s*less) / max(n-less, 1) }
	return evaluate.Group{Queries: all.Queries - some.Queries, MRR: rest(all.MRR, some.MRR), RR10: rest(all.RR10, some.RR10)}
}

// graded adds a figure between 0 and 1.
func (b *bench) graded(what string, value float64, bounds ...bound) {
	b.report.add(row{Part: "similar", What: what, Ours: value, Note: "weights not held out"}, bounds...)
}

// similarSpeed asks the wide workspace through the desk, reasons and lines cut from the records included.
func (b *bench) similarSpeed(ctx context.Context) error {
	d, err := b.openWide(ctx)
	if err != nil {
		return err
	}
	q := &questions{cases: b.file.cases, r: draws(5)}
	for _, way := range []struct {
		what   string
		typing bool
		bound  bound
	}{{"full method", false, most(30)}, {"while typing", true, most(6)}} {
		var us took
		for i := range b.rounds + 10 {
			c := q.cases[q.r.IntN(len(q.cases))]
			if i == 10 {
				us = nil // the first ones warm
			}
			if err := us.time(func() error {
				_, err := d.Similar(ctx, desk.SimilarQuery{Title: c.Title, Text: c.Body, Limit: 10, Typing: way.typing})
				return err
			}); err != nil {
				return err
			}
		}
		b.report.add(row{Part: "similar", What: fmt.Sprintf("%s, through the desk, %d cases, p95", way.what, b.wideSize), Unit: "ms", Ours: us.at(95)}, way.bound)
	}
	return nil
}
