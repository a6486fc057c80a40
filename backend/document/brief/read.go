package brief

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"precedent/backend/casefile"
)

// Note is something of a pasted text that did not find its place, or is no value of its field.
type Note struct {
	Line int // from 1
	Says string
	Text string // what stands there
}

// longest is how much of a pasted text is read, in bytes: a brief fits on a page.
const longest = 1 << 20

// parts of the form by their titles, in lower case.
var parts = map[string]string{
	"impact": "impact", "issue description": "description", "reproduction steps": "steps", "what's been tried": "tried",
	"customer communication": "told", "what's needed": "needed",
}

var decoration = regexp.MustCompile(`^(#{1,6}\s+|\*{1,2}|_{1,2})|(\*{1,2}|_{1,2})$`)

// partOf is the part that a line opens; "" for every other line. A line that is set in opens none.
func partOf(line string) string {
	if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
		return ""
	}
	s := strings.ToLower(decoration.ReplaceAllString(strings.TrimSpace(line), ""))
	s = strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(s, "’", "'"), ":"), "(for bugs)")
	return parts[strings.TrimSpace(s)]
}

// labelled is “- **Severity:** High”, with or without its bullet and its stars.
var labelled = regexp.MustCompile(`^(?:[-*•–]\s+)?(?:\*\*|__)?([A-Za-z][A-Za-z' ]{2,30}?)(?:\*\*|__)?:(?:\*\*|__)?(?:\s+(.*))?$`)

var (
	bullet   = regexp.MustCompile(`^[-*•–]\s+(.*)$`)
	numbered = regexp.MustCompile(`^\d{1,3}[.)]\s+(.*)$`)
	arrow    = regexp.MustCompile(`\s+(?:->|→|=>)(?:\s+|$)`)
)

// Read takes a pasted text. It is no brief, and the fault says so, when no line begins with “ESCALATION:”.
func Read(text string) (Brief, []Note, error) {
	if len(text) > longest {
		return Brief{}, nil, casefile.Faultf(casefile.Invalid, "The text is longer than a brief can be (1 MB). Paste the brief alone.")
	}
	r := &reader{}
	for i, line := range strings.Split(clean(text), "\n") {
		r.number = i + 1
		r.line(strings.TrimRightFunc(line, unicode.IsSpace))
	}
	r.flush()
	if !r.found {
		return Brief{}, nil, casefile.Faultf(casefile.Invalid, "This is no brief: no line begins with “ESCALATION:”. Paste it with its head, or write the fields one by one.")
	}
	return r.b.Normal(), r.notes, nil
}

// reader reads line by line. to takes the text that is being collected; part is where the line stands.
type reader struct {
	b      Brief
	notes  []Note
	number int
	found  bool
	part   string
	to     func(text string)
	text   []string
	indent string
	blanks int
}

func (r *reader) line(line string) {
	switch part := partOf(line); {
	case part != "" && r.found:
		r.flush()
		r.open(part)
		return
	case strings.TrimSpace(line) == "":
		r.blanks++
		return
	case r.part == "description" && r.found:
		r.collect(strings.TrimPrefix(line, "  "))
		return
	case r.to != nil && r.indent != "" && strings.HasPrefix(line, r.indent):
		r.collect(line[len(r.indent):])
		return
	}
	r.fresh(line)
}

func (r *reader) open(part string) {
	r.part = part
	switch part {
	case "description":
		r.begin("", func(s string) { r.b.Description = joined(r.b.Description, s) })
	case "steps":
		r.b.Bug = true
	}
}

// begin starts a text whose further lines are set in by indent.
func (r *reader) begin(indent string, to func(string)) {
	r.to, r.indent, r.text, r.blanks = to, indent, nil, 0
}

func (r *reader) collect(line string) {
	for range r.blanks {
		if len(r.text) > 0 {
			r.text = append(r.text, "")
		}
	}
	r.blanks = 0
	r.text = append(r.text, line)
}

func (r *reader) flush() {
	if r.to != nil {
		r.to(strings.Join(r.text, "\n"))
	}
	r.to, r.text, r.indent, r.blanks = nil, nil, "", 0
}

