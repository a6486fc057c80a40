package policy

import (
	"fmt"
	"testing"
	"time"

	"precedent/backend/casefile"
)

// manyCases are 2,000 open escalations with 200 events each: lines, updates, actions.
func manyCases() []casefile.Case {
	out := make([]casefile.Case, 2000)
	severities := []string{"critical", "high", "medium", "low"}
	audiences := []string{"customer", "channel", "case", "internal_meeting"}
	for i := range out {
		began := beginning.Add(time.Duration(i) * time.Minute)
		var items []casefile.Record
		for j := range 200 {
			at := casefile.At(began.Add(time.Duration(j)*time.Hour), "Europe/Berlin").String()
			id := fmt.Sprintf("%d-%d", i, j)
			switch {
			case j%4 == 0:
				u := told(audiences[j/4%len(audiences)], at)
				u.ID = id
				items = append(items, u)
			case j%20 == 1:
				items = append(items, item(casefile.KindAction, id, map[string]any{"text": "do", "owner": "a", "due": "2026-04-01T10:00:00[Europe/Berlin]", "status": "done"}))
			default:
				items = append(items, item(casefile.KindLine, id, map[string]any{"text": "something happened", "at": at}))
			}
		}
		c := caseOf(casefile.KindEscalation, map[string]any{"status": "active", "severity": severities[i%4], "created": casefile.At(began, "").String(),
			"zone": "Europe/Berlin", "channel": "#esc_x", "dri": "p"}, items...)
		c.ID = fmt.Sprint("case-", i)
		out[i] = c
	}
	return out
}

// BenchmarkObligations is what is asked of 2,000 open cases, from facts that are kept, as the desk does at each tick.
func BenchmarkObligations(b *testing.B) {
	p := builtinPolicy(b)
	var facts []*Facts
	for _, c := range manyCases() {
		facts = append(facts, Gather(c, casefile.Record{}, ""))
	}
	now := beginning.AddDate(0, 0, 10)
	b.ReportAllocs()
	for b.Loop() {
		p.ObligationsOf(facts, now)
	}
}

// BenchmarkGather is the taking of the facts out of the records of those cases, once they are read: the part that is done
// again only for a case that changed.
func BenchmarkGather(b *testing.B) {
	cases := manyCases()
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range cases {
			Gather(c, casefile.Record{}, "")
		}
	}
}
