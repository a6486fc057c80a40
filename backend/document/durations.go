package document

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"precedent/backend/casefile"
	"precedent/backend/document/tree"
)

// milestone is one time of a case, with what the time until then is called.
type milestone struct {
	label, measure, field string
	at                    casefile.Instant
	wanted                bool // missing, it is a gap
}

// milestonesOf are those that the audience may read, in the order of a case. The measures are those of incident response: time to
// detect, acknowledge, escalate, mitigate and resolve, all from when the impact began.
func (b *builder) milestonesOf() []milestone {
	f := b.facts
	out := []milestone{{"Impact began", "", "started", f.started, true}, {"Detected", "TTD", "detected", f.detected, true}}
	if v := b.internal; v != nil {
		out = append(out, milestone{"Page acknowledged", "TTA", "acknowledged", v.acknowledged, false}, milestone{"Escalated", "TTE", "created", v.escalated, false},
			milestone{"Developer called", "", "developer_called", v.called, false}, milestone{"Developer joined", "", "developer_joined", v.joined, false})
	}
	return append(out, milestone{"Mitigated", "TTM", "mitigated", f.mitigated, true}, milestone{"Resolved", "TTR", "resolved", f.resolved, true})
}

// durations are computed from the times of the record.
func (b *builder) durations() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain(""), tree.Plain("When"), tree.Plain("After it began")}}
	for _, m := range b.milestonesOf() {
		if m.at.IsZero() && !m.wanted {
			continue
		}
		table.Rows = append(table.Rows, [][]tree.Run{tree.Plain(m.label), b.reached(m), tree.Plain(b.after(m))})
	}
	out := []tree.Block{table}
	if b.internal == nil {
		return out
	}
	if d := between(b.internal.called, b.internal.joined); d != "" {
		out = append(out, tree.Para(tree.Text("Time to a developer: "+d+".")))
	}
	return append(out, b.levels()...)
}

func (b *builder) reached(m milestone) []tree.Run {
	if m.at.IsZero() {
		return b.missing("when it was "+strings.ToLower(m.label), b.milestoneKind(m.field), b.facts.id, m.field)
	}
	b.from(b.facts.id, m.field)
	return tree.Plain(b.moment(m.at))
}

// milestoneKind is the kind of record whose field holds a time: the case's where it has such a field, else the review's.
func (b *builder) milestoneKind(field string) casefile.Kind {
	if _, ok := casefile.FieldOf(b.facts.kind, field); ok {
		return b.facts.kind
	}
	return casefile.KindReview
}

func (b *builder) after(m milestone) string {
	d := between(b.facts.started, m.at)
	switch {
	case m.field == "started", d == "":
		return ""
	case b.internal == nil, m.measure == "":
		return d
	}
	return d + " (" + m.measure + ")"
}

// levels is the time that the case spent in each severity, from the history of the record until it was closed or resolved, or,
// while it is open, until the last thing that is known to have happened.
func (b *builder) levels() []tree.Block {
	levels := slices.DeleteFunc(slices.Clone(b.in.Levels), func(l Level) bool { return l.At.IsZero() || l.Severity == "" })
	if len(levels) == 0 {
		return nil
	}
	end := b.facts.closed
	for _, i := range []casefile.Instant{b.facts.resolved, b.lastKnown()} {
		if end.IsZero() {
			end = i
		}
	}
	spent, order := map[string]time.Duration{}, []string{}
	for i, l := range levels {
		until := end
		if i+1 < len(levels) {
			until = levels[i+1].At
		}
		if !slices.Contains(order, l.Severity) {
			order = append(order, l.Severity)
		}
		spent[l.Severity] += max(until.Time.Sub(l.At.Time), 0)
	}
	table := tree.Table{Head: [][]tree.Run{tree.Plain("Severity"), tree.Plain("Time in it")}}
	for _, s := range order {
		table.Rows = append(table.Rows, [][]tree.Run{tree.Plain(casefile.EnumLabel(s)), tree.Plain(span(spent[s]))})
	}
	return []tree.Block{table}
}