// fresh reads a line that opens something of its own.
func (r *reader) fresh(line string) {
	r.flush()
	plain := strings.TrimSpace(line)
	if m := labelled.FindStringSubmatch(plain); m != nil && r.label(strings.ToLower(m[1]), m[2]) {
		return
	}
	if m := numbered.FindStringSubmatch(plain); m != nil && (r.part == "steps" || r.part == "tried") {
		r.numbered(m[1])
		return
	}
	if m := bullet.FindStringSubmatch(plain); m != nil {
		switch r.part {
		case "steps", "tried":
			r.numbered(m[1])
			return
		case "needed":
			r.begin("  ", func(s string) { r.b.Ask = joined(r.b.Ask, s) })
			r.collect(m[1])
			return
		}
	}
	r.notes = append(r.notes, Note{r.number, fmt.Sprintf("Line %d belongs to no part of a brief.", r.number), plain})
}

func (r *reader) numbered(text string) {
	if r.part == "steps" {
		r.begin("   ", func(s string) { r.b.Steps = append(r.b.Steps, filled(many(s))) })
	} else {
		r.begin("   ", func(s string) { r.b.Tried = append(r.b.Tried, attemptOf(s)) })
	}
	r.collect(text)
}

func attemptOf(s string) Attempt {
	at := strings.Index(s, " -> ")
	if strings.HasSuffix(s, " ->") && at < 0 {
		return Attempt{Action: filled(many(strings.TrimSuffix(s, "->")))}
	}
	if at >= 0 {
		return Attempt{filled(many(s[:at])), filled(many(s[at+4:]))}
	}
	if m := arrow.FindStringIndex(s); m != nil {
		return Attempt{filled(many(s[:m[0]])), filled(many(s[m[1]:]))}
	}
	return Attempt{Action: filled(many(s))}
}

// label puts a labelled value where it belongs; false when the part has no such label.
func (r *reader) label(name, text string) bool {
	if name == "escalation" && !r.found {
		r.found = true
		r.begin("  ", r.into(&r.b.Title))
		r.collect(text)
		return true
	}
	if !r.found {
		return false
	}
	if field, ok := enums[r.part+"/"+name]; ok {
		r.enum(field, text)
		return true
	}
	to := map[string]*string{
		"impact/customers affected": &r.b.Customers, "impact/workflow impact": &r.b.Workflow, "impact/revenue at risk": &r.b.Revenue,
		"steps/expected": &r.b.Expected, "steps/actual": &r.b.Actual, "steps/environment": &r.b.Environment,
		"told/last update": &r.b.LastUpdate, "told/customer expectation": &r.b.Expectation, "told/escalation risk": &r.b.Risk,
	}[r.part+"/"+name]
	switch {
	case to != nil:
		r.begin("  ", r.into(to))
	case r.part == "needed" && name == "deadline":
		number := r.number
		r.begin("  ", func(s string) { r.due(number, s) })
	default:
		return false
	}
	r.collect(text)
	return true
}

// enums are the labels whose values are of a closed list.
var enums = map[string]string{"/severity": "severity", "/target": "target", "impact/sla status": "sla_status"}

func (r *reader) enum(field, text string) {
	v := valueOf(field, text)
	if said := one(text); v == "" && said != "" {
		f, _ := casefile.FieldOf(casefile.KindBrief, field)
		var may []string
		for _, e := range f.Enum {
			may = append(may, Label(e))
		}
		r.notes = append(r.notes, Note{r.number, fmt.Sprintf("Line %d: %s is one of %s.", r.number, f.Label, strings.Join(may, ", ")), said})
		return
	}
	switch field {
	case "severity":
		r.b.Severity = v
	case "target":
		r.b.Target = v
	case "sla_status":
		r.b.SLA = v
	}
}

func (r *reader) due(number int, text string) {
	r.b.Deadline = deadline(text)
	if said := one(text); r.b.Deadline == "" && said != "" {
		r.notes = append(r.notes, Note{number, fmt.Sprintf("Line %d: the deadline is no date. Write it as 2026-03-30 10:30 (Europe/Berlin).", number), said})
	}
}

func (r *reader) into(to *string) func(string) {
	return func(s string) { *to = joined(*to, s) }
}

// joined adds a text below what is there, so that a label that stands twice loses nothing.
func joined(had, more string) string {
	if had == "" {
		return more
	}
	return had + "\n" + more
}
