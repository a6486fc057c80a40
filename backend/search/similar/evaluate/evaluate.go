// Package evaluate measures how well similar cases are found, on reports whose duplicates are known.
//
// It reads docs (JSON lines: id, title, body, created, in time order) and qrels (JSON lines: query_id, relevant_ids), asks
// with each query for the cases before it, and reports RR@k (share of queries with a relevant case among the first k),
// MRR and MAP at depth 100, latency, and all of it by the age of the newest relevant case. It never ranks by what was
// set after the event, and holds no text of its own: the paths are given, and the tests bring fictional ones.
package evaluate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"precedent/backend/search/similar"
)

// Depth is how far down a list a relevant case counts.
const Depth = 100

// Options of a run.
type Options struct {
	// Strict puts the cases in order and asks each query before its own is put: counts, means and term vectors know
	// nothing of what came later. Otherwise all cases are put, the index is saved and opened again, and time bounds
	// the candidates, as in the product.
	Strict bool
	// HeldOut learns weights from either half of the queries, in time order, and scores the other half with them;
	// otherwise the built-in ones are judged, whatever they were learnt from.
	HeldOut  bool
	Fallback bool
	Older    bool // judge the second block, of cases older than a year
	Recency  similar.Recency
	From, To float64          // the part of the queries to ask, in time order; 0 to 1 when both are zero
	Clock    func() time.Time // for latency
	Dir      string           // for the index
}

// Group is the outcome for a set of queries.
type Group struct {
	Name           string
	Queries        int
	RR1, RR5, RR10 float64
	MRR, MAP       float64
}

// Report is the outcome of a run.
type Report struct {
	Docs     int
	Groups   []Group                       // all, then by age of the newest relevant case
	Halves   [2]Group                      // the earlier queries and the later
	Weights  [3]map[similar.Signal]float64 // when held out: what either half was scored with, and what all together teach
	P50, P95 time.Duration
	Build    time.Duration // putting all cases
	Learn    time.Duration // the last time
	Open     time.Duration // of the saved folder; 0 when strict
	Full     int           // queries answered with all ten signals
}

var ages = []struct {
	name string
	days float64
}{{"0-7 days", 7}, {"7-30 days", 30}, {"30-180 days", 180}, {"180-365 days", 365}, {"over a year", math.Inf(1)}}

// run is one measurement on its way.
type run struct {
	set    *Set
	o      Options
	index  *similar.Index
	asked  map[string]Query
	report Report
	all    []outcome
	took   []time.Duration

	samples, judged []sample // when held out: the pools, and what is judged of them
}

type outcome struct {
	first     int // rank of the first relevant case, 0 for none
	precision float64
	age       float64 // days to the newest relevant case
}

// Run measures.
func Run(ctx context.Context, set *Set, o Options) (Report, error) {
	if o.From == 0 && o.To == 0 {
		o.To = 1
	}
	r := &run{set: set, o: o, asked: map[string]Query{}}
	n := float64(len(set.Queries))
	for i, q := range set.Queries {
		if at := float64(i) / n; at >= o.From && at < o.To {
			r.asked[q.ID] = q
		}
	}
	var err error
	if r.index, err = similar.Open(o.Dir); err != nil {
		return r.report, err
	}
	measure := r.product
	if o.Strict {
		measure = r.strict
	}
	err = errors.Join(measure(ctx), r.index.Close())
	if err == nil && o.HeldOut {
		r.holdOut()
	}
	return r.finish(), err
}

// strict walks through time.
func (r *run) strict(ctx context.Context) error {
	for _, d := range r.set.Docs {
		if q, ok := r.asked[d.ID]; ok {
			if err := r.ask(d, q, similar.Options{}); err != nil {
				return err
			}
		}
		if err := r.put(d); err != nil {
			return err
		}
		if err := r.learn(ctx); err != nil {
			return err
		}
	}
	return nil
}

