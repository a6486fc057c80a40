package policy

import (
	"slices"
	"time"
)

// Promotion is what the rules say of making an escalation of a case.
type Promotion struct {
	*Duty           // the step that proposes it; nil where no rule speaks of such cases
	Proposed bool   // this case calls for it
	Turn     string // under which the case keeps that it was done; "" when it was, or is not proposed
}

// Promotion asks the playbooks whether a case calls for an escalation of its own (S1:61).
func (p *Policy) Promotion(f *Facts, now time.Time) Promotion {
	promotes := func(d *Duty) bool {
		return slices.ContainsFunc(d.Do, func(deed Deed) bool { return deed.Kind == "promote" })
	}
	var out Promotion
	for i := range p.Steps {
		if s := &p.Steps[i]; s.Of == string(f.Kind) && promotes(s.duty) {
			out.Duty = s.duty
		}
	}
	for _, s := range p.Course(f, now) {
		if promotes(s.Duty) {
			out.Duty, out.Proposed = s.Duty, true
			if s.State != Done && s.State != Passed {
				out.Turn = s.Turn
			}
		}
	}
	return out
}
