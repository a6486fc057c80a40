package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"
)

// sizes is how many records of each kind a workspace has.
type sizes struct {
	escalations, reviews, calls, lines, actions, customers, attachments, longest int
}

func wideOf(n int) sizes { return sizes{escalations: n, customers: min(400, n)} }

// deepOf keeps the proportions at every size.
func deepOf(n int) sizes {
	return sizes{escalations: n, reviews: n / 20, calls: n / 5, lines: 2 * n, actions: n / 12, customers: max(n/75, 1),
		attachments: n / 150, longest: n / 6}
}

func (s sizes) records() int { return s.escalations + s.reviews + s.calls + s.lines + s.actions }

// made is the file of a workspace, ready to be imported, and what the other side is filled with.
type made struct {
	path  string
	hash  string
	bytes int // of texts
	sizes sizes
	cases []caseText
}

type caseText struct {
	text
	id                                             string
	customer, severity, status, component, product string
	created                                        string
}

// maker writes records as the program imports them.
type maker struct {
	t   *texts
	r   *rand.Rand
	out *json.Encoder
	m   made
	err error
}

// makeFile writes a workspace's file. Equal texts and sizes give equal bytes.
func makeFile(path string, t *texts, s sizes) (made, error) {
	f, err := os.Create(path)
	if err != nil {
		return made{}, err
	}
	defer f.Close()
	sum, buffered := sha256.New(), bufio.NewWriterSize(f, 1<<20)
	w := &maker{t: t, r: draws(3), out: json.NewEncoder(io.MultiWriter(buffered, sum)), m: made{path: path, sizes: s}}
	w.all(s)
	if w.err == nil {
		w.err = buffered.Flush()
	}
	w.m.hash = hex.EncodeToString(sum.Sum(nil))[:16]
	return w.m, w.err
}

func (w *maker) all(s sizes) {
	for i := range s.escalations {
		w.escalation(i, s.customers)
	}
	for i := range s.reviews {
		d := w.t.draw()
		w.write(map[string]any{"kind": "review", "id": fmt.Sprintf("review-%06d", i), "title": d.Title, "cause": d.Body, "created": w.at(i, s.reviews)})
	}
	for i := range s.calls {
		d := w.t.draw()
		w.write(map[string]any{"kind": "call", "id": fmt.Sprintf("call-%06d", i), "title": d.Title, "internal_note": d.Body, "created": w.at(i, s.calls)})
	}
	for i := range s.lines {
		w.below(i, s)
	}
	for i := range s.actions {
		w.write(map[string]any{"kind": "action", "id": fmt.Sprintf("action-%06d", i), "parent": caseID(w.r.IntN(s.escalations)), "text": w.t.note(), "status": "open"})
	}
}

// below writes lines and updates: the first ones all go to one case, which becomes the longest; then lines and updates
// in turn go to any.
func (w *maker) below(i int, s sizes) {
	parent := caseID(0)
	if i >= s.longest {
		parent = caseID(1 + w.r.IntN(s.escalations-1))
	}
	record := map[string]any{"kind": "line", "id": fmt.Sprintf("line-%06d", i), "parent": parent, "text": w.t.note(), "at": w.at(i, s.lines)}
	if i >= s.longest && i%4 == 0 {
		record["kind"], record["audience"], record["body"] = "update", "customer", record["text"]
		delete(record, "text")
	}
	w.write(record)
}

func caseID(i int) string { return fmt.Sprintf("case-%06d", i) }

var (
	severities = []string{"critical", "high", "medium", "low"}
	statuses   = []string{"opened", "active", "monitoring", "closed"}
)

func (w *maker) escalation(i, customers int) {
	c := caseText{
		text: w.t.draw(), id: caseID(i), customer: fmt.Sprintf("Customer %03d", w.r.IntN(customers)),
		severity: severities[w.r.IntN(len(severities))], status: statuses[w.r.IntN(len(statuses))],
		component: fmt.Sprintf("component-%02d", w.r.IntN(40)), product: fmt.Sprintf("product-%d", w.r.IntN(8)), created: w.at(i, w.m.sizes.escalations),
	}
	w.m.bytes += len(c.Title) + len(c.Body)
	w.m.cases = append(w.m.cases, c)
	w.write(map[string]any{
		"kind": "escalation", "id": c.id, "title": c.Title, "description": c.Body, "customer": c.customer, "severity": c.severity,
		"status": c.status, "component": c.component, "extra": map[string]any{"product": c.product}, "created": c.created,
	})
}

// at spreads records over six years.
func (w *maker) at(i, of int) string {
	const span = 6 * 365 * 24 * time.Hour
	first := time.Date(2020, 3, 1, 8, 0, 0, 0, time.UTC)
	return first.Add(time.Duration(float64(span) * float64(i) / float64(max(of, 1))).Truncate(time.Second)).Format(time.RFC3339)
}

func (w *maker) write(record map[string]any) {
	record["source"] = "bench"
	if w.err == nil {
		w.err = w.out.Encode(record)
	}
}
