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
	if _, err := os.Stat(filepath.Join(known, "qrels.jsonl.gz")); b.data == "" || err != nil {
		b.report.cannot("similar, quality: without --data, or without titanium/qrels.jsonl.gz in it, no answers are known")
		return nil
	}
	b.report.cannot("similar, weights learnt from the other half of the questions: the ranker's weights are constants, learnt once from all of them; the halves below differ in their questions alone")
	set, err := evaluate.Load(known)
	if err != nil {
		return err
	}
	for _, half := range []struct {
		name     string
		from, to float64
		held     bool
	}{{"all", 0, 1, true}, {"earlier half", 0, .5, false}, {"later half", .5, 1, false}} {
		r, err := b.evaluate(ctx, set, evaluate.Options{Strict: true, From: half.from, To: half.to})
		if err != nil {
			return err
		}
		b.quality("strict, "+half.name, r, half.held)
		if half.held {
			b.report.add(row{Part: "similar", What: fmt.Sprintf("full method, %d cases, 100 hits explained, p95", r.Docs), Unit: "ms", Ours: ms(r.P95)}, most(20))
		}
	}
	r, err := b.evaluate(ctx, set, evaluate.Options{Strict: true, Older: true})
	if err != nil {
		return err
	}
	b.add("similar", "older than a year, block of its own, RR@10", r.Groups[len(r.Groups)-1].RR10, least(.63))
	r, err = b.evaluate(ctx, set, evaluate.Options{Strict: true, Fallback: true})
	if err != nil {
		return err
	}
	b.report.add(row{Part: "similar", What: "without term vectors, p95", Unit: "ms", Ours: ms(r.P95)}, most(6))
	return nil
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

// quality adds the figures that the method is held to, which are those of all questions.
func (b *bench) quality(name string, r evaluate.Report, held bool) {
	all, old := r.Groups[0], r.Groups[len(r.Groups)-1]
	for _, f := range []struct {
		what  string
		value float64
		bound bound
	}{{"MRR", all.MRR, least(.55)}, {"RR@10", all.RR10, least(.765)}, {"RR@10 over a year", old.RR10, least(.58)}} {
		if held {
			b.add("similar", name+", "+f.what, f.value, f.bound)
		} else {
			b.add("similar", name+", "+f.what, f.value)
		}
	}
}

func (b *bench) add(part, what string, value float64, bounds ...bound) {
	b.report.add(row{Part: part, What: what, Ours: value}, bounds...)
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