// product puts everything, as an import does, and asks a folder opened again.
func (r *run) product(ctx context.Context) error {
	for _, d := range r.set.Docs {
		if err := r.put(d); err != nil {
			return err
		}
	}
	if err := r.learn(ctx); err != nil {
		return err
	}
	if err := errors.Join(r.index.Save(), r.index.Close()); err != nil {
		return err
	}
	var err error
	start := r.o.Clock()
	if r.index, err = similar.Open(r.o.Dir); err != nil {
		return err
	}
	r.report.Open = r.o.Clock().Sub(start)
	for _, d := range r.set.Docs {
		if q, ok := r.asked[d.ID]; ok {
			if err := r.ask(d, q, similar.Options{Before: d.Created}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) put(d similar.Doc) error {
	start := r.o.Clock()
	err := r.index.Put(d)
	r.report.Build += r.o.Clock().Sub(start)
	r.report.Docs++
	return err
}

func (r *run) learn(ctx context.Context) error {
	if r.o.Fallback || !r.index.LearnDue() {
		return nil
	}
	start := r.o.Clock()
	err := r.index.Learn(ctx, runtime.NumCPU())
	r.report.Learn = r.o.Clock().Sub(start)
	return err
}

func (r *run) ask(d similar.Doc, q Query, o similar.Options) error {
	o.Limit, o.Fallback, o.Older, o.Recency = Depth, r.o.Fallback, r.o.Older, r.o.Recency
	if r.o.HeldOut {
		o.Limit, o.Bare = wholePool, true
	}
	start := r.o.Clock()
	a, err := r.index.Query(d, o)
	r.took = append(r.took, r.o.Clock().Sub(start))
	if err != nil {
		return err
	}
	if a.Full {
		r.report.Full++
	}
	hits, age := a.Hits, r.set.days(d, q)
	if r.o.Older {
		hits = a.Older
	}
	if r.o.HeldOut {
		r.samples = append(r.samples, sampleOf(a.Hits, q, age))
		r.judged = append(r.judged, sampleOf(hits, q, age))
		return nil
	}
	r.all = append(r.all, judge(hits, q, age))
	return nil
}

// judge finds the relevant cases among the hits.
func judge(hits []similar.Hit, q Query, age float64) outcome {
	o := outcome{age: age}
	found := 0.0
	for i, h := range hits {
		if !slices.Contains(q.Relevant, h.ID) {
			continue
		}
		if o.first == 0 {
			o.first = i + 1
		}
		found++
		o.precision += found / float64(i+1)
	}
	o.precision /= float64(max(len(q.Relevant), 1))
	return o
}

func (r *run) finish() Report {
	slices.Sort(r.took)
	if n := len(r.took); n > 0 {
		r.report.P50, r.report.P95 = r.took[n/2], r.took[n*95/100]
	}
	middle := len(r.all) / 2
	r.report.Halves = [2]Group{group("earlier half", r.all[:middle]), group("later half", r.all[middle:])}
	r.report.Groups = append(r.report.Groups, group("all", r.all))
	low := math.Inf(-1)
	for _, a := range ages {
		var in []outcome
		for _, o := range r.all {
			if o.age > low && o.age <= a.days {
				in = append(in, o)
			}
		}
		r.report.Groups = append(r.report.Groups, group(a.name, in))
		low = a.days
	}
	return r.report
}

func group(name string, all []outcome) Group {
	g := Group{Name: name, Queries: len(all)}
	n := float64(max(len(all), 1))
	for _, o := range all {
		g.MAP += o.precision / n
		if o.first == 0 {
			continue
		}
		g.MRR += 1 / float64(o.first) / n
		for _, c := range []struct {
			depth int
			sum   *float64
		}{{1, &g.RR1}, {5, &g.RR5}, {10, &g.RR10}} {
			if o.first <= c.depth {
				*c.sum += 1 / n
			}
		}
	}
	return g
}

// String is the report as a table. Timings stand in its last line.
func (r Report) String() string {
	return r.Quality() + fmt.Sprintf("query p50 %v, p95 %v; %d cases put in %v, vectors learnt in %v, opened in %v\n",
		r.P50.Round(10*time.Microsecond), r.P95.Round(10*time.Microsecond), r.Docs, r.Build.Round(time.Millisecond),
		r.Learn.Round(time.Millisecond), r.Open.Round(time.Millisecond))
}

// Quality is the part of the report that is the same on every machine.
func (r Report) Quality() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-13s %7s %6s %6s %6s %6s %6s\n", "newest match", "queries", "RR@1", "RR@5", "RR@10", "MRR", "MAP")
	for _, g := range append(r.Groups[:len(r.Groups):len(r.Groups)], r.Halves[:]...) {
		fmt.Fprintf(&b, "%-13s %7d %6.3f %6.3f %6.3f %6.3f %6.3f\n", g.Name, g.Queries, g.RR1, g.RR5, g.RR10, g.MRR, g.MAP)
	}
	for i, w := range r.Weights {
		for _, signal := range fitted {
			if v, ok := w[signal]; ok {
				fmt.Fprintf(&b, "%s %.2f  ", signal, v)
			}
		}
		if w != nil {
			fmt.Fprintf(&b, "(%s)\n", []string{"for the earlier half", "for the later half", "from all"}[i])
		}
	}
	return b.String()
}
