package document

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"precedent/backend/casefile"
	"precedent/backend/document/wording"
)

// record looks at what the record says, where the document tells it. A section that a person wrote is theirs: of it only the
// words are looked at.
func (j *judge) record(reviewed bool) {
	v := internalView(j.in)
	for fill, look := range map[string]func(*InternalView, Advice){
		"durations": j.milestones, "impact": j.numbers, "timeline": j.evidence, "factors": j.factors, "cause": j.cause, "whys": j.whys, "actions": j.actions,
		"brief-issue": j.briefLength,
	} {
		if s, ok := j.section(fill); ok && !s.Edited {
			look(&v, Advice{Section: s.ID, Record: j.in.Case.ID})
		}
	}
	j.process(&v, reviewed)
}

// with is an advice about a section, filled in.
func (j *judge) with(a Advice, rule string, points, effort int, says, hint string) {
	a.Rule, a.Points, a.Effort, a.Says, a.Hint = rule, points, effort, says, hint
	j.add(a)
}

// milestones come in their order.
func (j *judge) milestones(v *InternalView, a Advice) {
	last := milestone{}
	for _, m := range []milestone{{"Impact began", "", "started", v.started, true}, {"Detected", "", "detected", v.detected, true}, {"Mitigated", "", "mitigated", v.mitigated, true}, {"Resolved", "", "resolved", v.resolved, true}} {
		if m.at.IsZero() {
			continue
		}
		if !last.at.IsZero() && m.at.Time.Before(last.at.Time) && !m.at.DayOnly && !last.at.DayOnly {
			a.Field = m.field
			j.with(a, "order", 6, 1, fmt.Sprintf("“%s” is before “%s”.", m.label, last.label), "Correct one of the two times.")
		}
		last = m
	}
}

var digit = regexp.MustCompile(`\d`)

// numbers asks for one in the impact.
func (j *judge) numbers(v *InternalView, a Advice) {
	if v.impact != "" && !digit.MatchString(v.impact) && v.values["users_affected"].text == "" {
		j.with(a, "numbers", 5, 1, "The impact has no number.", "Say how many, and for how long, or why nobody knows.")
	}
}

// evidence asks what shows the starred lines, and that the story begins before the incident.
func (j *judge) evidence(v *InternalView, a Advice) {
	bare, before := 0, false
	for _, l := range v.lines {
		if !l.starred {
			continue
		}
		if l.evidence == "" && l.mark != "quote" {
			bare++
		}
		before = before || !l.at.IsZero() && !v.started.IsZero() && l.at.Time.Before(v.started.Time)
	}
	if j.in.Audience == Internal && bare > 0 {
		j.with(a, "evidence", min(bare, 5), 2, fmt.Sprintf("%s of the timeline without evidence.", plural(bare, "line")), "Give each a link, a number or a quotation that shows it.")
	}
	if !before && !v.started.IsZero() && len(v.lines) > 0 {
		j.with(a, "beginning", 2, 2, "The timeline begins with the incident.", "Begin before it, with what made it possible, and go forward.")
	}
}

func (j *judge) factors(v *InternalView, a Advice) {
	if n := len(v.factors); n == 1 {
		a.Field = "factors"
		j.with(a, "factors", 5, 3, "There is one contributing factor.", "Look for a second: what made it likely, what made it hard to see?")
	}
}

func (j *judge) cause(v *InternalView, a Advice) {
	if v.cause != "" && v.confidence == "" {
		a.Field = "confidence"
		j.with(a, "confidence", 3, 1, "It is not said how sure the cause is.", "Choose confirmed, likely or undetermined.")
	}
	if v.cause != "" && strings.EqualFold(strings.TrimSpace(v.cause), strings.TrimSpace(v.trigger)) {
		a.Field = "trigger"
		j.with(a, "trigger", 3, 3, "Trigger and cause are the same text.", "The trigger set it off; the cause is why that could do harm.")
	}
	if len(v.whys) > 0 {
		j.whys(v, a)
	}
}

// whys end in a system, not in a person.
func (j *judge) whys(v *InternalView, a Advice) {
	explained := map[string]bool{}
	for _, w := range v.whys {
		for _, of := range w.because {
			explained[of] = true
		}
	}
	for _, w := range v.whys {
		if explained[w.id] {
			continue
		}
		for _, f := range wording.Check(w.text, j.people(), false) {
			if f.Rule == "blame" || f.Rule == "person" || f.Rule == "failure" {
				a.Field = "whys"
				j.with(a, "last_why", 5, 3, "The chain of whys ends in a person.", "Ask once more: what in the system let that happen?")
				return
			}
		}
	}
}

var vagueVerb = regexp.MustCompile(`(?i)^\W*(investigate|improve|consider|look into|review|monitor|discuss|think about|evaluate|explore|be more)\b`)

// actions are specific, and not all of them prevent (REQUIREMENTS 2.3).
func (j *judge) actions(v *InternalView, a Advice) {
	corrective, watches := 0, false
	for _, x := range v.actions {
		if x.status == "dropped" || x.kind == "next_step" || x.kind == "follow_up" || j.in.Audience == Customer && x.visibility != "customer" {
			continue
		}
		corrective++
		watches = watches || x.kind == "detect" || x.kind == "mitigate"
		one := a
		one.Record, one.Field = x.id, "text"
		if vagueVerb.MatchString(x.text) && !digit.MatchString(x.text) {
			j.with(one, "specific", 3, 2, "“"+casefile.FirstLine(x.text)+"” does not say when it is done.", "Write a verb, the thing, and the measure that shows it.")
		}
		if j.in.Audience == Internal {
			j.traceable(one, x)
		}
	}
	if corrective > 0 && !watches {
		j.with(a, "watching", 4, 3, "All actions prevent; none detects or mitigates.", "Add one that makes the next one seen sooner, or shorter.")
	}
}

