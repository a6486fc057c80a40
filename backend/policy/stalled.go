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
		if o.State != Overdue {
			continue
		}
		if s, ok := p.stall(o.Duty, o.Late, now); ok {
			out = append(out, s)
		}
	}
	return out
}

// Stall says of a row of an agenda that is overdue whether its case stands still for it.
func (p *Policy) Stall(r *Row, now time.Time) (Stall, bool) {
	return p.stall(r.Duty, time.Unix(r.late, 0).UTC(), now)
}

func (p *Policy) stall(d *Duty, late, now time.Time) (Stall, bool) {
	patience, ok := p.patience(d.Rule)
	if since := late.Add(patience.Elapsed); ok && !now.Before(since) {
		what := strings.TrimPrefix(d.What, "Do: ") // of a task, which says itself what is to be done
		return Stall{d.Rule, sentence("Overdue: " + strings.ToLower(what[:1]) + what[1:]), d.Source, since}, true
	}
	return Stall{}, false
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
