package policy

import (
	"strings"
	"time"
)

// Stall is one reason why a case stands still.
type Stall struct {
	Rule   string
	Says   string
	Source string
	Since  time.Time // UTC: when it began to
}

// Stalled says why a case stands still: each obligation of a rule that names how long it may be overdue, and is so for
// longer. None = it moves.
func (p *Policy) Stalled(obligations []Obligation, now time.Time) []Stall {
	var out []Stall
	for _, o := range obligations {
		patience, ok := p.patience(o.Rule)
		if !ok || o.State != Overdue || now.Before(o.Late.Add(patience.Elapsed)) {
			continue
		}
		out = append(out, Stall{o.Rule, sentence("Overdue: " + strings.ToLower(o.What[:1]) + o.What[1:]), o.Source, o.Late.Add(patience.Elapsed)})
	}
	return out
}

// patience is how long an obligation of a rule may be overdue before the case stands still.
func (p *Policy) patience(rule string) (Span, bool) {
	var found *Span
	for i := range p.Clocks {
		if p.Clocks[i].ID == rule {
			found = p.Clocks[i].Stalls
		}
	}
	for i := range p.Steps {
		if p.Steps[i].ID == rule {
			found = p.Steps[i].Stalls
		}
	}
	for i := range p.Dates {
		if p.Dates[i].ID == rule {
			found = p.Dates[i].Stalls
		}
	}
	if found == nil {
		return Span{}, false
	}
	return *found, true
}