func (j *judge) traceable(a Advice, x action) {
	if x.url == "" {
		a.Field = "url"
		j.with(a, "tracker", 1, 1, "“"+casefile.FirstLine(x.text)+"” has no link to where it is tracked.", "Add it in “Tracker” of the action.")
	}
	if x.factor == "" {
		a.Field = "factor"
		j.with(a, "answers", 1, 1, "“"+casefile.FirstLine(x.text)+"” names no factor that it answers.", "Add it in “Factor it answers” of the action.")
	}
}

// briefLength is three to five sentences (S3:27).
func (j *judge) briefLength(v *InternalView, a Advice) {
	text := j.in.Case.Text("description")
	if n := len(wording.Sentences(text)); n > 0 && (n < 3 || n > 5) {
		a.Field = "description"
		j.with(a, "sentences", 4, 2, fmt.Sprintf("The description has %s.", plural(n, "sentence")), "Three to five say what happens, since when, how it shows and how far it reaches (S3:27).")
	}
}

// workingDays are Mondays to Fridays after a day up to another; holidays are the policy's affair.
func workingDays(from, to time.Time) int {
	n := 0
	for d := from.AddDate(0, 0, 1); !d.After(to) && n < 1000; d = d.AddDate(0, 0, 1) {
		if wd := d.Weekday(); wd != time.Saturday && wd != time.Sunday {
			n++
		}
	}
	return n
}

// reviewDays is within how many working days a review is due (S1:27).
const reviewDays = 7

// process is what the documents' own rules ask for.
func (j *judge) process(v *InternalView, reviewed bool) {
	a := Advice{Record: j.in.Case.ID}
	if len(j.built.Sections) > 0 {
		a.Section = j.built.Sections[0].ID
	}
	done := j.in.Case.Instant("reviewed")
	if j.kind == "incident_review" && !done.IsZero() && !v.resolved.IsZero() && workingDays(inZone(v.resolved, v.zone), inZone(done, v.zone)) > reviewDays {
		a.Field = "reviewed"
		j.with(a, "late", 2, 3, "The review came later than seven working days after the resolution (S1:27).", "Say why, and what would make the next one come in time.")
	}
	if j.built.Early {
		a.Field = "reviewed"
		j.with(a, "internal_first", 6, 3, "The internal review has not taken place (S1:43).", "Hold it first; what it releases fills this document.")
	}
	if j.t.AfterReview && j.in.Audience == Customer && !reviewed {
		a.Field = "reviewer"
		j.with(a, "second_reader", 4, 1, "No second person has read it.", "Let somebody read it, and note the name.")
	}
	_, tellsActions := j.section("actions")
	if tellsActions && j.in.Audience == Internal && !hasFollowUp(v) {
		a.Field = string(casefile.KindAction)
		j.with(a, "look_back", 2, 1, "Nobody has planned to look back.", "Add a follow-up: are the actions done after 30 days, did it come back within 90?")
	}
}

func hasFollowUp(v *InternalView) bool {
	for _, x := range v.actions {
		if x.kind == "follow_up" {
			return true
		}
	}
	return false
}

// Proposal is something that a person may confirm: a value for a field of a record, and why.
type Proposal struct {
	Record string
	Field  string
	Value  string
	Says   string
}

// Propose suggests how the case ended, from its criteria and the customer's sentiment, and seeds the why-graph from the attempt
// that helped (REQUIREMENTS 2.2). Nothing of it stands in a document until a person takes it.
func Propose(in Input) []Proposal {
	v := internalView(in)
	var out []Proposal
	c := in.Case
	if c.Kind == casefile.KindEscalation && v.outcome == "" && len(v.criteria) > 0 {
		if value, why := suggestedOutcome(&v); value != "" {
			out = append(out, Proposal{c.ID, "outcome", value, casefile.EnumLabel(value) + " outcome: " + why})
		}
	}
	for _, r := range append([]casefile.Case{c}, in.Related...) {
		if r.Kind == casefile.KindReview && len(r.Entries("whys")) == 0 {
			for _, a := range v.attempts {
				if a.worked == "yes" {
					why := "Why did it help? " + strings.TrimRightFunc(a.action, func(x rune) bool { return unicode.IsSpace(x) || x == '.' }) + ": " + a.result
					return append(out, Proposal{r.ID, "whys.w1.text", why, "The why-graph begins with what helped."})
				}
			}
		}
	}
	return out
}

func suggestedOutcome(v *InternalView) (value, why string) {
	open := 0
	for _, e := range v.criteria {
		if e.status != "met" && e.status != "waived" {
			open++
		}
	}
	rank := map[string]int{"red": 1, "yellow": 2, "green": 3}
	better := rank[v.sentimentAfter] - rank[v.sentimentBefore]
	known := rank[v.sentimentAfter] > 0 && rank[v.sentimentBefore] > 0
	switch {
	case open == 0 && (!known || better >= 0):
		return "positive", verdict(v.criteria) + sentimentWords(v, known)
	case known && better < 0:
		return "negative", verdict(v.criteria) + sentimentWords(v, known)
	}
	return "", ""
}

func sentimentWords(v *InternalView, known bool) string {
	if !known {
		return ""
	}
	return " The customer's sentiment went from " + v.sentimentBefore + " to " + v.sentimentAfter + "."
}