// promises are the updates of one audience with what became of the promise of the next.
func promises(updates []update) (kept, made int, words map[string]string) {
	words = map[string]string{}
	for i, u := range updates {
		if u.due.IsZero() {
			continue
		}
		made++
		next := nextTo(updates[i+1:], u.audience)
		switch {
		case next.at.IsZero():
			words[u.id] = "No update since"
		case next.at.Time.After(u.due.Time) && !sameDay(next.at, u.due, u.promised):
			words[u.id] = "Late by " + span(next.at.Time.Sub(u.due.Time))
		default:
			kept++
			words[u.id] = "Kept"
		}
	}
	return kept, made, words
}

// sameDay is enough where only a day was promised.
func sameDay(at, due casefile.Instant, promised string) bool {
	a, err := casefile.ParseAppointment(promised)
	return err == nil && strings.HasSuffix(a.Local, "T00:00:00") && inZone(at, due.Zone).Format(time.DateOnly) == inZone(due, due.Zone).Format(time.DateOnly)
}

func nextTo(updates []update, audience string) update {
	for _, u := range updates {
		if u.audience == audience && !u.at.IsZero() {
			return u
		}
	}
	return update{}
}

// cadence says how many of the promised updates came in time, and how often the customer waited longer than the severity allows.
func (b *builder) cadence() []tree.Block {
	v := b.internal
	kept, made, _ := promises(v.updates)
	var says []string
	if made > 0 {
		says = append(says, fmt.Sprintf("%d of %d promised updates came in time.", kept, made))
	}
	if within, all := b.withinCadence(); all > 0 {
		says = append(says, fmt.Sprintf("Contact with the customer was on time %d of %d times (within %s, as the severity asks).", within, all, span(b.in.Cadence)))
	}
	if len(says) == 0 {
		return []tree.Block{b.gap("whether the cadence was kept", string(casefile.KindUpdate), "the case’s updates, with when the next was promised")}
	}
	return []tree.Block{tree.Para(tree.Text(strings.Join(says, " ")))}
}

// withinCadence counts the stretches between two contacts with the customer, from the opening to the close, that were short enough.
func (b *builder) withinCadence() (within, all int) {
	if b.in.Cadence <= 0 || b.facts.opened.IsZero() {
		return 0, 0
	}
	times := []time.Time{b.facts.opened.Time}
	for _, u := range b.internal.updates {
		if u.audience == "customer" && !u.at.IsZero() {
			times = append(times, u.at.Time)
		}
	}
	if !b.facts.closed.IsZero() {
		times = append(times, b.facts.closed.Time)
	}
	slices.SortFunc(times, time.Time.Compare)
	for i := 1; i < len(times); i++ {
		all++
		if times[i].Sub(times[i-1]) <= b.in.Cadence {
			within++
		}
	}
	return within, all
}

func (b *builder) communications() []tree.Block {
	table := tree.Table{Head: [][]tree.Run{tree.Plain("When"), tree.Plain("To"), tree.Plain("What was said"), tree.Plain("Posted in"), tree.Plain("Next promised"), tree.Plain("Promise")}}
	_, _, became := promises(b.internal.updates)
	for _, u := range b.internal.updates {
		b.from(u.id, "")
		when := tree.Plain(b.moment(u.at))
		if u.at.IsZero() {
			when = b.missing("when an update went out", casefile.KindUpdate, u.id, "at")
		}
		table.Rows = append(table.Rows, [][]tree.Run{when, tree.Plain(casefile.EnumLabel(u.audience)), tree.Inline(u.body), tree.Plain(u.postings),
			tree.Plain(meeting(u.promised, b.facts.zone)), tree.Plain(became[u.id])})
	}
	if len(table.Rows) == 0 {
		return []tree.Block{b.gap("what was told to whom", string(casefile.KindUpdate), "the case’s updates")}
	}
	return []tree.Block{table}
}
