package desk

import (
	"fmt"
	"strings"

	"precedent/backend/casefile"
)

// patternCustomers is at how many customers one problem is a pattern, which is a reason to escalate (S3:9).
const patternCustomers = 3

// largestGroup bounds a walk over judgements; a problem with more cases than that is known well enough.
const largestGroup = 500

// problemOf are the cases that people judged to be the same problem as a case, that case first: whoever is the same as one of
// them is the same as all. links are the judgements that name it.
func (d *Desk) problemOf(id string, links []casefile.Record) []string {
	group := []string{id}
	seen := map[string]bool{id: true}
	for at := 1; ; at++ {
		for _, l := range links {
			if l.Text("type") != "same_problem" {
				continue
			}
			for _, other := range []string{l.Parent(), l.Text("to")} {
				if !seen[other] {
					seen[other] = true
					group = append(group, other)
				}
			}
		}
		if at >= len(group) || len(group) >= largestGroup {
			return group
		}
		links = d.judgementLinks(group[at])
	}
}

// patternNote says that a problem has been seen at three customers or more.
func (d *Desk) patternNote(c casefile.Case) []FieldFinding {
	customers := map[string]bool{}
	var names []string
	for _, id := range d.problemOf(c.ID, d.judging(c.ID, c.Items)) {
		r, err := d.store.Get(id)
		if err != nil || r.Binned() || r.Text("customer") == "" || customers[r.Text("customer")] {
			continue
		}
		customers[r.Text("customer")] = true
		names = append(names, d.nameOf(r.Text("customer")))
	}
	if len(names) < patternCustomers {
		return nil
	}
	return []FieldFinding{{ID: c.ID, Level: "warn", Source: "S3:9",
		Says: fmt.Sprintf("A pattern: %d customers have this problem (%s). That is a reason to escalate (S3:9).", len(names), strings.Join(names, ", "))}}
}

// byProblem puts the hits of one problem together under the best of them, and those that a person judged unrelated last.
func (d *Desk) byProblem(hits []like) []SimilarHit {
	first := map[string]int{} // case → where its problem stands in out
	out := []SimilarHit{}
	var unrelated []SimilarHit
	for _, h := range hits {
		if h.Judged == "not_related" {
			unrelated = append(unrelated, h.SimilarHit)
			continue
		}
		if at, ok := first[h.ID]; ok && h.Judged == "" {
			out[at].Reasons = append(out[at].Reasons, Reason{Kind: "field", Label: "Same problem", Text: h.Key})
			continue
		}
		for _, id := range d.problemOf(h.ID, h.links) {
			if _, ok := first[id]; !ok {
				first[id] = len(out)
			}
		}
		out = append(out, h.SimilarHit)
	}
	return append(out, unrelated...)
}
