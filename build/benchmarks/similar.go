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
	set, err := evaluate.Load(known)
	if err != nil {
		return err
	}
	r, err := b.evaluate(ctx, set, evaluate.Options{Strict: true, HeldOut: true})
	if err != nil {
		return err
	}
	b.graded("strict, MRR", r.Groups[0].MRR, least(.55))
	b.graded("strict, RR@10", r.Groups[0].RR10, least(.765))
	b.graded("strict, RR@10 of matches over a year old", r.Groups[len(r.Groups)-1].RR10, least(.58))
	for _, half := range r.Halves {
		b.graded("strict, "+half.Name+", MRR", half.MRR)
		b.graded("strict, "+half.Name+", RR@10", half.RR10)
	}
	r, err = b.evaluate(ctx, set, evaluate.Options{Strict: true, HeldOut: true, Older: true})
	if err != nil {
		return err
	}
	b.graded("older than a year, block of its own, RR@10", r.Groups[len(r.Groups)-1].RR10, least(.63))
	if r, err = b.evaluate(ctx, set, evaluate.Options{}); err != nil {
		return err
	}
	b.report.add(row{Part: "similar", What: fmt.Sprintf("full method, %d cases, 100 hits explained, p95", r.Docs), Unit: "ms", Ours: ms(r.P95)}, most(20))
	if r, err = b.evaluate(ctx, set, evaluate.Options{Fallback: true}); err != nil {
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

// graded adds a figure between 0 and 1.
func (b *bench) graded(what string, value float64, bounds ...bound) {
	b.report.add(row{Part: "similar", What: what, Ours: value, Note: "weights learnt from the other half of the questions"}, bounds...)
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
