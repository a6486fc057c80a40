package brief

import (
	"strconv"
	"strings"
)

// Missing says what is not filled in, in the words of the form, and what the form asks for it.
type Missing struct {
	Field string // of a brief's record
	Says  string
}

// Write gives the text of the form (S3:18-45).
func Write(b Brief) string {
	b = b.Normal()
	w := &writer{}
	w.row("ESCALATION", b.Title, "one-line summary")
	w.row("Severity", Label(b.Severity), "severity")
	w.row("Target", Label(b.Target), "who should act")
	w.part("IMPACT")
	w.item("Customers affected", b.Customers, "number, and names if relevant")
	w.item("Workflow impact", b.Workflow, "what they cannot do")
	w.item("Revenue at risk", b.Revenue, "revenue at risk, or that there is none")
	w.item("SLA status", Label(b.SLA), "SLA status")
	w.part("ISSUE DESCRIPTION")
	w.free(b.Description)
	if b.Bug {
		w.part("REPRODUCTION STEPS (for bugs)")
		w.steps(b)
	}
	w.part("WHAT'S BEEN TRIED")
	w.tried(b.Tried)
	w.part("CUSTOMER COMMUNICATION")
	w.item("Last update", b.LastUpdate, "when the customer was last told, and what")
	w.item("Customer expectation", b.Expectation, "what they expect, and by when")
	w.item("Escalation risk", b.Risk, "whether they will escalate further")
	w.part("WHAT'S NEEDED")
	w.lines = append(w.lines, "- "+indented(need(b), "  "))
	w.item("Deadline", showDeadline(b.Deadline), "until when")
	return strings.Join(w.lines, "\n") + "\n"
}

func need(b Brief) string {
	ask := or(b.Ask, "what exactly is asked for")
	if b.Need == "" {
		return ask
	}
	return Label(b.Need) + ": " + ask
}

type writer struct{ lines []string }

func (w *writer) part(title string) { w.lines = append(w.lines, title) }

func (w *writer) row(name, text, missing string) {
	w.lines = append(w.lines, name+": "+indented(or(text, missing), "  "))
}

func (w *writer) item(name, text, missing string) {
	w.lines = append(w.lines, "- "+name+": "+indented(or(text, missing), "  "))
}

func (w *writer) steps(b Brief) {
	steps := b.Steps
	if len(steps) == 0 {
		steps = []string{""}
	}
	for i, s := range steps {
		w.lines = append(w.lines, strconv.Itoa(i+1)+". "+indented(or(s, "step"), "   "))
	}
	w.row("Expected", b.Expected, "what should happen")
	w.row("Actual", b.Actual, "what happens")
	w.row("Environment", b.Environment, "version, platform, size")
}

func (w *writer) tried(list []Attempt) {
	if len(list) == 0 {
		list = []Attempt{{}}
	}
	for i, a := range list {
		w.lines = append(w.lines, strconv.Itoa(i+1)+". "+indented(or(a.Action, "what was tried")+" -> "+or(a.Result, "what came of it"), "   "))
	}
}

// free writes running text: lines that would be read as the form's own, or as set in, are set in.
func (w *writer) free(text string) {
	for line := range strings.SplitSeq(or(text, "three to five sentences: what happens, since when, how it shows, how far it reaches"), "\n") {
		if strings.HasPrefix(line, "  ") || partOf(line) != "" {
			line = "  " + line
		}
		w.lines = append(w.lines, line)
	}
}

func or(text, missing string) string {
	if text == "" {
		return "[missing: " + missing + "]"
	}
	return text
}

// indented sets the lines below the first in; empty ones stay empty.
func indented(text, by string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = by + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}
