package brief

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"precedent/backend/casefile"
)

// Of takes a brief from its record, or drafts one from an escalation, an emergency or an incident. names gives the name of a
// person or a customer by ID.
func Of(c casefile.Case, names func(string) string) Brief {
	b := Brief{
		Title: c.Title(), Severity: c.Text("severity"), Target: c.Text("target"), Customers: c.Text("customers_affected"), Workflow: c.Text("workflow_impact"),
		Revenue: c.Text("revenue_at_risk"), SLA: c.Text("sla_status"), Description: c.Text("description"), Bug: c.Bool("bug"),
		Expected: c.Text("expected"), Actual: c.Text("actual"), Environment: c.Text("environment"), LastUpdate: c.Text("last_update"),
		Expectation: c.Text("expectation"), Risk: c.Text("escalation_risk"), Need: c.Text("need"), Ask: c.Text("need_text"), Deadline: c.Text("deadline"),
	}
	for _, s := range c.Entries("steps") {
		b.Steps = append(b.Steps, s.Text("text"))
	}
	for _, a := range c.ItemsOf(casefile.KindAttempt) {
		b.Tried = append(b.Tried, Attempt{a.Text("action"), a.Text("result")})
	}
	if c.Kind != casefile.KindBrief {
		b.draft(c, names)
	}
	return b.Normal()
}

// draft fills what another record says in its own way.
func (b *Brief) draft(c casefile.Case, names func(string) string) {
	if n, ok := c.Number("customers_affected"); ok {
		b.Customers = strconv.Itoa(int(n))
	}
	if name := nameOf(c.Text("customer"), names); name != "" {
		b.Customers = strings.TrimPrefix(b.Customers+", "+name, ", ")
	}
	if b.Workflow == "" {
		b.Workflow = c.Text("impact_customer")
	}
	for _, a := range c.ItemsOf(casefile.KindAsk) {
		if s := a.Text("status"); b.Ask == "" && s != "met" && s != "declined" {
			b.Need, b.Ask, b.Deadline = a.Text("verb"), a.Text("text"), a.Text("needed_by")
		}
	}
	for _, u := range c.ItemsOf(casefile.KindUpdate) {
		if u.Text("audience") != "customer" {
			continue
		}
		day := u.Instant("at")
		b.LastUpdate = strings.TrimPrefix(fmt.Sprintf("%s — %s", day.In().Format("2006-01-02"), u.Text("body")), "0001-01-01 — ")
	}
}

func nameOf(id string, names func(string) string) string {
	if names == nil || id == "" {
		return ""
	}
	return names(id)
}

// Fields are the fields of a brief's record. The attempts are items of their own.
func (b Brief) Fields() map[string]any {
	out := map[string]any{}
	for name, text := range map[string]string{
		"title": b.Title, "severity": b.Severity, "target": b.Target, "customers_affected": b.Customers, "workflow_impact": b.Workflow, "revenue_at_risk": b.Revenue,
		"sla_status": b.SLA, "description": b.Description, "expected": b.Expected, "actual": b.Actual, "environment": b.Environment, "last_update": b.LastUpdate,
		"expectation": b.Expectation, "escalation_risk": b.Risk, "need": b.Need, "need_text": b.Ask, "deadline": b.Deadline,
	} {
		if text != "" {
			out[name] = text
		}
	}
	if b.Bug {
		out["bug"] = true
	}
	steps := map[string]any{}
	for i, s := range b.Steps {
		steps["s"+strconv.Itoa(i+1)] = map[string]any{"text": s, "order": fmt.Sprintf("%04d", i+1)}
	}
	if len(steps) > 0 {
		out["steps"] = steps
	}
	return out
}

// Escalation are the fields of an escalation that a brief fills; what an escalation has no field for stands below its
// description.
func (b Brief) Escalation() map[string]any {
	out := map[string]any{}
	for name, text := range map[string]string{
		"title": b.Title, "severity": b.Severity, "workflow_impact": b.Workflow, "revenue_at_risk": b.Revenue, "sla_status": b.SLA,
		"environment": b.Environment, "description": b.description(),
	} {
		if text != "" {
			out[name] = text
		}
	}
	if n := leadingNumber(b.Customers); n != "" {
		out["customers_affected"] = json.Number(n)
	}
	return out
}

func (b Brief) description() string {
	out := []string{b.Description}
	if leadingNumber(b.Customers) != b.Customers {
		out = append(out, "Customers affected: "+b.Customers)
	}
	if len(b.Steps) > 0 {
		steps := make([]string, len(b.Steps))
		for i, s := range b.Steps {
			steps[i] = strconv.Itoa(i+1) + ". " + indented(s, "   ")
		}
		out = append(out, "Steps to reproduce:\n\n"+strings.Join(steps, "\n"))
	}
	for _, p := range [][2]string{{"Expected", b.Expected}, {"Actual", b.Actual}, {"Last told to the customer", b.LastUpdate}, {"What the customer expects", b.Expectation}, {"Risk of escalation", b.Risk}} {
		if p[1] != "" {
			out = append(out, p[0]+": "+p[1])
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n\n"))
}

// leadingNumber is the number that a text begins with.
func leadingNumber(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	if end > 12 {
		return ""
	}
	return s[:end]
}
